"""From similarities to one probability that an entry answers a question: logistic regression on a few features.

Raw cosines of the encoder lie close together and shift with a question's form, so what counts is how an entry stands out from the
rest of the store. Fitted by `build/calibrate_faq.py` on similar questions left out one by one and on questions that no entry
answers; the coefficients are in `calibration.json`.
"""

import json
import math
from dataclasses import dataclass
from pathlib import Path

COEFFICIENTS = Path(__file__).parent / "calibration.json"
FEATURES = ("cosine", "margin", "prominence", "similarity", "coverage", "exact")


@dataclass(frozen=True)
class Features:
    """How one entry stands to a question.

    Attributes:
        cosine: of the best of its questions.
        margin: to the best other entry's cosine; negative for all but the first.
        prominence: how far the cosine lies above the mean of the store's, in standard deviations.
        similarity: weighted overlap of words with its best question, 0 to 1.
        coverage: weighted share of the question's words that the entry has.
        exact: 1 where the question is one of its questions, punctuation aside.
    """

    cosine: float
    margin: float
    prominence: float
    similarity: float
    coverage: float
    exact: float

    def vector(self) -> tuple[float, ...]:
        """In the order of `FEATURES`."""
        return tuple(getattr(self, name) for name in FEATURES)


class Calibration:
    """Coefficients of the regression."""

    def __init__(self, weights: tuple[float, ...], bias: float) -> None:
        if len(weights) != len(FEATURES):
            raise ValueError(f"{len(weights)} weights for {len(FEATURES)} features")
        self._weights = weights
        self._bias = bias

    @classmethod
    def load(cls, path: Path = COEFFICIENTS) -> "Calibration":
        """The fitted coefficients that come with the code."""
        document = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(document["weights"][name] for name in FEATURES), document["bias"])

    def probability(self, features: Features) -> float:
        """That the entry answers, 0 to 1. A question in the entry's own words is answered by it."""
        logit = self._bias + sum(w * x for w, x in zip(self._weights, features.vector(), strict=True))
        return 1.0 if features.exact else 1 / (1 + math.exp(-logit))
