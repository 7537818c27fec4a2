"""Chinese and English, changed without a restart: every text there is, and every entry of the catalogue."""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QComboBox, QMessageBox, QPlainTextEdit, QTextEdit, QWidget
from sample_report import REPORT

from appliance.api.messages import SendFeedback
from gui.inbox.conversations import SUMMARY
from gui.language import CHINESE, ENGLISH
from gui.window import INTENTS, KNOWLEDGE, SETTINGS

GUI = Path(__file__).parents[2] / "gui"
CATALOGUE = GUI / "translations" / "guitai_zh_CN.ts"
CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]+")
LATIN = re.compile(r"[A-Za-z]{2,}")
# Names and forms that are the same in both languages.
SAME = re.compile(
    r"multilingual-e5-small|intents-ecommerce|Qwen2\.5-Coder-[\d.]+B-Instruct|\bCPU\b|\bCUDA\b|\bms\b|\bFAQ\d{3}\b|\bAI\b|\bCSV\b|\bXLSX\b"
    r"|\bJSONL\b|\"text\"|\"intent\"|\bEnter\b|\bShift\+Enter\b|Ctrl\+\d|https://shop\.example|\bEnglish\b|中文|[A-Z0-9]{4} [A-Z0-9]{4}"
)


QUESTION = "满多少包邮"


def texts_of(window) -> dict[str, str]:
    """Whatever can be read in the window, by where it stands."""
    found = {"title": window.windowTitle()}
    for number, widget in enumerate(window.findChildren(QWidget)):
        place = f"{number} {type(widget).__name__}"
        for name in ("text", "placeholderText", "toolTip", "accessibleName", "accessibleDescription"):
            read = getattr(widget, name, None)
            if read is not None and read():
                found[f"{place} {name}"] = read()
        if isinstance(widget, QComboBox):
            found[place] = "\n".join(widget.itemText(index) for index in range(widget.count()))
        if isinstance(widget, QPlainTextEdit | QTextEdit):
            found[place] = widget.toPlainText()
    model = window.knowledge.model
    for column in range(model.columnCount()):
        found[f"header {column}"] = model.headerData(column, Qt.Orientation.Horizontal)
        found[f"cell {column}"] = model.index(0, column).data()
    inbox = window.inbox
    delegate = inbox.list.itemDelegate()
    for row in range(inbox.model.rowCount()):
        summary = inbox.model.index(row).data(SUMMARY)
        found[f"row {row}"] = f"{delegate._tag(summary)} {delegate._when(summary)}"
    return found


def speak(console, name, qtbot) -> None:
    """Choose a language as the merchant does."""
    chosen = console.settings.shop_card.language
    chosen.setCurrentIndex(chosen.findData(name))
    chosen.activated.emit(chosen.currentIndex())
    qtbot.waitUntil(lambda: console.sidebar.places[SETTINGS].text() == ("设置" if name == CHINESE else "Settings"))
    # What was replaced goes with the next turn of the event loop, and is not read here.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def strings_in(document) -> set[str]:
    """Every text in a decoded document."""
    if isinstance(document, str):
        return {document}
    inner = document.values() if isinstance(document, dict) else document if isinstance(document, list) else ()
    return set().union(*(strings_in(one) for one in inner))


def data_of(engine) -> list[str]:
    """What merchant and customers wrote: it stays as it is."""
    operator = engine.operator()
    found: set[str] = set()
    listed = operator.call("GET", "/v1/operator/conversations")
    paths = [f"/v1/operator/conversations/{one['conversation_id']}" for one in listed["conversations"]]
    for path in [
        *paths,
        "/v1/operator/faq?limit=500",
        "/v1/operator/suggestions",
        "/v1/operator/tokens",
        "/v1/operator/settings",
    ]:
        found |= strings_in(operator.call("GET", path))
    found |= {line for text in found for line in text.splitlines()}
    explained = operator.call("POST", "/v1/operator/intents/explain", {"text": QUESTION})
    written = {text for text in found if len(text) > 1} | strings_in(explained)
    # A word of a sentence may be a single character.
    written |= {word["text"].strip() for word in explained["words"]}
    return sorted(written, key=len, reverse=True)


def own_words(text: str, data: list[str]) -> str:
    """The console's own part of a text."""
    for written in data:
        text = text.replace(written, " ")
    return SAME.sub(" ", text)


