"""Labelled questions from a file: `text`, `intent`, optional `lang` (docs/formats.md), as JSONL or as a table."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from appliance.api.intents import LabelledExample
from appliance.base.errors import UnreadableFileError
from appliance.packs.pack import load_pack
from appliance.understanding.own_intents import LabelledText
from faq_store.table import read_table

PACK = Path(__file__).resolve().parent.parent / "packs" / "ecommerce"
TABLES = frozenset({".csv", ".xlsx", ".xlsm"})
COLUMNS = {"text": ("例句", "问题"), "intent": ("意图",)}
REQUIRED = ("text", "intent")


def read_labelled(path: Path) -> list[LabelledText]:
    """The file's examples, in its order: a table where its name ends in `.csv` or `.xlsx`, else JSONL.

    An intent of the pack may be called by its id or by its name in either language; any other word is an intent of its own.

    Raises:
        UnreadableFileError: missing, not readable, or a line or row that is no labelled question; says which.
    """
    rows = list(_from_table(path) if path.suffix.lower() in TABLES else _from_lines(path))
    if not rows:
        raise UnreadableFileError(f"{path} is empty.", code="file_empty")
    return rows


def _from_table(path: Path) -> Iterator[LabelledText]:
    for number, row in read_table(path, COLUMNS, REQUIRED).rows:
        yield _example(row, f"{path}, row {number}", "Fill in text and intent, at most 4000 and 64 characters.")


def _from_lines(path: Path) -> Iterator[LabelledText]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path} can't be read: {error}.", hint="It must be JSONL in UTF-8.") from error
    hint = 'Write {"text": "…", "intent": "…"}.'
    for number, line in enumerate(text.split("\n"), 1):
        place = f"{path}, line {number}"
        if line.strip():
            try:
                document = json.loads(line)
            except json.JSONDecodeError as error:
                raise UnreadableFileError(f"{place}: no labelled question.", hint=hint) from error
            yield _example(document, place, hint)


def _example(document: Any, place: str, hint: str) -> LabelledText:
    try:
        example = LabelledExample.model_validate(document)
    except ValidationError as error:
        raise UnreadableFileError(f"{place}: no labelled question.", hint=hint) from error
    return LabelledText(example.text, _ids_by_name().get(example.intent.strip().lower(), example.intent))


@cache
def _ids_by_name() -> dict[str, str]:
    intents = load_pack(PACK).intents
    return {name.lower(): one.id for one in intents for name in (one.id, one.name_zh, one.name_en)}
