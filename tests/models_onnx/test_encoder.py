"""The encoder: form, order, independence of the batch, meaning, and that it is the one whose vectors are known."""

import itertools

import numpy as np
import pytest
from reference_texts import TEXTS, VECTORS

from models_onnx.encoder import BATCH, MAX_TOKENS

MIXED = ("发货", "付款之后一般要等多久才会发货呢？" * 3, "", "how soon do you ship", "😀", "M", "退货地址在哪里")
# What int8 leaves of a vector when other texts share its batch: the ranges are taken over the whole batch. Padding that counted
# would leave less than 0.75.
BATCH_COSINE = 0.95


def test_vectors_are_normalised_float32(encoder):
    vectors = encoder.embed(MIXED)
    assert vectors.shape == (len(MIXED), 384)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_no_texts_give_no_vectors(encoder):
    assert encoder.embed([]).shape == (0, 384)


def test_a_text_has_one_vector_whatever_shares_its_batch(encoder):
    alone = encoder.embed(MIXED, batch_size=1)
    together = encoder.embed(MIXED)
    assert np.einsum("ij,ij->i", alone, together).min() > BATCH_COSINE


def test_the_order_given_is_the_order_returned(encoder):
    texts = [f"第{number}个问题" + "啊" * (number % 7) for number in range(BATCH + 8)]
    forwards, backwards = encoder.embed(texts), encoder.embed(texts[::-1])
    assert (forwards @ backwards[::-1].T).argmax(axis=1).tolist() == list(range(len(texts)))


def test_the_same_text_twice_has_the_same_vector(encoder):
    first, second = encoder.embed(["几天发货", "几天发货"])
    assert np.array_equal(first, second)
    assert np.array_equal(encoder.embed(["几天发货"]), encoder.embed(["几天发货"]))


def test_a_final_space_means_nothing(encoder):
    plain, spaced = encoder.embed(["几天发货", "几天发货 \n"])
    assert np.allclose(plain, spaced)


def test_a_very_long_text_is_cut_and_not_refused(encoder):
    long = "请问付款以后多久可以发货呢" * 400
    same, cut = encoder.embed([long + "一", long[: MAX_TOKENS * 30]], batch_size=1)
    assert np.allclose(same, cut)


@pytest.mark.parametrize("text", ["\0", "\u200b", "𠮷野家", "ℵℶ", "\n\n", "<s></s><pad>", "a" * 5000])
def test_no_text_breaks_it(encoder, text):
    [vector] = encoder.embed([text])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("几天能发货", "付款后多久发货", "可以开发票吗"),
        ("不想要了可以退吗", "支持七天无理由退货吗", "羽绒服怎么洗"),
        ("钱什么时候退回来", "退款多久到账", "尺码偏大吗"),
        ("how long until it ships", "付款后多久发货", "发票抬头写错了"),
    ],
)
def test_close_meaning_is_closer_than_far_meaning(encoder, text, near, far):
    vector, close, distant = encoder.embed([text, near, far])
    assert vector @ close > vector @ distant + 0.02


@pytest.mark.parametrize(
    "text", ["支持七天无理由退货吗", "我的😀快递到哪里了", "where is my parcel", "ｆｕｌｌ　width 全角"]
)
def test_pieces_are_where_they_stand_in_the_text(encoder, text):
    spans = encoder.pieces(text)
    assert "".join(text[begin:end] for begin, end in spans).replace(" ", "") == "".join(text.split())
    assert all(end <= begin for (_, end), (begin, _) in itertools.pairwise(spans))
    assert len(spans) > 3


@pytest.mark.parametrize(
    ("text", "pieces"), [("付款后多久发货？", 0), ("how soon", 0), ("", 0), ("ℵ", 1), ("发货ℵ和ℶ", 2)]
)
def test_pieces_that_the_vocabulary_lacks_are_counted(encoder, text, pieces):
    assert encoder.unknown(text) == pieces


def test_it_says_what_it_is_and_runs_on(encoder):
    assert encoder.info.name == "multilingual-e5-small"
    assert encoder.info.dimensions == 384
    assert encoder.info.provider in {"CPU", "CUDA"}


def test_the_vectors_are_those_of_this_encoders_release(encoder):
    with np.load(VECTORS, allow_pickle=False) as reference:
        assert str(reference["version"]) == encoder.info.version, "write reference vectors for the new encoder"
        cosines = np.einsum("ij,ij->i", encoder.embed(TEXTS, batch_size=1), reference["vectors"])
    assert cosines.min() >= 0.999
