"""Inverted lists: vectors are kept list by list around centres, and a search looks through the lists whose centres are near.

For stores too large to look through whole: a list lies in one piece, so looking through it costs a fraction of what as many places all over a file do
(docs/figures/faq.json has both).
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq_store.dense_index import IndexKind, Progress, Rows, Vectors, cosines, largest

# Centres, and lists looked through in one search: recall@10 of 0.98 at 1,000,000 (docs/figures/faq.json).
LISTS_PER_ROOT = 4
LISTS_SEARCHED = 72
# Centres are found on a part of the vectors, so many for each; more rounds move them no more.
SAMPLE_PER_LIST = 24
ROUNDS = 5
SEED = 20_261_125
# Vectors compared with all centres at a time: 128 MB at 4,000 centres.
CHUNK = 8192
# The shares of the work: finding centres, then the list of each vector, then writing.
CENTRES, ASSIGNED = 0.35, 0.9


class InvertedLists:
    """A file of centres, list starts and vectors, mapped.

    Args:
        path: the file, checked.
        count: of its vectors.
        dimensions: of each.

    Raises:
        ValueError: it has another size.
    """

    def __init__(self, path: Path, count: int, dimensions: int) -> None:
        lists = _lists(count)
        starts_at = lists * dimensions * np.dtype(np.float32).itemsize
        vectors_at = starts_at + (lists + 1) * np.dtype(np.int64).itemsize
        self._centres = np.fromfile(path, np.float32, lists * dimensions).reshape(lists, dimensions)
        self._starts = np.fromfile(path, np.int64, lists + 1, offset=starts_at)
        self.vectors: NDArray[np.float32] = np.memmap(path, np.float32, "r", vectors_at, (count, dimensions))

    def nearest(self, vector: Vectors, count: int) -> Rows:
        """About the `count` nearest rows."""
        nearness = cosines(self._centres, vector)
        chosen = largest(nearness, LISTS_SEARCHED)
        if self._sizes(chosen).sum() < count:
            by_nearness = np.argsort(-nearness)
            enough = int(np.searchsorted(np.cumsum(self._sizes(by_nearness)), count)) + 1
            chosen = by_nearness[:enough]
        spans = [(int(self._starts[one]), int(self._starts[one + 1])) for one in chosen]
        found = np.concatenate([cosines(self.vectors[start:end], vector) for start, end in spans])
        rows = np.concatenate([np.arange(start, end) for start, end in spans])
        return rows[largest(found, count)]

    def _sizes(self, lists: Rows) -> Rows:
        return self._starts[lists + 1] - self._starts[lists]


def _lists(count: int) -> int:
    return max(1, min(count, int(LISTS_PER_ROOT * count**0.5)))


def _build(vectors: Vectors, path: Path, progress: Progress) -> Rows:
    centres = _centres(vectors, progress)
    chosen = np.empty(len(vectors), np.int64)
    for start in range(0, len(vectors), CHUNK):
        chosen[start : start + CHUNK] = (vectors[start : start + CHUNK] @ centres.T).argmax(axis=1)
        progress(CENTRES + (ASSIGNED - CENTRES) * start / len(vectors))
    order = np.argsort(chosen, kind="stable")
    starts = np.searchsorted(chosen[order], np.arange(len(centres) + 1))
    with path.open("wb") as file:
        centres.tofile(file)
        starts.astype(np.int64).tofile(file)
        for start in range(0, len(order), CHUNK):
            vectors[order[start : start + CHUNK]].tofile(file)
            progress(ASSIGNED + (1 - ASSIGNED) * start / len(order))
    return order


def _centres(vectors: Vectors, progress: Progress) -> Vectors:
    """Spherical k-means on a sample, float32 (lists, d), L2-normalised."""
    chance = np.random.default_rng(SEED)
    lists = _lists(len(vectors))
    rows = chance.choice(len(vectors), min(len(vectors), SAMPLE_PER_LIST * lists), replace=False)
    sample = vectors[np.sort(rows)]
    centres = sample[chance.choice(len(sample), lists, replace=False)]
    for turn in range(ROUNDS):
        sums = np.zeros_like(centres)
        for start in range(0, len(sample), CHUNK):
            part = sample[start : start + CHUNK]
            np.add.at(sums, (part @ centres.T).argmax(axis=1), part)
            progress(CENTRES * (turn + start / len(sample)) / ROUNDS)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        # A centre that nothing is nearest to stays where it is.
        centres = np.where(lengths > 0, sums / np.maximum(lengths, np.finfo(np.float32).tiny), centres)
    return centres


INVERTED_LISTS = IndexKind("lists", _build, InvertedLists)
