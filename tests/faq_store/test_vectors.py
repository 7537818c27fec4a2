"""Cached embeddings: none is made twice, none is mixed with another encoder's."""

import numpy as np

from faq_store.statements import VALUES
from faq_store.vectors import VectorCache, text_key


def test_what_was_added_is_loaded_bit_for_bit(database, encoder):
    cache = VectorCache(database)
    texts = ["几天发货", "能退吗", ""]
    made = cache.add(texts, encoder)
    loaded = cache.load([*texts, "没有存过"], encoder.info.version)
    assert set(loaded) == {text_key(text) for text in texts}
    for text in texts:
        assert np.array_equal(loaded[text_key(text)], made[text_key(text)])
        assert loaded[text_key(text)].shape == (encoder.info.dimensions,)


def test_another_encoders_vectors_are_not_loaded(database, encoder):
    cache = VectorCache(database)
    cache.add(["几天发货"], encoder)
    assert cache.load(["几天发货"], "another") == {}


def test_a_text_that_comes_twice_is_kept_once(database, encoder):
    cache = VectorCache(database)
    assert len(cache.add(["几天发货", "几天发货"], encoder)) == 1
    assert len(cache.load(["几天发货", "几天发货"], encoder.info.version)) == 1


def test_more_texts_than_one_statement_takes(database, encoder):
    cache = VectorCache(database)
    texts = [f"第 {number} 个问题" for number in range(VALUES + 20)]
    cache.add(texts[::20], encoder)
    assert len(cache.load(texts, encoder.info.version)) == len(texts[::20])


def test_keys_are_of_the_text_alone():
    assert text_key("发货") == text_key("发货")
    assert text_key("发货") != text_key("发货 ")
    assert len(text_key("发货")) == 16
