"""Every kind of FAQ file: its rows, and entries written as one. The suffix says which kind it is."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from appliance.base.atomic import replacing
from appliance.base.errors import UnreadableFileError
from faq_store.entries import FaqEntry
from faq_store.faq_rows import BASE_VERSION, PACK_COLUMNS, REQUIRED, Cells, FileRow, cells_of, row_of, version_of
from faq_store.json_file import read_json, write_json
from faq_store.markdown_file import read_markdown, write_markdown
from faq_store.table import Progress, guard, read_table

JSON = frozenset({".json"})
MARKDOWN = frozenset({".md", ".markdown"})
XLSX = frozenset({".xlsx", ".xlsm"})
# What a cell of a spreadsheet holds; longer texts would be cut off in silence.
LONGEST_CELL = 32_767


def read_rows(path: Path, progress: Progress = lambda *_: None) -> list[FileRow]:
    """Read a file whole.

    Raises:
        UnreadableFileError: it can't be; says what is wrong, where, and what to do.
    """
    suffix = path.suffix.lower()
    rows: Sequence[tuple[int, Cells]]
    if suffix in JSON:
        rows = read_json(path)
    elif suffix in MARKDOWN:
        rows = read_markdown(path)
    else:
        rows = read_table(path, PACK_COLUMNS, REQUIRED, headless=REQUIRED, progress=progress).rows
    is_pack = any(BASE_VERSION in cells for _, cells in rows)
    return [row_of(number, {BASE_VERSION: "", **cells} if is_pack else cells) for number, cells in rows]


def write_entries(path: Path, entries: Sequence[FaqEntry], *, as_pack: bool = False) -> None:
    """Write a file that reads back without loss.

    Args:
        path: `.csv`, `.xlsx`, `.json` or `.md`; another suffix is written as CSV.
        entries: in their order.
        as_pack: with the version of each, so that an edited file can be merged.

    Raises:
        UnreadableFileError: a spreadsheet can't hold an entry.
        OSError: it can't be written.
    """
    rows = [{**cells_of(entry), **({BASE_VERSION: version_of(entry)} if as_pack else {})} for entry in entries]
    columns = [name for name in PACK_COLUMNS if as_pack or name != BASE_VERSION]
    suffix = path.suffix.lower()
    if suffix in XLSX:
        _write_xlsx(path, columns, rows)
        return
    if suffix in JSON:
        data = write_json(rows)
    elif suffix in MARKDOWN:
        data = write_markdown(rows)
    else:
        data = _csv(columns, rows)
    with replacing(path) as file:
        file.write(data)


def _csv(columns: Sequence[str], rows: Sequence[Cells]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *([guard(row[name]) for name in columns] for row in rows)])
    # With a byte order mark a spreadsheet takes the file for UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _write_xlsx(path: Path, columns: Sequence[str], rows: Sequence[Cells]) -> None:
    for row in rows:
        if long := [name for name in columns if len(guard(row[name])) > LONGEST_CELL]:
            raise UnreadableFileError(
                f"{path}: {long[0]} of entry {row['id']} is longer than the {LONGEST_CELL:,} characters that a cell holds.",
                code="cell_too_long",
                hint="Export as CSV or JSON.",
            )
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("FAQ")
    sheet.append(columns)
    for row in rows:
        sheet.append([guard(row[name]) for name in columns])
    with replacing(path) as file:
        book.save(file)
