"""The FAQ in the console: what is found, saved, taken back and learned is what the engine answers with."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from appliance.api.messages import SendFeedback
from appliance.api.operator import FaqEdit, FaqEntry
from gui.knowledge.entries import QUESTION, STATE
from gui.knowledge.side import EDITOR, HISTORY, SUGGESTIONS
from gui.window import KNOWLEDGE


@pytest.fixture
def knowledge(console, qtbot):
    """The knowledge page with its entries."""
    console.show_place(KNOWLEDGE)
    qtbot.waitUntil(lambda: console.knowledge.model.rowCount() > 0)
    return console.knowledge


@pytest.fixture
def entry(engine):
    """An entry of the test's own, gone afterwards."""
    operator = engine.operator()
    edit = FaqEdit(question="餐具可以刻名字吗？", answer="可以刻，最多四个字。", category="定制")
    made = FaqEntry.model_validate(operator.call("POST", "/v1/operator/faq", edit.model_dump()))
    yield made
    there = operator.call("GET", f"/v1/operator/faq?query={made.entry_id}")["total"]
    if there:
        operator.call("DELETE", f"/v1/operator/faq/{made.entry_id}")


def questions(knowledge) -> list[str]:
    model = knowledge.model
    return [model.index(row, QUESTION).data() for row in range(model.rowCount())]


def choose(knowledge, qtbot, entry_id: str) -> None:
    knowledge.search()
    qtbot.waitUntil(lambda: knowledge.model.row_of(entry_id) >= 0)
    knowledge.browser.table.selectRow(knowledge.model.row_of(entry_id))
    qtbot.waitUntil(lambda: knowledge.editor.entry_id == entry_id)


def press(box: QMessageBox, text: str) -> None:
    next(one for one in box.findChildren(QPushButton) if one.text() == text).click()


def asked(qtbot) -> QMessageBox:
    """The question that stands over the window."""

    def boxes() -> list[QMessageBox]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]

    qtbot.waitUntil(lambda: len(boxes()) == 1)
    return boxes()[0]


def answers_with(engine, question: str, text: str) -> Callable[[], bool]:
    return lambda: engine.conversation().send(question).text == text


def test_the_list_is_the_shops(knowledge, demo_rows):
    assert set(questions(knowledge)) >= {row["question"] for row in demo_rows["faq"]}
    assert knowledge.browser.count.text() == f"显示 {knowledge.model.rowCount()} 条，共 {knowledge.model.total} 条"
    assert knowledge.model.index(0, STATE).data() == "启用"


def test_search_finds_words_in_answers(knowledge, qtbot):
    qtbot.keyClicks(knowledge.browser.search_field, "X")
    knowledge.browser.search_field.setText("湖州")
    qtbot.waitUntil(lambda: 0 < knowledge.model.rowCount() < 10)
    assert all("湖州" in f"{one.question}{one.answer}{one.similar_questions}" for one in knowledge.model.entries)
    knowledge.browser.search_field.setText("没有的词没有的词")
    qtbot.waitUntil(lambda: knowledge.model.rowCount() == 0)
    assert knowledge.browser.count.text() == "没有条目。可以新写一条，或者导入文件。"


def test_more_entries_are_read_as_the_list_is_scrolled(knowledge, engine, qtbot, tmp_path):
    file = tmp_path / "many.csv"
    rows = [f"MANY{number:03d},批量问题{number:03d}号？,批量答案{number}。" for number in range(150)]
    file.write_text("\n".join(["id,question,answer", *rows]), encoding="utf-8")
    knowledge.imports.read("faq", str(file))
    qtbot.waitUntil(lambda: knowledge.model.total >= 200)
    assert knowledge.model.rowCount() == 200
    knowledge.browser.table.scrollToBottom()
    qtbot.waitUntil(lambda: knowledge.model.rowCount() == knowledge.model.total)
    ids = [one.entry_id for one in knowledge.model.entries]
    assert len(set(ids)) == len(ids)
    operator = engine.operator()
    for number in range(150):
        operator.call("DELETE", f"/v1/operator/faq/MANY{number:03d}")


def test_an_edit_answers_the_next_message(knowledge, engine, entry, qtbot):
    choose(knowledge, qtbot, entry.entry_id)
    assert knowledge.editor.answer.toPlainText() == "可以刻，最多四个字。"
    knowledge.editor.answer.setPlainText("可以刻，最多六个字。")
    qtbot.mouseClick(knowledge.editor.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not knowledge.editor.is_changed())
    assert engine.conversation().send("餐具可以刻名字吗？").text == "可以刻，最多六个字。"
    # The row stays chosen, and its words are the new ones.
    qtbot.waitUntil(
        lambda: knowledge.model.entries[knowledge.model.row_of(entry.entry_id)].answer == "可以刻，最多六个字。"
    )
    assert knowledge.browser.table.currentIndex().row() == knowledge.model.row_of(entry.entry_id)


