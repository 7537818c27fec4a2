"""Intents in the console: which are used, what a sentence is taken for and why, training from a file and back."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextFragment
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from sample_report import REPORT

from appliance.api.intents import IntentExplanation, IntentHeadInfo
from gui import design
from gui.carried_words import FAINT, CarriedWords, HeatLine, shade
from gui.intents.report_card import SHORT
from gui.window import INTENTS

ROUTES = "/v1/operator/intents"
WAIT_MS, TRAINED_MS = 10_000, 120_000
LEAVE = {
    "年假": ["我还剩几天年假", "年假怎么请", "想休年假要提前多久申请", "今年的假没休完怎么办", "年假能攒到明年吗"],
    "报销": ["出差的发票怎么报销", "报销多久到账", "打车费能报吗", "餐费报销上限是多少", "机票钱去哪里报"],
    "电脑": ["电脑连不上公司网络", "邮箱密码忘了", "打印机没反应", "怎么装公司的软件", "VPN 登不上去"],
}  # fmt: skip


def head(engine) -> IntentHeadInfo:
    return IntentHeadInfo.model_validate(engine.operator().call("GET", f"{ROUTES}/head"))


def texts(card: QWidget) -> list[str]:
    """What the card says, once what was just made is to be seen."""
    QApplication.processEvents()
    return [one.text() for one in card.findChildren(QLabel) if one.text() and one.isVisible()]


def line_of(card: QWidget) -> HeatLine:
    QApplication.processEvents()
    return next(one for one in card.findChildren(HeatLine) if one.isVisible())


def fragments(line: HeatLine) -> Iterator[QTextFragment]:
    block = line.document().begin()
    while block.isValid():
        parts = block.begin()
        while not parts.atEnd():
            yield parts.fragment()
            parts += 1
        block = block.next()


def grounds(line: HeatLine) -> list[tuple[str, str]]:
    """The marked stretches of a line, each with its ground."""
    return [
        (one.text(), one.charFormat().background().color().name())
        for one in fragments(line)
        if one.charFormat().background().style() != Qt.BrushStyle.NoBrush
    ]


def marked(found: IntentExplanation) -> str:
    """The words that are to be marked, in the sentence's order."""
    return "".join(word.text.strip() for word in found.words if abs(word.weight) >= FAINT)


@pytest.fixture
def intents(console, qtbot):
    """The page, with what is in use."""
    console.show_place(INTENTS)
    qtbot.waitUntil(lambda: bool(console.intents.head.counts.text()), timeout=WAIT_MS)
    return console.intents


@pytest.fixture
def own_intents(open_console, own_engine, qtbot):
    """The page on an engine that may learn."""
    window = open_console(own_engine.home)
    window.show_place(INTENTS)
    qtbot.waitUntil(
        lambda: bool(window.intents.head.counts.text()) and bool(window.names.pack_intents), timeout=WAIT_MS
    )
    return window.intents


@pytest.fixture
def another_domain(tmp_path) -> Path:
    """Examples as a merchant keeps them in a spreadsheet."""
    book = openpyxl.Workbook()
    book.active.append(["例句", "意图"])
    for intent, examples in LEAVE.items():
        for text in examples:
            book.active.append([text, intent])
    book.save(tmp_path / "例句.xlsx")
    return tmp_path / "例句.xlsx"


@pytest.fixture
def many(tmp_path) -> Path:
    """So many examples that there is time to cancel."""
    rows = [f"第{number}号柜子的{thing}坏了怎么办,{thing}" for number in range(1500) for thing in ("门", "锁")]
    (tmp_path / "many.csv").write_text("\n".join(["例句,意图", *rows]), encoding="utf-8")
    return tmp_path / "many.csv"


def ask(page, qtbot, text: str) -> IntentExplanation:
    page.trial.field.setText(text)
    qtbot.keyClick(page.trial.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.trial.explanation is not None, timeout=WAIT_MS)
    return page.trial.explanation


