"""Multinomial logistic regression on embeddings, fitted by L-BFGS in NumPy: what a shop trains on its own machine, without torch.

Some thousand examples of 384 dimensions take seconds on two cores; the loss is convex, so the result does not depend on chance.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
MEMORY = 10
MOST_STEPS = 300
# Armijo's condition: a step must win this share of what the slope promises, else it is halved.
SUFFICIENT = 1e-4
MOST_HALVINGS = 20
# Done when no weight's gradient is above this.
FLAT = 1e-5
# Embeddings crowd into a cone with a few long axes. They are fitted with those shortened: each principal axis is divided by the
# variance along it to this power (0 leaves them, 0.5 makes all alike), variances below a thousandth of the largest counted as that.
SHORTENED = 0.2
LEAST_VARIANCE = 1e-3
FLOOR = 1e-9


@dataclass(frozen=True)
class SoftmaxWeights:
    """`logits = embeddings @ weights + bias`; weights float32 (d, n), bias float32 (n,)."""

    weights: Array
    bias: Array

    def logits(self, embeddings: Array) -> Array:
        """float32 (texts, n)."""
        return embeddings @ self.weights + self.bias


def fit_softmax(
    embeddings: Array,
    targets: NDArray[np.int64],
    classes: int,
    *,
    l2: float,
    cancelled: Callable[[], bool] = lambda: False,
) -> SoftmaxWeights:
    """Fit with classes weighted towards balance (by the root of how rare they are), in a space where no axis dominates.

    Args:
        embeddings: float32 (n, d).
        targets: class of each, int64 (n,), 0 to `classes` - 1.
        classes: how many there are.
        l2: penalty on the squared weights of that space.
        cancelled: asked before each step; true ends the fitting early.
    """
    centre = embeddings.mean(0)
    shape = _shortening(embeddings - centre)
    inputs = np.column_stack([(embeddings - centre) @ shape, np.ones(len(embeddings), np.float32)])
    counts = np.maximum(np.bincount(targets, minlength=classes), 1)
    share = np.sqrt(counts.mean() / counts)[targets].astype(np.float32)
    share /= share.sum()
    rows = np.arange(len(targets))
    penalty = np.full((inputs.shape[1], 1), l2, np.float32)
    penalty[-1] = 0.0

    def loss_and_gradient(flat: Array) -> tuple[float, Array]:
        theta = flat.reshape(inputs.shape[1], classes)
        logits = inputs @ theta
        logits -= logits.max(axis=1, keepdims=True)
        chances = np.exp(logits)
        totals = chances.sum(axis=1, keepdims=True)
        chances /= totals
        surprise = np.log(totals[:, 0]) - logits[rows, targets]
        loss = float(share @ surprise + (penalty * theta * theta).sum() / 2)
        chances[rows, targets] -= 1.0
        gradient = inputs.T @ (chances * share[:, None]) + penalty * theta
        return loss, gradient.ravel()

    best = _minimise(loss_and_gradient, np.zeros(inputs.shape[1] * classes, np.float32), cancelled)
    theta = best.reshape(inputs.shape[1], classes)
    weights = shape @ theta[:-1]
    return SoftmaxWeights(weights, theta[-1] - centre @ weights)


def _shortening(centred: Array) -> Array:
    """What evens out the axes of centred embeddings, float32 (d, d); the mean square length becomes 1."""
    covariance = (centred.T @ centred / np.float32(len(centred))).astype(np.float64)
    variances, axes = np.linalg.eigh(covariance)
    # Examples that are all alike have no axes; the floor keeps them finite.
    variances = np.maximum(variances, LEAST_VARIANCE * variances[-1] + FLOOR)
    scales = np.power(variances, -SHORTENED)
    return np.asarray((axes * scales / np.sqrt(variances @ np.square(scales))) @ axes.T, np.float32)


def _minimise(function: Callable[[Array], tuple[float, Array]], start: Array, cancelled: Callable[[], bool]) -> Array:
    point = start
    value, gradient = function(point)
    history: deque[tuple[Array, Array]] = deque(maxlen=MEMORY)
    for _ in range(MOST_STEPS):
        if cancelled() or float(np.abs(gradient).max()) < FLAT:
            break
        direction = _direction(gradient, history)
        slope = float(direction @ gradient)
        step = 1.0 if history else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        for _ in range(MOST_HALVINGS):
            moved = point + np.float32(step) * direction
            new_value, new_gradient = function(moved)
            if new_value <= value + SUFFICIENT * step * slope:
                break
            step /= 2
        else:
            # No step along this direction helps any more: float32 has no finer answer.
            break
        history.append((moved - point, new_gradient - gradient))
        point, value, gradient = moved, new_value, new_gradient
    return point


def _direction(gradient: Array, history: deque[tuple[Array, Array]]) -> Array:
    """L-BFGS's two loops (Nocedal and Wright, algorithm 7.4)."""
    direction = -gradient
    passed: list[tuple[float, float]] = []
    for moved, changed in reversed(history):
        rho = 1.0 / max(float(changed @ moved), 1e-12)
        alpha = rho * float(moved @ direction)
        passed.append((rho, alpha))
        direction = direction - np.float32(alpha) * changed
    if history:
        moved, changed = history[-1]
        direction = direction * np.float32(max(float(moved @ changed), 1e-12) / float(changed @ changed))
    for (moved, changed), (rho, alpha) in zip(history, reversed(passed), strict=True):
        beta = rho * float(changed @ direction)
        direction = direction + moved * np.float32(alpha - beta)
    return direction
