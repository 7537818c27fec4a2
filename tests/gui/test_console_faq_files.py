"""FAQ files in the console: seen before they are saved, conflicts side by side, chats proposed, exports."""

import csv

import pytest
import shiboken6
from PySide6.QtCore import Qt

from appliance.api.operator import FaqEdit
from gui.knowledge.import_dialog import CONFLICTS, ROWS
from gui.knowledge.import_rows import OUTCOME, REASON, ROW
from gui.window import KNOWLEDGE

FAQ = "/v1/operator/faq"


@pytest.fixture
def knowledge(console, qtbot, engine):
    """The knowledge page; entries of the test are gone afterwards."""
    operator = engine.operator()
    ids = lambda: {one["entry_id"] for one in operator.call("GET", f"{FAQ}?limit=500")["entries"]}
    before = ids()
    console.show_place(KNOWLEDGE)
    qtbot.waitUntil(lambda: console.knowledge.model.rowCount() > 0)
    yield console.knowledge
    for entry_id in ids() - before:
        operator.call("DELETE", f"{FAQ}/{entry_id}")


def cells(dialog):
    """The rows that the dialog shows."""
    model = dialog.model
    return [[model.index(row, column).data() for column in (ROW, OUTCOME, REASON)] for row in range(model.rowCount())]


def leave(dialog, qtbot):
    """Close it, and wait until it is gone."""
    dialog.reject()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))


def test_a_file_is_shown_first_and_saved_only_when_asked(knowledge, engine, qtbot, tmp_path):
    file = tmp_path / "rows.csv"
    file.write_text("id,question,answer\nGUI1,可以代写喜帖吗？,可以。\nGUI2,,没有问题\n", encoding="utf-8")
    there = lambda: engine.operator().call("GET", f"{FAQ}?query=GUI1")["total"]
    dialog = knowledge.files.open_import(str(file))
    qtbot.waitUntil(lambda: dialog.state.state == "checked")
    qtbot.waitUntil(lambda: cells(dialog) == [["2", "拒绝", "没有问题"]])
    assert dialog.title.text() == "导入后会是这样"
    dialog.show_only("")
    qtbot.waitUntil(lambda: cells(dialog) == [["1", "新增", ""], ["2", "拒绝", "没有问题"]])
    assert there() == 0
    with qtbot.waitSignal(dialog.changed):
        dialog.import_button.click()
    assert there() == 1
    assert dialog.summary.text().startswith("新增 1 条，更新 0 条。")
    assert not dialog.import_button.isVisible()
    qtbot.waitUntil(lambda: knowledge.model.row_of("GUI1") >= 0)
    assert engine.conversation().send("可以代写喜帖吗？").text == "可以。"
    leave(dialog, qtbot)


def test_leaving_before_the_import_saves_nothing(knowledge, engine, qtbot, tmp_path):
    file = tmp_path / "rows.json"
    file.write_text('[{"id": "GUI1", "question": "可以代写喜帖吗？", "answer": "可以。"}]', encoding="utf-8")
    dialog = knowledge.files.open_import(str(file))
    qtbot.waitUntil(lambda: dialog.state.state == "checked")
    leave(dialog, qtbot)
    assert engine.operator().call("GET", f"{FAQ}?query=GUI1")["total"] == 0


def test_a_file_that_cannot_be_read_says_why(knowledge, qtbot, tmp_path):
    file = tmp_path / "broken.csv"
    file.write_text("问题,备注\n几天发货,无\n", encoding="utf-8")
    dialog = knowledge.files.open_import(str(file))
    qtbot.waitUntil(lambda: dialog.state.state == "failed")
    assert dialog.summary.text().startswith("缺列：第一行里至少要有“问题”和“答案”。\n")
    assert "answer/答案" in dialog.summary.text()
    leave(dialog, qtbot)


