"""Entries in the database: every change has its author and its line of history, and can be undone."""

import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from appliance.base.clock import now_ms
from appliance.base.database import Connection, Database
from appliance.base.errors import GuitaiError
from faq_store.entries import FaqEntry, entry_from
from faq_store.statements import rows_in
from faq_store.wordings import replace_wordings

PAGE = 50
# The trigram index finds nothing shorter.
TRIGRAM = 3


class FaqError(GuitaiError):
    """An entry can't be stored or is not there."""


@dataclass(frozen=True)
class Change:
    """A line of an entry's history: `before` is None where it was created, `after` where it was deleted."""

    change_id: int
    entry_id: str
    at: int
    author: str
    before: FaqEntry | None
    after: FaqEntry | None


class FaqStore:
    """The entries.

    Args:
        database: opened with `faq_store.schema.migrations`; for reading beside the store.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self._listeners: list[Callable[[], None]] = []

    def on_change(self, listener: Callable[[], None]) -> None:
        """Call `listener` after each durable change, on the thread that made it."""
        self._listeners.append(listener)

    def get(self, entry_id: str) -> FaqEntry | None:
        """The entry, or None."""
        return self.database.read(lambda db: entry_in(db, entry_id))

    def all(self) -> list[FaqEntry]:
        """Every entry in the merchant's order."""
        return self.database.read(
            lambda db: [_entry(row) for row in db.query("SELECT * FROM faq_entries ORDER BY position")]
        )

    def page(self, query: str = "", *, limit: int = PAGE, offset: int = 0) -> tuple[list[FaqEntry], int]:
        """Entries that hold `query` in any of their texts, and how many do in all."""

        def read(db: Connection) -> tuple[list[FaqEntry], int]:
            where, values = _matching(query.strip())
            total = db.execute(f"SELECT count(*) FROM faq_entries {where}", values).fetchone()[0]
            rows = db.query(
                f"SELECT * FROM faq_entries {where} ORDER BY position LIMIT ? OFFSET ?", [*values, limit, offset]
            )
            return [_entry(row) for row in rows], total

        return self.database.read(read)

    def count(self) -> int:
        """How many entries there are."""
        return self.database.read(lambda db: db.table("faq_entries").count)

    def put(self, entry: FaqEntry, author: str) -> FaqEntry:
        """Create or change an entry; one without an id gets one.

        Raises:
            FaqError: it has faults; says which.
        """
        stored = replace(entry.tidied(), entry_id=entry.entry_id or new_entry_id())
        if faults := stored.faults():
            raise FaqError(f"The entry can't be stored: {'; '.join(faults)}.", code="faq_invalid")
        self.database.write(lambda db: put_in(db, stored, author))
        self.changed()
        found = self.get(stored.entry_id)
        assert found is not None, "it has just been stored"
        return found

    def delete(self, entry_id: str, author: str) -> None:
        """Delete an entry; its history stays.

        Raises:
            FaqError: there is none.
        """
        if not self.database.write(lambda db: delete_in(db, entry_id, author)):
            raise _unknown(entry_id)
        self.changed()

    def history(self, entry_id: str) -> list[Change]:
        """An entry's changes, the latest first."""

        def read(db: Connection) -> list[Change]:
            rows = db.query("SELECT * FROM faq_changes WHERE entry_id = ? ORDER BY change_id DESC", [entry_id])
            return [_change(row) for row in rows]

        return self.database.read(read)

    def undo(self, change_id: int, author: str) -> FaqEntry | None:
        """Put an entry back to what it was before this change; that is a change of its own.

        Returns:
            The entry as it is now; None where it did not exist before.

        Raises:
            FaqError: there is no such change.
        """

        def write(db: Connection) -> str:
            row = next(iter(db.query("SELECT * FROM faq_changes WHERE change_id = ?", [change_id])), None)
            if row is None:
                raise FaqError(f"There is no change {change_id} to undo.", code="faq_unknown")
            before = _change(row).before
            if before is None:
                delete_in(db, row["entry_id"], author)
            else:
                put_in(db, before, author)
            return str(row["entry_id"])

        entry_id = self.database.write(write)
        self.changed()
        return self.get(entry_id)

    def changed(self) -> None:
        """Tell the listeners that entries have changed."""
        for listener in self._listeners:
            listener()


