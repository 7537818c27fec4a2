"""Training an intent head on frozen embeddings: seconds on two cores, no torch, with a report on the examples themselves."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models_onnx.intent_head import OUT_OF_SCOPE, Examples, IntentHead, mixture
from models_onnx.logistic import fit_logistic
from models_onnx.manifest import ModelInfo
from models_onnx.neighbours import Neighbours
from models_onnx.scope import LEAST_CHANCE, Scope, scope_features
from models_onnx.softmax_regression import SoftmaxWeights, fit_softmax

Array = NDArray[np.float32]
FOLDS = 5
L2 = 1e-5
SCOPE_L2 = 1e-3
SEED = 20_261_125
# What a wrongly refused question costs, against an answered one that nobody in the shop can answer: who is refused leaves.
REFUSED_COST, ANSWERED_COST = 3.0, 1.0
# Of what customers write, so much lies outside; what a file of examples has of it says nothing about that.
OUTSIDE_SHARE = 0.1
# Without examples from outside, the least sure of the own ones stand for them, so many.
DOUBTFUL_SHARE = 0.05
TEMPERATURES = np.geomspace(0.2, 3.0, 31)
SHARES = np.linspace(0.0, 0.7, 15)
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
        held_out: which examples to judge and calibrate on and never to learn from, bool (n,).
        cross_validated: which of the others are judged as well, each by a head that has not learned from it, bool (n,). In the end
            the head learns from them. An encoder that has learned from an example flatters whatever is judged on it.
        also: of a row, the intents that are right as well as its own.
    """

    texts: Sequence[str]
    intents: Sequence[str]
    embeddings: Array
    held_out: NDArray[np.bool_]
    cross_validated: NDArray[np.bool_]
    also: Mapping[int, Sequence[str]] = field(default_factory=dict)

    def right(self, labels: Sequence[str]) -> NDArray[np.bool_]:
        """Which of `labels` are right for each text, bool (n, labels)."""
        accepted = [{intent, *self.also.get(row, ())} for row, intent in enumerate(self.intents)]
        return np.array([[label in names for label in labels] for names in accepted])

    def chosen(self, rows: NDArray[np.bool_], targets: NDArray[np.int64]) -> Examples:
        """Those of `rows`, bool (n,)."""
        texts = [self.texts[row] for row in np.flatnonzero(rows).tolist()]
        return Examples.of(texts, targets[rows], self.embeddings[rows])


def train_head(
    examples: TrainingSet,
    info: ModelInfo,
    encoder: str,
    *,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[IntentHead, TrainingReport]:
    """Train, calibrate on what the head has not learned from, and report.

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
    learned = ~examples.held_out
    softmax = _fit(examples, targets, learned, cancelled)
    judged, found = _judge(examples, targets, softmax, outside, cancelled)
    temperature, share = _calibrate(found, examples.right(labels)[judged], outside)
    chances = mixture(found.logits / temperature, found.votes, share)
    features = scope_features(chances, found.logits / temperature, found.nearest, outside)
    head = IntentHead(
        labels,
        SoftmaxWeights(softmax.weights / temperature, softmax.bias / temperature),
        share,
        _scope(features, targets[judged], outside),
        examples.chosen(learned, targets),
        examples.chosen(examples.held_out, targets),
        info,
        encoder,
    )
    # Who gives examples wants to hear of those; what is held out stands in where there are none.
    told = examples.cross_validated[judged] if examples.cross_validated.any() else np.ones(len(judged), bool)
    texts = [examples.texts[row] for row in judged[told].tolist()]
    return head, _report(texts, labels, targets[judged][told], chances[told], time.monotonic() - began)


@dataclass(frozen=True)
class Judgement:
    """What a head that has not learned from them makes of texts: logits and votes float32 (m, classes), nearest (m, 2)."""

    logits: Array
    votes: Array
    nearest: Array


def _fit(
    examples: TrainingSet, targets: NDArray[np.int64], chosen: NDArray[np.bool_], cancelled: Callable[[], bool]
) -> SoftmaxWeights:
    classes = int(targets.max()) + 1
    return fit_softmax(examples.embeddings[chosen], targets[chosen], classes, l2=L2, cancelled=cancelled)


def _judge(
    examples: TrainingSet,
    targets: NDArray[np.int64],
    softmax: SoftmaxWeights,
    outside: int | None,
    cancelled: Callable[[], bool],
) -> tuple[NDArray[np.int64], Judgement]:
    """The rows judged, int64 (m,), and what is made of them; `softmax` has learned from all that may be learned from."""
    classes = len(softmax.bias)
    logits, votes = np.zeros((2, len(targets), classes), np.float32)
    nearest = np.zeros((len(targets), 2), np.float32)

    def judge(rows: NDArray[np.bool_], softmax: SoftmaxWeights, learned: NDArray[np.bool_]) -> None:
        asked = examples.embeddings[rows]
        logits[rows] = softmax.logits(asked)
        votes[rows], nearest[rows] = Neighbours.of(examples.embeddings[learned], targets[learned]).look(
            asked, classes, outside
        )

    if examples.held_out.any():
        judge(examples.held_out, softmax, ~examples.held_out)
    folds = np.full(len(targets), -1)
    folds[examples.cross_validated] = _folds(targets[examples.cross_validated])
    for fold in range(int(folds.max()) + 1):
        learned = ~examples.held_out & (folds != fold)
        judge(folds == fold, _fit(examples, targets, learned, cancelled), learned)
    judged = np.flatnonzero(examples.held_out | examples.cross_validated)
    return judged, Judgement(logits[judged], votes[judged], nearest[judged])


def _folds(targets: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fold of each example; every intent is spread over all of them as far as it goes."""
    shuffled = np.random.default_rng(SEED).permutation(len(targets))
    folds = np.empty(len(targets), np.int64)
    for target in np.unique(targets):
        own = shuffled[targets[shuffled] == target]
        folds[own] = np.arange(len(own)) % FOLDS
    return folds


def _calibrate(found: Judgement, right: NDArray[np.bool_], outside: int | None) -> tuple[np.float32, float]:
    """Temperature and share of the votes at which the own intents are least surprising; what lies outside is `Scope`'s."""
    inside = [place for place in range(right.shape[1]) if place != outside]
    own = right[:, inside].any(axis=1)
    right, logits, votes = right[own][:, inside], found.logits[own], found.votes[own]

    def surprise(temperature: float, share: float) -> float:
        mixed = mixture(logits / np.float32(temperature), votes, share)[:, inside]
        chances = (mixed * right).sum(axis=1) / np.maximum(mixed.sum(axis=1), LEAST_CHANCE)
        return -float(np.log(np.maximum(chances, LEAST_CHANCE)).mean())

    temperature, share = min(
        ((float(one), float(other)) for one in TEMPERATURES for other in SHARES), key=lambda pair: surprise(*pair)
    )
    return np.float32(temperature), share


def _scope(features: Array, targets: NDArray[np.int64], outside: int | None) -> Scope:
    inputs = features.astype(np.float64)
    if outside is None:
        doubt = -(inputs[:, 0] + inputs[:, 3])
        beyond = (doubt >= np.quantile(doubt, 1 - DOUBTFUL_SHARE)).astype(np.float64)
    else:
        beyond = (targets == outside).astype(np.float64)
    share = beyond.mean()
    natural = np.where(beyond == 1, OUTSIDE_SHARE / share, (1 - OUTSIDE_SHARE) / (1 - share))
    weights = fit_logistic(inputs, beyond, l2=SCOPE_L2, sample_weights=natural)
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
