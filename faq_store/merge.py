"""What an import would do to each entry: rows of a file compared with the store, and with the version they were exported from.

A pack is merged three ways. Unchanged here since the export, a row is taken; unchanged in the file, the entry stays as it is here; changed on
both sides it is a conflict, which nothing but a decision of the merchant's ends.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from faq_store.entries import FaqEntry
from faq_store.faq_rows import FileRow, version_of

Side = Literal["mine", "theirs"]
PROGRESS_ROWS = 500


class Outcome(StrEnum):
    """What comes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class Decision:
    """Which side of a conflict holds.

    Attributes:
        mine_version: of ours, as it was seen when this was decided; empty for deleted here, None for whatever it is by now.
    """

    take: Side
    mine_version: str | None = None


@dataclass(frozen=True)
class PlannedRow:
    """A row with what is to come of it.

    Attributes:
        mine: the entry as it is here before this row; None where there is none.
        theirs: the entry as the file has it; None in a refused row.
        reason: why it is refused, a conflict, or left as it is against the file.
    """

    number: int
    outcome: Outcome
    entry_id: str
    question: str
    mine: FaqEntry | None = None
    theirs: FaqEntry | None = None
    reason: str = ""


class Merge:
    """Compares rows with the store, one after the other: a later row sees what an earlier one makes.

    Args:
        entries: every entry as it is here.
        past: gives the versions that an entry had here before, also a deleted one; empty where it never was here.
        new_id: makes an id for an entry that came without one.
        decisions: on conflicts, by the entry's id.
        otherwise: which side holds in the other conflicts; None to leave them open.
    """

    def __init__(
        self,
        entries: Iterable[FaqEntry],
        past: Callable[[str], frozenset[str]],
        new_id: Callable[[], str],
        decisions: Mapping[str, Decision] | None = None,
        otherwise: Side | None = None,
    ) -> None:
        self._entries = {entry.entry_id: entry for entry in entries}
        self._by_question = {entry.question: entry.entry_id for entry in self._entries.values()}
        self._past = past
        self._new_id = new_id
        self._decisions = decisions or {}
        self._otherwise = otherwise
        self._merged: dict[str, int] = {}

    def plan(self, rows: Sequence[FileRow], progress: Callable[[int, int], None] = lambda *_: None) -> list[PlannedRow]:
        """What is to come of each row. `progress` gets how many are done and how many there are; what it raises ends the work."""
        planned = []
        for done, row in enumerate(rows, 1):
            if done % PROGRESS_ROWS == 0:
                progress(done, len(rows))
            one = self._row(row)
            planned.append(one)
            if one.outcome in {Outcome.ADDED, Outcome.CHANGED} and one.theirs is not None:
                self._entries[one.entry_id] = one.theirs
                self._by_question[one.theirs.question] = one.entry_id
        return planned

    def _row(self, row: FileRow) -> PlannedRow:
        if row.fault:
            return PlannedRow(row.number, Outcome.REFUSED, row.entry_id, row.question, reason=row.fault)
        entry_id = row.entry_id or self._by_question.get(row.question) or self._new_id()
        mine = self._entries.get(entry_id)
        theirs = row.entry(mine, entry_id)
        if faults := theirs.faults():
            return PlannedRow(row.number, Outcome.REFUSED, row.entry_id, row.question, reason="; ".join(faults))
        outcome, reason = self._compare(row, entry_id, mine, theirs)
        if outcome is Outcome.CONFLICT:
            outcome, reason = self._decided(entry_id, mine, reason)
        return PlannedRow(row.number, outcome, entry_id, theirs.question, mine, theirs, reason)

    def _compare(self, row: FileRow, entry_id: str, mine: FaqEntry | None, theirs: FaqEntry) -> tuple[Outcome, str]:
        # `theirs` was made of `mine`, its time of change included.
        if mine == theirs:
            return Outcome.UNCHANGED, ""
        plain = Outcome.ADDED if mine is None else Outcome.CHANGED
        if row.base_version is None:
            return plain, ""
        if (earlier := self._merged.setdefault(entry_id, row.number)) != row.number:
            return Outcome.REFUSED, f"row {earlier} is about this entry already"
        base, past = row.base_version, self._past(entry_id)
        if mine is None and not past:
            return Outcome.ADDED, ""
        if mine is not None and version_of(mine) == base:
            return Outcome.CHANGED, ""
        if base in past and version_of(theirs) == base:
            return (
                Outcome.UNCHANGED,
                "deleted here since the export" if mine is None else "changed here since the export",
            )
        if mine is None:
            return Outcome.CONFLICT, "deleted here, changed in the file"
        return Outcome.CONFLICT, "changed here and in the file" if base in past else "here it is another one"

    def _decided(self, entry_id: str, mine: FaqEntry | None, reason: str) -> tuple[Outcome, str]:
        decision = self._decisions.get(entry_id)
        seen = version_of(mine) if mine else ""
        if decision is not None and decision.mine_version not in {None, seen}:
            return Outcome.CONFLICT, "changed here since it was decided"
        match decision.take if decision else self._otherwise:
            case "mine":
                return Outcome.UNCHANGED, "decided: as it is here"
            case "theirs":
                return Outcome.ADDED if mine is None else Outcome.CHANGED, "decided: as in the file"
        return Outcome.CONFLICT, reason
