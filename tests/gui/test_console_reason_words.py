"""The words that carried a reply's intent: asked for when the merchant looks at a reply, not for every message."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from gui.carried_words import HeatLine

LINK = "看的是哪些词？"


@pytest.fixture
def asked(console) -> list[str]:
    """The messages whose words the panel has asked for."""
    messages: list[str] = []
    console.inbox.reasons.words_wanted.connect(messages.append)
    return messages


def line_of(reasons) -> HeatLine:
    return reasons.widget().findChild(HeatLine)


def link_of(reasons) -> QPushButton | None:
    return next((one for one in reasons.widget().findChildren(QPushButton) if one.text() == LINK), None)


def test_opening_a_conversation_shows_the_words_of_its_last_reply(desk, engine, asked):
    customer = engine.conversation("words-customer")
    for text in ("满多少包邮", "支持七天无理由退货吗", "退款多久到账"):
        customer.send(text)
    desk.open(customer.conversation_id)
    reasons = desk.window.inbox.reasons
    desk.until(lambda: reasons.has_words)
    assert asked == ["退款多久到账"]
    assert line_of(reasons).toPlainText() == "退款多久到账"
    assert "看的是哪些词" in reasons.text()
    assert link_of(reasons) is None


def test_a_message_that_arrives_is_explained_only_when_asked(desk, engine, asked, qtbot):
    customer = engine.conversation("arriving-customer")
    customer.send("满多少包邮")
    desk.open(customer.conversation_id)
    reasons, transcript = desk.window.inbox.reasons, desk.window.inbox.desk.transcript
    desk.until(lambda: reasons.has_words)
    customer.send("支持七天无理由退货吗")
    desk.until(lambda: len(desk.lines()) == 4)
    desk.until(lambda: transcript.question() == "支持七天无理由退货吗")
    assert asked == ["满多少包邮"]
    assert not reasons.has_words
    qtbot.mouseClick(link_of(reasons), Qt.MouseButton.LeftButton)
    assert "正在看是哪些词…" in reasons.text()
    desk.until(lambda: reasons.has_words)
    assert line_of(reasons).toPlainText() == "支持七天无理由退货吗"
    # A reply that is chosen is explained at once; choosing it again asks nothing.
    for _ in range(2):
        qtbot.mouseClick(transcript.bubbles()[1].words.viewport(), Qt.MouseButton.LeftButton)
        desk.until(lambda: reasons.has_words and line_of(reasons).toPlainText() == "满多少包邮")
    assert asked == ["满多少包邮", "支持七天无理由退货吗", "满多少包邮"]


def test_each_reply_answers_the_message_before_it(desk, engine):
    customer = engine.conversation("pairs-customer")
    texts = ["你好", "满多少包邮", "谢谢"]
    for text in texts:
        customer.send(text)
    desk.open(customer.conversation_id)
    transcript = desk.window.inbox.desk.transcript
    replies = [one for one in transcript.bubbles() if one.message.reply is not None]
    for bubble, text in zip(replies, texts, strict=True):
        bubble.chosen.emit(bubble.message)
        assert transcript.question() == text


def test_words_that_can_not_be_had_may_be_asked_for_again(open_console, own_engine, qtbot):
    window = open_console(own_engine.home)
    customer = own_engine.conversation("lost-words")
    customer.send("满多少包邮")
    inbox = window.inbox
    qtbot.waitUntil(lambda: inbox.model.row_of(customer.conversation_id) >= 0)
    inbox.list.setCurrentIndex(inbox.model.index(inbox.model.row_of(customer.conversation_id)))
    qtbot.waitUntil(lambda: inbox.reasons.has_words)
    customer.send("怎么退货")
    qtbot.waitUntil(lambda: link_of(inbox.reasons) is not None)
    own_engine.kill()
    link_of(inbox.reasons).click()
    qtbot.waitUntil(window.toast.isVisible)
    assert link_of(inbox.reasons) is not None
    assert not inbox.reasons.has_words
