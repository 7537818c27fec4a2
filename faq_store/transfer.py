"""FAQ entries from and to files that a spreadsheet opens."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import openpyxl

from appliance.base.atomic import replacing
from appliance.base.database import Connection, Database
from faq_store.entries import FaqEntry
from faq_store.store import FaqStore, new_entry_id, put_in
from faq_store.table import guard, read_table

COLUMNS = {
    "id": ("编号",),
    "question": ("问题",),
    "similar_questions": ("相似问法",),
    "answer": ("答案",),
    "category": ("分类",),
    "tags": ("标签",),
    "valid_from": ("生效日期",),
    "valid_until": ("失效日期",),
    "enabled": ("启用",),
}
REQUIRED = ("question", "answer")
TRUE = frozenset({"", "1", "true", "yes", "y", "on", "是", "启用", "开"})
FALSE = frozenset({"0", "false", "no", "n", "off", "否", "停用", "关", "不启用"})
PROGRESS_ROWS = 500
ESCAPED = re.compile(r"\\([\\|])")
PART = re.compile(r"(?:\\[\\|]|[^|\r\n])+")


@dataclass
class ImportReceipt:
    """What an import did; `refused` has each refused row's number and why."""

    read: int = 0
    added: int = 0
    changed: int = 0
    skipped: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_faq(
    database: Database, store: FaqStore, path: Path, author: str, progress: Callable[[int, int], None] = lambda *_: None
) -> ImportReceipt:
    """Read entries from a file, all in one durable write. Rows with the id of an entry change it.

    A row without an id changes the entry with the same question, else it is a new one.

    Raises:
        UnreadableFileError: the file can't be read whole; nothing is imported.
    """
    table = read_table(path, COLUMNS, REQUIRED, headless=REQUIRED)
    receipt = ImportReceipt(read=len(table.rows))

    def write(db: Connection) -> None:
        entries = store.all()
        known = {entry.question: entry.entry_id for entry in entries}
        existing = {entry.entry_id for entry in entries}
        for done, (number, row) in enumerate(table.rows, 1):
            if done % PROGRESS_ROWS == 0:
                progress(done, len(table.rows))
            try:
                entry = entry_from_row(row, known.get(row["question"], ""))
            except ValueError as error:
                receipt.refused.append((number, str(error)))
                continue
            if not put_in(db, entry, author):
                receipt.skipped += 1
            elif entry.entry_id in existing:
                receipt.changed += 1
            else:
                receipt.added += 1
            existing.add(entry.entry_id)
            known[entry.question] = entry.entry_id

    database.write(write)
    store.changed()
    progress(len(table.rows), len(table.rows))
    return receipt


def entry_from_row(row: dict[str, str], known_id: str) -> FaqEntry:
    """The entry that a row describes.

    Raises:
        ValueError: says what is wrong with it.
    """
    enabled = row.get("enabled", "").lower()
    if enabled not in TRUE | FALSE:
        raise ValueError(f"enabled/启用: “{enabled}” is neither yes nor no")
    entry = FaqEntry(
        entry_id=row.get("id") or known_id or new_entry_id(),
        question=row["question"],
        answer=row["answer"],
        similar_questions=split(row.get("similar_questions", "")),
        category=row.get("category", ""),
        tags=split(row.get("tags", "")),
        valid_from=_date(row.get("valid_from", ""), "valid_from/生效日期"),
        valid_until=_date(row.get("valid_until", ""), "valid_until/失效日期"),
        enabled=enabled in TRUE,
    ).tidied()
    if faults := entry.faults():
        raise ValueError("; ".join(faults))
    return entry


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell between bars or line breaks; a bar, or a backslash, after a backslash is that character itself."""
    parts = (ESCAPED.sub(r"\1", part).strip() for part in PART.findall(cell))
    return tuple(part for part in parts if part)


def export_faq(store: FaqStore, path: Path) -> int:
    """Write every entry to a CSV (or XLSX, by its suffix) file that imports again without loss.

    Returns:
        How many entries were written.

    Raises:
        OSError: it can't be written.
    """
    entries = store.all()
    rows = [list(COLUMNS), *[_row(entry) for entry in entries]]
    if path.suffix.lower() == ".xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("FAQ")
        for row in rows:
            sheet.append(row)
        with replacing(path) as file:
            book.save(file)
        return len(entries)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    # With a byte order mark a spreadsheet takes the file for UTF-8.
    with replacing(path) as file:
        file.write(text.getvalue().encode("utf-8-sig"))
    return len(entries)


def _row(entry: FaqEntry) -> list[str]:
    cells = [
        entry.entry_id,
        entry.question,
        _joined(entry.similar_questions),
        entry.answer,
        entry.category,
        _joined(entry.tags),
        entry.valid_from.isoformat() if entry.valid_from else "",
        entry.valid_until.isoformat() if entry.valid_until else "",
        "true" if entry.enabled else "false",
    ]
    return [guard(cell) for cell in cells]


def _joined(parts: tuple[str, ...]) -> str:
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def _date(cell: str, name: str) -> date | None:
    text = cell.strip().replace("/", "-").replace(".", "-")
    if not text:
        return None
    try:
        year, month, day = (int(part) for part in text.split(" ")[0].split("-"))
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{name}: “{cell}” is no date (YYYY-MM-DD)") from None
