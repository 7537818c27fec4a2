"""What goes wrong between the visitor and the desk, and what the plugin makes of it."""

from collections.abc import Callable

import pytest
from bridge_simulator import BridgeSimulator
from conftest import Shop
from playwright.sync_api import Page, expect
from test_conversation import ask, start_chat

pytestmark = pytest.mark.browser
OpenPage = Callable[..., Page]
DENY_STORAGE = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
"""
TURN_PAGE = """state => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def answers(page: Page, count: int) -> None:
    expect(page.locator(".line.bot")).to_have_count(count + 1)


def test_messages_wait_for_a_desk_that_is_down(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "第一条")
    answers(page, 1)
    simulator.down()
    expect(page.locator(".banner.alarm")).to_contain_text("正在自动重试")
    ask(page, "第二条")
    ask(page, "第三条")
    expect(page.locator(".line.customer").nth(1)).to_contain_text("连接后自动发送")
    simulator.up()
    page.get_by_role("button", name="立即重试").click()
    answers(page, 3)
    expect(page.locator(".banner")).to_be_hidden()
    assert [message["text"] for message in simulator.last.messages if message["role"] == "customer"] == [
        "第一条",
        "第二条",
        "第三条",
    ]
    assert len(simulator.conversations) == 1


def test_undelivered_messages_survive_a_reload(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    simulator.script.fail_sends = 1
    simulator.script.fail_status = 503
    ask(page, "别丢了我")
    expect(page.locator(".line.customer")).to_contain_text("连接后自动发送")
    page.reload()
    answers(page, 1)
    ids = {note.body["client_message_id"] for note in simulator.sent("/messages")}
    assert len(ids) == 1


def test_a_cut_reply_is_asked_for_again(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    simulator.script.cut_after_accepted = 1
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    answers(page, 1)
    first, second = simulator.sent("/messages")
    assert first.body == second.body
    assert [message["role"] for message in simulator.last.messages] == ["customer", "bot"]
    expect(page.locator(".line.customer")).to_have_count(1)


def test_the_stream_resumes_where_it_broke(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    answers(page, 1)
    simulator.say("person", "第一句")
    expect(page.locator(".line.person")).to_have_count(1)
    with page.expect_request(lambda request: request.url.endswith("/events")) as resumed:
        simulator.cut_streams()
    assert resumed.value.headers["last-event-id"] == "3"
    simulator.say("person", "第二句")
    expect(page.locator(".line.person")).to_have_count(2)


def test_a_hidden_page_lets_go_and_comes_back(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    answers(page, 1)
    simulator.await_listeners(1)
    page.evaluate(TURN_PAGE, "hidden")
    simulator.await_listeners(0)
    simulator.say("bot", "优惠明天开始。")
    expect(page.locator(".line.bot")).to_have_count(2)
    page.evaluate(TURN_PAGE, "visible")
    answers(page, 2)


def test_a_lost_conversation_is_replaced_in_silence(
    shop: Shop, simulator: BridgeSimulator, open_page: OpenPage
) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    answers(page, 1)
    page.get_by_role("textbox").fill("写到一半")
    simulator.script.refuse_conversations = True
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("写到一半")
    expect(page.locator(".banner")).to_be_hidden()
    page.get_by_role("textbox").press("Enter")
    answers(page, 1)
    expect(page.locator(".line.customer .bubble")).to_have_text("写到一半")
    assert len(simulator.conversations) == 2


def test_a_revoked_page_is_told_so_and_may_try_again(
    shop: Shop, simulator: BridgeSimulator, open_page: OpenPage
) -> None:
    simulator.script.refuse_site_token = True
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    expect(page.locator(".banner.alarm")).to_contain_text("暂时没有对这个网页开放")
    expect(page.get_by_role("alert")).to_contain_text("没有发出")
    simulator.script.refuse_site_token = False
    page.get_by_role("button", name="重新发送").click()
    answers(page, 1)
    expect(page.locator(".banner")).to_be_hidden()


def test_trouble_inside_the_desk_is_waited_out(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    simulator.script.fail_sends = 2
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    answers(page, 1)
    assert len(simulator.sent("/messages")) == 3


def test_asking_for_a_person_waits_for_the_connection(
    shop: Shop, simulator: BridgeSimulator, open_page: OpenPage
) -> None:
    page = open_page(shop.url)
    start_chat(page)
    ask(page, "在吗")
    answers(page, 1)
    simulator.down()
    page.get_by_role("button", name="转人工").click()
    expect(page.get_by_role("button", name="转接中")).to_be_visible()
    simulator.up()
    expect(page.locator(".banner p")).to_have_text("正在等待人工客服，您排在第 2 位")


def test_denied_storage_costs_the_memory_only(shop: Shop, simulator: BridgeSimulator, open_page: OpenPage) -> None:
    page = open_page("about:blank")
    page.add_init_script(DENY_STORAGE)
    page.goto(shop.url)
    start_chat(page)
    ask(page, "在吗")
    answers(page, 1)
    page.reload()
    start_chat(page)
    answers(page, 0)


def test_connecting_is_shown_while_the_desk_is_slow(
    shop: Shop, simulator: BridgeSimulator, open_page: OpenPage
) -> None:
    simulator.script.hold_health = True
    page = open_page(shop.url)
    start_chat(page)
    expect(page.locator(".banner p")).to_have_text("正在连接…")
    simulator.release()
    expect(page.locator(".banner")).to_be_hidden()
