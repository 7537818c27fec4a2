"""Entries as search needs them, read by id when a question comes near them; the latest used stay in memory."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from appliance.base.database import Connection, Database
from faq_store.entries import FaqEntry
from faq_store.lexical import terms
from faq_store.statements import rows_in
from faq_store.store import entries_in
from faq_store.vectors import text_key

# About 8 kB each with four wordings.
KEPT_ENTRIES = 2048


@dataclass(frozen=True)
class ReadEntry:
    """An entry with the ids of its wordings, int64, in the order of `entry.questions`; -1 where one has none yet."""

    entry: FaqEntry
    wording_ids: NDArray[np.int64]

    @cached_property
    def terms(self) -> tuple[frozenset[str], ...]:
        """Each wording's terms."""
        return tuple(terms(question) for question in self.entry.questions)

    @cached_property
    def all_terms(self) -> frozenset[str]:
        """The terms of all wordings."""
        return frozenset().union(*self.terms)


class EntryReader:
    """Reads entries by their wordings.

    Args:
        database: with the tables of `faq_store.schema`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: OrderedDict[str, ReadEntry] = OrderedDict()

    def owners(self, wording_ids: Iterable[int]) -> list[str]:
        """The entries of these wordings, each once, in the wordings' order; a wording that is gone has none."""
        ids = list(wording_ids)
        sql = "SELECT wording_id, entry_id FROM faq_wordings WHERE wording_id IN ({})"
        owner = self._database.read(lambda db: dict(rows_in(db, sql, ids)))
        return list(dict.fromkeys(owner[wording] for wording in ids if wording in owner))

    def read(self, entry_ids: Sequence[str]) -> list[ReadEntry]:
        """These entries; one that is gone is left out."""
        unknown = [entry_id for entry_id in entry_ids if entry_id not in self._kept]
        if unknown:
            self._kept |= self._database.read(lambda db: _read(db, unknown))
        found = [self._kept[entry_id] for entry_id in entry_ids if entry_id in self._kept]
        for one in found:
            self._kept.move_to_end(one.entry.entry_id)
        while len(self._kept) > KEPT_ENTRIES:
            self._kept.popitem(last=False)
        return found

    def forget(self, entry_ids: Iterable[str] | None) -> None:
        """These entries have changed; None is any."""
        if entry_ids is None:
            self._kept.clear()
            return
        for entry_id in entry_ids:
            self._kept.pop(entry_id, None)


def _read(db: Connection, entry_ids: list[str]) -> dict[str, ReadEntry]:
    sql = "SELECT entry_id, text_hash, wording_id FROM faq_wordings WHERE entry_id IN ({})"
    ids = {(entry_id, bytes(key)): wording_id for entry_id, key, wording_id in rows_in(db, sql, entry_ids)}
    found = {}
    for entry in entries_in(db, entry_ids):
        numbers = [ids.get((entry.entry_id, text_key(question)), -1) for question in entry.questions]
        found[entry.entry_id] = ReadEntry(entry, np.array(numbers, np.int64))
    return found
