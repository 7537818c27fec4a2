"""The vectors that search looks at: those of the saved index, and beside them what came since, looked at one by one."""

import numpy as np
from numpy.typing import NDArray

from faq_store.dense_index import DenseIndex, cosines, largest
from faq_store.moments import Moments

FIRST_CAPACITY = 256
# No cosine is as low: what is gone is never among the nearest.
GONE = -2.0


class VectorRows:
    """Vectors by the ids of their wordings, and the sums over all of them.

    Args:
        ids: int64 (n,), of the index's vectors.
        index: with its vectors, which may lie in a mapped file and are not written to.
        moments: sums over these; changed with each `add` and `remove`.
    """

    def __init__(self, ids: NDArray[np.int64], index: DenseIndex, moments: Moments) -> None:
        self._indexed = _Block(ids, index.vectors)
        self._index = index
        self._recent = _Block(np.empty(0, np.int64), np.empty((0, index.vectors.shape[1]), np.float32))
        self.moments = moments

    def __len__(self) -> int:
        """How many vectors there are."""
        return self._indexed.live + self._recent.live

    @property
    def outside(self) -> int:
        """How many changes the index does not know: vectors added since, and indexed ones that are gone."""
        return self._recent.count + self._indexed.count - self._indexed.live

    def add(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        """Add vectors, float32 (k, d); the ids, int64 (k,), rise and lie above all before."""
        self._recent.append(ids, vectors)
        self.moments.add(vectors)

    def remove(self, ids: NDArray[np.int64]) -> None:
        """Remove these vectors; ids that are unknown are none of ours."""
        for block in (self._indexed, self._recent):
            self.moments.remove(block.drop(ids))

    def after(self, wording_id: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """What was added with an id above this and is still there."""
        return self._recent.after(wording_id)

    def nearest(self, vector: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """The ids of about the `count` nearest vectors, best first; all there are where `count` asks for as many."""
        gone = self._indexed.count - self._indexed.live
        indexed = self._indexed.scored(self._index.nearest(vector, count + gone), vector)
        recent = self._recent.scored(self._recent.nearest(vector, count), vector)
        ids, scores = np.concatenate([indexed[0], recent[0]]), np.concatenate([indexed[1], recent[1]])
        return ids[np.argsort(-scores, kind="stable")[:count]]

    def cosines(self, ids: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The cosine of each of these with `vector`, float32 like `ids`; 0 where there is no vector."""
        found = np.zeros(len(ids), np.float32)
        for block in (self._indexed, self._recent):
            places, rows = block.rows(ids)
            found[places] = cosines(block.vectors[rows], vector)
        return found


class _Block:
    """Vectors by id, with marks on those that are gone."""

    def __init__(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        self.count = self.live = len(ids)
        self._ids = ids
        self._vectors = vectors
        self._alive = np.ones(len(ids), bool)
        # An index may keep its rows in an order of its own.
        ascending = bool(np.all(ids[1:] > ids[:-1]))
        self._order = None if ascending else np.argsort(ids)
        self._ascending = ids if self._order is None else ids[self._order]

    @property
    def vectors(self) -> NDArray[np.float32]:
        return self._vectors[: self.count]

    def append(self, ids: NDArray[np.int64], vectors: NDArray[np.float32]) -> None:
        needed = self.count + len(ids)
        if needed > len(self._ids):
            capacity = max(FIRST_CAPACITY, 2 * len(self._ids), needed)
            self._ids = _grown(self._ids, capacity)
            self._vectors = _grown(self._vectors, capacity)
            self._alive = _grown(self._alive, capacity)
        self._ids[self.count : needed] = ids
        self._vectors[self.count : needed] = vectors
        self._alive[self.count : needed] = True
        self.count, self.live = needed, self.live + len(ids)
        self._ascending = self._ids[:needed]

    def drop(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Forget these; returns the vectors of those that were there."""
        rows = self.rows(ids)[1]
        self._alive[rows] = False
        self.live -= len(rows)
        return self._vectors[rows]

    def after(self, wording_id: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        rows = np.flatnonzero(self._alive[: self.count] & (self._ids[: self.count] > wording_id))
        return self._ids[rows], self._vectors[rows]

    def rows(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of `ids` are here, as places in `ids`, and their rows."""
        if not self.count:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        near = np.minimum(np.searchsorted(self._ascending, ids), self.count - 1)
        places = np.flatnonzero(self._ascending[near] == ids)
        rows = near[places] if self._order is None else self._order[near[places]]
        alive = self._alive[rows]
        return places[alive], rows[alive]

    def nearest(self, vector: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        found = cosines(self.vectors, vector)
        found[~self._alive[: self.count]] = GONE
        return largest(found, count)

    def scored(
        self, rows: NDArray[np.int64], vector: NDArray[np.float32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ids and cosines of those of these rows that are not gone."""
        alive = rows[self._alive[rows]]
        return self._ids[alive], cosines(self._vectors[alive], vector)


def _grown(array: NDArray, capacity: int) -> NDArray:  # type: ignore[type-arg]
    grown = np.empty((capacity, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
