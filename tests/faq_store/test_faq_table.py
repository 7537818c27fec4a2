"""Tables that merchants make: encodings, headers, cells, and files that can't be read whole."""

import random
from datetime import date, datetime

import openpyxl
import pytest

from appliance.base.errors import UnreadableFileError
from faq_store.table import guard, read_table, unguard

COLUMNS = {"question": ("问题",), "answer": ("答案",), "note": ("备注",)}
REQUIRED = ("question", "answer")


def table(tmp_path, content, name="table.csv", encoding="utf-8"):
    """Read `content` as a file."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_table(path, COLUMNS, REQUIRED).rows


def sheet(tmp_path, rows):
    """A workbook with these rows."""
    path = tmp_path / "table.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["question,answer", "问题,答案", " Question ,ANSWER", "问题,answer"])
def test_either_encoding_and_header_reads_the_same(tmp_path, encoding, header):
    rows = table(tmp_path, f"{header}\r\n几天发货？,“当天”—€\r\n", encoding=encoding)
    assert rows == ((1, {"question": "几天发货？", "answer": "“当天”—€"}),)


def test_columns_may_stand_in_any_order_and_foreign_ones_are_passed_over(tmp_path):
    rows = table(tmp_path, "价目,答案,问题\n9,当天,几天发货\n")
    assert rows == ((1, {"answer": "当天", "question": "几天发货"}),)


def test_commas_quotation_marks_and_line_breaks_inside_a_cell(tmp_path):
    rows = table(tmp_path, 'question,answer\n"a, ""b""","一\r\n二"\n')
    assert rows[0][1] == {"question": 'a, "b"', "answer": "一\r\n二"}


def test_a_short_rows_last_cells_are_empty(tmp_path):
    assert table(tmp_path, "question,answer,note\nq\n")[0][1] == {"question": "q", "answer": "", "note": ""}


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path):
    rows = table(tmp_path, 'question,answer\nq1,"a\nb"\n,\n\nq4,a\n')
    assert [(number, row["question"]) for number, row in rows] == [(1, "q1"), (4, "q4")]


def test_a_file_without_a_header_is_read_only_where_that_is_allowed(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("几天发货,当天\n能退吗,能\n", encoding="utf-8")
    rows = read_table(path, COLUMNS, REQUIRED, headless=REQUIRED).rows
    assert rows == ((1, {"question": "几天发货", "answer": "当天"}), (2, {"question": "能退吗", "answer": "能"}))
    with pytest.raises(UnreadableFileError) as refused:
        read_table(path, COLUMNS, REQUIRED)
    assert refused.value.code == "column_missing"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "file_empty", "is empty"),
        (b" , \n,\n", "file_empty", "is empty"),
        (b"question,note\nq,n\n", "column_missing", "answer/答案"),
        ("问题,答案,question\nq,a,q\n".encode(), "column_twice", "question is there twice"),
        (b"question,answer\nq,a,b\n", "row_too_long", "line 2: 3 cells"),
        (b'question,answer\n"q,a\n', "csv_broken", "line 2"),
        (b'question,answer\n"q"x,a\n', "csv_broken", "line 2"),
        (b"question,answer\nq,a\0b\n", "file_not_text", "no text file"),
        (b"question,answer\n\xff\xff\xff,a\n", "encoding_unknown", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_cannot_be_read_whole_says_what_and_where(tmp_path, content, code, said):
    with pytest.raises(UnreadableFileError, match=said) as refused:
        table(tmp_path, content)
    assert refused.value.code == code
    assert refused.value.exit_code == 2
    assert "table.csv" in refused.value.message


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(UnreadableFileError) as refused:
        read_table(tmp_path / "nothing.csv", COLUMNS, REQUIRED)
    assert refused.value.code == "file_missing"


def test_cells_of_a_spreadsheet_as_text(tmp_path):
    moments = [datetime.fromisoformat(text) for text in ("2026-12-31T14:05", "2026-12-31")]
    cells = [199.0, 59.9, 12, True, date(2026, 12, 31), *moments, None]
    path = sheet(tmp_path, [["问题", "答案"], *[["q", cell] for cell in cells]])
    read = [row["answer"] for _, row in read_table(path, COLUMNS, REQUIRED).rows]
    days = ["2026-12-31", "2026-12-31 14:05:00", "2026-12-31"]
    assert read == ["199", "59.9", "12", "true", *days, ""]


def test_a_formula_in_a_spreadsheet_is_read_as_its_value_and_never_as_a_formula(tmp_path):
    path = sheet(tmp_path, [["问题", "答案"], ["q", "=1+1"]])
    # The library computes nothing, so a formula that no spreadsheet has stored a value for has none.
    assert read_table(path, COLUMNS, REQUIRED).rows[0][1]["answer"] == ""


def test_a_damaged_spreadsheet_is_read_whole_or_refused(tmp_path):
    path = sheet(tmp_path, [["问题", "答案"], *[[f"问题{number}", f"答案{number}"] for number in range(40)]])
    data, chance = path.read_bytes(), random.Random(1)
    whole = read_table(path, COLUMNS, REQUIRED).rows
    outcomes = []
    for attempt in range(60):
        damaged = bytearray(data)
        if attempt % 2:
            del damaged[chance.randrange(len(damaged)) :]
        else:
            at = chance.randrange(len(damaged) - 40)
            damaged[at : at + 40] = bytes(chance.randrange(256) for _ in range(40))
        try:
            outcomes.append(table(tmp_path, bytes(damaged), name="damaged.xlsx"))
        except UnreadableFileError as error:
            outcomes.append(error.code)
    # Damage to a part that holds no cells changes nothing.
    assert all(outcome in ("xlsx_broken", whole) for outcome in outcomes)
    assert outcomes.count("xlsx_broken") > 40


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@cmd", "'quoted", "'=x", "''", "\tx"])
def test_what_a_spreadsheet_would_run_is_guarded_and_reads_back(text):
    assert guard(text) == "'" + text
    assert unguard(guard(text)) == text


@pytest.mark.parametrize("text", ["普通", "a=b", "1-2", "", "it's"])
def test_other_cells_are_written_as_they_are(text):
    assert guard(text) == text
    assert unguard(text) == text


def test_a_merchants_own_leading_quotation_mark_stays():
    assert unguard("'ok") == "'ok"