def test_an_entry_switched_off_no_longer_answers(knowledge, engine, entry, qtbot):
    choose(knowledge, qtbot, entry.entry_id)
    qtbot.mouseClick(knowledge.editor.enabled, Qt.MouseButton.LeftButton, pos=knowledge.editor.enabled.rect().center())
    knowledge.editor.save_button.click()
    row = lambda: knowledge.model.index(knowledge.model.row_of(entry.entry_id), STATE).data()
    qtbot.waitUntil(lambda: row() == "停用")
    reply = engine.conversation().send("餐具可以刻名字吗？")
    assert reply.faq is None or reply.faq.entry_id != entry.entry_id


def test_a_new_entry_is_written_and_one_without_an_answer_refused(knowledge, engine, console, qtbot):
    knowledge.browser.new_button.click()
    assert knowledge.editor.heading.text() == "新条目"
    assert not knowledge.editor.delete_button.isEnabled()
    knowledge.editor.question.setText("礼盒可以单独买吗？")
    knowledge.editor.save_button.click()
    qtbot.waitUntil(console.toast.isVisible)
    assert "answer" in console.toast.text()
    knowledge.editor.answer.setPlainText("可以，一个八元。")
    knowledge.editor.save_button.click()
    qtbot.waitUntil(lambda: bool(knowledge.editor.entry_id))
    assert console.toast.text() == "已保存，下一条消息起生效。"
    assert engine.conversation().send("礼盒可以单独买吗？").text == "可以，一个八元。"
    engine.operator().call("DELETE", f"/v1/operator/faq/{knowledge.editor.entry_id}")


def test_deleting_asks_first_and_undo_brings_it_back(knowledge, engine, entry, qtbot):
    choose(knowledge, qtbot, entry.entry_id)
    there = lambda: engine.operator().call("GET", f"/v1/operator/faq?query={entry.entry_id}")["total"]
    knowledge.editor.delete_button.click()
    box = asked(qtbot)
    assert entry.question in box.text()
    press(box, "保留")
    qtbot.waitUntil(lambda: not any(isinstance(one, QMessageBox) for one in QApplication.topLevelWidgets()))
    assert there() == 1
    knowledge.editor.delete_button.click()
    press(asked(qtbot), "删除")
    qtbot.waitUntil(lambda: there() == 0)
    qtbot.waitUntil(lambda: not knowledge.editor.save_button.isEnabled())
    assert knowledge.editor.question.text() == entry.question
    knowledge.editor.undo_button.click()
    qtbot.waitUntil(knowledge.editor.save_button.isEnabled)
    assert there() == 1
    assert engine.conversation().send(entry.question).text == entry.answer


def test_history_shows_each_change_and_takes_one_back(knowledge, entry, qtbot):
    choose(knowledge, qtbot, entry.entry_id)
    for answer in ("暂时不刻。", "都可以刻。"):
        knowledge.editor.answer.setPlainText(answer)
        knowledge.editor.save_button.click()
        qtbot.waitUntil(lambda: not knowledge.editor.is_changed())
    knowledge.side.tabs[HISTORY].click()
    history = knowledge.side.history
    texts = lambda: [one.text() for one in history.widget().findChildren(type(knowledge.editor.heading))]
    qtbot.waitUntil(lambda: "答案: 暂时不刻。 → 都可以刻。" in texts())
    assert "答案: 可以刻，最多四个字。 → 暂时不刻。" in texts()
    assert [line.split(" · ")[1] for line in texts() if " · " in line] == ["修改", "修改", "新建"]
    # The one before the last is taken back: that is the state before it, and a change of its own.
    back = [one for one in history.widget().findChildren(QPushButton) if one.text() == "撤回"][1]
    back.click()
    qtbot.waitUntil(lambda: knowledge.editor.answer.toPlainText() == "可以刻，最多四个字。")
    qtbot.waitUntil(lambda: "答案: 都可以刻。 → 可以刻，最多四个字。" in texts())


def test_leaving_an_unsaved_entry_asks(knowledge, entry, qtbot):
    choose(knowledge, qtbot, entry.entry_id)
    knowledge.editor.answer.setPlainText("改了一半")
    other = next(one for one in knowledge.model.entries if one.entry_id != entry.entry_id)
    knowledge.browser.table.selectRow(knowledge.model.row_of(other.entry_id))
    press(asked(qtbot), "继续编辑")
    assert knowledge.editor.answer.toPlainText() == "改了一半"
    assert knowledge.browser.table.currentIndex().row() == knowledge.model.row_of(entry.entry_id)
    # What is typed outlives a fresh reading of the list.
    knowledge.reload()
    qtbot.wait(300)
    assert knowledge.editor.answer.toPlainText() == "改了一半"
    qtbot.waitUntil(lambda: not any(isinstance(one, QMessageBox) for one in QApplication.topLevelWidgets()))
    knowledge.browser.table.selectRow(knowledge.model.row_of(other.entry_id))
    press(asked(qtbot), "放弃修改")
    qtbot.waitUntil(lambda: knowledge.editor.entry_id == other.entry_id)


