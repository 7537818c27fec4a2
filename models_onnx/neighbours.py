"""The training examples nearest to a text: how they vote on its intent, and how near they are."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
# So many axes of the embeddings hold what tells neighbours apart; all of them would cost four times as long.
AXES = 96
# So many neighbours vote, each the less the farther it is behind the nearest: a cosine lower by this has a third of its voice.
VOTERS = 10
FADING = 0.03
FLOOR = 1e-9


@dataclass(frozen=True)
class Neighbours:
    """Examples on the main axes of their embeddings.

    Attributes:
        axes: orthonormal, float32 (d, r).
        vectors: the examples on them, float32 (n, r), L2-normalised.
        classes: of the examples, int64 (n,).
    """

    axes: Array
    vectors: Array
    classes: NDArray[np.int64]

    @classmethod
    def of(cls, embeddings: Array, classes: NDArray[np.int64]) -> "Neighbours":
        """From examples, float32 (n, d), and the class of each."""
        _, axes = np.linalg.eigh(embeddings.T @ embeddings)
        main = axes[:, -AXES:].astype(np.float32)
        return cls(main, _normalised(embeddings @ main), classes)

    def look(self, embeddings: Array, classes: int, outside: int | None) -> tuple[Array, Array]:
        """What the neighbours say of texts.

        Args:
            embeddings: float32 (m, d).
            classes: how many there are.
            outside: the class of what is outside, where there is one.

        Returns:
            The votes for each class, summing to 1, float32 (m, classes); the cosines with the nearest example inside and the nearest
            outside (0 where there is none), float32 (m, 2).
        """
        cosines = _normalised(embeddings @ self.axes) @ self.vectors.T
        within = np.ones(len(self.classes), bool) if outside is None else self.classes != outside
        nearest = np.zeros((len(embeddings), 2), np.float32)
        for place, chosen in enumerate((within, ~within)):
            if chosen.any():
                nearest[:, place] = cosines[:, chosen].max(1)
        return self._votes(cosines, classes), nearest

    def _votes(self, cosines: Array, classes: int) -> Array:
        count = min(VOTERS, cosines.shape[1])
        voters = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        near = np.take_along_axis(cosines, voters, axis=1)
        voices = np.exp((near - near.max(axis=1, keepdims=True)) / FADING)
        votes = np.zeros((len(cosines), classes), np.float32)
        np.add.at(votes, (np.arange(len(cosines))[:, None], self.classes[voters]), voices)
        return np.asarray(votes / votes.sum(axis=1, keepdims=True), np.float32)


def _normalised(vectors: Array) -> Array:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), FLOOR), np.float32)
