"""The intent head: a linear layer on embeddings and the votes of the nearest examples, calibrated; it also says what lies outside."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from appliance.base.atomic import replacing
from models_onnx.errors import ModelError
from models_onnx.logistic import LogisticWeights
from models_onnx.manifest import ModelInfo
from models_onnx.neighbours import Neighbours
from models_onnx.scope import FEATURES, Scope, scope_features
from models_onnx.softmax_regression import SoftmaxWeights

Array = NDArray[np.float32]
ARTEFACT = Path(__file__).parent / "artefacts" / "intents-ecommerce.npz"
OUT_OF_SCOPE = "out_of_scope"
# Embeddings of the examples are kept as int8; a cosine is wrong by less than 0.01.
EXAMPLE_SCALE = 127.0 * 4


@dataclass(frozen=True)
class IntentPrediction:
    """The intent of one text.

    Attributes:
        id: the most probable intent, or `out_of_scope` where that is rejected.
        confidence: its calibrated probability.
        out_of_scope: whether nothing of the head's intents was asked.
        distribution: every intent and `out_of_scope` with its probability, the most probable first.
    """

    id: str
    confidence: float
    out_of_scope: bool
    distribution: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Example:
    """A training example near a text."""

    text: str
    intent: str
    cosine: float


@dataclass(frozen=True)
class Examples:
    """The training examples: texts, the place of each one's intent among the labels, embeddings as int8 (n, d)."""

    texts: tuple[str, ...]
    targets: NDArray[np.int64]
    vectors: NDArray[np.int8]

    @classmethod
    def of(cls, texts: Sequence[str], targets: NDArray[np.int64], embeddings: Array) -> "Examples":
        """Keep these; embeddings float32 (n, d), L2-normalised."""
        vectors = np.clip(np.rint(embeddings * EXAMPLE_SCALE), -127, 127).astype(np.int8)
        return cls(tuple(texts), targets, vectors)

    def plain(self) -> Array:
        """The embeddings, float32 (n, d), L2-normalised, as exact as int8 keeps them."""
        plain = self.vectors.astype(np.float32)
        plain /= np.linalg.norm(plain, axis=1, keepdims=True)
        return plain

    def embeddings(self) -> dict[str, Array]:
        """The embedding of each text, float32 (d,)."""
        return dict(zip(self.texts, self.plain(), strict=True))