def test_the_built_in_intents_are_in_use(intents, engine):
    info = head(engine)
    assert intents.head.whose.text() == "内置的"
    assert intents.head.counts.text() == f"{len(info.intents)} 个意图 · {info.examples:,} 句例句"
    assert not intents.head.restore_button.isEnabled()
    assert intents.head.added.isHidden()
    assert intents.head.left_out.isHidden()
    assert "退款、" in intents.training.pack_names.text()


def test_a_sentence_tells_its_intent_and_why(intents, engine, qtbot):
    found = ask(intents, qtbot, "我想退货，运费谁出")
    assert found == IntentExplanation.model_validate(
        engine.operator().call("POST", f"{ROUTES}/explain", {"text": "我想退货，运费谁出"})
    )
    shown = texts(intents.trial)
    assert shown[1:3] == ["退货", f"{found.intent.confidence:.0%}"]
    for example in found.nearest:
        assert example.text in shown
    line = line_of(intents.trial)
    assert line.toPlainText() == found.text
    strongest = max(found.words, key=lambda word: word.weight)
    assert (strongest.text.strip(), design.FOR[-1]) in grounds(line)
    assert "".join(text for text, _ in grounds(line)) == marked(found)
    left = f"{max(found.intent.confidence - strongest.weight, 0):.0%}"
    assert f"没有“{strongest.text.strip()}”，把握就剩 {left}" in line.accessibleDescription()
    # With nothing asked, nothing is shown.
    intents.trial.field.clear()
    assert intents.trial.explanation is None
    assert not any(one.isVisible() for one in intents.trial.findChildren(HeatLine))


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧 这个😀怎么退货🙏🙏", "<b>退货</b> &amp; <img src=x>", "退\n\n货 怎么弄", "退货 " * 200]
)
def test_whatever_is_tried_is_drawn_as_it_is(intents, qtbot, text):
    found = ask(intents, qtbot, text)
    line = line_of(intents.trial)
    assert line.toPlainText() == found.text
    assert "".join(text for text, _ in grounds(line)) == "".join(marked(found).splitlines())
    qtbot.waitUntil(lambda: line.height() >= line.document().size().height(), timeout=WAIT_MS)


def test_a_ground_is_as_strong_as_the_weight():
    assert [shade(weight, 0.8) for weight in (0.8, 0.5, 0.3, 0.1, 0.0)] == [*reversed(design.FOR), None]
    assert shade(-0.8, 0.8) == design.AGAINST[-1]
    assert shade(FAINT / 2, FAINT / 2) is None
    # Where nothing weighs much, nothing is painted as if it had decided.
    assert shade(0.06, 0.06) == design.FOR[0]


def test_a_sentence_without_a_weighty_word_says_so(qtbot):
    found = IntentExplanation.model_validate(
        {
            "text": "ab",
            "intent": {"id": "price", "confidence": 0.9},
            "words": [{"start": 0, "end": 1, "text": "a", "weight": 0.01}, {"start": 1, "end": 2, "text": "b", "weight": -0.2}],
            "nearest": [],
        }
    )  # fmt: skip
    drawn = CarriedWords(found)
    qtbot.addWidget(drawn)
    assert grounds(drawn.line) == [("b", shade(-0.2, 0.2))]
    assert len(drawn.told.text().splitlines()) == 2


def test_the_shop_learns_its_own_and_goes_back(own_intents, own_engine, another_domain, qtbot):
    page = own_intents
    before = head(own_engine)
    was = ask(page, qtbot, "剩下的年假还有多少天")
    dialog = page.training.choose()
    dialog.selectFile(str(another_domain))
    dialog.accept()
    qtbot.waitUntil(page.training.bar.isVisible, timeout=WAIT_MS)
    assert not page.training.file_button.isVisible()
    qtbot.waitUntil(page.report.isVisible, timeout=TRAINED_MS)
    assert page.window().toast.text() == "学好了，下一条消息起生效。"
    shown = texts(page.report)
    assert "准确率" in shown
    assert "宏平均 F1" in shown
    # The page shows the new ones, and asks anew what was tried.
    qtbot.waitUntil(lambda: page.head.whose.text() == "自己训练的", timeout=WAIT_MS)
    assert page.head.added.text() == "新增：年假、报销、电脑"
    assert "撤销训练" in page.head.left_out.text()
    qtbot.waitUntil(lambda: page.trial.explanation != was, timeout=WAIT_MS)
    assert page.trial.explanation.intent.id == "年假"
    assert head(own_engine).own
    qtbot.mouseClick(page.head.restore_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.head.whose.text() == "内置的", timeout=WAIT_MS)
    # What was trained is kept, so that one more click brings it back.
    assert head(own_engine) == before.model_copy(update={"restorable": True})
    qtbot.waitUntil(lambda: page.trial.explanation == was, timeout=WAIT_MS)
    assert page.head.left_out.isHidden()
    # And forth again.
    assert page.head.restore_button.text() == "换回训练过的"
    page.head.restore_button.click()
    qtbot.waitUntil(lambda: page.head.whose.text() == "自己训练的", timeout=WAIT_MS)


