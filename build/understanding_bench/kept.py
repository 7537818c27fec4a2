"""The figures' file: a part that was measured anew takes its former figures' place, and every other part keeps its own."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from machine import machine

from appliance.base.atomic import write_text
from understanding_bench.part import Row

DIGITS = 4
WORLD_READABLE = 0o644


def keep(file: Path, part: str, rows: list[Row], versions: Mapping[str, str]) -> None:
    """Write the part's figures into `file`, with the machine and the versions that they come from."""
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    figures = [{name: _rounded(value) for name, value in row.items()} for row in rows]
    document[part] = {"machine": machine(), "versions": dict(versions), "figures": figures}
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, json.dumps(document, ensure_ascii=False, indent=2) + "\n", mode=WORLD_READABLE)


def _rounded(value: float | str | None) -> float | str | None:
    return round(value, DIGITS) if isinstance(value, float) else value
