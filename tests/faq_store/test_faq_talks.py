"""Chats as people paste them: who speaks for the shop, and which entries are proposed. Nothing of it is stored."""

import pytest

from faq_store.chat_log import read_chat, shop_speakers, speakers
from faq_store.chat_proposals import Proposal, propose
from faq_store.entries import FaqEntry

QIANNIU = """tb8812345 (2026-11-20 10:11:12): 亲，这款帐篷防水吗？
山野杂货铺:小美 (2026-11-20 10:11:30): 您好
山野杂货铺:小美 (2026-11-20 10:11:41): 防水的。
下午 10:30 前下单当天发。
tb8812345 (2026-11-20 10:12:00): [图片]"""
DOUYIN = """2026-11-20 10:11:12 用户7788
这款帐篷防水吗？
2026-11-20 10:11:20 山野旗舰店
防水的。
下午 10:30 前下单当天发。
2026-11-20 10:12:12 系统消息
会话已结束"""
WECHAT = """小满 2026/11/20 10:11
这款帐篷防水吗？

阿木 2026/11/20 10:12
防水的。
下午 10:30 前下单当天发。"""
COPIED = """小满:
这款帐篷防水吗？
我:
防水的。
下午 10:30 前下单当天发。"""
BRACKETS = """[2026-11-20 10:11:12] 小满: 这款帐篷防水吗？
[2026-11-20 10:11:22] 客服小李: 防水的。
下午 10:30 前下单当天发。"""
PLAIN = """客户：在吗
客户：这款帐篷防水吗？
客服：在的亲
客服：防水的。
下午 10:30 前下单当天发。
客户：谢谢
客服：不客气"""
ENGLISH = "Customer: 这款帐篷防水吗？\r\nAgent: 防水的。\r\n下午 10:30 前下单当天发。\r\n"


def proposals(text, *entries):
    """What a chat suggests to a shop with these entries."""
    chat = read_chat(text)
    return propose(chat, shop_speakers(chat), entries)


@pytest.mark.parametrize(
    ("text", "shop"),
    [
        (QIANNIU, "山野杂货铺:小美"),
        (DOUYIN, "山野旗舰店"),
        (WECHAT, "阿木"),
        (COPIED, "我"),
        (BRACKETS, "客服小李"),
        (PLAIN, "客服"),
        (ENGLISH, "Agent"),
    ],
    ids=["qianniu", "douyin", "wechat", "copied", "brackets", "plain", "english"],
)
def test_a_question_and_its_answer_are_found_in_every_kind_of_log(text, shop):
    assert shop_speakers(read_chat(text)) == {shop}
    [found] = proposals(text)
    assert found.question.endswith("这款帐篷防水吗？")
    assert found.answer == "防水的。\n下午 10:30 前下单当天发。"


def test_one_shop_among_many_customers_is_known_by_its_turns():
    chat = read_chat(
        "".join(
            f"{who} 2026/11/20 1{place}:0{turn}\n{who}说{turn}\n"
            for place, other in enumerate("甲乙丙")
            for turn, who in enumerate((other, "小木"))
        )
    )
    assert speakers(chat) == ["甲", "小木", "乙", "丙"]
    assert shop_speakers(chat) == {"小木"}


def test_the_caller_may_know_better_who_the_shop_is():
    chat = read_chat(WECHAT)
    assert propose(chat, {"小满"}, []) == []


def test_a_burst_is_one_question_and_the_same_answer_is_proposed_once():
    text = "客户：你好\n客户：我想问下\n客户：几天发货\n客服：当天。\n客户：多久发\n客服：当天。\n客户：多久发？\n客服：当天。\n"
    assert proposals(text) == [Proposal("我想问下 几天发货", "当天。", ("多久发",))]


def test_what_is_there_already_is_named():
    [found] = proposals("客户：几天发货？？\n客服：当天。\n", FaqEntry("F1", "多久到", "三天", ("几天发货",)))
    assert found.entry_id == "F1"


@pytest.mark.parametrize(
    "text",
    ["订单 2026112013167642 到哪了", "我的电话 138 0000 9182", "a.b@mail.com 收发票", "寄到杭州市西湖区文三路 1 号"],
)
def test_somebodys_data_is_pointed_out(text):
    [found] = proposals(f"客户：{text}\n客服：好的，已经处理。\n")
    assert found.personal
    assert not proposals("客户：几天发货\n客服：16:00 前当天，满 99 元包邮。\n")[0].personal


@pytest.mark.parametrize(
    "text", ["", "随便一段话。", "https://shop.example/a", "客户：在吗\n客服：在的\n", "客服：您好\n客户：几天发货\n"]
)
def test_where_nothing_was_asked_and_answered_nothing_is_proposed(text):
    assert proposals(text) == []


def test_sentences_with_colons_and_times_are_no_speakers():
    text = "客户：怎么付款：微信行吗\n客服：付款方式如下：\n步骤：先下单\n明天 10:30 前付款就行\n"
    assert [line.who for line in read_chat(text)] == ["客户", "客服"]
