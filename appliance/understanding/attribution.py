"""Why an intent: the words that carried the prediction, and the training examples nearest to the message.

A word's share is what the probability loses when the word is left out (occlusion): no gradients, one batch of short texts.
"""

from dataclasses import dataclass

import numpy as np

from models_onnx.encoder import Encoder
from models_onnx.intent_head import Example, IntentHead, IntentPrediction

NEAREST = 5
# More pieces than this are joined to their neighbours, so that a long message costs no more than 50 ms.
MOST_PIECES = 16


@dataclass(frozen=True)
class CarryingWord:
    """A stretch of the message and what the probability of the intent loses without it; negative where it spoke against it."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True)
class Explanation:
    """A prediction with its reasons."""

    prediction: IntentPrediction
    words: tuple[CarryingWord, ...]
    nearest: tuple[Example, ...]


def explain(text: str, encoder: Encoder, head: IntentHead) -> Explanation:
    """Explain the intent of a message in normal form."""
    spans = joined(encoder.pieces(text))
    without = [text[:start] + text[end:] for start, end in spans]
    vectors, logits = encoder.embed_with_logits([text, *without], head.softmax)
    prediction, *others = head.predict(vectors, logits)
    words = tuple(
        CarryingWord(
            start, end, text[start:end], round(prediction.confidence - dict(other.distribution)[prediction.id], 4)
        )
        for (start, end), other in zip(spans, others, strict=True)
    )
    return Explanation(prediction, words, tuple(head.nearest(np.asarray(vectors[0]), NEAREST)))


def joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """At most so many spans, neighbours joined evenly."""
    if len(spans) <= MOST_PIECES:
        return spans
    parts = np.array_split(np.arange(len(spans)), MOST_PIECES)
    return [(spans[part[0]][0], spans[part[-1]][1]) for part in parts]
