"""A visitor's conversation in a real browser, on a page with a strict content security policy, against a simulated bridge."""

from collections.abc import Callable

import pytest
from bridge_simulator import BridgeSimulator
from conftest import Shop
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]


def start_chat(page: Page) -> None:
    page.get_by_role("button", name="在线客服").click()
    expect(page.get_by_role("dialog", name="在线客服")).to_be_visible()


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def test_a_question_is_answered_and_marked(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    simulator.script.suggestions = ["怎么退货？"]
    page = open_page(shop.url)
    start_chat(page)
    expect(page.get_by_text("您好，欢迎咨询")).to_be_visible()
    ask(page, "什么时候发货？")
    expect(page.locator(".line.customer .bubble")).to_have_text("什么时候发货？")
    answer = page.locator(".line.bot").last
    expect(answer.locator(".bubble")).to_have_text("山野杂货铺 48 小时内发货。")
    expect(answer.get_by_text("AI 生成", exact=True)).to_be_visible()
    answer.get_by_role("button", name="怎么退货？").click()
    expect(page.locator(".line.customer .bubble").last).to_have_text("怎么退货？")


def test_fixed_words_carry_no_ai_mark(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    simulator.script.ai_generated = False
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    expect(page.locator(".line.bot").last.get_by_role("button", name="有帮助")).to_be_visible()
    expect(page.get_by_text("AI 生成", exact=True)).to_have_count(0)


def test_the_reply_grows_and_typing_is_shown(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    simulator.script.hold_replies = True
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "什么时候发货？")
    growing = page.locator(".line.streaming")
    expect(growing.locator(".bubble")).to_have_text("山野杂货")
    expect(growing.get_by_text("AI 生成", exact=True)).to_be_visible()
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    simulator.release()
    expect(page.locator(".line.bot .bubble").last).to_have_text("山野杂货铺 48 小时内发货。")
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    simulator.typing("bot", True)
    expect(page.get_by_role("status").filter(has_text="智能客服正在输入")).to_have_count(1)
    simulator.typing("bot", False)
    expect(page.get_by_role("status").filter(has_text="智能客服正在输入")).to_have_count(0)


def test_opening_tells_the_page_and_the_customer(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    shop.attributes = {
        "data-customer-id": "C1001",
        "data-customer-proof": "ab12",
        "data-product-id": "GT-DJ-001",
        "data-order-id": "2026102000000001",
        "data-locale": "en",
    }
    page = open_page(f"{shop.url}?secret=1#part")
    page.get_by_role("button", name="Chat with us").click()
    ask(page, "hi")
    expect(page.locator(".line.bot")).to_have_count(2)
    assert simulator.last.opening == {
        "customer_id": "C1001",
        "customer_proof": "ab12",
        "channel": "web",
        "locale": "en",
        "context": {"product_id": "GT-DJ-001", "order_id": "2026102000000001", "page_url": shop.url},
    }


def test_a_visitor_who_only_looks_opens_no_conversation(
    shop: Shop, simulator: BridgeSimulator, open_page: OpenPage
) -> None:
    page = open_page(shop.url)
    assert simulator.noted == []
    start_chat(page)
    expect(page.get_by_text("正在连接")).to_have_count(0)
    assert simulator.conversations == {}


def test_tokens_stand_in_headers_only(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    expect(page.locator(".line.bot")).to_have_count(2)
    page.get_by_role("button", name="有帮助").click()
    expect(page.get_by_text("谢谢您的认可")).to_be_visible()
    assert len(simulator.noted) >= 5
    for note in simulator.noted:
        assert "gts_" not in note.address
        assert "gtc_" not in note.address
        assert "cookie" not in note.headers
        assert "referer" not in note.headers


def test_feedback_is_sent_and_offers_a_person(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    unhelpful = page.get_by_role("button", name="没帮助")
    unhelpful.click()
    expect(unhelpful).to_have_attribute("aria-pressed", "true")
    note = page.locator(".note", has_text="需要为您转人工吗")
    reply_id = simulator.last.messages[1]["message_id"]
    note.get_by_role("button", name="转人工").click()
    expect(page.get_by_text("您排在第 2 位")).to_be_visible()
    assert simulator.feedback == [{"message_id": reply_id, "satisfied": False}]


def test_a_person_joins_answers_and_gives_back(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    page.get_by_role("button", name="转人工").click()
    banner = page.locator(".banner p")
    expect(banner).to_have_text("正在等待人工客服，您排在第 2 位")
    expect(page.locator(".line.system .bubble")).to_have_text("已为您转接人工客服，请稍候。")
    expect(page.get_by_role("button", name="排队中")).to_have_attribute("aria-disabled", "true")
    simulator.turn("waiting", 1)
    expect(banner).to_have_text("正在等待人工客服，您排在第 1 位")
    simulator.turn("person")
    expect(banner).to_have_text("客服已接入")
    simulator.typing("person", True)
    expect(page.get_by_role("status").filter(has_text="客服正在输入")).to_have_count(1)
    simulator.say("person", "您好，我是小林。")
    expect(page.locator(".line.person .bubble")).to_have_text("您好，我是小林。")
    ask(page, "谢谢")
    expect(page.locator(".line.customer")).to_have_count(1)
    expect(page.locator(".typing")).to_be_hidden()
    expect(page.locator(".line.bot")).to_have_count(1)
    simulator.turn("bot")
    expect(page.locator(".banner")).to_be_hidden()
    expect(page.get_by_role("button", name="转人工")).to_have_attribute("aria-disabled", "false")


def test_the_conversation_is_ended_and_begun_anew(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    page.get_by_role("button", name="结束对话").click()
    page.get_by_role("button", name="开始新对话").click()
    expect(page.locator(".line")).to_have_count(1)
    ask(page, "又来了")
    expect(page.locator(".line.bot")).to_have_count(2)
    assert len(simulator.conversations) == 2


def test_history_comes_back_after_a_reload(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    expect(page.locator(".line.bot")).to_have_count(2)
    page.get_by_role("textbox").fill("写到一半")
    page.reload()
    expect(page.locator(".line.customer .bubble")).to_have_text("在吗")
    expect(page.locator(".line.bot")).to_have_count(2)
    expect(page.get_by_role("textbox")).to_have_value("写到一半")
    assert len(simulator.conversations) == 1


def test_another_customer_at_the_same_browser_sees_nothing(
    shop: Shop, simulator: BridgeSimulator, open_page: OpenPage
) -> None:
    shop.attributes = {"data-customer-id": "C1001"}
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "我的地址是西湖区")
    expect(page.locator(".line.bot")).to_have_count(2)
    shop.attributes = {"data-customer-id": "C1002"}
    page.reload()
    start_chat(page)
    expect(page.locator(".line")).to_have_count(1)


def test_unread_messages_are_counted_until_they_are_seen(
    shop: Shop, simulator: BridgeSimulator, open_page: OpenPage
) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    expect(page.locator(".line.bot")).to_have_count(2)
    page.keyboard.press("Escape")
    simulator.say("person", "您好")
    simulator.say("person", "还在吗？")
    expect(page.locator(".badge")).to_have_text("2")
    page.reload()
    launcher = page.get_by_role("button", name="打开在线客服，2 条未读消息")
    launcher.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="在线客服", exact=True)).to_be_visible()
    expect(page.locator(".badge")).to_be_hidden()


def test_text_is_never_markup(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    payload = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
    simulator.script.text = payload
    simulator.script.suggestions = [payload]
    page = open_page(shop.url)
    start_chat(page)
    ask(page, payload)
    expect(page.locator(".line.bot .bubble").last).to_have_text(payload)
    expect(page.locator(".line.customer .bubble").last).to_have_text(payload)
    expect(page.locator(".line .chips button").last).to_have_text(payload)
    assert page.title() == "店铺"


def test_two_tabs_show_one_conversation(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    first = open_page(shop.url)
    start_chat(first)
    ask(first, "在吗")
    expect(first.locator(".line.bot")).to_have_count(2)
    second = first.context.new_page()
    second.goto(shop.url)
    start_chat(second)
    expect(second.locator(".line.customer .bubble")).to_have_text("在吗")
    ask(second, "还有一个问题")
    expect(first.locator(".line.customer .bubble").last).to_have_text("还有一个问题")
    expect(first.locator(".line")).to_have_count(5)
    expect(second.locator(".line")).to_have_count(5)


def test_a_long_conversation_comes_back_whole(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    expect(page.locator(".line.bot")).to_have_count(2)
    for number in range(120):
        simulator.say("person", f"第 {number} 条")
    expect(page.locator(".line.person .bubble").last).to_have_text("第 119 条")
    page.get_by_role("log").evaluate("log => log.scrollTop = 0")
    page.get_by_role("button", name="查看最新消息").click()
    expect(page.locator(".line.person .bubble").last).to_be_in_viewport()
