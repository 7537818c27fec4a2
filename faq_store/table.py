"""Reading a table that a merchant made: CSV or XLSX, UTF-8 or GB18030, Chinese or English headers, or none at all."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

import openpyxl

from appliance.base.errors import GuitaiError, UnreadableFileError

ENCODINGS = ("utf-8-sig", "gb18030")
# What a spreadsheet would take for a formula is written with this in front, and read without it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FORMULA_GUARD = "'"
PROGRESS_ROWS = 500
Row = TypeVar("Row")


# Gets how many rows are done and how many there are, 0 where that is not known; what it raises ends the work.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Table:
    """Rows by the English names of their columns, each with its number in the file (1 = first data row)."""

    rows: tuple[tuple[int, dict[str, str]], ...]


def read_table(
    path: Path,
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
    *,
    headless: Sequence[str] = (),
    progress: Progress = lambda *_: None,
) -> Table:
    """Read a file whole.

    Args:
        path: a `.csv`, `.txt` or `.xlsx` file.
        columns: each column's English name with its other names.
        required: columns that must be there.
        headless: the columns of a file without a header row; empty where there must be one.
        progress: told how many rows are read.

    Raises:
        UnreadableFileError: says what is wrong, where, and what to do.
    """
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {path}.", code="file_missing", hint="Check the name.")
    rows = _xlsx(path, progress) if path.suffix.lower() in {".xlsx", ".xlsm"} else _csv(path, progress)
    # Counted with the blank ones between, as a spreadsheet counts them.
    filled = [(place, line, row) for place, (line, row) in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        raise UnreadableFileError(f"{path} is empty.", code="file_empty", hint="The first row names the columns.")
    names = {other.strip().lower(): name for name, others in columns.items() for other in (name, *others)}
    first, _, given = filled[0]
    header = [names.get(cell.strip().lower(), "") for cell in given]
    if headless and not any(header) and len(header) == len(headless):
        header = list(headless)
        first -= 1
    else:
        _check_header(path, given, header, columns, required)
        filled = filled[1:]
    return Table(tuple(_named(path, line, row, header, place - first) for place, line, row in filled))


def guard(cell: str) -> str:
    """A cell as it is written: no spreadsheet runs it as a formula."""
    return FORMULA_GUARD + cell if cell.startswith((*FORMULA_STARTS, FORMULA_GUARD)) else cell


def unguard(cell: str) -> str:
    """A cell as it was before `guard`."""
    guarded = cell.startswith(FORMULA_GUARD) and cell[1:].startswith((*FORMULA_STARTS, FORMULA_GUARD))
    return cell[1:] if guarded else cell


def _check_header(
    path: Path,
    given: Sequence[str],
    header: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
) -> None:
    if missing := [name for name in required if name not in header]:
        wanted = ", ".join(f"{name}/{columns[name][0]}" for name in missing)
        raise UnreadableFileError(
            f"{path}: the first row has no column {wanted}. It has: {', '.join(given)}.",
            code="column_missing",
            hint="Name the columns in the first row, in English or Chinese.",
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise UnreadableFileError(f"{path}: column {', '.join(doubled)} is there twice.", code="column_twice")


def _named(path: Path, line: int, row: Sequence[str], header: Sequence[str], place: int) -> tuple[int, dict[str, str]]:
    if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
        raise UnreadableFileError(
            f"{path}, line {line}: {len(row)} cells, but the first row names {len(header)} columns.",
            code="row_too_long",
            hint="Put a cell that has a comma in it between quotation marks.",
        )
    return place, {name: unguard(cell).strip() for name, cell in zip_longest(header, row, fillvalue="") if name}


def _csv(path: Path, progress: Progress) -> list[tuple[int, list[str]]]:
    text = read_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend((reader.line_num, row) for row in _told(reader, progress))
    except csv.Error as error:
        raise UnreadableFileError(
            f"{path}, line {reader.line_num}: {error}.",
            code="csv_broken",
            hint="A quotation mark was probably opened and not closed.",
        ) from error
    return rows


def read_text(path: Path) -> str:
    """The text of a file in either encoding.

    Raises:
        UnreadableFileError: it is in neither, or no text.
    """
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {path}.", code="file_missing", hint="Check the name.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{path} can't be read: {error.strerror}.", code="file_unreadable") from error
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise UnreadableFileError(f"{path} is no text file.", code="file_not_text", hint="Save it as CSV or XLSX.")
        return text
    raise UnreadableFileError(
        f"{path} is neither UTF-8 nor GB18030 text.", code="encoding_unknown", hint="Save it as “CSV UTF-8” or XLSX."
    )


def _xlsx(path: Path, progress: Progress) -> list[tuple[int, list[str]]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        total = sheet.max_row or 0
        rows = [
            (number, [_cell(value) for value in row])
            for number, row in enumerate(_told(sheet.iter_rows(values_only=True), progress, total), 1)
        ]
        book.close()
    except GuitaiError:
        # Whoever watches has ended the work.
        raise
    # What a damaged archive makes openpyxl raise depends on where it is damaged: zlib, zipfile, XML and its own errors.
    except Exception as error:
        raise UnreadableFileError(
            f"{path} can't be read as XLSX ({error}).",
            code="xlsx_broken",
            hint="Open it in a spreadsheet and save it anew.",
        ) from error
    return rows


def _told(rows: Iterable[Row], progress: Progress, total: int = 0) -> Iterator[Row]:
    for done, row in enumerate(rows, 1):
        if done % PROGRESS_ROWS == 0:
            progress(done, total)
        yield row


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            midnight = value.time().isoformat() == "00:00:00"
            return value.date().isoformat() if midnight else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
    return str(value)
