"""The intent head: a linear layer on frozen embeddings, calibrated, with a threshold for what is out of scope."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models_onnx.errors import ModelError
from models_onnx.manifest import ModelInfo

ARTEFACT = Path(__file__).parent / "artefacts" / "intents-ecommerce.npz"
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class IntentPrediction:
    """The intent of one text.

    Attributes:
        id: the most probable intent, or `out_of_scope` where that is rejected.
        confidence: its calibrated probability; of a rejection, the probability that it is right.
        out_of_scope: whether nothing a shop answers was asked.
        distribution: every intent with its probability, the most probable first.
    """

    id: str
    confidence: float
    out_of_scope: bool
    distribution: tuple[tuple[str, float], ...]


class IntentHead:
    """Weights float32 (d, n), bias (n,), a temperature, and the out-of-scope threshold.

    Raises:
        ValueError: they don't fit together.
    """

    def __init__(
        self,
        labels: tuple[str, ...],
        weights: NDArray[np.float32],
        bias: NDArray[np.float32],
        temperature: float,
        threshold: float,
        info: ModelInfo,
    ) -> None:
        if weights.shape[1:] != (len(labels),) or bias.shape != (len(labels),):
            raise ValueError(f"{len(labels)} labels, weights {weights.shape}, bias {bias.shape}")
        self.labels = labels
        self.info = info
        self._weights = weights / temperature
        self._bias = bias / temperature
        self._threshold = threshold
        self._outside = labels.index(OUT_OF_SCOPE)

    @classmethod
    def open(cls, path: Path | None = None) -> "IntentHead":
        """Load a trained head; without a path, the one of the e-commerce pack that comes with the code.

        Raises:
            ModelError: missing or damaged.
        """
        path = path or ARTEFACT
        try:
            with np.load(path, allow_pickle=False) as arrays:
                card = json.loads(str(arrays["card"]))
                return cls(
                    tuple(card["labels"]),
                    arrays["weights"],
                    arrays["bias"],
                    card["temperature"],
                    card["threshold"],
                    ModelInfo(card["name"], card["version"], "CPU", arrays["weights"].shape[0]),
                )
        except FileNotFoundError:
            raise ModelError(f"{path} is missing.", code="model_missing") from None
        # What a damaged archive makes NumPy raise depends on where it is damaged: zipfile's, zlib's and its own errors.
        except Exception as error:
            raise ModelError(f"{path} is damaged ({error}).", code="model_damaged") from error

    def predict(self, embeddings: NDArray[np.float32]) -> list[IntentPrediction]:
        """Classify embeddings, float32 (n, d), L2-normalised."""
        logits = embeddings @ self._weights + self._bias
        logits -= logits.max(axis=1, keepdims=True)
        probabilities = np.exp(logits)
        probabilities /= probabilities.sum(axis=1, keepdims=True)
        return [self._prediction(row) for row in probabilities]

    def _prediction(self, probabilities: NDArray[np.float32]) -> IntentPrediction:
        order = np.argsort(-probabilities)
        distribution = tuple((self.labels[index], float(probabilities[index])) for index in order)
        outside = float(probabilities[self._outside])
        rejected = bool(outside >= self._threshold or order[0] == self._outside)
        name, confidence = (OUT_OF_SCOPE, outside) if rejected else distribution[0]
        return IntentPrediction(name, confidence, rejected, distribution)
