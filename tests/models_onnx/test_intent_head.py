"""The intent head: the contract's labels, calibrated probabilities, rejection, and damaged artefacts."""

import io
import json
import random

import numpy as np
import pytest

from models_onnx.errors import ModelError
from models_onnx.intent_head import ARTEFACT, OUT_OF_SCOPE, Examples, IntentHead
from models_onnx.logistic import LogisticWeights
from models_onnx.manifest import ModelInfo
from models_onnx.scope import Scope
from models_onnx.softmax_regression import SoftmaxWeights

# Fixed by the contract: labelled files of others use them.
CONTRACT = {
    "product_info", "product_recommend", "size_fit", "stock", "price", "promotion", "purchase_link",
    "order_status", "order_change", "order_cancel", "payment", "invoice",
    "ship_time", "tracking", "delivery_options", "shipping_fee", "delivery_problem",
    "return_request", "exchange", "refund", "repair_warranty", "quality_issue", "account",
    "human_agent", "complaint", "greeting", "thanks", "goodbye", "affirm", "deny", "inform", "smalltalk", "out_of_scope",
}  # fmt: skip


def small_head(threshold=0.5, labels=("price", "stock", OUT_OF_SCOPE)):
    """Intents on three dimensions: dimension n speaks for intent n, and a text far from both others lies outside."""
    unit = np.eye(3, dtype=np.float32)
    return IntentHead(
        labels=labels,
        softmax=SoftmaxWeights(unit * 8, np.zeros(3, np.float32)),
        votes=0.0,
        # Only how near the text lies to what is outside counts.
        scope=Scope(LogisticWeights(np.array([0.0, 0.0, 0.0, 0.0, 10.0]), -5.0), threshold),
        examples=Examples.of(("多少钱", "有货吗", "天气"), np.arange(3), unit),
        calibration=Examples.of((), np.arange(0), unit[:0]),
        info=ModelInfo("small", "1", "CPU", 3),
        encoder="1.0.0",
    )


def damaged(tmp_path, data):
    """Why this artefact is refused."""
    path = tmp_path / "intents.npz"
    path.write_bytes(data)
    with pytest.raises(ModelError, match=r"intents\.npz") as refused:
        IntentHead.open(path)
    return refused.value.code


def packed(**changes):
    """The shipped artefact with some of its arrays or card changed."""
    with np.load(ARTEFACT, allow_pickle=False) as arrays:
        content = {name: arrays[name] for name in arrays.files}
    card = {**json.loads(bytes(content["card"])), **changes.pop("card", {})}
    text = np.frombuffer(json.dumps(card).encode(), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **{**content, "card": text, **changes})
    return file.getvalue()


def test_the_labels_are_the_contracts(head):
    assert len(CONTRACT) == 33
    assert set(head.labels) == CONTRACT
    assert len(head.labels) == 33


def test_it_fits_the_encoder(head, encoder):
    assert (head.info.dimensions, head.encoder) == (encoder.info.dimensions, encoder.info.version)


def test_probabilities_of_every_text_sum_to_one_and_fall(head, encoder):
    texts = ["几天发货", "", "转人工", "写一首诗", "how much is it", "谢谢"]
    for prediction in head.predict(encoder.embed(texts)):
        names, values = zip(*prediction.distribution, strict=True)
        assert set(names) == CONTRACT
        assert sum(values) == pytest.approx(1, abs=1e-4)
        assert list(values) == sorted(values, reverse=True)
        assert 0 <= prediction.confidence <= 1


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("你们几点发货，拍下多久能寄出", "ship_time"),
        ("我要退货，怎么操作", "return_request"),
        ("这件多少钱", "price"),
        ("还有货吗", "stock"),
        ("我要投诉你们", "complaint"),
        ("can I get an invoice", "invoice"),
        ("您好，在吗", "greeting"),
        ("转人工客服", "human_agent"),
    ],
)
def test_plain_questions_have_their_intent(head, encoder, text, intent):
    [prediction] = head.predict(encoder.embed([text]))
    assert (prediction.id, prediction.out_of_scope) == (intent, False)
    assert prediction.confidence == pytest.approx(prediction.distribution[0][1])
    assert prediction.confidence > 0.5


@pytest.mark.parametrize(
    "text", ["帮我写一段 Python 排序代码", "明天北京的天气怎么样", "who is the president of France"]
)
def test_what_no_shop_answers_is_rejected(head, encoder, text):
    [prediction] = head.predict(encoder.embed([text]))
    assert (prediction.id, prediction.out_of_scope) == (OUT_OF_SCOPE, True)
    assert isinstance(prediction.out_of_scope, bool)