@pytest.fixture
def full_console(console, engine, qtbot):
    """A console in which every panel has something to show."""
    customer = engine.conversation("00100")
    reply = customer.send(QUESTION)
    customer.feedback(SendFeedback(message_id=reply.message_id, satisfied=False))
    customer.send("转人工")
    other = engine.conversation("00200")
    other.send("退款多久到账")
    path = f"/v1/operator/conversations/{other.conversation_id}"
    engine.operator().call("POST", f"{path}/take-over", {"operator": "1"})
    engine.operator().call("POST", f"{path}/messages", {"text": "12345"})
    inbox = console.inbox
    for conversation in (customer, other):
        qtbot.waitUntil(lambda one=conversation: inbox.model.row_of(one.conversation_id) >= 0)
    inbox.list.setCurrentIndex(inbox.model.index(inbox.model.row_of(customer.conversation_id)))
    qtbot.waitUntil(lambda: len(inbox.desk.transcript.bubbles()) >= 4)
    inbox.desk.transcript.bubbles()[1].chosen.emit(inbox.desk.transcript.bubbles()[1].message)
    qtbot.waitUntil(lambda: inbox.reasons.has_words)
    console.show_place(KNOWLEDGE)
    qtbot.waitUntil(lambda: console.knowledge.model.rowCount() > 0)
    console.knowledge.browser.table.selectRow(0)
    console.knowledge.side.tabs[1].click()
    qtbot.waitUntil(lambda: bool(console.knowledge.side.history._changes))
    console.show_place(INTENTS)
    console.intents.trial.field.setText(QUESTION)
    console.intents.trial.ask()
    console.intents.report.show_report(REPORT)
    qtbot.waitUntil(lambda: console.intents.trial.explanation is not None)
    console.show_place(SETTINGS)
    console.settings.pairing.code_button.click()
    qtbot.waitUntil(lambda: bool(console.settings.pairing.code.text()) and bool(console.settings.pairing._list.tokens))
    return console


def test_every_text_changes_with_the_language(full_console, engine, qtbot):
    console, data = full_console, data_of(engine)
    for name, wrong in ((CHINESE, LATIN), (ENGLISH, CJK), (CHINESE, LATIN)):
        speak(console, name, qtbot)
        left = {
            place: found for place, text in texts_of(console).items() if (found := wrong.findall(own_words(text, data)))
        }
        assert left == {}, name
    assert console.windowTitle().endswith("柜台")


def test_a_question_over_the_window_speaks_the_language(console, qtbot):
    for name, words in ((ENGLISH, "Discard"), (CHINESE, "放弃修改")):
        speak(console, name, qtbot)
        console.knowledge.editor.question.setText("?")
        console.knowledge.browser.new_button.click()
        box = next(one for one in console.knowledge.findChildren(QMessageBox))
        assert words in [one.text() for one in box.buttons()]
        box.buttons()[0].click()
        qtbot.waitUntil(lambda: not console.knowledge.findChildren(QMessageBox))


def test_the_choice_is_kept(open_console, engine, qtbot):
    console = open_console(engine.home, language="en")
    qtbot.waitUntil(lambda: console.state_bar.words.text() == "The desk is open")
    assert console.windowTitle().endswith("Guitai")
    assert console.settings.shop_card.language.currentData() == ENGLISH


def test_the_engine_tells_problems_in_the_consoles_language(open_console, engine, qtbot):
    console = open_console(engine.home, language="en")
    qtbot.waitUntil(lambda: console.state_bar.words.text() == "The desk is open")
    console.settings.pairing.origins.setText("nonsense")
    console.settings.pairing.make_code()
    qtbot.waitUntil(console.toast.isVisible)
    assert console.toast.text() == "Write the origin as in https://shop.example."


def catalogue(path: Path) -> dict[tuple[str, str], ET.Element]:
    """Entries by context and source text."""
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message
        for context in ET.parse(path).getroot().iter("context")
        for message in context.iter("message")
    }


def test_the_catalogue_has_what_is_in_the_code_and_nothing_else(tmp_path):
    fresh = tmp_path / "fresh.ts"
    sources = sorted(str(path) for path in GUI.rglob("*.py"))
    lupdate = Path(sys.executable).parent / "pyside6-lupdate"
    subprocess.run([lupdate, "-silent", "-locations", "none", *sources, "-ts", fresh], check=True)
    assert set(catalogue(CATALOGUE)) == set(catalogue(fresh))


def test_every_call_of_tr_is_seen_by_the_tool():
    """The tool overlooks a call inside an f-string; the syntax tree does not."""
    known = {source for _, source in catalogue(CATALOGUE)}
    for path in GUI.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
                argument = node.args[0]
                assert isinstance(argument, ast.Constant), f"{path.name}:{node.lineno}: not a literal"
                assert argument.value in known, f"{path.name}:{node.lineno}: {argument.value}"


def test_every_entry_is_translated_with_its_placeholders():
    for (context, source), message in catalogue(CATALOGUE).items():
        translation = message.find("translation")
        assert translation is not None, (context, source)
        assert translation.get("type") is None, (context, source)
        text = translation.text or ""
        assert CJK.search(text), (context, source)
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", source)), (context, source)


def test_the_compiled_catalogue_is_up_to_date(tmp_path):
    compiled = tmp_path / "fresh.qm"
    lrelease = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([lrelease, "-silent", CATALOGUE, "-qm", compiled], check=True)
    assert compiled.read_bytes() == CATALOGUE.with_suffix(".qm").read_bytes()
