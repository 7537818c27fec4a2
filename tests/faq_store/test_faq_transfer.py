"""FAQ files: what goes in, what is refused, and that what goes out comes back (the round trip)."""

import csv
import secrets
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from appliance.base.database import KEY_BYTES, Database
from appliance.base.errors import UnreadableFileError
from faq_store.entries import FaqEntry
from faq_store.schema import migrations
from faq_store.store import FaqStore
from faq_store.transfer import export_faq, import_faq, split

HEADERS = {
    "en": "id,question,similar_questions,answer,category,tags,valid_from,valid_until,enabled",
    "zh": "编号,问题,相似问法,答案,分类,标签,生效日期,失效日期,启用",
}
DEMO = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce" / "demo" / "faq.csv"


@pytest.fixture
def load(database, store, tmp_path):
    """Import a file with this content."""

    def from_text(content, encoding="utf-8"):
        path = tmp_path / "faq.csv"
        path.write_bytes(content.encode(encoding))
        return import_faq(database, store, path, "anna")

    return from_text


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_in_either_language_and_encoding_goes_in_whole(load, store, header, encoding):
    receipt = load(
        f"{header}\nF1,几天发货？,多久发|怎么还不发,当天。,物流,发货|急,2026-11-16,2026-12-31,是\n", encoding
    )
    assert (receipt.read, receipt.added, receipt.changed, receipt.skipped, receipt.refused) == (1, 1, 0, 0, [])
    assert replace(store.get("F1"), updated_at=0) == FaqEntry(
        entry_id="F1",
        question="几天发货？",
        answer="当天。",
        similar_questions=("多久发", "怎么还不发"),
        category="物流",
        tags=("发货", "急"),
        valid_from=date(2026, 11, 16),
        valid_until=date(2026, 12, 31),
    )


def test_a_spreadsheet_with_real_dates_and_ticks_goes_in(database, store, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["问题", "答案", "生效日期", "启用"])
    book.active.append(["几天发货？", "当天。", date(2026, 11, 16), False])
    book.save(tmp_path / "faq.xlsx")
    receipt = import_faq(database, store, tmp_path / "faq.xlsx", "anna")
    assert (receipt.added, receipt.refused) == (1, [])
    assert (store.all()[0].valid_from, store.all()[0].enabled) == (date(2026, 11, 16), False)


def test_two_columns_without_a_header_are_question_and_answer(load, store):
    assert load("几天发货,当天\n能退吗,能\n").added == 2
    assert [(entry.question, entry.answer) for entry in store.all()] == [("几天发货", "当天"), ("能退吗", "能")]


@pytest.mark.parametrize("word", ["", "1", "true", "TRUE", "是", "启用", "yes"])
def test_words_that_switch_an_entry_on(load, store, word):
    load(f"question,answer,enabled\nq,a,{word}\n")
    assert store.all()[0].enabled


@pytest.mark.parametrize("word", ["0", "false", "False", "否", "停用", "no"])
def test_words_that_switch_an_entry_off(load, store, word):
    load(f"question,answer,enabled\nq,a,{word}\n")
    assert not store.all()[0].enabled


@pytest.mark.parametrize("cell", ["2026-02-03", "2026/2/3", "2026.02.03", "2026-02-03 00:00:00"])
def test_dates_as_people_write_them(load, store, cell):
    load(f"question,answer,valid_from\nq,a,{cell}\n")
    assert store.all()[0].valid_from == date(2026, 2, 3)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",a,,,", "question is empty"),
        ("q,,,,", "answer is empty"),
        ("q,a,maybe,,", "“maybe” is neither yes nor no"),
        ("q,a,,2026-02-30,", "valid_from/生效日期: “2026-02-30” is no date"),
        ("q,a,,,soon", "valid_until/失效日期: “soon” is no date"),
        ("q,a,,2026-02-02,2026-02-01", "valid_from is after valid_until"),
        (f"{'问' * 501},a,,,", "longer than 500 characters"),
    ],
)
def test_a_refused_row_has_its_number_and_why_and_the_others_go_in(load, store, row, reason):
    header = "question,answer,enabled,valid_from,valid_until"
    receipt = load(f"{header}\ngood,a,,,\n{row}\nalso good,a,,,\n")
    assert (receipt.read, receipt.added) == (3, 2)
    [(number, why)] = receipt.refused
    assert number == 2
    assert reason in why
    assert [entry.question for entry in store.all()] == ["good", "also good"]


def test_a_file_that_cannot_be_read_whole_changes_nothing(load, store):
    load("question,answer\nq,a\n")
    with pytest.raises(UnreadableFileError):
        load('question,answer\nq2,a2\n"q3,a3\n')
    assert [entry.question for entry in store.all()] == ["q"]


def test_a_second_import_changes_by_id_and_by_question_and_skips_what_is_the_same(load, store):
    load("id,question,answer\nF1,几天发货？,当天。\nF2,能退吗？,能。\n,包邮吗？,包。\n")
    receipt = load("id,question,answer\nF1,几天发？,当天。\n,能退吗？,七天之内能。\n,包邮吗？,包。\nF9,新的？,是。\n")
    assert (receipt.read, receipt.added, receipt.changed, receipt.skipped) == (4, 1, 2, 1)
    assert store.get("F1").question == "几天发？"
    assert store.get("F2").answer == "七天之内能。"
    assert store.count() == 4


