"""From what was typed to its normal form, language and data: the hard cases."""

import pytest

from appliance.understanding.parse import parse

ORDER = "2026111621878594"


@pytest.mark.parametrize(
    ("message", "order_ids"),
    [
        (ORDER, (ORDER,)),
        (f"我的订单{ORDER}到哪了", (ORDER,)),
        (f"订单号：{ORDER}，谢谢", (ORDER,)),
        ("２０２６１１１６２１８７８５９４", (ORDER,)),
        ("2026 1116 2187 8594", (ORDER,)),
        ("20261116 21878594", (ORDER,)),
        (f"{ORDER[:8]}\u200b{ORDER[8:]}", (ORDER,)),
        (f"{ORDER} 1814", (ORDER,)),
        (f"42 {ORDER}", (ORDER,)),
        (f"{ORDER}和2026112210791992", (ORDER, "2026112210791992")),
        (f"{ORDER}\n2026112210791992", (ORDER, "2026112210791992")),
        ("SF2056734067884", ("SF2056734067884",)),
        ("order no. AB-2026-000123", ("AB-2026-000123",)),
        ("2026-11-20-0001", ("2026-11-20-0001",)),
        # What has a number's look and is none.
        ("2026-11-20 下的单", ()),
        ("2026-11-20T14:05", ()),
        ("13812345678", ()),
        ("138 1234 5678", ()),
        ("0572-2688188", ()),
        ("GT-DJ-001", ()),
        ("128 256 512 都有吗", ()),
        ("iPhone15ProMax", ()),
        ("尺码 42", ()),
        ("https://shop.example/p/GT-CD-001", ()),
        ("1" * 40, ()),
    ],
)
def test_order_numbers(message, order_ids):
    assert parse(message).order_ids == order_ids


@pytest.mark.parametrize(
    ("message", "phones"),
    [
        ("13812345678", ("13812345678",)),
        ("手机138-1234-5678", ("13812345678",)),
        ("138 1234 5678", ("13812345678",)),
        ("+86 13812345678", ("13812345678",)),
        ("8613812345678", ("13812345678",)),
        ("１３８１２３４５６７８", ("13812345678",)),
        ("13812345678 13987654321", ("13812345678", "13987654321")),
        (f"{ORDER}，13812345678", ("13812345678",)),
        ("12812345678", ()),
        ("138123456789", ()),
        ("2138123456780", ()),
    ],
)
def test_phones(message, phones):
    assert parse(message).phones == phones


@pytest.mark.parametrize(
    ("message", "digits"),
    [
        ("1814", "1814"),
        ("尾号1814", "1814"),
        ("手机尾号是 0481", "0481"),
        ("后四位：1814。", "1814"),
        ("1814是我手机后四位", "1814"),
        ("应该是1814吧", "1814"),
        ("是 1814 哦", "1814"),
        ("last 4 digits: 1814", "1814"),
        ("the last four digits of my phone are 1814", "1814"),
        (f"{ORDER} 1814", "1814"),
        (f"订单号{ORDER}，手机尾号1814", "1814"),
        ("13812345678", "5678"),
        # Four digits of something else.
        ("1299元", None),
        ("¥1299", None),
        ("要2000流明的吗", None),
        ("2024款的吗", None),
        ("18140", None),
        (ORDER, None),
        ("1814 和 1815", None),
        ("你好", None),
    ],
)
def test_the_end_of_a_phone_number(message, digits):
    assert parse(message).phone_last4 == digits


@pytest.mark.parametrize(
    ("message", "amounts"),
    [
        ("99元", ("99",)),
        ("¥59.90", ("59.90",)),
        ("￥1,299.50", ("1299.50",)),
        ("1,299 块钱", ("1299",)),
        ("20块和 30 yuan", ("20", "30")),
        ("100 rmb", ("100",)),
        ("99", ()),
        ("99 件", ()),
    ],
)
def test_amounts(message, amounts):
    assert parse(message).amounts == amounts


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("几天发货", "zh"),
        ("how soon do you ship", "en"),
        ("我的iPhone能充吗", "zh"),
        ("ok", "en"),
        ("M码", "zh"),
        (ORDER, None),
        ("SF2056734067884", None),
        ("😀", None),
        ("？？", None),
        ("", None),
        ("L", None),
    ],
)
def test_the_language_is_that_of_the_words(message, language):
    assert parse(message).language == language


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("  你好 \n", "你好"),
        ("ＡＢＣ１２３！", "ABC123!"),
        ("发\u200b货\u200d了\u2066吗\u2069\ufeff\u00ad", "发货了吗"),
        ("退\u202e款", "退款"),
        ("好\U000e0041的", "好的"),
        ("a\0b\x07c", "abc"),
        ("一\r\n二\t三", "一\n二\t三"),
        ("在吗在吗", "在吗在吗"),
        ("啊啊啊啊啊啊啊", "啊啊啊"),
        ("！！！！！！", "!!!"),
        ("哈哈哈", "哈哈哈"),
        ("1000000", "1000000"),
        ("①②", "12"),
        ("", ""),
        ("\u200b", ""),
    ],
)
def test_the_normal_form(message, text):
    assert parse(message).text == text
    assert parse(text).text == text


@pytest.mark.parametrize(
    ("message", "data_only"),
    [
        (ORDER, True),
        (f"订单号是{ORDER}", True),
        (f"我的订单号：{ORDER}，手机尾号1814。", True),
        ("2026 1116 2187 8594", True),
        ("13812345678", True),
        ("1814", True),
        (f"order number {ORDER}", True),
        (f"{ORDER}到哪了", False),
        ("订单号", False),
        ("你好", False),
        ("", False),
    ],
)
def test_whether_a_message_is_data_alone(message, data_only):
    assert parse(message).is_data_only is data_only


def test_slots_tell_a_phone_only_by_its_end():
    assert parse(f"{ORDER} 13812345678 退我99元").slots == {"order_id": ORDER, "phone_last4": "5678", "amount": "99"}
    assert parse("你好").slots == {}
