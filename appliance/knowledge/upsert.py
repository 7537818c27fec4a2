"""Storing a row that may be there already, and telling what that did."""

from enum import StrEnum
from typing import Any

from appliance.base.database import Connection


class Outcome(StrEnum):
    """What storing a row did."""

    ADDED = "added"
    CHANGED = "changed"
    SKIPPED = "skipped"


def upsert_row(db: Connection, table: str, key: str, row: dict[str, Any], at: int) -> Outcome:
    """Insert or replace the row with this key; one that says nothing new is left alone.

    Args:
        db: the open write.
        table: its name.
        key: the name of its primary key.
        row: every column but `updated_at`.
        at: milliseconds since 1970.
    """
    before = next(iter(db.query(f"SELECT * FROM {table} WHERE {key} = ?", [row[key]])), None)
    if before and all(before[name] == value for name, value in row.items()):
        return Outcome.SKIPPED
    db.table(table).upsert({**row, "updated_at": at}, pk=key)
    return Outcome.CHANGED if before else Outcome.ADDED
