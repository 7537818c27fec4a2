"""How the cosines of any vector with a whole store are spread, from two sums that each change adds to or takes from."""

import math

import numpy as np
from numpy.typing import NDArray


class Moments:
    """First and second moment sums of a set of vectors, in double precision so that they may be kept up for years.

    Args:
        first: float64 (d,), the sum of the vectors.
        second: float64 (d, d), the sum of their outer products.
    """

    def __init__(self, first: NDArray[np.float64], second: NDArray[np.float64]) -> None:
        self.first = first
        self.second = second

    @classmethod
    def none(cls, dimensions: int) -> "Moments":
        """Those of no vectors."""
        return cls(np.zeros(dimensions), np.zeros((dimensions, dimensions)))

    def copy(self) -> "Moments":
        """The same, to go on from."""
        return Moments(self.first.copy(), self.second.copy())

    def add(self, vectors: NDArray[np.float32]) -> None:
        """Count these in, float32 (n, d)."""
        self._change(vectors, 1)

    def remove(self, vectors: NDArray[np.float32]) -> None:
        """Count these out, float32 (n, d)."""
        self._change(vectors, -1)

    def spread(self, vector: NDArray[np.float32], total: int) -> tuple[float, float]:
        """Mean and standard deviation of the cosines of `vector` with all.

        Args:
            vector: float32 (d,), L2-normalised.
            total: how many vectors there are.
        """
        exact = vector.astype(np.float64)
        count = max(total, 1)
        mean = float(self.first @ exact) / count
        variance = float(exact @ self.second @ exact) / count - mean * mean
        return mean, math.sqrt(max(variance, 0.0)) or 1.0

    def _change(self, vectors: NDArray[np.float32], sign: int) -> None:
        exact = vectors.astype(np.float64)
        self.first += sign * exact.sum(axis=0)
        self.second += sign * (exact.T @ exact)