def test_a_trial_shows_which_entry_would_answer(knowledge, engine, qtbot):
    field = knowledge.browser.trial_field
    field.setText("满多少包邮")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: knowledge.model.is_trial)
    reply = engine.conversation().send("满多少包邮")
    assert knowledge.model.entries[0].entry_id == reply.faq.entry_id
    assert knowledge.model.index(0, STATE).data() == f"{reply.faq.score:.0%}"
    assert knowledge.model.headerData(STATE, Qt.Orientation.Horizontal) == "匹配度"
    scores = [one.score for one in knowledge.model.entries]
    assert scores == sorted(scores, reverse=True)
    field.clear()
    qtbot.waitUntil(lambda: not knowledge.model.is_trial)
    assert knowledge.model.headerData(STATE, Qt.Orientation.Horizontal) == "状态"


def test_an_import_tells_what_came_of_each_row(knowledge, console, qtbot, tmp_path, engine):
    file = tmp_path / "rows.csv"
    file.write_text("id,question,answer\nIMP1,可以代写贺卡吗？,可以。\nIMP2,,没有问题的答案\n", encoding="utf-8")
    knowledge.imports.read("faq", str(file))
    box = asked(qtbot)
    assert box.text().splitlines()[0] == "读取 2 行：新增 1，更新 0，未变 0，拒绝 1。"
    assert box.text().splitlines()[2].startswith("第几行 2: ")
    box.close()
    assert engine.conversation().send("可以代写贺卡吗？").text == "可以。"
    engine.operator().call("DELETE", "/v1/operator/faq/IMP1")
    knowledge.imports.read("faq", str(tmp_path / "missing.csv"))
    qtbot.waitUntil(lambda: "missing.csv" in console.toast.text())


def test_a_persons_answer_becomes_an_entry(knowledge, engine, qtbot):
    customer = engine.conversation("suggesting-customer")
    path = f"/v1/operator/conversations/{customer.conversation_id}"
    engine.operator().call("POST", f"{path}/take-over", {"operator": "客服"})
    assert customer.send("你们家的围巾能织名字缩写吗").route == "handoff"
    engine.operator().call("POST", f"{path}/messages", {"text": "可以织，最多三个字母。"})
    knowledge.reload()
    qtbot.waitUntil(lambda: any("围巾" in one.text for one in knowledge.side.suggestions._suggestions))
    knowledge.side.tabs[SUGGESTIONS].click()
    assert knowledge.side.tabs[SUGGESTIONS].text().startswith("建议 ")
    suggestion = next(one for one in knowledge.side.suggestions._suggestions if "围巾" in one.text)
    knowledge.side.suggestions.decided.emit(suggestion.suggestion_id, "accept")
    qtbot.waitUntil(lambda: any("围巾" in text for text in questions(knowledge)))
    open_ones = lambda: [one.suggestion_id for one in knowledge.side.suggestions._suggestions]
    qtbot.waitUntil(lambda: suggestion.suggestion_id not in open_ones())
    assert engine.conversation().send("你们家的围巾能织名字缩写吗").text == "可以织，最多三个字母。"


def test_a_badly_answered_question_is_written_first(knowledge, engine, qtbot):
    customer = engine.conversation("unhappy-customer")
    reply = customer.send("退款多久到账")
    customer.feedback(SendFeedback(message_id=reply.message_id, satisfied=False))
    knowledge.reload()
    open_ones = lambda: knowledge.side.suggestions._suggestions
    qtbot.waitUntil(lambda: any(one.conversation_id == customer.conversation_id for one in open_ones()))
    suggestion = next(one for one in open_ones() if one.conversation_id == customer.conversation_id)
    knowledge.side.suggestions.written.emit(suggestion)
    assert knowledge.side.page == EDITOR
    assert knowledge.editor.question.text() == "退款多久到账"
    assert knowledge.editor.entry_id == ""
    knowledge.editor.question.setText("退款要等几天才到账呢？")
    knowledge.editor.answer.setPlainText("一般三天内。")
    knowledge.editor.save_button.click()
    qtbot.waitUntil(lambda: all(one.suggestion_id != suggestion.suggestion_id for one in open_ones()))
    qtbot.waitUntil(answers_with(engine, "退款要等几天才到账呢？", "一般三天内。"))
    engine.operator().call("DELETE", f"/v1/operator/faq/{knowledge.editor.entry_id}")
