"""Words in common: overlapping pairs of Chinese characters and whole Latin words, weighted by how rare they are."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

RUN = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def terms(text: str) -> frozenset[str]:
    """The terms of a text, lower case; a Chinese word of two characters is one.

    The database holds terms made by this: whoever changes it adds a migration that makes them anew.
    """
    found = set()
    for run in RUN.findall(text.lower()):
        if run[0].isascii() or len(run) == 1:
            found.add(run)
        else:
            found.update(run[start : start + 2] for start in range(len(run) - 1))
    return frozenset(found)


def plain(text: str) -> str:
    """A text's letters and digits alone, lower case: what makes two wordings the same words."""
    return "".join(letter for letter in text.lower() if letter.isalnum())


class TermWeights:
    """Inverse document frequency over the wordings of a store.

    Args:
        counts: how many wordings hold a term; a term that is not in it is in none.
        total: how many wordings there are.
    """

    def __init__(self, counts: Mapping[str, int], total: int) -> None:
        self._counts = counts
        self._total = total
        self._unseen = math.log(1 + 2 * total) if total else 1.0
        self._weights: dict[str, float] = {}
        # Of whole wordings, which many questions come near to.
        self._totals: dict[frozenset[str], float] = {}

    @classmethod
    def over(cls, questions: Iterable[frozenset[str]]) -> "TermWeights":
        """The weights that these wordings' terms have among each other."""
        documents = list(questions)
        return cls(Counter(term for document in documents for term in document), len(documents))

    def knows(self, wording: frozenset[str]) -> bool:
        """Whether a wording's weight has been asked for, so that its terms' counts are not needed any more."""
        return wording in self._totals

    @property
    def known(self) -> int:
        """How many wordings that is true of."""
        return len(self._totals)

    def similarity(self, query: frozenset[str], question: frozenset[str]) -> float:
        """Weighted overlap, 0 to 1: twice what is shared over what both have."""
        both = self._total_of(query) + self._total_of(question)
        return 2 * self.of(query & question) / both if both else 0.0

    def coverage(self, query: frozenset[str], question: frozenset[str]) -> float:
        """The weighted share of the query's terms that the question has."""
        total = self._total_of(query)
        return self.of(query & question) / total if total else 0.0

    def of(self, some: Iterable[str]) -> float:
        """The weight of some terms together."""
        return sum(map(self._weight, some))

    def _total_of(self, wording: frozenset[str]) -> float:
        total = self._totals.get(wording)
        if total is None:
            total = self._totals[wording] = self.of(wording)
        return total

    def _weight(self, term: str) -> float:
        weight = self._weights.get(term)
        if weight is None:
            count = self._counts.get(term, 0)
            weight = math.log(1 + self._total / count) if count else self._unseen
            self._weights[term] = weight
        return weight
