"""The inbox against the real engine: what arrives, why the bot said so, and a person's part."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from appliance.api.messages import SendFeedback
from gui.inbox.conversations import SUMMARY


def type_with_input_method(field, text):
    committed = QInputMethodEvent()
    committed.setCommitString(text)
    QApplication.sendEvent(field, committed)


def test_the_window_appears_and_connects(console):
    assert console.isVisible()
    assert console.windowTitle().endswith("柜台")
    assert console.sidebar.shop_name.text() == "山野杂货铺"
    models = console.state_bar.models.text()
    assert "语义: multilingual-e5-small (CPU)" in models
    assert "撰写: Qwen2.5" in models


def test_a_conversation_is_seen_live_with_its_marks(desk, engine):
    customer = engine.conversation("live-customer")
    customer.send("满多少包邮")
    desk.until(lambda: desk.summary(customer.conversation_id).unread == 1)
    customer.send("转人工")
    desk.until(lambda: desk.summary(customer.conversation_id).state == "waiting")
    summary = desk.summary(customer.conversation_id)
    assert summary.unread == 2
    assert summary.waiting_since is not None
    window = desk.window
    row = desk.row(customer.conversation_id)
    assert window.inbox.model.index(row).data(SUMMARY).handoff_reason == "requested"
    waiting = window.inbox.model.count("waiting")
    desk.until(lambda: window.windowTitle() == f"（{waiting} 位等待）柜台")
    assert window.sidebar.places[0].text() == f"对话  {waiting}"
    # Who waits stands above who does not.
    above = [window.inbox.model.index(number).data(SUMMARY).state for number in range(row)]
    assert set(above) <= {"waiting"}


def test_what_is_looked_at_is_read(desk, engine):
    customer = engine.conversation("read-customer")
    customer.send("怎么退货")
    desk.open(customer.conversation_id)
    desk.until(lambda: desk.summary(customer.conversation_id).unread == 0)
    assert desk.lines()[0] == ("customer", "怎么退货")
    # A line that arrives while the conversation is open is seen as it comes.
    customer.send("满多少包邮")
    desk.until(lambda: len(desk.lines()) == 4)
    desk.until(lambda: desk.summary(customer.conversation_id).unread == 0)


def test_what_arrives_behind_another_window_is_not_read(desk, engine, qtbot):
    customer = engine.conversation("away-customer")
    customer.send("怎么退货")
    desk.open(customer.conversation_id)
    desk.until(lambda: desk.summary(customer.conversation_id).unread == 0)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    desk.until(lambda: not desk.window.isActiveWindow())
    customer.send("满多少包邮")
    desk.until(lambda: len(desk.lines()) == 4)
    assert desk.summary(customer.conversation_id).unread == 1
    desk.window.activateWindow()
    desk.until(lambda: desk.summary(customer.conversation_id).unread == 0)


def test_reasons_show_intent_entry_evidence_and_models(desk, engine):
    customer = engine.conversation("reasons-customer")
    reply = customer.send("满多少包邮")
    desk.open(customer.conversation_id)
    text = desk.window.inbox.reasons.text()
    assert reply.faq is not None
    for part in (
        "常见问题",
        "运费",
        f"{reply.intent.confidence:.0%}",
        f"{reply.faq.entry_id} · {reply.faq.score:.0%}",
        reply.sources[0].quote,
        "multilingual-e5-small",
        "intents-ecommerce",
    ):
        assert part in text
    assert reply.intent.id not in text


def test_an_order_shows_its_row_and_an_older_reply_can_be_chosen(desk, engine, demo_rows):
    order = next(row for row in demo_rows["orders"] if row["status"] == "shipped")
    customer = engine.conversation(order["customer_id"])
    customer.send("你好")
    customer.send(f"订单 {order['order_id']} 到哪了")
    desk.open(customer.conversation_id)
    reasons = desk.window.inbox.reasons
    assert f"依据 · 订单记录 {order['order_id']}" in reasons.text()
    assert f"订单号 {order['order_id']}" in reasons.text()
    first = desk.window.inbox.desk.transcript.bubbles()[1]
    desk.qtbot.mouseClick(first.words.viewport(), Qt.MouseButton.LeftButton)
    assert "礼貌用语" in reasons.text()
    # Choosing an older line keeps it chosen when the next one arrives.
    customer.send("谢谢")
    desk.until(lambda: len(desk.lines()) == 6)
    assert desk.window.inbox.desk.transcript.chosen_reply() == first.message.reply


def test_taking_over_silences_the_bot_until_it_is_given_back(desk, engine):
    customer = engine.conversation("handed-customer")
    customer.send("转人工")
    desk.open(customer.conversation_id)
    view = desk.window.inbox.desk
    desk.until(view.take_button.isVisible)
    desk.qtbot.mouseClick(view.take_button, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.summary(customer.conversation_id).state == "person")
    assert view.state.text() == "我接待"
    assert not view.take_button.isVisible()
    silent = customer.send("满多少包邮")
    assert silent.text == ""
    type_with_input_method(view.composer, "88 包邮")
    desk.qtbot.keyClick(view.composer, Qt.Key.Key_Return)
    desk.until(lambda: view.composer.toPlainText() == "")
    said = [(line.role, line.text, line.author) for line in customer.transcript().messages][-1]
    assert said == ("person", "88 包邮", "客服")
    desk.qtbot.mouseClick(view.back_button, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.summary(customer.conversation_id).state == "bot")
    assert customer.send("满多少包邮").route == "faq"


def test_who_speaks_takes_over_and_one_enter_is_one_message(desk, engine):
    customer = engine.conversation("enter-customer")
    customer.send("在吗")
    desk.open(customer.conversation_id)
    composer = desk.window.inbox.desk.composer
    composer.setPlainText("第一行")
    desk.qtbot.keyClick(composer, Qt.Key.Key_End)
    desk.qtbot.keyClick(composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    desk.qtbot.keyClicks(composer, "2")
    # Pressed again before the engine has answered.
    for _ in range(3):
        desk.qtbot.keyClick(composer, Qt.Key.Key_Return)
    desk.until(lambda: composer.toPlainText() == "")
    spoken = [line.text for line in customer.transcript().messages if line.role == "person"]
    assert spoken == ["第一行\n2"]
    assert desk.summary(customer.conversation_id).state == "person"


def test_a_draft_stays_with_its_conversation(desk, engine):
    first, second = engine.conversation("draft-one"), engine.conversation("draft-two")
    first.send("在吗")
    second.send("在吗")
    desk.open(first.conversation_id)
    composer = desk.window.inbox.desk.composer
    composer.setPlainText("写到一半")
    desk.open(second.conversation_id)
    assert composer.toPlainText() == ""
    desk.open(first.conversation_id)
    assert composer.toPlainText() == "写到一半"


def test_what_is_sent_goes_where_it_was_typed(desk, engine):
    first, second = engine.conversation("typed-here"), engine.conversation("not-there")
    first.send("在吗")
    second.send("在吗")
    desk.open(first.conversation_id)
    desk.window.inbox.desk.composer.setPlainText("给第一位")
    desk.window.inbox.desk.send_button.click()
    # The conversation is changed while the engine still takes it over.
    desk.open(second.conversation_id)
    desk.until(lambda: any(line.text == "给第一位" for line in first.transcript().messages))
    assert all(line.text != "给第一位" for line in second.transcript().messages)


def test_a_customer_sees_that_a_person_writes(desk, engine, qtbot):
    customer = engine.conversation("typing-customer")
    customer.send("在吗")
    desk.open(customer.conversation_id)
    view = desk.window.inbox.desk
    view.take_button.click()
    desk.until(lambda: desk.summary(customer.conversation_id).state == "person")
    stream = desk.window._stream
    with qtbot.waitSignal(stream.typing, timeout=5000) as told:
        type_with_input_method(view.composer, "您")
    assert told.args == [customer.conversation_id, "person", True]
    with qtbot.waitSignal(stream.typing, timeout=5000) as told:
        qtbot.keyClick(view.composer, Qt.Key.Key_Return)
    assert told.args == [customer.conversation_id, "person", False]


def test_filters_narrow_the_list_and_closing_ends(desk, engine):
    customer = engine.conversation("closing-customer")
    customer.send("在吗")
    desk.open(customer.conversation_id)
    view, inbox = desk.window.inbox.desk, desk.window.inbox
    view.close_button.click()
    desk.until(lambda: desk.summary(customer.conversation_id).state == "closed")
    assert not view.close_button.isEnabled()
    inbox.filters[4].click()
    states = {inbox.model.index(row).data(SUMMARY).state for row in range(inbox.model.rowCount())}
    assert states == {"closed"}
    inbox.filters[2].click()
    mine = inbox.model.count("person")
    assert inbox.model.rowCount() == mine
    assert inbox.filters[2].text() == (f"我接待 {mine}" if mine else "我接待")
    inbox.filters[0].click()
    assert desk.row(customer.conversation_id) >= 0


def test_feedback_stands_under_the_reply(desk, engine):
    customer = engine.conversation("feedback-customer")
    reply = customer.send("满多少包邮")
    customer.feedback(SendFeedback(message_id=reply.message_id, satisfied=False))
    desk.open(customer.conversation_id)
    foot = desk.window.inbox.desk.transcript.bubbles()[-1].foot.text()
    assert foot.endswith("常见问题 · AI 生成 · 没帮上")


def test_text_can_be_selected_and_copied(desk, engine):
    customer = engine.conversation("copying-customer")
    customer.send("单号 2026000000000001")
    desk.open(customer.conversation_id)
    words = desk.window.inbox.desk.transcript.bubbles()[0].words
    words.setFocus()
    desk.qtbot.keySequence(words, "Ctrl+A")
    desk.qtbot.keySequence(words, "Ctrl+C")
    assert QApplication.clipboard().text() == "单号 2026000000000001"
    menu = words.createStandardContextMenu(QPoint(1, 1))
    assert "复制" in menu.actions()[0].text()
    menu.deleteLater()


def test_the_list_keeps_its_place_when_rows_move(desk, engine):
    inbox = desk.window.inbox
    customers = [engine.conversation(f"moving-{number}") for number in range(3)]
    for customer in customers:
        customer.send("在吗")
    desk.open(customers[0].conversation_id)
    customers[1].send("满多少包邮")
    desk.until(lambda: desk.summary(customers[1].conversation_id).unread == 2)
    selected = inbox.list.currentIndex().data(SUMMARY).conversation_id
    assert selected == customers[0].conversation_id
    assert inbox.list.selectionModel().isSelected(inbox.list.currentIndex())


def test_an_entry_opens_from_the_reasons(desk, engine):
    customer = engine.conversation("mending-customer")
    reply = customer.send("满多少包邮")
    desk.open(customer.conversation_id)
    desk.window.inbox.reasons.entry_wanted.emit(reply.faq.entry_id)
    desk.until(lambda: desk.window.knowledge.editor.entry_id == reply.faq.entry_id)
    assert desk.window.pages.currentWidget() is desk.window.knowledge
    assert desk.window.knowledge.editor.answer.toPlainText() == reply.text


def test_a_closed_window_leaves_the_engine_running(desk, engine):
    assert desk.window.close()
    assert engine.operator().health().status == "ready"
