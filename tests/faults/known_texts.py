"""Embeddings made before: for the long tests, whose many processes need not load a model each."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models_onnx.manifest import ModelInfo


class KnownTexts:
    """A text encoder over a fixed set of texts.

    Args:
        info: of the encoder that embedded them.
        texts: these.
        vectors: float32 (n, d), L2-normalised.
    """

    def __init__(self, info: ModelInfo, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        self.info = info
        self.texts = list(texts)
        self._vectors = dict(zip(texts, vectors, strict=True))

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, d)."""
        return np.stack([self._vectors[text] for text in texts])

    def save(self, path: Path) -> None:
        """Keep it for other processes."""
        info = [self.info.name, self.info.version, self.info.provider]
        np.savez(path, info=info, texts=self.texts, vectors=self.embed(self.texts))

    @classmethod
    def load(cls, path: Path) -> "KnownTexts":
        """What was saved there."""
        with np.load(path) as kept:
            info = ModelInfo(*kept["info"].tolist(), dimensions=kept["vectors"].shape[1])
            return cls(info, kept["texts"].tolist(), kept["vectors"])
