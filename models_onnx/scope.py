"""Telling what lies outside a head's intents: from its logits and from how near the text lies to what the head was trained on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models_onnx.logistic import LogisticWeights

Array = NDArray[np.float32]
FEATURES = ("best_log_chance", "outside_log_chance", "energy", "nearest_inside", "nearest_outside")
# Prototypes of an intent: one for so many examples, and at most so many.
EXAMPLES_EACH = 8
MOST_PROTOTYPES = 24
ROUNDS = 8
FLOOR = 1e-6


@dataclass(frozen=True)
class Prototypes:
    """Centres of the training examples' embeddings, some for each intent: vectors float32 (n, d), L2-normalised; classes (n,)."""

    vectors: Array
    classes: NDArray[np.int64]

    @classmethod
    def of(cls, embeddings: Array, targets: NDArray[np.int64]) -> "Prototypes":
        """Spherical k-means within each class; the first centres are the examples that lie farthest apart."""
        made, classes = [], []
        for target in np.unique(targets):
            own = embeddings[targets == target]
            count = int(np.clip(len(own) // EXAMPLES_EACH, 1, MOST_PROTOTYPES))
            centres = _k_means(own, count)
            made.append(centres)
            classes.append(np.full(len(centres), target, np.int64))
        return cls(np.concatenate(made), np.concatenate(classes))

    def nearest(self, embeddings: Array, outside: int | None) -> Array:
        """The cosine with the nearest prototype inside and with the nearest outside (0 where there is none), float32 (n, 2)."""
        cosines = embeddings @ self.vectors.T
        within = np.ones(len(self.classes), bool) if outside is None else self.classes != outside
        beyond = np.zeros(len(embeddings), np.float32) if within.all() else cosines[:, ~within].max(1)
        return np.column_stack([cosines[:, within].max(1), beyond])


@dataclass(frozen=True)
class Scope:
    """The probability of being outside, and from which on a text is rejected."""

    weights: LogisticWeights
    threshold: float

    def probability(self, features: Array) -> NDArray[np.float64]:
        """float64 (texts,) of `scope_features`."""
        return self.weights.probability(features.astype(np.float64))


def scope_features(log_chances: Array, logits: Array, nearest: Array, outside: int | None) -> Array:
    """What tells inside from outside, float32 (texts, 5), in the order of `FEATURES`.

    Args:
        log_chances: log of the calibrated probabilities, float32 (texts, classes).
        logits: before the softmax, float32 (texts, classes).
        nearest: from `Prototypes.nearest`.
        outside: the class of what is outside, where the head has one.
    """
    inside = np.ones(log_chances.shape[1], bool)
    if outside is None:
        beyond = np.zeros(len(log_chances), np.float32)
    else:
        inside[outside] = False
        beyond = np.maximum(log_chances[:, outside], np.float32(np.log(FLOOR)))
    energy = np.log(np.exp(logits[:, inside]).sum(1))
    return np.column_stack([log_chances[:, inside].max(1), beyond, energy, nearest]).astype(np.float32)


def _k_means(vectors: Array, count: int) -> Array:
    chosen = [int(np.argmax(vectors @ vectors.mean(0)))]
    nearest = vectors @ vectors[chosen[0]]
    while len(chosen) < count:
        chosen.append(int(np.argmin(nearest)))
        nearest = np.maximum(nearest, vectors @ vectors[chosen[-1]])
    centres = vectors[chosen]
    for _ in range(ROUNDS):
        owner = (vectors @ centres.T).argmax(1)
        sums = np.stack(
            [vectors[owner == place].sum(0) if (owner == place).any() else centres[place] for place in range(count)]
        )
        centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), FLOOR)
    return centres.astype(np.float32)
