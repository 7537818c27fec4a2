"""FAQ entries from and to files: read whole, compared with the store, and written in pieces between customers' messages."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from appliance.base.database import Connection, Database
from appliance.base.errors import GuitaiError
from faq_store.faq_rows import COLUMNS, FALSE, TRUE, split, version_of
from faq_store.files import read_rows, write_entries
from faq_store.merge import Decision, Merge, Outcome, PlannedRow, Side
from faq_store.store import FaqStore, entry_in, new_entry_id, put_in

__all__ = ["COLUMNS", "FALSE", "TRUE", "ImportReceipt", "export_faq", "import_faq", "split"]
WRITTEN = frozenset({Outcome.ADDED, Outcome.CHANGED})
# Rows of one durable write, some 40 ms: a customer's message that arrives meanwhile waits for no more than that.
ROWS_A_WRITE = 50

# Gets what is being done (`reading`, `comparing`, `writing`), how many rows are done and how many there are, 0 where that is not known.
# What it raises ends the import; pieces that are written stay.
Watch = Callable[[str, int, int], None]


@dataclass
class ImportReceipt:
    """What an import did, or would do, to each row of the file."""

    rows: list[PlannedRow] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many rows the file has."""
        return len(self.rows)

    @property
    def added(self) -> int:
        """How many are new entries."""
        return self._count(Outcome.ADDED)

    @property
    def changed(self) -> int:
        """How many changed an entry."""
        return self._count(Outcome.CHANGED)

    @property
    def skipped(self) -> int:
        """How many left an entry as it is."""
        return self._count(Outcome.UNCHANGED)

    @property
    def refused(self) -> list[tuple[int, str]]:
        """Each refused row's number and why; a conflict that nobody decided is one."""
        bad = (Outcome.REFUSED, Outcome.CONFLICT)
        return [(row.number, row.reason) for row in self.rows if row.outcome in bad]

    @property
    def conflicts(self) -> list[PlannedRow]:
        """What changed here and in the file, and waits for a decision."""
        return [row for row in self.rows if row.outcome is Outcome.CONFLICT]

    def _count(self, outcome: Outcome) -> int:
        return Counter(row.outcome for row in self.rows)[outcome]


def import_faq(
    database: Database,
    store: FaqStore,
    path: Path,
    author: str,
    watch: Watch = lambda *_: None,
    *,
    dry_run: bool = False,
    decisions: Mapping[str, Decision] | None = None,
    otherwise: Side | None = None,
) -> ImportReceipt:
    """Read entries from a file. A row with an entry's id is about that one, without an id about the one with the same question.

    Args:
        database: the store's.
        store: is told of the change once, at the end.
        path: a file of any kind that `files.read_rows` knows.
        author: for the history.
        watch: told how far it is.
        dry_run: compare only; nothing is written.
        decisions: on conflicts of a pack, by the entry's id.
        otherwise: which side holds in the other conflicts; None to leave them open.

    Raises:
        UnreadableFileError: the file can't be read whole; nothing is imported.
        GuitaiError: a piece can't be written; says how many rows are in.
    """
    rows = read_rows(path, lambda done, total: watch("reading", done, total))

    def past(entry_id: str) -> frozenset[str]:
        entries = (entry for change in store.history(entry_id) for entry in (change.before, change.after))
        return frozenset(version_of(entry) for entry in entries if entry)

    merge = Merge(store.all(), past, new_entry_id, decisions, otherwise)
    planned = merge.plan(rows, lambda done, total: watch("comparing", done, total))
    if dry_run:
        watch("comparing", len(rows), len(rows))
        return ImportReceipt(planned)
    receipt = ImportReceipt()
    try:
        for begin in range(0, len(planned), ROWS_A_WRITE):
            watch("writing", begin, len(planned))
            piece = planned[begin : begin + ROWS_A_WRITE]
            try:
                receipt.rows += database.write(partial(_write, planned=piece, author=author))
            except GuitaiError as error:
                if not receipt.rows:
                    raise
                raise _ended_early(error, len(receipt.rows), len(planned)) from error
    finally:
        if any(row.outcome in WRITTEN for row in receipt.rows):
            store.changed()
    watch("writing", len(planned), len(planned))
    return receipt


def _ended_early(error: GuitaiError, done: int, total: int) -> GuitaiError:
    """The same fault, told by someone who has written some pieces already."""
    return GuitaiError(
        f"{error.message} {done:,} of {total:,} rows are in, the others are not.",
        code=error.code,
        hint="Check the disk's free space, then import the file again: it goes on where it ended.",
        exit_code=error.exit_code,
    )


def export_faq(store: FaqStore, path: Path, *, as_pack: bool = False) -> int:
    """Write every entry to a file that imports again without loss; its suffix says which kind.

    Args:
        store: the entries.
        path: `.csv`, `.xlsx`, `.json` or `.md`.
        as_pack: with the version of each, so that the file can be edited elsewhere and merged.

    Returns:
        How many entries were written.

    Raises:
        UnreadableFileError: a spreadsheet can't hold an entry.
        OSError: it can't be written.
    """
    entries = store.all()
    write_entries(path, entries, as_pack=as_pack)
    return len(entries)


def _write(db: Connection, planned: Sequence[PlannedRow], author: str) -> list[PlannedRow]:
    """One piece; a row whose entry has changed since it was compared becomes a conflict."""
    return [_put(db, row, author) if row.outcome in WRITTEN else row for row in planned]


def _put(db: Connection, row: PlannedRow, author: str) -> PlannedRow:
    assert row.theirs is not None, "a row that is written has an entry"
    before = entry_in(db, row.entry_id)
    seen, now = (replace(entry, updated_at=0) if entry else None for entry in (row.mine, before))
    if seen != now:
        return replace(row, outcome=Outcome.CONFLICT, mine=before, reason="changed here while it was imported")
    put_in(db, row.theirs, author)
    return row