def test_entries_with_one_question_are_told_apart_by_their_ids(load):
    load("id,question,answer\nF1,几天发货？,当天。\nF2,几天发货？,次日。\n")
    receipt = load("id,question,answer\nF1,几天发货？,一天。\nF2,几天发货？,两天。\n")
    assert (receipt.added, receipt.changed) == (0, 2)


def test_a_question_that_comes_twice_in_a_file_is_one_entry_with_the_last_answer(load, store):
    receipt = load("question,answer\nq,first\nq,second\n")
    assert (receipt.added, receipt.changed) == (1, 1)
    assert [entry.answer for entry in store.all()] == ["second"]


def test_listeners_hear_of_an_import_once(load, store):
    heard = []
    store.on_change(lambda: heard.append(store.count()))
    load("question,answer\nq1,a\nq2,a\n")
    assert heard == [2]


def test_progress_counts_up_to_all_rows(database, store, tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("question,answer\n" + "".join(f"q{number},a\n" for number in range(1200)), encoding="utf-8")
    told = []
    import_faq(database, store, path, "anna", lambda *step: told.append(step))
    assert told == [
        ("reading", 500, 0),
        ("reading", 1000, 0),
        ("comparing", 500, 1200),
        ("comparing", 1000, 1200),
        *[("writing", done, 1200) for done in range(0, 1201, 50)],
    ]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a|b", ("a", "b")),
        (" a | | b ", ("a", "b")),
        ("a\nb\r\nc", ("a", "b", "c")),
        ("a\\|b|c", ("a|b", "c")),
        ("a\\\\|b", ("a\\", "b")),
        ("C:\\temp|b", ("C:\\temp", "b")),
        ("a\\", ("a\\",)),
    ],
)
def test_a_cell_is_split_at_bars_that_no_backslash_guards(cell, parts):
    assert split(cell) == parts


def test_no_cell_of_an_export_is_a_formula(store, tmp_path):
    store.put(FaqEntry("F1", '=HYPERLINK("http://evil")', "@SUM(1)", ("+1", "=2"), "-x", ("=t",)), "anna")
    export_faq(store, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.reader(file))[1]
    assert [cell[0] for cell in row if cell and cell not in {"F1", "true"}] == ["'"] * 5
    export_faq(store, tmp_path / "out.xlsx")
    cells = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.rows)[1]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def test_a_csv_export_begins_with_the_mark_that_spreadsheets_need(store, tmp_path):
    assert export_faq(store, tmp_path / "out.csv") == 0
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfid,question,")


# Characters that files of either kind treat in a way of their own.
AWKWARD = ["|", "\\", "\\|", "'", "=", "+", "-", "@", '"', ",", "，", "\n", "\r\n", "\r", "\t", "\0", "\x0b", "\ufeff"]
TEXT = st.lists(st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=6)
WORDS = TEXT.map("".join)
ENTRIES = st.builds(
    FaqEntry,
    entry_id=st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,11}", fullmatch=True),
    question=WORDS,
    answer=WORDS,
    similar_questions=st.lists(WORDS, max_size=4).map(tuple),
    category=WORDS,
    tags=st.lists(WORDS, max_size=4).map(tuple),
    valid_from=st.none() | st.dates(max_value=date(2026, 6, 1)),
    valid_until=st.none() | st.dates(min_value=date(2026, 6, 1)),
    enabled=st.booleans(),
).filter(lambda entry: not entry.tidied().faults())


def contents(store):
    """Every entry as it is, times of change aside."""
    return [replace(entry, updated_at=0) for entry in store.all()]


@settings(max_examples=40, deadline=None)
@given(
    entries=st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.entry_id),
    suffix=st.sampled_from(["csv", "xlsx", "json", "md"]),
    as_pack=st.booleans(),
)
def test_what_is_exported_comes_back_the_same(entries, suffix, as_pack):
    # Markdown without a question is no FAQ file.
    assume(entries or suffix != "md")
    with tempfile.TemporaryDirectory() as folder:
        key = secrets.token_bytes(KEY_BYTES)
        databases = [Database(Path(folder) / f"{name}.db", key, [migrations]) for name in ("from", "to")]
        source, target = (FaqStore(database) for database in databases)
        path = Path(folder) / f"faq.{suffix}"
        try:
            for entry in entries:
                source.put(entry, "anna")
            assert export_faq(source, path, as_pack=as_pack) == len(entries)
            receipt = import_faq(databases[1], target, path, "anna")
            assert (receipt.added, receipt.refused) == (len(entries), [])
            assert contents(target) == contents(source)
            assert import_faq(databases[0], source, path, "anna").skipped == len(entries)
        finally:
            for database in databases:
                database.close()


def test_the_demo_shop_survives_the_round_trip(database, store, tmp_path):
    import_faq(database, store, DEMO, "anna")
    before = contents(store)
    export_faq(store, tmp_path / "out.xlsx")
    for entry in before:
        store.delete(entry.entry_id, "anna")
    assert import_faq(database, store, tmp_path / "out.xlsx", "anna").added == len(before) == 62
    assert contents(store) == before
