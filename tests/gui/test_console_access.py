"""Keyboard, names for screen readers, contrast, and room for every text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from sample_report import REPORT

from gui import design
from gui.inbox.delegate import FACES
from gui.widgets import OneLine
from gui.window import INBOX, INTENTS, KNOWLEDGE, SETTINGS

INPUTS = (QLineEdit, QPlainTextEdit, QComboBox, QListView, QTableView, QAbstractButton)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return sum(weight * one for weight, one in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize(("ink", "ground"), [*design.READABLE, *((design.PAPER, face) for face in FACES)])
def test_text_has_contrast(ink, ground):
    lighter, darker = sorted((luminance(ink), luminance(ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_control_and_a_digit_change_the_place(console, qtbot):
    for key, page in (
        (Qt.Key.Key_2, KNOWLEDGE),
        (Qt.Key.Key_3, INTENTS),
        (Qt.Key.Key_4, SETTINGS),
        (Qt.Key.Key_1, INBOX),
    ):
        qtbot.keyClick(console, key, Qt.KeyboardModifier.ControlModifier)
        assert console.pages.currentIndex() == page
        assert console.sidebar.places[page].isChecked()


def test_whatever_takes_input_has_a_name(console, desk, engine):
    customer = engine.conversation("access-customer")
    customer.send("在吗")
    desk.open(customer.conversation_id)
    nameless = [
        one
        for one in console.findChildren(QWidget)
        if isinstance(one, INPUTS)
        and one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not one.objectName().startswith("qt_")
        and not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
    ]
    # A list that a combo box opens is named by its box.
    assert [one for one in nameless if not isinstance(one.window().parent(), QComboBox)] == []


def focus_chain(window, qtbot, first: QWidget, count: int) -> list[str]:
    first.setFocus(Qt.FocusReason.TabFocusReason)
    names = []
    for _ in range(count):
        focused = QApplication.focusWidget()
        names.append(focused.accessibleName() or focused.text())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return names


def test_the_tab_key_goes_from_list_to_reply(desk, engine, qtbot):
    customer = engine.conversation("tab-customer")
    customer.send("在吗")
    customer.send("你好")
    desk.open(customer.conversation_id)
    names = focus_chain(desk.window, qtbot, desk.window.inbox.list, 9)
    assert names[:3] == ["对话", "接手", "结束"]
    assert [name[:2] for name in names[3:7]] == ["在吗", "您好", "你好", "您好"]
    assert names[7:] == ["回复", "发送"]


def test_the_tab_key_follows_the_editor(console, qtbot):
    console.show_place(KNOWLEDGE)
    qtbot.waitUntil(lambda: console.knowledge.model.rowCount() > 0)
    console.knowledge.browser.table.selectRow(0)
    names = focus_chain(console, qtbot, console.knowledge.editor.question, 7)
    assert names == ["问题", "相似问法（一行一个）", "答案", "分类", "标签", "生效日期", "失效日期"]


def test_a_reply_is_chosen_with_the_keyboard(desk, engine, qtbot):
    customer = engine.conversation("choosing-customer")
    customer.send("在吗")
    customer.send("满多少包邮")
    desk.open(customer.conversation_id)
    transcript = desk.window.inbox.desk.transcript
    first = transcript.bubbles()[1]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Space)
    assert transcript.chosen_reply() == first.message.reply


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1280, 780), (1440, 900), (960, 600)])
def test_every_text_has_its_room(open_console, engine, qtbot, language, size):
    customer = engine.conversation("room-customer")
    customer.send("转人工")
    console = open_console(engine.home, language=language)
    console.resize(*size)
    inbox = console.inbox
    qtbot.waitUntil(lambda: inbox.model.row_of(customer.conversation_id) >= 0)
    inbox.list.setCurrentIndex(inbox.model.index(inbox.model.row_of(customer.conversation_id)))
    qtbot.waitUntil(lambda: len(inbox.desk.transcript.bubbles()) == 2)
    console.intents.trial.field.setText("Who pays the shipping of a return? 退货的运费谁出")
    console.intents.trial.ask()
    qtbot.waitUntil(lambda: console.intents.trial.explanation is not None)
    console.intents.report.show_report(REPORT)
    for place in (INBOX, KNOWLEDGE, INTENTS, SETTINGS):
        console.show_place(place)
        qtbot.wait(100)
        assert (console.width(), console.height()) == size
        cut = [
            (one.text(), one.width(), one.sizeHint().width())
            for one in console.findChildren(QWidget)
            if isinstance(one, QAbstractButton | QLabel)
            and one.text()
            and one.isVisible()
            and not isinstance(one, OneLine)
            and not (isinstance(one, QLabel) and one.wordWrap())
            and one.width() < one.sizeHint().width()
        ]
        assert cut == []
