"""Dense search alone: build, size, recall@10 and latency of every contender."""

import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from progress import report

from faq_bench.contenders import CONTENDERS
from faq_bench.made import Real, vectors
from faq_bench.timing import times
from faq_store.dense_index import DenseIndex, IndexKind, Rows, Vectors, cosines, largest
from faq_store.saved_index import kind_for
from faq_store.search import NEAREST

TOP = 10
# Questions compared with all vectors at a time.
TOGETHER = 25


def measure(source: Real, sizes: list[int], questions: int) -> Iterator[dict[str, Any]]:
    """A row for every contender at every size."""
    for count in sizes:
        stored, asked = vectors(source, count, questions)
        nearest = _nearest(stored, asked)
        for number, kind in enumerate(CONTENDERS, 1):
            report(f"dense search, {count:,} vectors: {kind.name}", number, len(CONTENDERS))
            with tempfile.TemporaryDirectory() as folder:
                yield {
                    "vectors": count,
                    "index": kind.name,
                    "chosen": kind is kind_for(count),
                    **_figures(kind, stored, asked, nearest, Path(folder) / "index"),
                }


def _figures(kind: IndexKind, stored: Vectors, asked: Vectors, nearest: Rows, path: Path) -> dict[str, Any]:
    begun = time.perf_counter()
    order = kind.build(stored, path, lambda _: None)
    built = time.perf_counter() - begun
    index = kind.open(path, len(stored), stored.shape[1])
    for vector in asked[:TOGETHER]:
        index.nearest(vector, NEAREST)
    taken = times(partial(_search, index, vector) for vector in asked)
    hits = sum(
        len(set(order[index.nearest(vector, NEAREST)].tolist()) & set(right))
        for vector, right in zip(asked, nearest.tolist(), strict=True)
    )
    return {
        "build_s": round(built, 2),
        "bytes_per_vector": round(path.stat().st_size / len(stored)),
        "recall_at_10": round(hits / nearest.size, 4),
        "p50_ms": taken.p50,
        "p99_ms": taken.p99,
    }


def _search(index: DenseIndex, vector: Vectors) -> None:
    """As search does it: candidates, scored exactly where the vectors are ours to read."""
    rows = index.nearest(vector, NEAREST)
    if len(index.vectors):
        cosines(index.vectors[rows], vector)


def _nearest(stored: Vectors, asked: Vectors) -> Rows:
    """The true nearest of each question, int64 (questions, TOP)."""
    found = [
        largest(near, TOP)
        for start in range(0, len(asked), TOGETHER)
        for near in asked[start : start + TOGETHER] @ stored.T
    ]
    return np.array(found)
