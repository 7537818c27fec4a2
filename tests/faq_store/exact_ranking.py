"""Ranking by the features' definitions alone: every wording is looked at, each sum is made anew. What search is held against."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from faq_store.calibration import Calibration, Features
from faq_store.entries import FaqEntry
from faq_store.lexical import TermWeights, plain, terms

Ranked = list[tuple[str, float, Features]]


class ExactRanking:
    """A store's entries with all their vectors.

    Args:
        entries: all of them, those that are switched off as well.
        vectors: float32, each wording's, entry by entry.
    """

    def __init__(self, entries: Sequence[FaqEntry], vectors: NDArray[np.float32]) -> None:
        self._entries = entries
        self._vectors = vectors
        self._calibration = Calibration.load()
        self._terms = [[terms(text) for text in entry.questions] for entry in entries]
        self._weights = TermWeights.over(some for wordings in self._terms for some in wordings)
        self._ends = np.cumsum([len(entry.questions) for entry in entries])

    def ranked(self, text: str, vector: NDArray[np.float32], today: date) -> Ranked:
        """(id, score, features) of every entry that may answer, best first."""
        cosines = self._vectors @ vector
        exact = cosines.astype(np.float64)
        best = [float(part.max()) for part in np.split(cosines, self._ends[:-1])]
        able = [row for row, entry in enumerate(self._entries) if entry.answerable_on(today)]
        ordered = sorted((best[row] for row in able), reverse=True)
        query, found = terms(text), []
        for row in able:
            entry, wordings = self._entries[row], self._terms[row]
            others = ordered[1] if best[row] == ordered[0] else ordered[0]
            features = Features(
                cosine=best[row],
                margin=best[row] - others,
                prominence=(best[row] - exact.mean()) / exact.std(),
                similarity=max(self._weights.similarity(query, some) for some in wordings),
                coverage=self._weights.coverage(query, frozenset().union(*wordings)),
                exact=float(bool(plain(text)) and plain(text) in {plain(one) for one in entry.questions}),
            )
            found.append((entry.entry_id, self._calibration.probability(features), features))
        return sorted(found, key=lambda one: (-one[1], -one[2].cosine))
