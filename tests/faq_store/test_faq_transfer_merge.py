"""Packs: exported, edited elsewhere, merged by id. What changed on both sides is never overwritten unless somebody decided so."""

import csv
import random
from dataclasses import replace

import openpyxl
import pytest

from appliance.base.errors import GuitaiError
from faq_store.entries import FaqEntry
from faq_store.faq_rows import version_of
from faq_store.merge import Decision, Outcome
from faq_store.transfer import ROWS_A_WRITE, export_faq, import_faq

F1, F2 = FaqEntry("F1", "几天发货？", "当天。"), FaqEntry("F2", "能退吗？", "七天内能。", tags=("售后",))


@pytest.fixture
def pack(store, tmp_path):
    """A pack of two entries."""
    for entry in (F1, F2):
        store.put(entry, "anna")
    path = tmp_path / "pack.csv"
    export_faq(store, path, as_pack=True)
    return path


@pytest.fixture
def merge(database, store, pack):
    """Merge the pack; what came of each row."""

    def merged(**options):
        return [(row.outcome, row.reason) for row in import_faq(database, store, pack, "ben", **options).rows]

    return merged


def edit(path, entry_id, column, value):
    """Change a cell as a spreadsheet would."""
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    for row in rows:
        if row["id"] == entry_id:
            row[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_pack_comes_back_without_a_change(merge):
    assert merge() == [(Outcome.UNCHANGED, "")] * 2


def test_what_only_the_file_changed_is_taken(merge, store, pack):
    edit(pack, "F1", "answer", "次日。")
    assert [outcome for outcome, _ in merge()] == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert store.get("F1").answer == "次日。"
    assert store.history("F1")[0].author == "ben"


def test_what_only_changed_here_stays(merge, store, pack):
    store.put(replace(F1, answer="两天。"), "anna")
    assert merge()[0] == (Outcome.UNCHANGED, "changed here since the export")
    assert store.get("F1").answer == "两天。"


def test_what_both_changed_waits_and_both_sides_are_shown(merge, store, pack, database):
    store.put(replace(F1, answer="两天。"), "anna")
    edit(pack, "F1", "answer", "次日。")
    assert merge()[0] == (Outcome.CONFLICT, "changed here and in the file")
    assert store.get("F1").answer == "两天。"
    [conflict] = import_faq(database, store, pack, "ben", dry_run=True).conflicts
    assert (conflict.mine.answer, conflict.theirs.answer) == ("两天。", "次日。")


def test_what_both_changed_alike_is_no_conflict(merge, store, pack):
    store.put(replace(F1, answer="次日。"), "anna")
    edit(pack, "F1", "answer", "次日。")
    assert merge()[0] == (Outcome.UNCHANGED, "")


@pytest.mark.parametrize(("side", "answer"), [("mine", "两天。"), ("theirs", "次日。")])
@pytest.mark.parametrize("one_by_one", [True, False])
def test_a_decision_ends_a_conflict(merge, store, pack, side, answer, one_by_one):
    store.put(replace(F1, answer="两天。"), "anna")
    edit(pack, "F1", "answer", "次日。")
    seen = version_of(store.get("F1"))
    options = {"decisions": {"F1": Decision(side, seen)}} if one_by_one else {"otherwise": side}
    assert merge(**options)[0][0] is not Outcome.CONFLICT
    assert store.get("F1").answer == answer


def test_a_decision_about_an_older_version_decides_nothing(merge, store, pack):
    store.put(replace(F1, answer="两天。"), "anna")
    edit(pack, "F1", "answer", "次日。")
    seen = version_of(store.get("F1"))
    store.put(replace(F1, answer="三天。"), "anna")
    outcome = merge(decisions={"F1": Decision("theirs", seen)}, otherwise="theirs")[0]
    assert outcome == (Outcome.CONFLICT, "changed here since it was decided")
    assert store.get("F1").answer == "三天。"


def test_what_was_deleted_here_stays_deleted_unless_the_file_changed_it(merge, store, pack):
    store.delete("F1", "anna")
    store.delete("F2", "anna")
    edit(pack, "F2", "answer", "三十天内能。")
    assert merge() == [
        (Outcome.UNCHANGED, "deleted here since the export"),
        (Outcome.CONFLICT, "deleted here, changed in the file"),
    ]
    assert store.count() == 0
    assert merge(decisions={"F2": Decision("theirs", "")})[1][0] is Outcome.ADDED
    assert [entry.answer for entry in store.all()] == ["三十天内能。"]


def test_a_pack_of_another_shop_adds_its_entries(store, pack, database):
    entries = [replace(entry, updated_at=0) for entry in store.all()]
    database.write(lambda db: [db.execute(f"DELETE FROM {table}") for table in ("faq_entries", "faq_changes")])
    assert import_faq(database, store, pack, "ben").added == 2
    assert [replace(entry, updated_at=0) for entry in store.all()] == entries


def test_another_shops_version_of_an_entry_is_a_conflict(merge, store, pack):
    edit(pack, "F1", "answer", "次日。")
    edit(pack, "F1", "base_version", version_of(replace(F1, answer="次日。")))
    assert merge()[0] == (Outcome.CONFLICT, "here it is another one")


def test_rows_that_were_added_to_a_pack_are_new_and_never_replace_an_entry(merge, store, pack):
    with pack.open("a", encoding="utf-8") as file:
        file.write(",包邮吗？,,满 99 元包邮。,,,,,,\n,能退吗？,,不能。,,,,,,\n")
    assert [outcome for outcome, _ in merge()][2:] == [Outcome.ADDED, Outcome.CONFLICT]
    assert store.get("F2").answer == F2.answer


def test_an_id_that_a_spreadsheet_spoiled_is_noticed(merge, store, pack):
    store.put(FaqEntry("1", "1", "1"), "anna")
    edit(pack, "F1", "id", "1")
    assert merge()[0][0] is Outcome.CONFLICT


def test_a_version_that_was_touched_refuses_its_row(merge, pack):
    edit(pack, "F1", "base_version", "3E+10")
    outcome, reason = merge()[0]
    assert outcome is Outcome.REFUSED
    assert "3E+10" in reason


def test_a_column_that_was_deleted_leaves_its_field_as_it_is(store, database, tmp_path):
    store.put(F2, "anna")
    path = tmp_path / "two.csv"
    path.write_text("id,question,answer\nF2,能退吗？,三十天内能。\n", encoding="utf-8")
    assert import_faq(database, store, path, "ben").changed == 1
    assert (store.get("F2").answer, store.get("F2").tags) == ("三十天内能。", ("售后",))


def test_a_dry_run_tells_the_same_and_changes_nothing(store, database, pack):
    edit(pack, "F1", "answer", "次日。")
    heard = []
    store.on_change(lambda *_: heard.append(1))
    tried = import_faq(database, store, pack, "ben", dry_run=True)
    assert (tried.changed, store.get("F1").answer, heard) == (1, "当天。", [])
    done = import_faq(database, store, pack, "ben")
    assert [row.outcome for row in done.rows] == [row.outcome for row in tried.rows]
    assert heard == [1]


def test_a_cancelled_import_keeps_whole_pieces_and_goes_on_when_it_is_repeated(store, database, tmp_path):
    path = tmp_path / "many.csv"
    rows = 3 * ROWS_A_WRITE
    path.write_text("question,answer\n" + "".join(f"q{number},a\n" for number in range(rows)), encoding="utf-8")
    heard = []
    store.on_change(lambda *_: heard.append(store.count()))

    def cancel(stage, done, total):
        if stage == "writing" and done == ROWS_A_WRITE:
            raise GuitaiError("cancelled", code="cancelled")

    with pytest.raises(GuitaiError, match="cancelled"):
        import_faq(database, store, path, "ben", cancel)
    assert heard == [ROWS_A_WRITE]
    again = import_faq(database, store, path, "ben")
    assert (again.skipped, again.added) == (ROWS_A_WRITE, rows - ROWS_A_WRITE)


@pytest.mark.parametrize("stage", ["reading", "comparing"])
def test_an_import_that_is_cancelled_before_it_writes_changes_nothing(store, database, tmp_path, stage):
    path = tmp_path / "many.xlsx"
    book = openpyxl.Workbook()
    for row in [["question", "answer"], *[[f"q{number}", "a"] for number in range(600)]]:
        book.active.append(row)
    book.save(path)

    def cancel(now, done, total):
        if now == stage:
            raise GuitaiError("cancelled", code="cancelled")

    with pytest.raises(GuitaiError, match="cancelled"):
        import_faq(database, store, path, "ben", cancel)
    assert store.count() == 0


def test_an_edit_during_an_import_is_not_overwritten(store, database, pack):
    edit(pack, "F1", "answer", "次日。")

    def edit_here(stage, done, total):
        if stage == "writing" and done == 0:
            store.put(replace(F1, answer="刚改的。"), "anna")

    [row, _] = import_faq(database, store, pack, "ben", edit_here).rows
    assert (row.outcome, row.reason) == (Outcome.CONFLICT, "changed here while it was imported")
    assert store.get("F1").answer == "刚改的。"


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json", "md"])
@pytest.mark.parametrize("seed", range(5))
def test_a_merge_keeps_every_edit_of_either_side(store, database, tmp_path, suffix, seed):
    """Random edits here and there: each is in the store afterwards, or its row is a conflict that shows both."""
    chance = random.Random(seed)
    base = {f"F{number}": FaqEntry(f"F{number}", f"问题{number}", f"答案{number}") for number in range(30)}
    for entry in base.values():
        store.put(entry, "anna")
    path = tmp_path / f"pack.{suffix}"
    export_faq(store, path, as_pack=True)
    here, there = (
        {entry_id: f"{side}改的{entry_id}" for entry_id in chance.sample(list(base), 12)} for side in ("柜台", "文件")
    )
    for entry_id, answer in here.items():
        store.put(replace(base[entry_id], answer=answer), "anna")
    if suffix == "xlsx":
        book = openpyxl.load_workbook(path)
        for row in book.active.iter_rows(min_row=2):
            row[3].value = there.get(row[0].value, row[3].value)
        book.save(path)
    else:
        text = path.read_text(encoding="utf-8")
        for entry_id, answer in there.items():
            place = text.index(f"答案{entry_id[1:]}")
            text = text[:place] + answer + text[place + len(f"答案{entry_id[1:]}") :]
        path.write_text(text, encoding="utf-8")
    receipt = import_faq(database, store, path, "ben")
    both = here.keys() & there.keys()
    assert {row.entry_id for row in receipt.conflicts} == both
    for row in receipt.conflicts:
        assert (row.mine.answer, row.theirs.answer) == (here[row.entry_id], there[row.entry_id])
    assert {entry.entry_id: entry.answer for entry in store.all()} == {
        entry_id: here.get(entry_id) or there.get(entry_id) or entry.answer for entry_id, entry in base.items()
    }
