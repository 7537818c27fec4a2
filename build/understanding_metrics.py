"""What an encoder, or any other way of telling how near two texts are, is worth: retrieval, graded similarity, nearest neighbours."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Array]
# Queries and documents to float32 (queries, documents), higher is nearer.
Scores = Callable[[Sequence[str], Sequence[str]], Array]
SEED = 20_261_125


def by_cosine(embed: Embed) -> Scores:
    """Scores of embeddings, float32 (n, d), L2-normalised."""

    def scores(queries: Sequence[str], documents: Sequence[str]) -> Array:
        known = embed(documents)
        asked = known if queries == documents else embed(queries)
        return asked @ known.T

    return scores


def ranking(path: Path, scores: Scores, labels: set[str] | None = None) -> dict[str, float]:
    """MAP and MRR of positives among positives and hard negatives, and 1-NN label accuracy, on `select.txt`.

    Texts with one and the same score are ranked by chance, always the same.

    Args:
        path: id, text, label, ids of positives, ids of negatives, tab-separated.
        scores: how near texts are.
        labels: only rows of these labels are queries; `one_nearest` looks among them alone, `one_nearest_of_all` among every text.
    """
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    texts = [row[1] for row in rows]
    nearness = scores(texts, texts)
    place = {row[0]: number for number, row in enumerate(rows)}
    chosen = [number for number, row in enumerate(rows) if labels is None or row[2] in labels]
    chance = np.random.default_rng(SEED)
    precisions, reciprocals = [], []
    hits: dict[str, list[bool]] = {"one_nearest": [], "one_nearest_of_all": []}
    for number in chosen:
        positives = [place[one] for one in rows[number][3].split(",")]
        negatives = [place[one] for one in rows[number][4].split(",")]
        found = nearness[number, positives + negatives]
        order = np.lexsort((chance.random(len(found)), -found))
        ranks = np.flatnonzero(order < len(positives)) + 1
        precisions.append(float(np.mean(np.arange(1, len(ranks) + 1) / ranks)))
        reciprocals.append(1.0 / float(ranks[0]))
        for name, known in (("one_nearest", chosen), ("one_nearest_of_all", range(len(rows)))):
            others = [other for other in known if other != number]
            nearest = others[int(np.argmax(nearness[number, others]))]
            hits[name].append(rows[nearest][2] == rows[number][2])
    figures = {"map": precisions, "mrr": reciprocals, **hits}
    return {name: round(float(np.mean(values)), 4) for name, values in figures.items()}


def graded(path: Path, scores: Scores) -> float:
    """Spearman's correlation of nearness and likeness on `sts.txt` (likeness, text, text)."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    nearness = np.diag(scores([row[1] for row in rows], [row[2] for row in rows]))
    return round(float(np.corrcoef(ranks(nearness), ranks([float(row[0]) for row in rows]))[0, 1]), 4)


def ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Ranks from 0; ties share their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + last - 1) / 2)[inverse]


def one_nearest(
    texts: Sequence[str], labels: Sequence[str], queries: Sequence[str], wanted: Sequence[str], scores: Scores
) -> float:
    """Accuracy of the nearest text's label."""
    nearest = scores(queries, texts).argmax(1)
    return round(float(np.mean([labels[near] == label for near, label in zip(nearest, wanted, strict=True)])), 4)


def own_answer(questions: Sequence[str], answers: Sequence[str], scores: Scores) -> float:
    """MRR of each question's own answer among all that differ; an answer with the own one's score counts half above it."""
    distinct = list(dict.fromkeys(answers))
    nearness = scores(questions, distinct)
    own = nearness[np.arange(len(questions)), [distinct.index(answer) for answer in answers]][:, None]
    places = (nearness > own).sum(1) + ((nearness == own).sum(1) - 1) / 2 + 1
    return round(float((1 / places).mean()), 4)


def auroc(inside: ArrayLike, outside: ArrayLike) -> float:
    """The chance that a text from outside has a higher score than one from inside; the same score counts half."""
    inner, outer = np.asarray(inside, np.float64), np.asarray(outside, np.float64)
    higher = ranks(np.concatenate([inner, outer]))[len(inner) :].sum() - len(outer) * (len(outer) - 1) / 2
    return float(higher / (len(inner) * len(outer)))


def rejected(inside: ArrayLike, outside: ArrayLike, refused: float) -> float:
    """The share of texts from outside that a threshold rejects which refuses at most the share `refused` of those from inside.

    A text is rejected where its score is above the threshold, which is set as low as `refused` (below 1) allows.
    """
    inner = np.sort(np.asarray(inside, np.float64))[::-1]
    allowed = int((np.arange(1, len(inner) + 1) / len(inner) <= refused).sum())
    return float((np.asarray(outside, np.float64) > inner[allowed]).mean())
