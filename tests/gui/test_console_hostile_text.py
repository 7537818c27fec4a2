"""S33 for the console: whatever anybody writes is shown as the text it is, in every field, and fetches nothing."""

import pytest
from hostile_texts import hostile_texts
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QHostAddress, QTcpServer
from PySide6.QtWidgets import QLabel, QMessageBox

from appliance.api.operator import FaqEdit
from gui.window import INBOX, INTENTS, KNOWLEDGE, SETTINGS


@pytest.fixture
def lure():
    """Listens where the texts would fetch something from."""
    server = QTcpServer()
    assert server.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost))
    yield server
    assert not server.hasPendingConnections()
    server.close()


@pytest.fixture
def texts(lure):
    """A hundred hostile texts."""
    found = hostile_texts(f"127.0.0.1:{lure.serverPort()}")
    assert len(set(found)) == 100
    return found


def assert_plain(window) -> None:
    """No label in the window reads markup."""
    labels = window.findChildren(QLabel)
    assert len(labels) > 20
    assert [one.text() for one in labels if one.text() and one.textFormat() != Qt.TextFormat.PlainText] == []


def test_s33_what_customers_and_operators_write_is_text(desk, engine, texts, qtbot):
    customer = engine.conversation(texts[0])
    customer.send("转人工")
    path = f"/v1/operator/conversations/{customer.conversation_id}"
    engine.operator().call("POST", f"{path}/take-over", {"operator": texts[8][:64]})
    for text in texts:
        customer.send(text)
    engine.operator().call("POST", f"{path}/messages", {"text": texts[24]})
    desk.open(customer.conversation_id)
    view = desk.window.inbox.desk
    said = [text for role, text in desk.lines() if role == "customer"][1:]
    assert said == [text.replace("\r", "") for text in texts]
    assert desk.lines()[-1] == ("person", texts[24])
    assert texts[8][:64] in view.transcript.bubbles()[-1].foot.text()
    assert view.name.text() == texts[0]
    # Nothing is cut off, and nothing sticks out.
    for bubble in view.transcript.bubbles():
        assert bubble.width() <= view.transcript.viewport().width()
        assert bubble.words.document().size().height() <= bubble.words.height()
    assert not view.transcript.horizontalScrollBar().isVisible()
    assert_plain(desk.window)
    desk.window.inbox.list.grab()


def test_s33_what_is_typed_arrives_as_it_was_typed(desk, engine, texts, qtbot):
    customer = engine.conversation("typed-hostile")
    customer.send("在吗")
    desk.open(customer.conversation_id)
    composer = desk.window.inbox.desk.composer
    for text in texts[::9]:
        composer.setPlainText(text)
        qtbot.keyClick(composer, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: composer.toPlainText() == "")
    spoken = [line.text for line in customer.transcript().messages if line.role == "person"]
    assert spoken == [text.strip() for text in texts[::9]]


def test_s33_entries_their_reasons_and_history_are_text(desk, engine, texts, qtbot):
    operator = engine.operator()
    knowledge, made = desk.window.knowledge, []
    for number, text in enumerate(texts[::10]):
        edit = FaqEdit(
            question=f"{text[:400]} 问{number}",
            similar_questions=[text.replace("\n", " ")[:400]],
            answer=text,
            category=text[:50],
            tags=[text.split()[0][:40]],
        )
        made.append(operator.call("POST", "/v1/operator/faq", edit.model_dump()))
    operator.call("PUT", f"/v1/operator/faq/{made[0]['entry_id']}", {**made[0], "answer": "干净的答案"})
    desk.window.show_place(KNOWLEDGE)
    for entry in made:
        knowledge.open_entry(entry["entry_id"])
        qtbot.waitUntil(lambda one=entry: knowledge.editor.entry_id == one["entry_id"])
        shown = knowledge.editor.document()
        assert (
            shown["question"] == entry["question"].replace("\n", " ").strip() or shown["question"] == entry["question"]
        )
    knowledge.open_entry(made[0]["entry_id"])
    knowledge.side.show_page(1)
    qtbot.waitUntil(lambda: len(knowledge.side.history._changes) == 2)
    assert_plain(desk.window)
    knowledge.editor.delete_button.click()
    box = next(one for one in desk.window.findChildren(QMessageBox))
    assert box.textFormat() == Qt.TextFormat.PlainText
    box.close()
    customer = engine.conversation("asking-hostile")
    customer.send(made[1]["question"])
    desk.window.show_place(INBOX)
    desk.open(customer.conversation_id)
    desk.window.inbox.grab()
    assert_plain(desk.window)
    for entry in made:
        operator.call("DELETE", f"/v1/operator/faq/{entry['entry_id']}")


def test_s33_what_is_tried_and_what_carried_it_is_text(desk, texts, qtbot):
    page = desk.window.intents
    desk.window.show_place(INTENTS)
    for text in texts[::9]:
        page.trial.field.setText(text)
        page.trial.ask()
        qtbot.waitUntil(lambda: page.trial.explanation is not None)
        assert_plain(desk.window)
        page.grab()
        page.trial.field.clear()


def test_s33_names_in_settings_and_suggestions_are_text(desk, engine, texts, qtbot):
    operator = engine.operator()
    before = operator.call("GET", "/v1/operator/settings")
    operator.call("PUT", "/v1/operator/settings", {**before, "shop_name": texts[0]})
    token = operator.call("POST", "/v1/operator/tokens", {"name": texts[4], "kind": "server", "origins": []})
    customer = engine.conversation("suggesting-hostile")
    path = f"/v1/operator/conversations/{customer.conversation_id}"
    operator.call("POST", f"{path}/take-over", {"operator": "客服"})
    customer.send(f"{texts[24]} 能定做成灯笼的样子吗")
    operator.call("POST", f"{path}/messages", {"text": texts[28]})
    window = desk.window
    window.show_place(SETTINGS)
    qtbot.waitUntil(lambda: any(one.name == texts[4] for one in window.settings.pairing._list.tokens))
    qtbot.waitUntil(lambda: window.sidebar.shop_name.text() == texts[0])
    window.settings.pairing._ask_to_revoke(window.settings.pairing._list.tokens[-1])
    next(one for one in window.findChildren(QMessageBox)).close()
    window.show_place(KNOWLEDGE)
    window.knowledge.side.show_page(2)
    qtbot.waitUntil(
        lambda: any(one.proposed_answer == texts[28] for one in window.knowledge.side.suggestions._suggestions)
    )
    window.toast.say(texts[1])
    assert window.toast.text() == texts[1]
    assert_plain(window)
    window.grab()
    operator.call("PUT", "/v1/operator/settings", before)
    operator.call("DELETE", f"/v1/operator/tokens/{token['token_id']}")
