"""Finding the entry that answers: near by meaning or by words, scored exactly, as one calibrated probability.

What is kept in memory is bounded: vectors lie in the saved index (`dense_search`), terms and entries in the database, of which the
latest used are remembered. A change reaches the next search by its numbers alone (`wordings.Marks`), so it costs the same in a
store of any size.
"""

import threading
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from appliance.base.database import Connection, Database
from faq_store.calibration import Calibration
from faq_store.dense_index import Progress
from faq_store.dense_search import DenseSearch
from faq_store.entry_reader import EntryReader, ReadEntry
from faq_store.lexical import terms
from faq_store.lexical_index import LexicalIndex
from faq_store.ranking import FaqCandidate, Question, ranked
from faq_store.store import FaqStore
from faq_store.vectors import TextEncoder, VectorCache

__all__ = ["FaqCandidate", "FaqSearch"]

# Wordings asked for by meaning, by words, and in the very words.
NEAREST = 64
LEXICAL = 12
SAME_WORDS = 64
# Entries near by meaning that are looked at: the best five by all features are among them (tests/faq_store/test_search_is_exact.py).
# Where the nearest wordings belong to fewer that may answer, so many times as many are asked for.
ENOUGH = 12
WIDER = 4
# Texts embedded within a search, so that an edit counts for the next message; more are embedded in the background.
INLINE = 16
# Changes followed one by one; after more, what is remembered of entries is read anew.
FOLLOWED = 1000


class FaqSearch:
    """Searches a store. `search` and `embed_missing` belong to the encoder's thread; `rebuild` may run beside them on any.

    Args:
        store: the entries.
        cache: their embeddings.
        folder: where the index lies.
        calibration: the fitted coefficients.
    """

    def __init__(self, store: FaqStore, cache: VectorCache, folder: Path, calibration: Calibration) -> None:
        self._database: Database = store.database
        self._calibration = calibration
        self._dense = DenseSearch(store.database, cache, folder)
        self._lexical = LexicalIndex(store.database)
        self._entries = EntryReader(store.database)
        self._change = 0
        self._stale = threading.Event()
        self._stale.set()
        store.on_change(self._stale.set)

    def open_index(self) -> None:
        """Load the index on disk; one that is damaged is left: answers come from what is taken in anew, and by words at once."""
        self._dense.open()
        self._stale.set()

    def search(
        self, text: str, vector: NDArray[np.float32], encoder: TextEncoder, *, today: date, limit: int = 5
    ) -> list[FaqCandidate]:
        """The entries most likely to answer `text` today, best first.

        Args:
            text: the question.
            vector: its embedding, float32 (d,), L2-normalised.
            encoder: embeds wordings that are new.
            today: entries that are off or out of their dates on this day are left out.
            limit: at most so many.
        """
        self._follow(encoder)
        if self._dense.behind:
            self._dense.take_in(encoder, INLINE, all_or_none=True)
        asked = terms(text)
        same = set(self._entries.owners(self._lexical.in_the_same_words(text, SAME_WORDS)))
        by_words = self._entries.owners(self._lexical.nearest(asked, LEXICAL))
        entries = self._near(vector, [*same, *by_words], today)
        if not entries:
            return []
        weights = self._lexical.weights([asked, *(some for read in entries for some in read.terms)])
        question = Question(asked, same, *self._dense.spread(vector), complete=not self._dense.behind)
        ids = np.concatenate([read.wording_ids for read in entries])
        ends = np.cumsum([len(read.wording_ids) for read in entries])[:-1]
        cosines = np.split(self._dense.cosines(ids, vector), ends)
        return ranked(question, list(zip(entries, cosines, strict=True)), weights, self._calibration)[:limit]

    def embed_missing(self, encoder: TextEncoder, count: int) -> int:
        """Take in some of the wordings that are new, embedding at most `count`; returns how many remain."""
        self._follow(encoder)
        if not self._dense.behind:
            return 0
        self._dense.take_in(encoder, count)
        return max(self._lexical.total - len(self._dense), 1) if self._dense.behind else 0

    def rebuild_needed(self) -> bool:
        """Whether too much of the store is outside the index."""
        return self._dense.rebuild_needed()

    def rebuild(self, progress: Progress = lambda _: None) -> None:
        """Build the index anew and use it.

        Args:
            progress: told the share done, 0 to 1; what it raises ends the build and leaves the index as it was.
        """
        self._dense.rebuild(progress)
        self._stale.set()

    def _follow(self, encoder: TextEncoder) -> None:
        if not self._stale.is_set():
            return
        # Cleared first: a change that comes while others are followed makes it stale again.
        self._stale.clear()
        last, changed = self._database.read(lambda db: _changes(db, self._change))
        self._change = last
        self._entries.forget(changed)
        self._lexical.forget()
        self._dense.follow(encoder)

    def _near(self, vector: NDArray[np.float32], by_words: list[str], today: date) -> list[ReadEntry]:
        """The entries near by meaning, and of those near by words, that may answer today."""
        count = NEAREST
        while True:
            nearest = self._dense.nearest(vector, count).tolist()
            near = self._first_answerable(self._entries.owners(nearest), today)
            if len(near) == ENOUGH or len(nearest) < count:
                break
            count *= WIDER
        found = {read.entry.entry_id: read for read in [*near, *self._answerable(by_words, today)]}
        return list(found.values())

    def _first_answerable(self, entry_ids: list[str], today: date) -> list[ReadEntry]:
        """The first `ENOUGH` that may answer today; no more are read than that takes."""
        found: list[ReadEntry] = []
        for start in range(0, len(entry_ids), ENOUGH):
            found += self._answerable(entry_ids[start : start + ENOUGH], today)
            if len(found) >= ENOUGH:
                return found[:ENOUGH]
        return found

    def _answerable(self, entry_ids: list[str], today: date) -> list[ReadEntry]:
        return [read for read in self._entries.read(entry_ids) if read.entry.answerable_on(today)]


def _changes(db: Connection, after: int) -> tuple[int, list[str] | None]:
    """The latest change, and the entries changed after the given one; None where these are many."""
    sql = "SELECT change_id, entry_id FROM faq_changes WHERE change_id > ? ORDER BY change_id LIMIT ?"
    rows = db.execute(sql, [after, FOLLOWED]).fetchall()
    if len(rows) == FOLLOWED:
        return db.execute("SELECT max(change_id) FROM faq_changes").fetchone()[0], None
    return (rows[-1][0] if rows else after), [row[1] for row in rows]
