"""Words in common: overlapping pairs of Chinese characters and whole Latin words, weighted by how rare they are."""

import math
import re
from collections import Counter
from collections.abc import Iterable

RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def terms(text: str) -> frozenset[str]:
    """The terms of a text, lower case; a Chinese word of two characters is one."""
    found = set()
    for run in RUN.findall(text.lower()):
        if run[0].isascii() or len(run) == 1:
            found.add(run)
        else:
            found.update(run[start : start + 2] for start in range(len(run) - 1))
    return frozenset(found)


class TermWeights:
    """Inverse document frequency over the questions of a store."""

    def __init__(self, questions: Iterable[frozenset[str]]) -> None:
        documents = list(questions)
        counts = Counter(term for document in documents for term in document)
        self._total = len(documents)
        self._weights = {term: math.log(1 + self._total / count) for term, count in counts.items()}
        self._unseen = math.log(1 + 2 * self._total) if self._total else 1.0

    def similarity(self, query: frozenset[str], question: frozenset[str]) -> float:
        """Weighted overlap, 0 to 1: twice what is shared over what both have."""
        shared = self._sum(query & question)
        both = self._sum(query) + self._sum(question)
        return 2 * shared / both if both else 0.0

    def coverage(self, query: frozenset[str], question: frozenset[str]) -> float:
        """The weighted share of the query's terms that the question has."""
        total = self._sum(query)
        return self._sum(query & question) / total if total else 0.0

    def _sum(self, terms: frozenset[str]) -> float:
        return sum(self._weights.get(term, self._unseen) for term in terms)
