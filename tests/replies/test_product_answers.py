"""A product's facts in words: each from the field that has it, and nothing where no field has it."""

import pytest

from appliance.api.messages import Route
from appliance.api.shop import Product
from appliance.packs.pack import Asked
from appliance.replies.product_answers import ProductAnswers, price

BARE = Product(sku="X1", name="空白商品")


@pytest.fixture
def answers(phrases):
    """Answers in the pack's words."""
    return ProductAnswers(phrases)


@pytest.fixture
def jacket(products):
    """A product with every field."""
    return products.get("GT-DJ-001")


@pytest.mark.parametrize(
    ("asked", "chinese", "english", "quote"),
    [
        (Asked("price"), "599 元", "599 CNY", "price=599"),
        (Asked("stock"), "86", "86", "stock=86"),
        (Asked("link"), "https://shop.example/p/GT-DJ-001", "https://shop.example/p/GT-DJ-001", "url=https"),
        (Asked("attribute", "充绒量"), "充绒量是 180 克", "充绒量 180 克", "充绒量=180 克"),
        (Asked("attribute", "颜色"), "黑、雪灰、松绿", "黑、雪灰、松绿", "颜色=黑、雪灰、松绿"),
        (Asked("overview"), "重量 520 克", "重量 520 克", "重量 520 克"),
    ],
)
def test_the_row_says_what_is_asked(answers, jacket, asked, chinese, english, quote):
    said = answers.answer([asked], jacket, "zh")
    assert chinese in said.text
    assert jacket.name in said.text
    assert english in answers.answer([asked], jacket, "en").text
    assert (said.route, said.slots) == (Route.PRODUCT, {"sku": "GT-DJ-001"})
    [source] = said.sources
    assert (source.kind, source.id) == ("product", "GT-DJ-001")
    assert quote in source.quote


@pytest.mark.parametrize(
    "asked", [Asked("price"), Asked("stock"), Asked("link"), Asked("overview"), Asked("attribute", "重量")]
)
def test_nothing_is_said_where_the_row_has_nothing(answers, asked):
    assert answers.answer([asked], BARE, "zh") is None


def test_an_attribute_that_only_others_have(answers, jacket):
    assert answers.answer([Asked("attribute", "续航")], jacket, "zh") is None


def test_each_field_that_is_asked_for_is_answered_and_the_missing_ones_are_left_out(answers, jacket):
    asked = [Asked("price"), Asked("attribute", "续航"), Asked("attribute", "重量")]
    said = answers.answer(asked, jacket, "zh")
    assert "599 元" in said.text
    assert "520 克" in said.text
    assert said.sources[0].quote == "price=599; 重量=520 克"
    assert answers.answer([], jacket, "zh") is None


def test_sold_out_is_said_as_such(answers, products):
    sold_out = products.get("GT-CD-002")
    text = answers.answer([Asked("stock")], sold_out, "zh").text
    assert "没有货" in text
    assert "0" not in text.replace(sold_out.name, "")
    assert "out of stock" in answers.answer([Asked("stock")], sold_out, "en").text


def test_a_list_has_prices_and_stock_with_what_is_there_first(answers, products):
    chosen = [products.get(sku) for sku in ("GT-CD-002", "GT-CD-001")]
    said = answers.listing(chosen, "zh")
    lines = said.text.splitlines()[1:]
    assert ["20000毫安充电宝，149 元，有货" in lines[0], "10000毫安磁吸充电宝，129 元，暂时无货" in lines[1]] == [
        True,
        True,
    ]
    assert [source.id for source in said.sources] == ["GT-CD-001", "GT-CD-002"]
    assert said.suggestions == ("20000毫安充电宝", "10000毫安磁吸充电宝")


def test_a_list_leaves_out_what_has_no_price(answers, jacket):
    assert answers.listing([BARE], "zh") is None
    assert BARE.name not in answers.listing([BARE, jacket], "zh").text


@pytest.mark.parametrize(
    ("value", "text"), [(199.0, "199"), (59.9, "59.9"), (0.05, "0.05"), (1000.0, "1000"), (0.0, "0")]
)
def test_prices_have_no_needless_decimals(value, text):
    assert price(Product(sku="X", name="x", price=value)) == text
