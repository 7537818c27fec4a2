"""Own intents and reasons through the operator's routes of a running engine."""

import json
import time

import pytest

from appliance.api.client import BridgeError

pytestmark = pytest.mark.engine
INTENTS = "/v1/operator/intents"
PATIENCE_S = 120


def finished(operator):
    """The training's end."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        state = operator.call("GET", f"{INTENTS}/training")
        if state["state"] != "running":
            return state
    raise AssertionError("still running")


def test_a_reason_names_the_words_and_the_nearest_examples(engine):
    text = "我想退货，运费谁出"
    found = engine.operator().call("POST", f"{INTENTS}/explain", {"text": text})
    assert found["intent"]["id"] == "return_request"
    assert all(found["text"][word["start"] : word["end"]] == word["text"] for word in found["words"])
    carrying = max(found["words"], key=lambda word: word["weight"])
    assert "退" in carrying["text"] or "运费" in carrying["text"]
    assert len(found["nearest"]) == 5
    assert found["nearest"][0]["cosine"] >= found["nearest"][-1]["cosine"] > 0.5


def test_intents_are_trained_used_and_taken_back(own_engine, tmp_path):
    operator = own_engine.operator()
    file = tmp_path / "labelled.jsonl"
    rows = [
        {"text": text, "intent": "trade_in"}
        for text in (
            "旧的能折价换新的吗",
            "以旧换新怎么弄",
            "你家收旧货不",
            "旧帐篷可以抵钱吗",
            "do you take old ones in exchange",
        )
    ]
    rows.append({"text": "给我整个票子", "intent": "invoice"})
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    before = operator.call("GET", f"{INTENTS}/head")
    assert not before["own"]
    assert operator.call("POST", f"{INTENTS}/training", {"path": str(file)})["state"] == "running"
    with pytest.raises(BridgeError, match="running"):
        operator.call("POST", f"{INTENTS}/training", {"path": str(file)})
    # Customers are answered meanwhile.
    assert own_engine.conversation().send("满多少包邮").route == "faq"
    state = finished(operator)
    assert state["state"] == "finished", state
    assert state["report"]["intents"] == len(before["intents"]) + 1
    assert own_engine.conversation().send("旧睡袋可以抵钱换新的不").intent.id == "trade_in"
    assert operator.call("GET", f"{INTENTS}/head")["own"]
    assert not operator.call("POST", f"{INTENTS}/restore")["own"]
    assert own_engine.conversation().send("旧睡袋可以抵钱换新的不").intent.id != "trade_in"


def test_a_bad_file_is_refused_with_its_line(engine, tmp_path):
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "你好", "intent": "greeting"}\n{"text": "在吗"}\n', encoding="utf-8")
    with pytest.raises(BridgeError, match="line 2"):
        engine.operator().call("POST", f"{INTENTS}/training", {"path": str(file)})
