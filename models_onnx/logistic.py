"""Logistic regression on a few features by Newton's method: from features to one calibrated probability."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
STEPS = 25
SMALLEST = 1e-9


@dataclass(frozen=True)
class LogisticWeights:
    """`probability = 1 / (1 + exp(-(features @ weights + bias)))`; weights float64 (features,)."""

    weights: Array
    bias: float

    def probability(self, features: Array) -> Array:
        """float64 (n,) of features (n, features)."""
        return 1 / (1 + np.exp(-(features @ self.weights + self.bias)))

    def log_loss(self, features: Array, targets: Array) -> float:
        """Mean negative log likelihood."""
        chance = np.clip(self.probability(features), SMALLEST, 1 - SMALLEST)
        return -float(np.mean(targets * np.log(chance) + (1 - targets) * np.log(1 - chance)))


def fit_logistic(features: Array, targets: Array, *, l2: float, sample_weights: Array | None = None) -> LogisticWeights:
    """Fit on standardised features.

    Args:
        features: float64 (n, features); one that never varies gets no weight.
        targets: 0 or 1, float64 (n,).
        l2: penalty on the squared standardised weights, per example.
        sample_weights: how much each example counts; all alike without.
    """
    counts = np.ones(len(features)) if sample_weights is None else sample_weights / sample_weights.mean()
    mean, spread = features.mean(0), features.std(0)
    spread[spread == 0] = np.inf
    scaled = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    ridge = l2 * len(features) * np.diag([1.0] * features.shape[1] + [0.0])
    theta = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-scaled @ theta))
        gradient = scaled.T @ (counts * (chance - targets)) + ridge @ theta
        curvature = (scaled.T * (counts * chance * (1 - chance))) @ scaled + ridge
        # A trace on the diagonal keeps a feature without spread from making this singular.
        theta -= np.linalg.solve(curvature + SMALLEST * np.eye(len(theta)), gradient)
    weights = theta[:-1] / spread
    return LogisticWeights(weights, float(theta[-1] - weights @ mean))
