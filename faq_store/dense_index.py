"""Which of many vectors lie near one: the small interface behind which ways of finding them are compared and chosen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]
# Told the share that is done, 0 to 1; what it raises ends the build.
Progress = Callable[[float], None]


class DenseIndex(Protocol):
    """Finds the rows of a matrix that lie near a vector; the matrix is part of it."""

    @property
    def vectors(self) -> Vectors:
        """float32 (n, d), L2-normalised, in the index's own order."""
        ...

    def nearest(self, vector: Vectors, count: int) -> Rows:
        """About the `count` nearest rows, in no order: whoever asks scores them exactly.

        Args:
            vector: float32 (d,), L2-normalised.
            count: how many; fewer come where there are fewer.
        """
        ...


class Build(Protocol):
    """Writes the file of an index."""

    def __call__(self, vectors: Vectors, path: Path, progress: Progress) -> Rows:
        """Write float32 (n, d) vectors to `path`; returns the order in which the index has them, int64 (n,).

        Raises:
            OSError: no room, no permission.
        """
        ...


@dataclass(frozen=True)
class IndexKind:
    """A way of finding vectors.

    Attributes:
        name: as the saved index says which it is.
        build: writes the file.
        open: opens a file that was checked, with its number of vectors and of dimensions; raises ValueError where these are not
            the file's.
    """

    name: str
    build: Build
    open: Callable[[Path, int, int], DenseIndex]


class ExactIndex:
    """Looks at every row.

    Args:
        vectors: float32 (n, d), L2-normalised.
    """

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def nearest(self, vector: Vectors, count: int) -> Rows:
        """The `count` nearest rows."""
        return largest(cosines(self.vectors, vector), count)


def cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    """Of each of `vectors`, float32 (n, d), with `vector`, float32 (d,), all L2-normalised.

    Row by row on this thread alone: a matrix product would wait for a second thread, some 20 ms where another model has the cores,
    and its last digits would depend on how many rows there are.
    """
    found: Vectors = np.vecdot(vectors, vector)
    return found


def largest(values: Vectors, count: int) -> Rows:
    """Where the `count` largest values are, in no order."""
    if count >= len(values):
        return np.arange(len(values))
    return np.argpartition(values, len(values) - count)[len(values) - count :]


def _write(vectors: Vectors, path: Path, progress: Progress) -> Rows:
    vectors.tofile(path)
    progress(1.0)
    return np.arange(len(vectors))


def _read(path: Path, count: int, dimensions: int) -> DenseIndex:
    # Read whole: at this size that takes no time, and no page of it has to be fetched while somebody waits.
    return ExactIndex(np.fromfile(path, np.float32).reshape(count, dimensions))


EXACT = IndexKind("exact", _write, _read)
