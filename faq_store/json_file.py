"""FAQ entries as JSON: a list of objects, or an object with such a list under `entries`."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from appliance.base.errors import UnreadableFileError
from faq_store.faq_rows import DATES, LISTS, PACK_COLUMNS, Cells, joined, split
from faq_store.table import read_text

NAMES = {other.lower(): name for name, others in PACK_COLUMNS.items() for other in (name, *others)}
HINT = 'It holds a list of objects such as {"question": "…", "answer": "…"}.'


def read_json(path: Path) -> list[tuple[int, Cells]]:
    """The file's entries as cells, each with its place in the list (1 = first).

    Raises:
        UnreadableFileError: it is no such JSON.
    """
    try:
        document = json.loads(read_text(path))
        # Half of a surrogate pair can be written in JSON, and nowhere else.
        json.dumps(document, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"{path} is no JSON: {error}.", code="json_broken", hint=HINT) from error
    listed = document.get("entries") if isinstance(document, dict) else document
    if not isinstance(listed, list):
        raise UnreadableFileError(f"{path} holds no list of entries.", code="json_shape", hint=HINT)
    return [(number, _cells(path, number, one)) for number, one in enumerate(listed, 1)]


def write_json(entries: Iterable[Cells]) -> bytes:
    """Entries as a readable JSON file, lists as lists and yes and no as such."""
    documents = [_document(cells) for cells in entries]
    return json.dumps({"entries": documents}, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _cells(path: Path, number: int, document: Any) -> Cells:
    if not isinstance(document, dict):
        raise UnreadableFileError(f"{path}, entry {number} is no object.", code="json_shape", hint=HINT)
    cells = {"question": "", "answer": ""}
    for given, value in document.items():
        name = NAMES.get(given.strip().lower())
        if name is None:
            continue
        match value:
            case None:
                cells[name] = ""
            case bool():
                cells[name] = "true" if value else "false"
            case str() | int() | float():
                cells[name] = str(value)
            case list() if name in LISTS and all(isinstance(part, str) for part in value):
                cells[name] = joined(tuple(value))
            case _:
                raise UnreadableFileError(
                    f"{path}, entry {number}: {given} is neither a text nor a list of texts.", code="json_shape"
                )
    return cells


def _document(cells: Cells) -> dict[str, object]:
    lists = {name: list(split(cells[name])) for name in LISTS}
    return {**cells, **lists, "enabled": cells["enabled"] == "true", **{name: cells[name] or None for name in DATES}}
