"""Statements over more values than one statement takes."""

from collections.abc import Iterator, Sequence
from typing import Any

from appliance.base.database import Connection

# One statement takes at most this many values.
VALUES = 500


def rows_in(db: Connection, sql: str, values: Sequence[Any], *first: Any) -> Iterator[Any]:
    """The rows, as tuples, of a statement that is true for any of many values.

    Args:
        db: where to ask.
        sql: the statement, with `{}` where the values' places go.
        values: any number of them.
        first: what the statement's places before those take.
    """
    for start in range(0, len(values), VALUES):
        part = values[start : start + VALUES]
        yield from db.execute(sql.format(",".join("?" * len(part))), [*first, *part]).fetchall()
