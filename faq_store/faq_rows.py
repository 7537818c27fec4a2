"""A FAQ entry as a row of cells, the same for every kind of file: names of columns, words for yes and no, lists in a cell."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from faq_store.entries import FaqEntry

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
# In a pack only: which version of the entry the row was exported from.
BASE_VERSION = "base_version"
PACK_COLUMNS = {**COLUMNS, BASE_VERSION: ("导出版本",)}
TRUE = frozenset({"", "1", "true", "yes", "y", "on", "是", "启用", "开"})
FALSE = frozenset({"0", "false", "no", "n", "off", "否", "停用", "关", "不启用"})
LISTS = ("similar_questions", "tags")
DATES = {"valid_from": "valid_from/生效日期", "valid_until": "valid_until/失效日期"}
ESCAPED = re.compile(r"\\([\\|])")
PART = re.compile(r"(?:\\[\\|]|[^|\r\n])+")
# It begins with a letter, so that no spreadsheet takes it for a number (3e10…) or a formula.
VERSION = re.compile(r"v-[0-9a-f]{16}")
VERSION_DIGITS = 16

Cells = Mapping[str, str]


@dataclass(frozen=True)
class FileRow:
    """A row of a file, read but not yet compared with the store.

    Attributes:
        number: as the file's reader counts rows, questions or documents; 1 is the first.
        entry_id: empty where the file gives none.
        question: what identifies the entry where there is no id.
        fields: of `FaqEntry`; what the file has no column for is not in it.
        base_version: the version that it was exported from; empty for a row added to a pack, None in a file without versions.
        fault: why it can't be an entry; empty where it can.
    """

    number: int
    entry_id: str = ""
    question: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    base_version: str | None = None
    fault: str = ""

    def entry(self, before: FaqEntry | None, entry_id: str) -> FaqEntry:
        """The tidied entry that this row makes of `before`; what the file has no column for stays as it was."""
        return replace(before or FaqEntry("", "", ""), **self.fields, entry_id=entry_id).tidied()


def row_of(number: int, cells: Cells) -> FileRow:
    """The row that these cells describe, by their English names."""
    question = cells["question"]
    try:
        fields = _fields(cells)
    except ValueError as error:
        return FileRow(number, cells.get("id", ""), question, fault=str(error))
    version = cells.get(BASE_VERSION)
    if version and not VERSION.fullmatch(version):
        fault = f"base_version/导出版本: “{version}” is damaged; leave that column as it was exported"
        return FileRow(number, cells.get("id", ""), question, fault=fault)
    return FileRow(number, cells.get("id", ""), FaqEntry("", question, "").tidied().question, fields, version)


def cells_of(entry: FaqEntry) -> dict[str, str]:
    """An entry's cells under the English names of `COLUMNS`."""
    return {
        "id": entry.entry_id,
        "question": entry.question,
        "similar_questions": joined(entry.similar_questions),
        "answer": entry.answer,
        "category": entry.category,
        "tags": joined(entry.tags),
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else "",
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else "",
        "enabled": "true" if entry.enabled else "false",
    }


def version_of(entry: FaqEntry) -> str:
    """A short name of what a file holds of an entry, its id included: a spreadsheet that spoils ids is noticed."""
    content = json.dumps(cells_of(entry), ensure_ascii=False, sort_keys=True)
    return f"v-{hashlib.sha256(content.encode('utf-8')).hexdigest()[:VERSION_DIGITS]}"


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell between bars or line breaks; a bar, or a backslash, after a backslash is that character itself."""
    parts = (ESCAPED.sub(r"\1", part).strip() for part in PART.findall(cell))
    return tuple(part for part in parts if part)


def joined(parts: tuple[str, ...]) -> str:
    """The cell that `split` takes apart again."""
    return "|".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def _fields(cells: Cells) -> dict[str, Any]:
    """Raises ValueError, which says what is wrong."""
    fields: dict[str, Any] = {name: cells[name] for name in ("question", "answer", "category") if name in cells}
    if (enabled := cells.get("enabled")) is not None:
        if enabled.strip().lower() not in TRUE | FALSE:
            raise ValueError(f"enabled/启用: “{enabled}” is neither yes nor no")
        fields["enabled"] = enabled.strip().lower() in TRUE
    fields |= {name: split(cells[name]) for name in LISTS if name in cells}
    return fields | {name: _date(cells[name], shown) for name, shown in DATES.items() if name in cells}


def _date(cell: str, name: str) -> date | None:
    text = cell.strip().replace("/", "-").replace(".", "-")
    if not text:
        return None
    try:
        year, month, day = (int(part) for part in text.split(" ")[0].split("-"))
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"{name}: “{cell}” is no date (YYYY-MM-DD)") from None
