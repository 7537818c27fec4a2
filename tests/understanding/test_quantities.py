"""Numbers by value and unit, in whatever writing."""

from decimal import Decimal

import pytest

from appliance.understanding.numbers import Quantity, chinese_number, quantities, without_quantities


def kinds(text):
    """The kinds and amounts of a text's numbers."""
    return {(quantity.kind, quantity.amount) for quantity in quantities(text)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0), ("八", 8), ("十", 10), ("十二", 12), ("二十", 20), ("四十八", 48), ("一百", 100), ("一百二十", 120), ("一百零二", 102),
        ("三千零五", 3005), ("一万", 10_000), ("十二万", 120_000), ("一万零二", 10_002), ("一亿零五", 100_000_005), ("二〇二六", 2026),
        # As spoken, a last digit without its place counts the next lower one.
        ("一百二", 120), ("二百五", 250), ("三千五", 3500), ("一万二", 12_000), ("三万五千六", 35_600), ("两亿三", 230_000_000),
    ],
)  # fmt: skip
def test_chinese_numerals(text, value):
    assert chinese_number(text) == value


@pytest.mark.parametrize(
    ("group", "kind", "amount"),
    [
        (["四十八小时", "48 小时", "48小时", "４８小时", "两天", "2 天", "2日", "48h", "48 hours", "two 2 days"], "time", 172_800),
        (["十分钟", "10 分钟", "600秒", "10 min", "10 minutes"], "time", 600),
        (["半小时", "30分钟", "三十分钟"], "time", 1800),
        (["一周", "7天", "七天", "1个星期", "1 week"], "time", 604_800),
        (["三个工作日", "3 个工作日", "3工作日", "3 working days", "3 business days"], "workdays", 3),
        (["一年", "12个月", "十二个月", "1 year", "12 months"], "months", 12),
        (["半年", "6 个月", "六个月"], "months", 6),
        (["一万二千元", "一万二元", "12000元", "1.2万元", "¥12,000", "￥12000.00", "12,000 CNY", "12000块"], "money", 12_000),
        (["八五折", "8.5折", "85折"], "discount", "8.5"),
        (["两公斤", "2 公斤", "2kg", "四斤", "2000克", "2000 g"], "mass", 2000),
        (["1.5升", "1500毫升", "1.5 L", "1500ml"], "volume", 1500),
        (["一米", "100厘米", "100cm", "1000 mm", "1 m"], "length", 1000),
        (["零下十度", "-10℃", "-10 °C", "零下 10 度"], "temperature", -10),
        (["2.9千瓦", "2900 瓦", "2.9kW"], "power", 2900),
        (["两万毫安", "20000毫安时", "20000mAh"], "charge", 20_000),
        (["百分之 30%", "30 %"], "share", 30),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_one_amount_in_many_writings(group, kind, amount):
    for text in group:
        assert (kind, Decimal(amount)) in kinds(text), text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("48 小时", "48 天"), ("1 年", "1 个月"), ("3 天", "3 个工作日"), ("500 克", "500 毫升"), ("10 度", "零下 10 度"), ("8 折", "8 元"),
        ("5 公斤", "5 斤"), ("一万二", "一万零二"), ("三天", "十三天"), ("5 m", "5 mm"), ("99", "99 元"),
    ],
)  # fmt: skip
def test_different_amounts_stay_apart(one, other):
    assert kinds(one).isdisjoint(kinds(other))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "三防",
        "一款",
        "四季",
        "四件套",
        "一下",
        "一般",
        "第一",
        "十分满意",
        "万一",
        "千万别",
        "百搭",
        "统一",
        "一些",
        "两口子",
        "逐一",
    ],
)
def test_words_with_numerals_in_them_count_nothing(text):
    assert quantities(text) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("满 99 元包邮，不满收 8 元", {("money", 99), ("money", 8)}),
        ("3–5 天", {("", 3), ("time", 432_000)}),
        ("16:00 前", {("", 16), ("", 0)}),
        ("IPX5、316 不锈钢", {("", 5), ("", 316)}),
        ("20 LED", {("", 20)}),
        ("尺码 36–45", {("", 36), ("", 45)}),
        ("一百件", {("", 100)}),
    ],
)
def test_several_numbers_each_with_its_own_unit(text, found):
    assert kinds(text) == {(kind, Decimal(amount)) for kind, amount in found}


def test_a_quantity_keeps_the_number_as_written():
    [quantity] = quantities("两天")
    assert quantity == Quantity(Decimal(2), "time", Decimal(172_800))


def test_numbers_and_their_units_can_be_taken_out():
    assert without_quantities("重量520克 保修两年").split() == ["重量", "保修"]
