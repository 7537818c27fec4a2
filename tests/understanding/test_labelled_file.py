"""Labelled questions as a merchant has them: lines, tables, the pack's names; a bad row is named."""

import json
from pathlib import Path

import openpyxl
import pytest

from appliance.base.errors import UnreadableFileError
from appliance.understanding.labelled_file import read_labelled
from appliance.understanding.own_intents import LabelledText

ROWS = [LabelledText("旧帐篷能抵钱吗", "以旧换新"), LabelledText("能开发票吗", "invoice")]


def lines(path: Path, *documents: object) -> Path:
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in documents), encoding="utf-8")
    return path


def test_lines_are_read(tmp_path):
    file = lines(
        tmp_path / "a.jsonl",
        {"text": "旧帐篷能抵钱吗", "intent": "以旧换新"},
        {"text": "能开发票吗", "intent": "invoice", "lang": "zh"},
    )
    assert read_labelled(file) == ROWS


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("header", ["例句,意图", "text,intent", "Text,INTENT"])
def test_a_csv_file_is_read_as_the_faq_is(tmp_path, encoding, header):
    file = tmp_path / "a.csv"
    file.write_text(f"{header}\n旧帐篷能抵钱吗,以旧换新\n\n能开发票吗,invoice\n", encoding=encoding)
    assert read_labelled(file) == ROWS


def test_an_xlsx_file_is_read_with_other_columns_in_it(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["日期", "意图", "例句"])
    for row in ROWS:
        book.active.append(["2026-11-25", row.intent, row.text])
    book.save(tmp_path / "a.XLSX")
    assert read_labelled(tmp_path / "a.XLSX") == ROWS


def test_the_packs_intents_go_by_their_names_too(tmp_path):
    names = ("发票", "Invoice", " invoice ", "退货", "return", "票据")
    file = lines(tmp_path / "a.jsonl", *({"text": f"问{name}", "intent": name} for name in names))
    found = [row.intent for row in read_labelled(file)]
    assert found == ["invoice", "invoice", "invoice", "return_request", "return_request", "票据"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "例句,意图\n能开发票吗,发票\n,发票\n", "row 2"),
        ("a.csv", f"例句,意图\n能开发票吗,{'票' * 65}\n", "row 1"),
        ("a.csv", "例句,类别\n能开发票吗,发票\n", "intent/意图"),
        ("a.csv", "例句,意图\n", "is empty"),
        ("a.jsonl", '{"text": "能开发票吗", "intent": "发票"}\n\n{"text": "能开发票吗"}', "line 3"),
        ("a.jsonl", "能开发票吗,发票", "line 1"),
        ("a.jsonl", "\n \n", "is empty"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path, name, content, said):
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=said):
        read_labelled(file)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_a_missing_file_is_told(tmp_path, name):
    with pytest.raises(UnreadableFileError, match=name):
        read_labelled(tmp_path / name)


def test_a_line_separator_within_a_text_ends_no_line(tmp_path):
    file = lines(tmp_path / "a.jsonl", {"text": "能开\u2028发票吗", "intent": "invoice"})
    assert read_labelled(file) == [LabelledText("能开\u2028发票吗", "invoice")]
