"""Training an intent head on frozen embeddings: seconds on two cores, no torch, with a report on the examples themselves."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models_onnx.intent_head import OUT_OF_SCOPE, Examples, IntentHead, log_softmax
from models_onnx.logistic import fit_logistic
from models_onnx.manifest import ModelInfo
from models_onnx.scope import Prototypes, Scope, scope_features
from models_onnx.softmax_regression import SoftmaxWeights, fit_softmax

Array = NDArray[np.float32]
FOLDS = 5
L2 = 1e-5
SCOPE_L2 = 1e-3
SEED = 20_261_125
# What a wrongly refused question costs, against an answered one that nobody in the shop can answer: who is refused leaves.
REFUSED_COST, ANSWERED_COST = 3.0, 1.0
# Without examples from outside, so many of the own ones may be rejected.
REJECTED_SHARE = 0.05
TEMPERATURES = np.geomspace(0.3, 3.0, 47)
THRESHOLDS = np.linspace(0.05, 0.95, 91)
# An example that the others contradict with this certainty is shown as probably mislabelled.
SUSPECT = 0.8
MOST_SHOWN = 20


@dataclass(frozen=True)
class Confusion:
    """Examples of one intent that were taken for another when held out."""

    intent: str
    taken_for: str
    count: int
    example: str


@dataclass(frozen=True)
class Suspect:
    """An example that looks mislabelled: what the others make of it, and how surely."""

    text: str
    intent: str
    rather: str
    confidence: float


@dataclass(frozen=True)
class TrainingReport:
    """What cross-validation says: every figure is of examples that were held out."""

    examples: int
    intents: int
    accuracy: float
    macro_f1: float
    confusions: tuple[Confusion, ...]
    suspects: tuple[Suspect, ...]
    seconds: float


@dataclass(frozen=True)
class TrainingSet:
    """What a head is trained on.

    Attributes:
        texts: the examples.
        intents: of each.
        embeddings: float32 (n, d), L2-normalised.
        variants: further embeddings of the same texts, as with slips of the finger.
        held_out: which examples to calibrate on, bool (n,), where the encoder has learned from the others; without it all are held out
            in turn, in five folds.
        kept: how many, from the first, stay in the head to be shown as nearest examples; None for all. The rest is not ours to pass on.
    """

    texts: Sequence[str]
    intents: Sequence[str]
    embeddings: Array
    variants: tuple[Array, ...] = ()
    held_out: NDArray[np.bool_] | None = None
    kept: int | None = None


def train_head(
    examples: TrainingSet,
    info: ModelInfo,
    encoder: str,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[IntentHead, TrainingReport]:
    """Train, calibrate on held-out folds, and report.

    Args:
        examples: at least two intents.
        info: name and version of the new head.
        encoder: the version of the encoder that made the embeddings.
        cancelled: asked now and then; true ends the training early.

    Raises:
        ValueError: fewer than two intents.
    """
    began = time.monotonic()
    labels = tuple(sorted(set(examples.intents)))
    if len(labels) < 2:  # noqa: PLR2004 - one intent tells nothing apart
        raise ValueError("at least two intents are needed")
    targets = np.array([labels.index(intent) for intent in examples.intents], np.int64)
    outside = labels.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in labels else None
    judged, logits, nearest = _held_out(examples, targets, outside, cancelled)
    temperature = _temperature(logits, targets[judged])
    logits /= temperature
    log_chances = log_softmax(logits)
    scope = _scope(scope_features(log_chances, logits, nearest, outside), targets[judged], outside)
    softmax = _fit(examples, targets, np.ones(len(targets), bool), cancelled)
    head = IntentHead(
        labels,
        SoftmaxWeights(softmax.weights / temperature, softmax.bias / temperature),
        Prototypes.of(examples.embeddings, targets),
        scope,
        Examples.of(examples.texts[: examples.kept], targets[: examples.kept], examples.embeddings[: examples.kept]),
        info,
        encoder,
    )
    texts = [examples.texts[row] for row in judged.tolist()]
    return head, _report(texts, labels, targets[judged], np.exp(log_chances), time.monotonic() - began)


def _fit(
    examples: TrainingSet, targets: NDArray[np.int64], chosen: NDArray[np.bool_], cancelled: Callable[[], bool]
) -> SoftmaxWeights:
    versions = (examples.embeddings, *examples.variants)
    embeddings = np.concatenate([version[chosen] for version in versions])
    return fit_softmax(
        embeddings, np.tile(targets[chosen], len(versions)), int(targets.max()) + 1, l2=L2, cancelled=cancelled
    )


def _held_out(
    examples: TrainingSet, targets: NDArray[np.int64], outside: int | None, cancelled: Callable[[], bool]
) -> tuple[NDArray[np.int64], Array, Array]:
    """The rows judged, int64 (m,), with logits and nearest prototypes of each from a head that has not seen it."""
    folds = _folds(targets) if examples.held_out is None else np.where(examples.held_out, 0, -1)
    logits = np.empty((len(targets), int(targets.max()) + 1), np.float32)
    nearest = np.empty((len(targets), 2), np.float32)
    for fold in range(int(folds.max()) + 1):
        test = folds == fold
        embeddings = examples.embeddings[test]
        logits[test] = _fit(examples, targets, ~test, cancelled).logits(embeddings)
        nearest[test] = Prototypes.of(examples.embeddings[~test], targets[~test]).nearest(embeddings, outside)
    judged = np.flatnonzero(folds >= 0)
    return judged, logits[judged], nearest[judged]


def _folds(targets: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fold of each example; every intent is spread over all of them as far as it goes."""
    shuffled = np.random.default_rng(SEED).permutation(len(targets))
    folds = np.empty(len(targets), np.int64)
    for target in np.unique(targets):
        own = shuffled[targets[shuffled] == target]
        folds[own] = np.arange(len(own)) % FOLDS
    return folds


