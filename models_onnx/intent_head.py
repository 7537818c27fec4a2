"""The intent head: a linear layer on embeddings, calibrated, which also says when a text lies outside its intents."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from appliance.base.atomic import replacing
from models_onnx.errors import ModelError
from models_onnx.logistic import LogisticWeights
from models_onnx.manifest import ModelInfo
from models_onnx.scope import FEATURES, Prototypes, Scope, scope_features
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
        confidence: its calibrated probability; of a rejection, the probability that it is right.
        out_of_scope: whether nothing of the head's intents was asked.
        distribution: every intent with its probability, the most probable first.
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

    def embeddings(self) -> dict[str, Array]:
        """The embedding of each text, float32 (d,), L2-normalised, as exact as int8 keeps it."""
        plain = self.vectors.astype(np.float32)
        plain /= np.linalg.norm(plain, axis=1, keepdims=True)
        return dict(zip(self.texts, plain, strict=True))


@dataclass(frozen=True)
class IntentHead:
    """A trained head.

    Attributes:
        labels: the intents.
        softmax: the linear layer, its temperature already divided out.
        prototypes: centres of the training examples.
        scope: tells what lies outside.
        examples: what it was trained on.
        info: its name and version.
        encoder: the version of the encoder whose embeddings it reads.

    Raises:
        ValueError: the parts don't fit together.
    """

    labels: tuple[str, ...]
    softmax: SoftmaxWeights
    prototypes: Prototypes
    scope: Scope
    examples: Examples
    info: ModelInfo
    encoder: str

    def __post_init__(self) -> None:
        labels, dimensions = len(self.labels), self.info.dimensions
        shapes = (self.softmax.weights.shape, self.softmax.bias.shape, self.scope.weights.weights.shape)
        if shapes != ((dimensions, labels), (labels,), (len(FEATURES),)):
            raise ValueError(f"{labels} labels and {dimensions} dimensions, but weights {shapes}")
        for vectors, places in (
            (self.prototypes.vectors, self.prototypes.classes),
            (self.examples.vectors, self.examples.targets),
        ):
            if vectors.shape != (len(places), dimensions) or not np.isin(places, range(labels)).all():
                raise ValueError(f"vectors {vectors.shape} for {len(places)} places among {labels} labels")
        if len(self.examples.texts) != len(self.examples.targets):
            raise ValueError(f"{len(self.examples.texts)} texts for {len(self.examples.targets)} examples")

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
                    Prototypes(arrays["prototypes"], arrays["prototype_classes"]),
                    Scope(LogisticWeights(np.array(scope["weights"]), scope["bias"]), scope["threshold"]),
                    Examples(tuple(card["examples"]), arrays["example_targets"], arrays["example_vectors"]),
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
            "scope": {
                "weights": self.scope.weights.weights.tolist(),
                "bias": self.scope.weights.bias,
                "threshold": self.scope.threshold,
            },
            "examples": self.examples.texts,
        }
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            weights=self.softmax.weights,
            bias=self.softmax.bias,
            prototypes=self.prototypes.vectors,
            prototype_classes=self.prototypes.classes,
            example_targets=self.examples.targets,
            example_vectors=self.examples.vectors,
            card=np.frombuffer(json.dumps(card, ensure_ascii=False).encode("utf-8"), np.uint8),
        )
        with replacing(path) as file:
            file.write(buffer.getvalue())

    def predict(self, embeddings: Array) -> list[IntentPrediction]:
        """Classify embeddings, float32 (n, d), L2-normalised."""
        logits = self.softmax.logits(embeddings)
        log_chances = log_softmax(logits)
        outside = self.labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.labels else None
        nearest = self.prototypes.nearest(embeddings, outside)
        features = scope_features(log_chances, logits, nearest, outside)
        rejections = self.scope.probability(features)
        return [
            self._prediction(row, float(rejection))
            for row, rejection in zip(np.exp(log_chances), rejections, strict=True)
        ]

    def nearest(self, embedding: Array, count: int) -> list[Example]:
        """The training examples nearest to a text, the nearest first; embedding float32 (d,), L2-normalised."""
        cosines = self.examples.vectors.astype(np.float32) @ embedding / EXAMPLE_SCALE
        order = np.argsort(-cosines)[:count]
        return [
            Example(self.examples.texts[row], self.labels[self.examples.targets[row]], float(cosines[row]))
            for row in order.tolist()
        ]

    def _prediction(self, chances: Array, rejection: float) -> IntentPrediction:
        order = np.argsort(-chances).tolist()
        distribution = tuple((self.labels[place], float(chances[place])) for place in order)
        if rejection >= self.scope.threshold:
            return IntentPrediction(OUT_OF_SCOPE, rejection, out_of_scope=True, distribution=distribution)
        name, confidence = next(one for one in distribution if one[0] != OUT_OF_SCOPE)
        return IntentPrediction(name, confidence, out_of_scope=False, distribution=distribution)


def log_softmax(logits: Array) -> Array:
    """Log probabilities, float32 (n, classes)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)
