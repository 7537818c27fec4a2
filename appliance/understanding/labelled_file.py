"""Labelled questions from a JSONL file: `text`, `intent`, optional `lang` (docs/formats.md)."""

import json
from pathlib import Path

from pydantic import ValidationError

from appliance.api.intents import LabelledExample
from appliance.base.errors import UnreadableFileError
from appliance.understanding.own_intents import LabelledText


def read_labelled(path: Path) -> list[LabelledText]:
    """The file's examples, in its order.

    Raises:
        UnreadableFileError: missing, no UTF-8, or a line that is no labelled question; says which.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{path} can't be read: {error}.", hint="It must be JSONL in UTF-8.") from error
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            example = LabelledExample.model_validate(json.loads(line))
        except (json.JSONDecodeError, ValidationError) as error:
            raise UnreadableFileError(
                f"{path}, line {number}: no labelled question.", hint='Write {"text": "…", "intent": "…"}.'
            ) from error
        rows.append(LabelledText(example.text, example.intent))
    if not rows:
        raise UnreadableFileError(f"{path} is empty.", code="file_empty")
    return rows