def _temperature(logits: Array, targets: NDArray[np.int64]) -> np.float32:
    """The temperature at which held-out probabilities are least surprising."""
    rows = np.arange(len(targets))
    losses = [-float(log_softmax(logits / np.float32(one))[rows, targets].mean()) for one in TEMPERATURES]
    return np.float32(TEMPERATURES[int(np.argmin(losses))])


def _scope(features: Array, targets: NDArray[np.int64], outside: int | None) -> Scope:
    inputs = features.astype(np.float64)
    if outside is None:
        # Nothing from outside to learn from: the least sure of the own examples stand for it.
        doubt = -(inputs[:, 0] + inputs[:, 3])
        beyond = (doubt >= np.quantile(doubt, 1 - REJECTED_SHARE)).astype(np.float64)
    else:
        beyond = (targets == outside).astype(np.float64)
    share = beyond.mean()
    balance = np.where(beyond == 1, 0.5 / share, 0.5 / (1 - share))
    weights = fit_logistic(inputs, beyond, l2=SCOPE_L2, sample_weights=balance)
    chance = weights.probability(inputs)
    costs = [
        REFUSED_COST * float((chance[beyond == 0] >= one).mean())
        + ANSWERED_COST * float((chance[beyond == 1] < one).mean())
        for one in THRESHOLDS
    ]
    return Scope(weights, float(THRESHOLDS[int(np.argmin(costs))]))


def _report(
    texts: Sequence[str], labels: tuple[str, ...], targets: NDArray[np.int64], chances: Array, seconds: float
) -> TrainingReport:
    found = chances.argmax(1)
    wrong = np.flatnonzero(found != targets)
    confused = Counter((int(targets[row]), int(found[row])) for row in wrong)
    suspects = sorted(
        (row for row in wrong.tolist() if chances[row].max() >= SUSPECT), key=lambda row: -chances[row].max()
    )
    first = {(int(targets[row]), int(found[row])): texts[row] for row in reversed(wrong.tolist())}
    return TrainingReport(
        examples=len(targets),
        intents=len(labels),
        accuracy=float((found == targets).mean()),
        macro_f1=macro_f1(targets, found),
        confusions=tuple(
            Confusion(labels[true], labels[taken], count, first[true, taken])
            for (true, taken), count in confused.most_common(MOST_SHOWN)
        ),
        suspects=tuple(
            Suspect(texts[row], labels[targets[row]], labels[found[row]], float(chances[row].max()))
            for row in suspects[:MOST_SHOWN]
        ),
        seconds=seconds,
    )


def macro_f1(targets: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """The mean F1 of the classes that occur."""
    scores = []
    for target in np.unique(targets):
        hit = float(((found == target) & (targets == target)).sum())
        scores.append(2 * hit / float((found == target).sum() + (targets == target).sum()))
    return float(np.mean(scores))