def test_a_training_is_followed_and_cancelled(own_intents, own_engine, many, qtbot):
    page, card = own_intents, own_intents.training
    before = head(own_engine)
    # Begun elsewhere, as on the command line, it is seen here too.
    own_engine.operator().call("POST", f"{ROUTES}/training", {"path": str(many)})
    page.reload()
    qtbot.waitUntil(lambda: card.bar.isVisible() and card.bar.value() > 0, timeout=WAIT_MS)
    assert card.stage.text() == f"正在读例句 {card.bar.value()} / {card.bar.maximum()}"
    qtbot.mouseClick(card.cancel_button, Qt.MouseButton.LeftButton)
    assert card.cancel_button.text() == "正在取消…"
    qtbot.waitUntil(lambda: card.outcome.text() == "已取消，意图还是原来的。", timeout=TRAINED_MS)
    assert card.file_button.isVisible()
    assert not page.report.isVisible()
    assert head(own_engine) == before


def test_a_file_that_can_not_be_used_says_where(intents, engine, qtbot, tmp_path):
    file = tmp_path / "bad.csv"
    file.write_text("例句,意图\n能开发票吗,发票\n在吗,\n", encoding="utf-8")
    intents.training.train(str(file))
    qtbot.waitUntil(intents.training.outcome.isVisible, timeout=WAIT_MS)
    assert intents.training.outcome.text().startswith("这个文件没有用上。")
    assert "row 2" in intents.training.outcome.text()
    assert engine.operator().call("GET", f"{ROUTES}/training")["state"] == "none"


def test_too_few_intents_are_told_after_the_start(own_intents, own_engine, qtbot, tmp_path):
    before = head(own_engine)
    file = tmp_path / "one.jsonl"
    file.write_text('{"text": "今天天气怎么样", "intent": "超出范围"}\n', encoding="utf-8")
    own_intents.training.train(str(file))
    qtbot.waitUntil(own_intents.training.outcome.isVisible, timeout=TRAINED_MS)
    assert own_intents.training.outcome.text().startswith("没有学成，意图还是原来的。")
    assert head(own_engine) == before


def test_the_report_is_read_line_by_line(intents, qtbot):
    intents.report.show_report(REPORT)
    shown = texts(intents.report)
    assert shown[1:11] == [
        "86.2%",
        "准确率",
        "0.842",
        "宏平均 F1",
        "1,612",
        "例句",
        "34",
        "意图",
        "12.3",
        "秒",
    ]
    first = shown.index("退款 被当成 退货")
    assert shown[first : first + 3] == ["退款 被当成 退货", "×9", "例如：00"]
    suspect = shown.index("标的是 价格，更像 库存")
    assert shown[suspect - 2 : suspect] == ["10", "96%"]
    assert sum("被当成" in text for text in shown) == SHORT
    more = next(one for one in intents.report.findChildren(QPushButton) if one.text() == "全部 8 条")
    more.click()
    assert sum("被当成" in text for text in texts(intents.report)) == len(REPORT.confusions)


def test_a_report_without_confusions_says_so(intents):
    intents.report.show_report(REPORT.model_copy(update={"confusions": [], "suspects": []}))
    assert texts(intents.report)[-1] == "没有一句被当成别的意图。"
    intents.report.show_report(None)
    assert not intents.report.isVisible()
