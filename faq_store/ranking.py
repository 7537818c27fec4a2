"""From the entries that came near a question to probabilities that they answer it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faq_store.calibration import Calibration, Features
from faq_store.entries import FaqEntry
from faq_store.entry_reader import ReadEntry
from faq_store.lexical import TermWeights

# The runner-up to the nearest entry lies about so many standard deviations above the store's mean. While a part of the store has no
# vectors yet, one as near as that is thought to be among it: else the first entry to be embedded would be certain for want of others.
RUNNER_UP = 3.0


@dataclass(frozen=True)
class FaqCandidate:
    """An entry that may answer, and why it is thought to.

    `score` is the probability that it answers, computed from `features`; `matched_question` the wording of it that came nearest.
    """

    entry_id: str
    score: float
    features: Features
    matched_question: str
    entry: FaqEntry


@dataclass(frozen=True)
class Question:
    """A customer's question.

    Attributes:
        terms: of its text.
        same_words: the entries of which a wording is the very same words.
        mean: of its cosines with the whole store.
        deviation: of these, standard.
        complete: whether every wording of the store has a vector.
    """

    terms: frozenset[str]
    same_words: set[str]
    mean: float
    deviation: float
    complete: bool = True


def ranked(
    question: Question,
    entries: Sequence[tuple[ReadEntry, NDArray[np.float32]]],
    weights: TermWeights,
    calibration: Calibration,
) -> list[FaqCandidate]:
    """Entries with the probability that they answer, best first.

    Args:
        question: what is asked.
        entries: with the cosine of each of their wordings, float32 (wordings,).
        weights: of at least the terms of question and entries.
        calibration: features to probability.
    """
    if not entries:
        return []
    best = [int(cosines.argmax()) for _, cosines in entries]
    near = [float(cosines[wording]) for (_, cosines), wording in zip(entries, best, strict=True)]
    ordered = sorted(near, reverse=True)
    first, second = ordered[0], ordered[1] if len(ordered) > 1 else question.mean
    if not question.complete:
        second = max(second, question.mean + RUNNER_UP * question.deviation)
    found = []
    for (read, _), wording, cosine in zip(entries, best, near, strict=True):
        features = Features(
            cosine=cosine,
            margin=cosine - (second if cosine == first else first),
            prominence=(cosine - question.mean) / question.deviation,
            similarity=max(weights.similarity(question.terms, some) for some in read.terms),
            coverage=weights.coverage(question.terms, read.all_terms),
            exact=float(read.entry.entry_id in question.same_words),
        )
        score = calibration.probability(features)
        found.append(FaqCandidate(read.entry.entry_id, score, features, read.entry.questions[wording], read.entry))
    return sorted(found, key=lambda candidate: (-candidate.score, -candidate.features.cosine))
