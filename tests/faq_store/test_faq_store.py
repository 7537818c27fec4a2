"""Entries in the database: stored, changed, undone, deleted, found."""

import threading
from dataclasses import replace

import pytest

from faq_store.entries import FaqEntry
from faq_store.store import FaqError


def test_a_stored_entry_reads_back_with_a_new_id(store, entry):
    stored = store.put(entry, "anna")
    assert stored.entry_id.startswith("FAQ-")
    assert stored.updated_at > 0
    assert replace(stored, entry_id="", updated_at=0) == entry
    assert store.get(stored.entry_id) == stored


def test_the_merchants_own_id_is_kept(store, entry):
    assert store.put(replace(entry, entry_id="F-1"), "anna").entry_id == "F-1"


def test_what_cannot_be_stored_says_why_and_changes_nothing(store, entry):
    with pytest.raises(FaqError, match="answer is empty") as refused:
        store.put(replace(entry, answer=" \x00 "), "anna")
    assert refused.value.code == "faq_invalid"
    assert store.count() == 0


def test_an_entry_is_tidied_before_it_is_stored(store, entry):
    assert store.put(replace(entry, question=" 多久？\r\n"), "anna").question == "多久？"


def test_every_change_has_its_author_and_both_sides(store, entry):
    first = store.put(entry, "anna")
    second = store.put(replace(first, answer="明天发。"), "ben")
    store.delete(first.entry_id, "cleo")
    deleted, changed, created = store.history(first.entry_id)
    assert [line.author for line in (created, changed, deleted)] == ["anna", "ben", "cleo"]
    assert (created.before, created.after.answer) == (None, first.answer)
    assert (changed.before.answer, changed.after.answer) == (first.answer, second.answer)
    assert (deleted.before.answer, deleted.after) == (second.answer, None)
    assert created.change_id < changed.change_id < deleted.change_id


def test_a_put_that_says_nothing_new_is_no_change(store, entry):
    stored = store.put(entry, "anna")
    assert store.put(stored, "ben") == stored
    assert len(store.history(stored.entry_id)) == 1


def test_undo_puts_back_what_was_and_is_a_change_itself(store, entry):
    stored = store.put(entry, "anna")
    store.put(replace(stored, answer="明天发。", enabled=False), "anna")
    wrong = store.history(stored.entry_id)[0]
    back = store.undo(wrong.change_id, "ben")
    assert replace(back, updated_at=0) == replace(stored, updated_at=0)
    assert store.history(stored.entry_id)[0].author == "ben"
    assert len(store.history(stored.entry_id)) == 3


def test_undoing_a_deletion_brings_the_entry_back(store, entry):
    stored = store.put(entry, "anna")
    store.delete(stored.entry_id, "anna")
    assert store.get(stored.entry_id) is None
    back = store.undo(store.history(stored.entry_id)[0].change_id, "anna")
    assert replace(back, updated_at=0) == replace(stored, updated_at=0)


def test_undoing_a_creation_removes_the_entry(store, entry):
    stored = store.put(entry, "anna")
    assert store.undo(store.history(stored.entry_id)[0].change_id, "anna") is None
    assert store.count() == 0


@pytest.mark.parametrize("act", [lambda store: store.undo(99, "anna"), lambda store: store.delete("F-99", "anna")])
def test_what_is_not_there_is_an_error_of_its_own(store, act):
    with pytest.raises(FaqError, match="99") as missing:
        act(store)
    assert missing.value.code == "faq_unknown"


def test_entries_keep_the_merchants_order_through_changes(store):
    for number in range(5):
        store.put(FaqEntry(f"F{number}", f"问题{number}", "答案"), "anna")
    store.put(FaqEntry("F1", "问题1", "新的答案"), "anna")
    store.delete("F2", "anna")
    assert [entry.entry_id for entry in store.all()] == ["F0", "F1", "F3", "F4"]
    store.put(FaqEntry("F2", "问题2", "答案"), "anna")
    assert [entry.entry_id for entry in store.all()] == ["F0", "F1", "F3", "F4", "F2"]


def test_pages_follow_each_other_without_gap(store):
    for number in range(7):
        store.put(FaqEntry(f"F{number}", f"问题{number}", "答案"), "anna")
    pages = [store.page(limit=3, offset=offset) for offset in (0, 3, 6)]
    assert [entry.entry_id for page, _ in pages for entry in page] == [f"F{number}" for number in range(7)]
    assert {total for _, total in pages} == {7}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["F1", "F2", "F3"]),
        ("  ", ["F1", "F2", "F3"]),
        ("退", ["F2"]),
        ("退货", ["F2"]),
        ("七天无理由", ["F2"]),
        ("how soon", ["F1"]),
        ("HOW SOON", ["F1"]),
        ("100%", ["F3"]),
        ("0%", ["F3"]),
        ("_", []),
        ('"引号"', ["F3"]),
        ('"', ["F3"]),
        ("F1", ["F1"]),
        ("物流", ["F1"]),
        ("急件", ["F1"]),
        ("没有这个词", []),
        ("OR NOT (", []),
        ("\\", []),
    ],
)
def test_a_page_holds_the_entries_with_the_words_in_any_of_their_texts(store, query, found):
    store.put(FaqEntry("F1", "多久发货？", "当天。", ("how soon do you ship",), "物流", ("急件",)), "anna")
    store.put(FaqEntry("F2", "能退吗？", "支持七天无理由退货。"), "anna")
    store.put(FaqEntry("F3", "是纯棉吗？", '100% 棉，有"引号"。'), "anna")
    entries, total = store.page(query)
    assert [entry.entry_id for entry in entries] == found
    assert total == len(found)


def test_what_was_changed_or_deleted_is_no_longer_found_by_its_old_words(store):
    store.put(FaqEntry("F1", "多久发货？", "三天之内。"), "anna")
    store.put(FaqEntry("F1", "多久发货？", "当天就走。"), "anna")
    assert store.page("三天之内") == ([], 0)
    assert store.page("当天就走")[1] == 1
    store.delete("F1", "anna")
    assert store.page("当天就走") == ([], 0)


def test_listeners_hear_of_each_change_after_it_is_durable(store, entry):
    counted = []
    store.on_change(lambda: counted.append((store.count(), threading.get_ident())))
    stored = store.put(entry, "anna")
    store.delete(stored.entry_id, "anna")
    store.undo(store.history(stored.entry_id)[0].change_id, "anna")
    assert counted == [(number, threading.get_ident()) for number in (1, 0, 1)]
