"""Shops of any size, made out of the pack's wordings: there are no million real questions to embed.

A made question lies between two real ones, and its wordings lie about it as the wordings of a real one do: each is moved by the
difference of two real wordings of one need. So near neighbours are as near, and as many, as in a real store.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from training_texts import rewordings

from faq_store.dense_index import Vectors
from models_onnx.encoder import Encoder

SEED = 20_261_125
# A made question has so many wordings, as entries of shops do.
WORDINGS = 4
# How far wordings lie from each other, as a share of how far real ones do: it makes the nearest as near as the nearest real ones.
SPREAD = 0.7
CHUNK = 50_000


@dataclass(frozen=True)
class Real:
    """Real wordings, the need of each (0, 1, …, rising), and their vectors."""

    texts: list[str]
    needs: NDArray[np.int64]
    vectors: Vectors


def real(encoder: Encoder, groups: int) -> Real:
    """The first so many groups of the pack's rewordings, embedded."""
    chosen = rewordings()[:groups]
    texts = [text for group in chosen for text in group.texts]
    needs = np.repeat(np.arange(len(chosen)), [len(group.texts) for group in chosen])
    return Real(texts, needs, encoder.embed(texts))


def vectors(source: Real, count: int, questions: int) -> tuple[Vectors, Vectors]:
    """Wordings float32 (count, d), and questions float32 (questions, d) that are further wordings of the same."""
    chance = np.random.default_rng(SEED)
    needs = -(-count // WORDINGS)
    one, other = chance.integers(len(source.vectors), size=(2, needs))
    share = chance.uniform(0.5, 1, size=(needs, 1)).astype(np.float32)
    centres = _normalised(share * source.vectors[one] + (1 - share) * source.vectors[other])
    firsts = np.searchsorted(source.needs, np.arange(source.needs[-1] + 2))

    def around(rows: NDArray[np.int64]) -> Vectors:
        left = chance.integers(len(source.vectors), size=len(rows))
        need = source.needs[left]
        right = chance.integers(firsts[need], firsts[need + 1])
        return _normalised(centres[rows] + SPREAD * (source.vectors[left] - source.vectors[right]))

    made = np.empty((count, source.vectors.shape[1]), np.float32)
    for start in range(0, count, CHUNK):
        rows = np.arange(start, min(start + CHUNK, count))
        made[rows] = around(rows // WORDINGS)
    return made, around(chance.integers(needs, size=questions))


def texts(source: Real, seed: int = SEED) -> Iterator[str]:
    """New texts without end: the beginning of one real wording and the end of another, with a number now and then."""
    chance = random.Random(seed)
    while True:
        one, other = chance.choice(source.texts), chance.choice(source.texts)
        number = str(chance.randrange(10_000)) if chance.random() < 0.5 else ""  # noqa: PLR2004 - every other text
        yield one[: -(-len(one) // 2)] + number + other[len(other) // 2 :]


def _normalised(some: Vectors) -> Vectors:
    return (some / np.linalg.norm(some, axis=1, keepdims=True)).astype(np.float32)