def put_in(db: Connection, entry: FaqEntry, author: str) -> bool:
    """Store a tidied entry in the caller's write; False where it says nothing new."""
    before = entry_in(db, entry.entry_id)
    if before is not None and before.document() == entry.document():
        return False
    at = now_ms()
    document = json.dumps(entry.document(), ensure_ascii=False)
    searched = "\n".join([*entry.questions, entry.answer, entry.category, *entry.tags, entry.entry_id])
    if before is None:
        db.execute(
            """INSERT INTO faq_entries (entry_id, document, searched, position, updated_at)
               VALUES (?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM faq_entries), ?)""",
            [entry.entry_id, document, searched, at],
        )
    else:
        db.execute(
            "UPDATE faq_entries SET document = ?, searched = ?, updated_at = ? WHERE entry_id = ?",
            [document, searched, at, entry.entry_id],
        )
    replace_wordings(db, entry.entry_id, before.questions if before else (), entry.questions)
    _record(db, entry.entry_id, at, author, before, entry)
    return True


def delete_in(db: Connection, entry_id: str, author: str) -> bool:
    """Delete an entry in the caller's write; False where there is none."""
    before = entry_in(db, entry_id)
    if before is None:
        return False
    db.execute("DELETE FROM faq_entries WHERE entry_id = ?", [entry_id])
    replace_wordings(db, entry_id, before.questions, ())
    _record(db, entry_id, now_ms(), author, before, None)
    return True


def entry_in(db: Connection, entry_id: str) -> FaqEntry | None:
    """The entry as `db` sees it, or None."""
    rows = db.query("SELECT * FROM faq_entries WHERE entry_id = ?", [entry_id])
    return next((_entry(row) for row in rows), None)


def entries_in(db: Connection, entry_ids: Sequence[str]) -> list[FaqEntry]:
    """Those of these entries that `db` sees, in no order."""
    sql = "SELECT entry_id, document, updated_at FROM faq_entries WHERE entry_id IN ({})"
    return [entry_from(json.loads(document), name, at) for name, document, at in rows_in(db, sql, entry_ids)]


def new_entry_id() -> str:
    """An id for an entry that came without one."""
    return f"FAQ-{uuid.uuid4().hex[:12]}"


def _matching(query: str) -> tuple[str, list[str]]:
    if not query:
        return "", []
    if len(query) < TRIGRAM:
        escaped = query.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return "WHERE searched LIKE ? ESCAPE '\\'", [f"%{escaped}%"]
    quoted = query.replace('"', '""')
    return "WHERE rowid IN (SELECT rowid FROM faq_words WHERE faq_words MATCH ?)", [f'"{quoted}"']


def _record(
    db: Connection, entry_id: str, at: int, author: str, before: FaqEntry | None, after: FaqEntry | None
) -> None:
    texts = [json.dumps(entry.document(), ensure_ascii=False) if entry else None for entry in (before, after)]
    db.execute(
        "INSERT INTO faq_changes (entry_id, at, author, before, after) VALUES (?, ?, ?, ?, ?)",
        [entry_id, at, author, *texts],
    )


def _entry(row: dict[str, Any]) -> FaqEntry:
    return entry_from(json.loads(row["document"]), row["entry_id"], row["updated_at"])


def _change(row: dict[str, Any]) -> Change:
    before, after = (
        entry_from(json.loads(row[name]), row["entry_id"]) if row[name] else None for name in ("before", "after")
    )
    return Change(row["change_id"], row["entry_id"], row["at"], row["author"], before, after)


def _unknown(entry_id: str) -> FaqError:
    return FaqError(f"There is no FAQ entry {entry_id}.", code="faq_unknown")
