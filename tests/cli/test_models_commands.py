"""`guitai embed`, `guitai intents predict` and `guitai eval`: the models from the shell."""

import json

import numpy as np
import pytest
from cli.shell import Guitai

TEXTS = ["满多少包邮", "", "How long does delivery take?", "   ", "今天天气怎么样", "满多少包邮"]


@pytest.fixture
def bare(models_dir, tmp_path):
    """The command with the models and no data at all."""
    return Guitai(tmp_path / "home")


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "texts.txt"
    path.write_text("\n".join(TEXTS) + "\n", encoding="utf-8-sig")
    return path


def result(ended):
    assert ended.status == 0, ended.err
    return ended.out


def test_embed_writes_a_normalised_row_for_every_line(bare, texts, tmp_path, models_dir):
    out = tmp_path / "vectors.npy"
    assert result(bare("embed", texts, "--out", out)) == ""
    vectors = np.load(out, allow_pickle=False)
    dimensions = json.loads((models_dir / "manifest.json").read_text())["models"]["encoder"]["dimensions"]
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), dimensions)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert np.allclose(vectors[0], vectors[5], atol=1e-5)
    assert not np.allclose(vectors[0], vectors[4], atol=0.1)
    assert not bare.home.exists()


def test_embed_of_an_empty_file_has_no_rows(bare, tmp_path):
    (tmp_path / "empty.txt").touch()
    result(bare("embed", tmp_path / "empty.txt", "--out", tmp_path / "vectors.npy"))
    assert len(np.load(tmp_path / "vectors.npy")) == 0


def test_embed_says_where_it_cannot_write(bare, texts):
    ended = bare("embed", texts, "--out", texts / "vectors.npy")
    assert ended.status == 2
    assert "can't be written" in ended.err
    assert "Traceback" not in ended.err


def test_predict_prints_a_document_for_every_line(bare, texts):
    lines = [json.loads(line) for line in result(bare("intents", "predict", texts)).splitlines()]
    assert [line["text"] for line in lines] == TEXTS
    for line in lines:
        assert set(line) == {"text", "intent", "confidence", "out_of_scope"}
        assert 0 <= line["confidence"] <= 1
        assert line["out_of_scope"] == (line["intent"] == "out_of_scope")
    assert lines[0]["intent"] == "shipping_fee"
    assert lines[4]["out_of_scope"]
    assert not bare.home.exists()


def test_eval_measures_labelled_questions(bare, tmp_path):
    rows = [
        ("满多少包邮", "shipping_fee"),
        ("怎么退货", "return_request"),
        ("转人工", "human_agent"),
        ("满多少包邮", "refund"),
    ]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps({"text": text, "intent": intent}) for text, intent in rows))
    figures = json.loads(result(bare("eval", path, "--json")))
    assert figures["questions"] == 4
    assert figures["accuracy"] == 0.75
    # shipping_fee is right once of twice given (2/3), refund never, the two others always.
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 1 + 1 + 0) / 4, abs=1e-3)
    assert 0 <= figures["expected_calibration_error"] <= 1
    assert 0 < figures["latency_ms"]["p50"] <= figures["latency_ms"]["p99"]
    assert "accuracy: 0.75" in result(bare("eval", path)).splitlines()


@pytest.mark.engine
def test_eval_plays_scenarios_through_the_running_engine(ready, tmp_path):
    scenarios = [
        {
            "id": "fee",
            "turns": [
                {
                    "user": "满多少包邮",
                    "expect": {"route": ["faq"], "faq_id": "FAQ004", "contains": ["99"], "handoff": False},
                },
                {"user": "转人工", "expect": {"handoff": True, "intent": "human_agent", "excludes": ["99"]}},
            ],
        },
        {
            "id": "wrong",
            "turns": [{"user": "满多少包邮", "expect": {"route": "order", "contains_any": ["从来没有的话"]}}],
        },
        {"id": "anything", "customer_id": "C1001", "context": {"product_id": "GT-DJ-001"}, "turns": [{"user": "你好"}]},
    ]
    path = tmp_path / "scenarios.jsonl"
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in scenarios) + "\n\n")
    figures = json.loads(result(ready("eval", path, "--json")))
    assert (figures["scenarios"], figures["turns"], figures["met"], figures["share"]) == (3, 4, 3, 0.75)
    (failed,) = figures["failed"]
    assert (failed["id"], failed["user"], failed["route"]) == ("wrong", "满多少包邮", "faq")
    assert len(failed["unmet"]) == 2
    assert any("wrong: 满多少包邮" in line for line in result(ready("eval", path)).splitlines())
