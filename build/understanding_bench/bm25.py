"""Nearness from the characters that texts share: BM25."""

import pickle
from collections.abc import Sequence

import bm25s
import numpy as np
from training_texts import labelled

from understanding_bench.systems import Array


def bigrams(text: str) -> list[str]:
    """Every two characters that follow one another; a single one stands alone."""
    low = text.lower()
    return [low[start : start + 2] for start in range(max(len(low) - 1, 1))]


class Bm25:
    """What comes in is scored against the texts written for this project, since there are no vectors."""

    def __init__(self) -> None:
        self._index = _index(labelled()[0])

    def read(self, texts: Sequence[str]) -> Array:
        """Scores of all that is indexed."""
        return _scores(self._index, texts)

    def scores(self, queries: Sequence[str], documents: Sequence[str]) -> Array:
        """Scores from an index of the documents."""
        return _scores(_index(documents), queries)

    def size(self) -> int:
        """As pickled."""
        return len(pickle.dumps(self._index))


def _index(documents: Sequence[str]) -> bm25s.BM25:
    index = bm25s.BM25()
    index.index([bigrams(document) for document in documents], show_progress=False)
    return index


def _scores(index: bm25s.BM25, queries: Sequence[str]) -> Array:
    return np.stack([index.get_scores(bigrams(query)) for query in queries])