@dataclass(frozen=True)
class IntentHead:
    """A trained head.

    Attributes:
        labels: the intents.
        softmax: the linear layer, its temperature already divided out.
        votes: the share of the probability that the nearest examples have, 0 to 1; the rest is the layer's.
        scope: tells what lies outside.
        examples: what it was trained on.
        calibration: what its probabilities were fitted on, and it has not learned from.
        info: its name and version.
        encoder: the version of the encoder whose embeddings it reads.

    Raises:
        ValueError: the parts don't fit together.
    """

    labels: tuple[str, ...]
    softmax: SoftmaxWeights
    votes: float
    scope: Scope
    examples: Examples
    calibration: Examples
    info: ModelInfo
    encoder: str

    def __post_init__(self) -> None:
        labels, dimensions = len(self.labels), self.info.dimensions
        if not (0 <= self.votes <= 1 and len(self.examples.targets)):
            raise ValueError(f"{self.votes} for the votes of {len(self.examples.targets)} examples")
        shapes = (self.softmax.weights.shape, self.softmax.bias.shape, self.scope.weights.weights.shape)
        if shapes != ((dimensions, labels), (labels,), (len(FEATURES),)):
            raise ValueError(f"{labels} labels and {dimensions} dimensions, but weights {shapes}")
        for vectors, places in (
            (self.examples.vectors, self.examples.targets),
            (self.calibration.vectors, self.calibration.targets),
        ):
            if vectors.shape != (len(places), dimensions) or not np.isin(places, range(labels)).all():
                raise ValueError(f"vectors {vectors.shape} for {len(places)} places among {labels} labels")
        for kept in (self.examples, self.calibration):
            if len(kept.texts) != len(kept.targets):
                raise ValueError(f"{len(kept.texts)} texts for {len(kept.targets)} examples")

    @classmethod
    def open(cls, path: Path | None = None) -> "IntentHead":
        """Load a trained head; without a path, the one of the e-commerce pack that comes with the code.

        Raises:
            ModelError: missing or damaged.
        """
        path = path or ARTEFACT
        try:
            with np.load(path, allow_pickle=False) as arrays:
                card = json.loads(bytes(arrays["card"]).decode("utf-8"))
                scope = card["scope"]
                return cls(
                    tuple(card["labels"]),
                    SoftmaxWeights(arrays["weights"], arrays["bias"]),
                    float(card["votes"]),
                    Scope(LogisticWeights(np.array(scope["weights"]), scope["bias"]), scope["threshold"]),
                    Examples(tuple(card["examples"]), arrays["example_targets"], arrays["example_vectors"]),
                    Examples(tuple(card["calibration"]), arrays["calibration_targets"], arrays["calibration_vectors"]),
                    ModelInfo(card["name"], card["version"], "CPU", arrays["weights"].shape[0]),
                    card["encoder"],
                )
        except FileNotFoundError:
            raise ModelError(f"{path} is missing.", code="model_missing") from None
        # What a damaged archive makes NumPy raise depends on where it is damaged: zipfile's, zlib's and its own errors.
        except Exception as error:
            raise ModelError(f"{path} is damaged ({error}).", code="model_damaged") from error

    def save(self, path: Path) -> None:
        """Write it whole, so that `open` finds either this head or the one before.

        Raises:
            OSError: no room, no permission.
        """
        card = {
            "name": self.info.name,
            "version": self.info.version,
            "labels": self.labels,
            "encoder": self.encoder,
            "votes": self.votes,
            "scope": {
                "weights": self.scope.weights.weights.tolist(),
                "bias": self.scope.weights.bias,
                "threshold": self.scope.threshold,
            },
            "examples": self.examples.texts,
            "calibration": self.calibration.texts,
        }
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            weights=self.softmax.weights,
            bias=self.softmax.bias,
            example_targets=self.examples.targets,
            example_vectors=self.examples.vectors,
            calibration_targets=self.calibration.targets,
            calibration_vectors=self.calibration.vectors,
            card=np.frombuffer(json.dumps(card, ensure_ascii=False).encode("utf-8"), np.uint8),
        )
        with replacing(path) as file:
            file.write(buffer.getvalue())

    def predict(self, embeddings: Array, logits: Array | None = None) -> list[IntentPrediction]:
        """Classify.

        Args:
            embeddings: float32 (n, d), L2-normalised.
            logits: of this head's layer, float32 (n, classes), where the encoder has computed them in its pass.
        """
        if logits is None:
            logits = self.softmax.logits(embeddings)
        outside = self.labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.labels else None
        votes, nearest = self._neighbours.look(embeddings, len(self.labels), outside)
        mixed = mixture(logits, votes, self.votes)
        rejections = self.scope.probability(scope_features(mixed, logits, nearest, outside))
        inside = [place for place in range(len(self.labels)) if place != outside]
        chances = mixed[:, inside] / mixed[:, inside].sum(axis=1, keepdims=True) * (1 - rejections)[:, None]
        names = [self.labels[place] for place in inside]
        return [
            self._prediction(names, row, float(rejection)) for row, rejection in zip(chances, rejections, strict=True)
        ]

    def nearest(self, embedding: Array, count: int) -> list[Example]:
        """The training examples nearest to a text, the nearest first; embedding float32 (d,), L2-normalised."""
        cosines = self.examples.vectors.astype(np.float32) @ embedding / EXAMPLE_SCALE
        order = np.argsort(-cosines)[:count]
        return [
            Example(self.examples.texts[row], self.labels[self.examples.targets[row]], float(cosines[row]))
            for row in order.tolist()
        ]

    @cached_property
    def _neighbours(self) -> Neighbours:
        return Neighbours.of(self.examples.plain(), self.examples.targets)

    def _prediction(self, names: Sequence[str], chances: Array, rejection: float) -> IntentPrediction:
        own = [(name, float(chance)) for name, chance in zip(names, chances, strict=True)]
        distribution = tuple(sorted([*own, (OUT_OF_SCOPE, rejection)], key=lambda one: -one[1]))
        if rejection >= self.scope.threshold:
            return IntentPrediction(OUT_OF_SCOPE, rejection, out_of_scope=True, distribution=distribution)
        name, confidence = next(one for one in distribution if one[0] != OUT_OF_SCOPE)
        return IntentPrediction(name, confidence, out_of_scope=False, distribution=distribution)


def mixture(logits: Array, votes: Array, share: float) -> Array:
    """Probabilities of the classes, float32 (n, classes): the layer's, and the neighbours' to a share of 0 to 1."""
    return np.asarray((1 - share) * np.exp(log_softmax(logits)) + share * votes, np.float32)


def log_softmax(logits: Array) -> Array:
    """Log probabilities, float32 (n, classes)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)