def test_several_texts_at_once_are_several_predictions(head, encoder):
    vectors = encoder.embed(["还有货吗", "谢谢"], batch_size=1)
    together = head.predict(vectors)
    assert [prediction.id for prediction in together] == [head.predict(row[None])[0].id for row in vectors]
    assert head.predict(np.empty((0, 384), np.float32)) == []


def vector(*values):
    """One embedding."""
    return (np.array([values], np.float32) / np.linalg.norm(values)).astype(np.float32)


def test_rejection_begins_at_the_threshold():
    mixed = vector(1.0, 0.0, 0.6)
    accepted = small_head(threshold=0.6).predict(mixed)[0]
    assert (accepted.id, accepted.out_of_scope) == ("price", False)
    rejected = small_head(threshold=0.5).predict(mixed)[0]
    assert (rejected.id, rejected.out_of_scope) == (OUT_OF_SCOPE, True)
    # Of a rejection, the confidence is that of the rejection.
    assert rejected.confidence == pytest.approx(1 / (1 + np.exp(5 - 10 * 0.6 / np.hypot(1, 0.6))), abs=1e-4)
    assert rejected.distribution == accepted.distribution


def test_what_is_not_rejected_has_an_intent_even_where_the_outside_is_likeliest():
    [prediction] = small_head(threshold=1.1).predict(vector(0.2, 0.1, 1.0))
    assert prediction.distribution[0][0] == OUT_OF_SCOPE
    assert (prediction.id, prediction.out_of_scope) == ("price", False)


def test_a_head_of_another_domain_needs_no_class_for_what_is_outside():
    [prediction] = small_head(labels=("a", "b", "c")).predict(vector(0.0, 0.0, 1.0))
    assert prediction.id == "c"


def test_the_nearest_examples_come_first_with_their_intents(head, encoder):
    text = head.examples.texts[100]
    first, *others = head.nearest(encoder.embed([text])[0], 5)
    assert (first.text, first.intent) == (text, head.labels[head.examples.targets[100]])
    assert first.cosine == pytest.approx(1, abs=0.02)
    assert [first.cosine, *(one.cosine for one in others)] == sorted(
        (one.cosine for one in [first, *others]), reverse=True
    )
    assert len(others) == 4


def test_a_saved_head_predicts_the_same(tmp_path, head, encoder):
    head.save(tmp_path / "head.npz")
    again = IntentHead.open(tmp_path / "head.npz")
    vectors = encoder.embed(["几天发货", "写一首诗"])
    assert again.predict(vectors) == head.predict(vectors)
    assert (again.labels, again.info, again.encoder) == (head.labels, head.info, head.encoder)


def test_s25_a_damaged_artefact_is_refused_wherever_it_is_damaged(tmp_path):
    data, chance = ARTEFACT.read_bytes(), random.Random(25)
    for attempt in range(20):
        bad = bytearray(data)
        if attempt % 2:
            del bad[chance.randrange(len(bad)) :]
        else:
            # Within the first array, whose checksum the archive has.
            at = chance.randrange(200, len(bad) // 2)
            bad[at] ^= 0xFF
        assert damaged(tmp_path, bytes(bad)) == "model_damaged"


@pytest.mark.parametrize(
    "content",
    [
        lambda: b"",
        lambda: b"no archive",
        lambda: packed(card={"labels": ["price", OUT_OF_SCOPE]}),
        lambda: packed(card={"scope": {"weights": [1.0], "bias": 0.0, "threshold": 0.5}}),
        lambda: packed(card={"scope": None}),
        lambda: packed(card={"examples": ["one"]}),
        lambda: packed(bias=np.zeros(5, np.float32)),
        lambda: packed(weights=np.zeros((384, 5), np.float32)),
        lambda: packed(card={"votes": 2.0}),
        lambda: packed(calibration_vectors=np.zeros((3, 384), np.int8)),
        lambda: packed(example_targets=np.full(9, 99)),
        lambda: packed(weights=np.array([{"a": 1}], object)),
    ],
)
def test_s25_an_artefact_that_does_not_fit_together_is_refused(tmp_path, content):
    assert damaged(tmp_path, content()) == "model_damaged"


def test_s25_nothing_pickled_is_opened(tmp_path):
    file = io.BytesIO()
    np.save(file, np.array([CONTRACT], object), allow_pickle=True)
    assert damaged(tmp_path, file.getvalue()) == "model_damaged"


def test_a_missing_artefact(tmp_path):
    with pytest.raises(ModelError) as refused:
        IntentHead.open(tmp_path / "intents.npz")
    assert refused.value.code == "model_missing"
