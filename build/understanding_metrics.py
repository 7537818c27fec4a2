"""What an encoder is worth: retrieval, graded similarity, nearest neighbours."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Array]


def ranking(path: Path, embed: Embed, labels: set[str] | None = None) -> dict[str, float]:
    """MAP and MRR of positives among positives and hard negatives, and 1-NN label accuracy, on `select.txt`.

    Args:
        path: id, text, label, ids of positives, ids of negatives, tab-separated.
        embed: texts to float32 (n, d), L2-normalised.
        labels: only rows of these labels are queries; 1-NN looks among them alone.
    """
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    vectors = embed([row[1] for row in rows])
    place = {row[0]: number for number, row in enumerate(rows)}
    chosen = [number for number, row in enumerate(rows) if labels is None or row[2] in labels]
    precisions, reciprocals, hits = [], [], []
    for number in chosen:
        positives = [place[one] for one in rows[number][3].split(",")]
        negatives = [place[one] for one in rows[number][4].split(",")]
        order = np.argsort(-(vectors[positives + negatives] @ vectors[number]), kind="stable")
        ranks = np.flatnonzero(order < len(positives)) + 1
        precisions.append(float(np.mean(np.arange(1, len(ranks) + 1) / ranks)))
        reciprocals.append(1.0 / float(ranks[0]))
        others = [other for other in chosen if other != number]
        nearest = others[int(np.argmax(vectors[others] @ vectors[number]))]
        hits.append(rows[nearest][2] == rows[number][2])
    return {
        "map": round(float(np.mean(precisions)), 4),
        "mrr": round(float(np.mean(reciprocals)), 4),
        "one_nearest": round(float(np.mean(hits)), 4),
    }


def graded(path: Path, embed: Embed) -> float:
    """Spearman's correlation of cosine and likeness on `sts.txt` (likeness, text, text)."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    left, right = embed([row[1] for row in rows]), embed([row[2] for row in rows])
    cosines = (left * right).sum(1)
    return round(float(np.corrcoef(ranks(cosines), ranks(np.array([float(row[0]) for row in rows])))[0, 1]), 4)


def ranks(values: NDArray[np.float64] | Array) -> NDArray[np.float64]:
    """Ranks from 0; ties share their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return ((last - counts + last - 1) / 2)[inverse]


def one_nearest(
    texts: Sequence[str], labels: Sequence[str], queries: Sequence[str], wanted: Sequence[str], embed: Embed
) -> float:
    """Accuracy of the nearest text's label."""
    known, asked = embed(texts), embed(queries)
    nearest = (asked @ known.T).argmax(1)
    return round(float(np.mean([labels[near] == label for near, label in zip(nearest, wanted, strict=True)])), 4)
