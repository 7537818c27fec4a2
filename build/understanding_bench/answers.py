"""What a classifier says of texts, whichever kind it is, in one form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from models_onnx.intent_head import OUT_OF_SCOPE, IntentPrediction

# Chosen on training texts alone: of BANKING77 and CLINC150 those of the validation part, of the pack every fifth.
PROBE_C, SPARSE_C = 0.03, 10.0
MOST_STEPS = 1000


@dataclass(frozen=True)
class Answers:
    """One answer for each text.

    Attributes:
        found: the intent, or `out_of_scope`.
        inside: the most probable intent of those that are not `out_of_scope`.
        confidence: the probability of `found`, float64 (n,).
        outside: how surely the text lies outside, float64 (n,); only the order counts.
    """

    found: list[str]
    inside: list[str]
    confidence: NDArray[np.float64]
    outside: NDArray[np.float64]

    @classmethod
    def of_predictions(cls, predictions: Sequence[IntentPrediction]) -> "Answers":
        """Of our head."""
        return cls(
            [one.id for one in predictions],
            [next(name for name, _ in one.distribution if name != OUT_OF_SCOPE) for one in predictions],
            np.array([one.confidence for one in predictions]),
            np.array([dict(one.distribution)[OUT_OF_SCOPE] for one in predictions]),
        )

    @classmethod
    def of_classifier(cls, classifier: Pipeline, features: Any) -> "Answers":
        """Of scikit-learn's; one that has not learned what lies outside takes doubt for it."""
        chances, names = classifier.predict_proba(features), np.array(classifier.classes_)
        within = names != OUT_OF_SCOPE
        return cls(
            names[chances.argmax(1)].tolist(),
            names[within][chances[:, within].argmax(1)].tolist(),
            chances.max(1),
            1 - chances.max(1) if within.all() else chances[:, ~within][:, 0],
        )


def probe() -> Pipeline:
    """Logistic regression on embeddings, standardised: they crowd into a cone."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=PROBE_C, max_iter=MOST_STEPS))


def sparse_probe() -> Pipeline:
    """Logistic regression on sparse vectors of length 1."""
    return make_pipeline(LogisticRegression(C=SPARSE_C, max_iter=MOST_STEPS))
