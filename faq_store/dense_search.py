"""Nearness of meaning over a store that changes: the saved index, what came since, and how one becomes the other."""

import logging
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from appliance.base.database import Connection, Database
from faq_store.dense_index import ExactIndex, Progress, Rows, Vectors
from faq_store.moments import Moments
from faq_store.saved_index import POINTER, DamagedIndexError, IndexedState, SavedIndex, load_index, save_index
from faq_store.store import entries_in
from faq_store.vector_rows import VectorRows
from faq_store.vectors import TextEncoder, VectorCache, text_key
from faq_store.wordings import Marks, WordingRow, latest, removals_after, wordings_after

log = logging.getLogger(__name__)
# Wordings taken in at a time: 10 ms' work where their embeddings are stored already.
TAKEN_IN = 512
# The index is built anew when this share of it, or this many vectors, has changed; never with more than MOST_OUTSIDE, which
# each search looks at one by one.
STALE_SHARE, STALE_VECTORS, MOST_OUTSIDE = 0.05, 256, 10_000


class DenseSearch:
    """The wordings' vectors. All but `rebuild` belongs to one thread, the encoder's.

    Args:
        database: with the tables of `faq_store.schema`.
        cache: the embeddings.
        folder: where the index lies.
    """

    def __init__(self, database: Database, cache: VectorCache, folder: Path) -> None:
        self._database = database
        self._cache = cache
        self._folder = folder
        self._encoder = ""
        self._marks = Marks()
        self._rows = _no_rows(0)
        self._indexed: IndexedState | None = None
        self._lock = threading.Lock()
        # Loaded or built, and not yet searched.
        self._next: SavedIndex | None = None
        self.behind = True

    def open(self) -> None:
        """Load the index on disk; one that is damaged, or another store's, is left, and what it held is taken in anew."""
        if not (self._folder / POINTER).exists():
            return
        try:
            saved = load_index(self._folder)
        except DamagedIndexError as error:
            log.warning("the FAQ index is not used: %s", error)
            self._indexed = None
            return
        if not self._database.read(lambda db: _is_history(db, saved.state.history)):
            log.warning("the FAQ index is not used: it belongs to another store, or to a later day of this one")
            return
        with self._lock:
            self._next = saved

    def __len__(self) -> int:
        """How many wordings have a vector here."""
        return len(self._rows)

    def follow(self, encoder: TextEncoder) -> None:
        """Know of every change so far: what is gone is gone at once, what is new waits for `take_in`."""
        with self._lock:
            saved, self._next = self._next, None
            if encoder.info.version != self._encoder:
                # Embeddings of two versions are not compared.
                self._encoder = encoder.info.version
                self._marks, self._indexed = Marks(), None
                self._rows = _no_rows(encoder.info.dimensions or 0)
        if saved is not None and saved.state.encoder == self._encoder:
            self._use(saved)
        removed = self._database.read(lambda db: removals_after(db, self._marks.removal))
        if removed:
            self._rows.remove(_ids(wording for _, wording in removed))
            self._marks = replace(self._marks, removal=removed[-1][0])
        self.behind = True

    def take_in(self, encoder: TextEncoder, embed: int, *, all_or_none: bool = False) -> None:
        """Take in some of the wordings that are new, in their order.

        Args:
            encoder: embeds those that have no embedding yet.
            embed: at most so many texts.
            all_or_none: embed none where there are more.
        """
        rows = self._database.read(lambda db: wordings_after(db, self._marks.wording, TAKEN_IN))
        more = len(rows) == TAKEN_IN
        known = self._cache.load_keys([row.text_hash for row in rows], self._encoder)
        missing = {row.text_hash: row for row in rows if row.text_hash not in known}
        if not all_or_none or len(missing) <= embed:
            chosen = list(missing.values())[:embed]
            if texts := self._database.read(lambda db: _texts(db, chosen)):
                known |= self._cache.add(texts, encoder)
            # One that was edited away meanwhile has no text; its removal is on the way.
            gone = {row.text_hash for row in chosen} - known.keys()
            rows = [row for row in rows if row.text_hash not in gone]
        ready = next((at for at, row in enumerate(rows) if row.text_hash not in known), len(rows))
        if ready:
            taken = rows[:ready]
            self._rows.add(_ids(row.wording_id for row in taken), np.stack([known[row.text_hash] for row in taken]))
            self._marks = replace(self._marks, wording=taken[-1].wording_id)
        self.behind = more or ready < len(rows)

    def nearest(self, vector: Vectors, count: int) -> Rows:
        """The ids of about the `count` nearest wordings, best first; fewer only where there are no more."""
        return self._rows.nearest(vector, count)

    def cosines(self, wording_ids: Rows, vector: Vectors) -> NDArray[np.float32]:
        """The cosine of each of these with `vector`; 0 where a wording has no vector yet."""
        return self._rows.cosines(wording_ids, vector)

    def spread(self, vector: Vectors) -> tuple[float, float]:
        """Mean and standard deviation of the cosines with all wordings that have a vector."""
        return self._rows.moments.spread(vector, len(self._rows))

    def rebuild_needed(self) -> bool:
        """Whether too much lies outside the index."""
        with self._lock:
            if self._next is not None:
                return False
        outside, total = self._rows.outside, len(self._rows)
        bound = min(max(STALE_VECTORS, STALE_SHARE * total), MOST_OUTSIDE)
        return total > 0 and (self._indexed is None or outside > bound)

    def rebuild(self, progress: Progress = lambda _: None) -> None:
        """Build the index anew, on any thread, from the database; the next `follow` goes over to it.

        Args:
            progress: told the share done, 0 to 1; what it raises ends the build.
        """
        with self._lock:
            marks, encoder, count = self._marks, self._encoder, len(self._rows)
        if not count:
            return
        latest_removal = self._database.read(latest).removal
        history = self._database.read(_history)
        # Removals before this are in what is read; a later one is followed twice, which changes nothing.
        state = IndexedState(encoder, Marks(marks.wording, latest_removal), history)
        saved = save_index(self._folder, self._stored(encoder, marks.wording), count, state, progress)
        with self._lock:
            self._next = saved

    def _stored(self, encoder: str, last: int) -> Iterator[tuple[Rows, Vectors]]:
        """All wordings up to `last` with their embeddings, a part at a time so that no long transaction holds up the WAL."""
        rows = self._database.read(lambda db: wordings_after(db, 0, TAKEN_IN, last))
        while rows:
            known = self._cache.load_keys([row.text_hash for row in rows], encoder)
            yield _ids(row.wording_id for row in rows), np.stack([known[row.text_hash] for row in rows])
            at = rows[-1].wording_id
            rows = self._database.read(partial(wordings_after, wording_id=at, count=TAKEN_IN, last=last))

    def _use(self, saved: SavedIndex) -> None:
        """Go over to an index; what was taken in since it was built comes along."""
        rows = VectorRows(saved.ids, saved.dense, saved.moments)
        gone = self._database.read(lambda db: removals_after(db, saved.state.marks.removal))
        # What was taken in first: some of that is gone as well.
        rows.add(*self._rows.after(saved.state.marks.wording))
        rows.remove(_ids(wording for _, wording in gone))
        self._rows, self._indexed = rows, saved.state
        removal = gone[-1][0] if gone else saved.state.marks.removal
        self._marks = Marks(max(self._marks.wording, saved.state.marks.wording), max(self._marks.removal, removal))


def _ids(numbers: Iterable[int]) -> Rows:
    return np.fromiter(numbers, np.int64)


def _no_rows(dimensions: int) -> VectorRows:
    nothing = np.empty((0, dimensions), np.float32)
    return VectorRows(_ids(()), ExactIndex(nothing), Moments.none(dimensions))


def _texts(db: Connection, rows: list[WordingRow]) -> list[str]:
    """The texts of these wordings, read from their entries."""
    wanted = {row.text_hash for row in rows}
    entries = entries_in(db, list({row.entry_id for row in rows}))
    texts = {text_key(text): text for entry in entries for text in entry.questions}
    return [text for key, text in texts.items() if key in wanted]


def _history(db: Connection) -> str:
    change = db.execute("SELECT change_id, at FROM faq_changes ORDER BY change_id DESC LIMIT 1").fetchone()
    return f"{change[0]} {change[1]}"


def _is_history(db: Connection, history: str) -> bool:
    """Whether the store has been there."""
    change_id, at = map(int, history.split())
    found = db.execute("SELECT at FROM faq_changes WHERE change_id = ?", [change_id]).fetchone()
    return found is not None and found[0] == at
