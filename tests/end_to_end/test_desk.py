"""The whole way once: a customer in a real browser, the real engine with its models, the merchant in the real console."""

import os
from collections.abc import Iterator

# Before Qt makes its application.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from appliance.api.messages import ConversationState
from appliance.api.operator import ConversationDetail
from gui import main as console
from gui.inbox.conversations import SUMMARY
from gui.window import MainWindow

pytestmark = [pytest.mark.engine, pytest.mark.browser]
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
WAIT_MS = 20_000
FOUND_AGAIN_MS = 30_000


@pytest.fixture
def page() -> Iterator[Page]:
    """A customer's browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        opened = browser.new_context(locale="zh-CN").new_page()
        opened.set_default_timeout(WAIT_MS)
        yield opened
        browser.close()


@pytest.fixture
def window(own_engine, qapp: QApplication, qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The console of the engine's data folder; gone before the engine is, which it would start again."""
    monkeypatch.setenv("GUITAI_HOME", str(own_engine.home))
    monkeypatch.setenv("GUITAI_PORT", str(own_engine.port))
    made = console.compose(qapp)
    made.show()
    qtbot.waitUntil(lambda: is_open(made), timeout=WAIT_MS)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def is_open(window: MainWindow) -> bool:
    """Whether the console says that the desk is answering."""
    return window.state_bar.words.text() == "正在接待"


class Customer:
    """What a customer does with the plugin."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        page.goto(f"{url}/demo/")
        page.get_by_role("button", name="在线客服").click()
        self._answers = page.locator(".line.bot").count()

    def ask(self, text: str) -> str:
        """Send a message and read the bot's answer."""
        self.write(text)
        self._answers += 1
        expect(self.page.locator(".line.bot:not(.streaming)")).to_have_count(self._answers, timeout=WAIT_MS)
        return self.page.locator(".line.bot .bubble").last.inner_text()

    def write(self, text: str) -> None:
        """Send a message."""
        self.page.get_by_role("textbox").fill(text)
        self.page.get_by_role("textbox").press("Enter")
        expect(self.page.locator(".line.customer .bubble").last).to_have_text(text)


def detail_of(engine, conversation_id: str) -> ConversationDetail:
    """A conversation as the merchant's console reads it."""
    return ConversationDetail.model_validate(
        engine.operator().call("GET", f"/v1/operator/conversations/{conversation_id}")
    )


def test_the_desk_from_the_first_question_to_a_power_cut(own_engine, page, window, qtbot, demo_rows):
    order = next(row for row in demo_rows["orders"] if row["status"] == "shipped" and row["tracking_no"])
    customer = Customer(page, own_engine.url)

    assert "99 元包邮" in customer.ask("满多少包邮？")
    model = window.inbox.model
    qtbot.waitUntil(lambda: model.count(None) == 1, timeout=WAIT_MS)
    conversation_id = model.index(0).data(SUMMARY).conversation_id

    assert "订单号" in customer.ask("我的快递到哪了")
    assert "后四位" in customer.ask(order["order_id"])
    assert order["tracking_no"] in customer.ask(order["phone_last4"])
    assert "300 克" in customer.ask("雪岭连帽厚羽绒服的充绒量是多少")
    assert "帮不上忙" in customer.ask("今天北京天气怎么样")

    page.locator(".line.bot").nth(1).get_by_role("button", name="没帮助").click()
    expect(page.locator(".note", has_text="需要为您转接人工客服吗")).to_be_visible()

    assert "人工" in customer.ask("你们会员日是每个月几号")
    qtbot.waitUntil(lambda: model.summary(conversation_id).state == ConversationState.WAITING, timeout=WAIT_MS)

    window.inbox.open(conversation_id)
    desk = window.inbox.desk
    qtbot.waitUntil(desk.back_button.isVisible, timeout=WAIT_MS)
    desk.back_button.click()
    qtbot.waitUntil(lambda: model.summary(conversation_id).state == ConversationState.BOT, timeout=WAIT_MS)
    expect(page.locator(".banner")).to_be_hidden()

    assert "转接人工" in customer.ask("转人工")
    qtbot.waitUntil(lambda: model.summary(conversation_id).state == ConversationState.WAITING, timeout=WAIT_MS)
    desk.take_button.click()
    # The console's calls go out while Qt's loop runs: it is let run before the browser is waited for.
    qtbot.waitUntil(lambda: model.summary(conversation_id).state == ConversationState.PERSON, timeout=WAIT_MS)
    expect(page.locator(".banner p")).to_have_text("客服已接入", timeout=WAIT_MS)
    desk.composer.setPlainText("您好，我是店主，请说。")
    desk.send_button.click()
    qtbot.waitUntil(lambda: model.summary(conversation_id).last_text == "您好，我是店主，请说。", timeout=WAIT_MS)
    expect(page.locator(".line.person .bubble").last).to_have_text("您好，我是店主，请说。", timeout=WAIT_MS)
    customer.write("满多少包邮？")
    qtbot.waitUntil(lambda: model.summary(conversation_id).last_text == "满多少包邮？", timeout=WAIT_MS)
    desk.back_button.click()
    qtbot.waitUntil(lambda: model.summary(conversation_id).state == ConversationState.BOT, timeout=WAIT_MS)
    assert "99 元包邮" in customer.ask("满多少包邮？")

    before = detail_of(own_engine, conversation_id)
    routes = [message.reply.route for message in before.messages if message.reply]
    assert routes == [
        "faq", "dialogue", "dialogue", "order", "product", "smalltalk", "handoff", "handoff", "faq"
    ]  # fmt: skip
    assert [message.satisfied for message in before.messages if message.satisfied is not None] == [False]
    assert all(message.ai_generated for message in before.messages if message.reply)

    own_engine.kill()
    qtbot.waitUntil(lambda: not is_open(window), timeout=WAIT_MS)
    # The console starts it again by itself, on the same port, so that the customer's page finds it too.
    qtbot.waitUntil(lambda: is_open(window), timeout=FOUND_AGAIN_MS)
    own_engine.adopt()
    after = detail_of(own_engine, conversation_id)
    assert after.messages == before.messages
    expect(page.locator(".banner.alarm")).to_be_hidden(timeout=FOUND_AGAIN_MS)
    assert "99 元包邮" in customer.ask("满多少包邮？")
