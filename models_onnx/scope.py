"""Telling what lies outside a head's intents: from its probabilities, its logits, and how near the text lies to what it was trained on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models_onnx.logistic import LogisticWeights

Array = NDArray[np.float32]
FEATURES = ("best_log_chance", "outside_log_chance", "energy", "nearest_inside", "nearest_outside")
# A smaller probability says no more than this.
LEAST_CHANCE = 1e-6


@dataclass(frozen=True)
class Scope:
    """The probability of being outside, and from which on a text is rejected."""

    weights: LogisticWeights
    threshold: float

    def probability(self, features: Array) -> NDArray[np.float64]:
        """float64 (texts,) of `scope_features`."""
        return self.weights.probability(features.astype(np.float64))


def scope_features(chances: Array, logits: Array, nearest: Array, outside: int | None) -> Array:
    """What tells inside from outside, float32 (texts, 5), in the order of `FEATURES`.

    Args:
        chances: probabilities of the classes, float32 (texts, classes).
        logits: before the softmax, float32 (texts, classes).
        nearest: cosines with the nearest example inside and outside, float32 (texts, 2).
        outside: the class of what is outside, where the head has one.
    """
    inside = np.ones(chances.shape[1], bool)
    log_chances = np.log(np.maximum(chances, LEAST_CHANCE))
    if outside is None:
        beyond = np.zeros(len(chances), np.float32)
    else:
        inside[outside] = False
        beyond = log_chances[:, outside]
    energy = np.log(np.exp(logits[:, inside]).sum(1))
    return np.column_stack([log_chances[:, inside].max(1), beyond, energy, nearest]).astype(np.float32)
