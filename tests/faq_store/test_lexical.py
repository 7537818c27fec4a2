"""Words in common: terms of mixed text and how much they weigh."""

import pytest

from faq_store.lexical import TermWeights, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("？！…", set()),
        ("货", {"货"}),
        ("发货", {"发货"}),
        ("多久发货？", {"多久", "久发", "发货"}),
        ("发货，发货", {"发货"}),
        ("iPhone 15 能用吗", {"iphone", "15", "能用", "用吗"}),
        ("M码", {"m", "码"}),
        ("How soon?", {"how", "soon"}),
    ],
)
def test_terms_are_chinese_pairs_and_latin_words(text, found):
    assert terms(text) == found


def test_a_rare_term_weighs_more_than_a_common_one():
    weights = TermWeights.over(terms(text) for text in ("发货", "发货", "发货", "运费"))
    query = terms("发货") | terms("运费")
    assert weights.coverage(query, terms("运费")) > weights.coverage(query, terms("发货"))


def test_the_same_words_are_wholly_alike_and_different_ones_not_at_all():
    weights = TermWeights.over([terms("几天发货"), terms("运费谁出")])
    assert weights.similarity(terms("几天发货"), terms("几天发货")) == pytest.approx(1)
    assert weights.similarity(terms("几天发货"), terms("运费谁出")) == 0
    assert weights.coverage(terms("几天发货"), terms("你好请问几天发货")) == pytest.approx(1)


def test_more_shared_words_are_more_alike():
    weights = TermWeights.over([terms("退款多久到账"), terms("退货地址在哪")])
    query = terms("退款什么时候到账")
    assert weights.similarity(query, terms("退款多久到账")) > weights.similarity(query, terms("退货地址在哪")) >= 0


def test_nothing_said_is_like_nothing():
    weights = TermWeights.over(())
    assert weights.similarity(frozenset(), frozenset()) == 0
    assert weights.coverage(frozenset(), terms("发货")) == 0
    assert weights.similarity(terms("发货"), terms("发货")) == pytest.approx(1)