def test_conflicts_stand_side_by_side_and_the_merchant_decides(knowledge, engine, qtbot, tmp_path):
    operator = engine.operator()
    edits = [FaqEdit(question=f"礼袋{number}号多大？", answer=f"{number} 寸。") for number in (7, 8)]
    made = [operator.call("POST", FAQ, edit.model_dump())["entry_id"] for edit in edits]
    pack = tmp_path / "pack.csv"
    knowledge.files.export(str(pack), as_pack=True)
    qtbot.waitUntil(pack.exists)
    text = pack.read_text(encoding="utf-8-sig").replace("7 寸。", "17 寸。").replace("8 寸。", "18 寸。")
    pack.write_text(text, encoding="utf-8")
    for edit, entry_id in zip(edits, made, strict=True):
        operator.call("PUT", f"{FAQ}/{entry_id}", {**edit.model_dump(), "answer": "大号。"})
    dialog = knowledge.files.open_import(str(pack))
    panel = dialog.conflicts
    qtbot.waitUntil(lambda: panel.open_count == 2)
    assert dialog.pages.currentIndex() == CONFLICTS
    assert panel.question.text() == "礼袋7号多大？"
    shown = {one.text() for one in panel.sides.widget().findChildren(type(panel.question))}
    assert shown == {"柜台里的", "文件里的", "答案", "大号。", "17 寸。"}
    assert not dialog.import_button.isEnabled()
    qtbot.mouseClick(panel.choices["mine"], Qt.MouseButton.LeftButton)
    assert panel.question.text() == "礼袋8号多大？"
    panel.all_theirs.click()
    assert panel.open_count == 0
    assert [one.take for one in panel.decisions] == ["mine", "theirs"]
    with qtbot.waitSignal(dialog.changed):
        dialog.import_button.click()
    assert dialog.pages.currentIndex() == ROWS
    answers = [operator.call("GET", f"{FAQ}?query={one}")["entries"][0]["answer"] for one in made]
    assert answers == ["大号。", "18 寸。"]
    leave(dialog, qtbot)


def test_only_ticked_proposals_of_a_chat_are_saved_as_they_read_then(knowledge, engine, console, qtbot):
    dialog = knowledge.files.open_chat()
    dialog.text.setPlainText(
        "客户：礼盒能写名字吗\n客服：能，写四个字。\n客户：礼盒几斤\n客服：两斤。\n"
        "客户：订单 2026112013167642 呢\n客服：在路上。\n客户：满多少包邮？\n客服：满 99。\n"
    )
    dialog.find_button.click()
    qtbot.waitUntil(lambda: len(dialog.boxes) == 4)
    # Somebody's order, and a question that has its entry, are not ticked by themselves.
    assert [box.tick.isChecked() for box in dialog.boxes] == [True, True, False, False]
    assert dialog.save_button.text() == "保存 2 条"
    dialog.boxes[1].tick.click()
    dialog.boxes[0].answer.setPlainText("能，最多四个字。")
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))
    assert console.toast.text() == "已保存 1 条。"
    assert engine.conversation().send("礼盒能写名字吗").text == "能，最多四个字。"
    assert engine.operator().call("GET", f"{FAQ}?query=礼盒几斤")["total"] == 0


def test_who_speaks_for_the_shop_can_be_changed(knowledge, qtbot):
    dialog = knowledge.files.open_chat()
    dialog.text.setPlainText(
        "小满 2026/11/20 10:11\n能写字吗\n阿木 2026/11/20 10:12\n能的。\n小满 2026/11/20 10:13\n要多久\n"
    )
    dialog.find_questions()
    qtbot.waitUntil(lambda: [box.proposal.question for box in dialog.boxes] == ["能写字吗"])
    dialog.speakers["阿木"].setChecked(False)
    dialog.speakers["小满"].click()
    qtbot.waitUntil(lambda: [box.proposal.question for box in dialog.boxes] == ["能的。"])
    leave(dialog, qtbot)


def test_a_text_without_a_chat_is_told(knowledge, qtbot):
    dialog = knowledge.files.open_chat()
    dialog.text.setPlainText("只有一段话")
    dialog.find_questions()
    qtbot.waitUntil(dialog.problem.isVisible)
    dialog.text.setPlainText("长" * 20_000)
    dialog.find_questions()
    assert dialog.problem.text() == "聊天记录太长，粘贴不下。请存成文本文件，再选这个文件。"
    leave(dialog, qtbot)


def test_an_export_is_told_and_reads_again(knowledge, console, engine, qtbot, tmp_path):
    target = tmp_path / "out.csv"
    knowledge.files.export(str(target), as_pack=False)
    qtbot.waitUntil(target.exists)
    total = engine.operator().call("GET", FAQ)["total"]
    qtbot.waitUntil(lambda: console.toast.text() == f"已导出 {total} 条。")
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == total


def test_the_menu_offers_every_way_in_and_out(knowledge):
    menu = knowledge.files.menu(knowledge.browser.import_button)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["导入文件…", "从聊天记录导入…", "导出…", "导出编辑包（拿到别处改）…"]
    menu.deleteLater()
