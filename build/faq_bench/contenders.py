"""Ways of finding near vectors, each behind `faq_store.dense_index`: ours, and others' with their usual settings for 98 of 100."""

from collections.abc import Callable
from pathlib import Path

import faiss
import hnswlib
import numpy as np
from usearch.index import Index

from faq_store.annoy_index import ANNOY
from faq_store.dense_index import EXACT, IndexKind, Progress, Rows, Vectors
from faq_store.inverted_lists import INVERTED_LISTS

# Links of a node, and candidates kept while building and while searching.
LINKS, BUILDING, SEARCHING = 16, 200, 128
LISTS_PER_ROOT, LISTS_SEARCHED = 4, 48


class _Found:
    """An index of another library: it answers with its rows."""

    def __init__(self, find: Callable[[Vectors, int], Rows]) -> None:
        self._find = find
        # Only ours keep them where they can be read.
        self.vectors: Vectors = np.empty((0, 0), np.float32)

    def nearest(self, vector: Vectors, count: int) -> Rows:
        return self._find(vector, count)


def _build_hnswlib(vectors: Vectors, path: Path, progress: Progress) -> Rows:
    index = hnswlib.Index("ip", vectors.shape[1])
    index.init_index(len(vectors), ef_construction=BUILDING, M=LINKS)
    index.add_items(vectors)
    index.save_index(str(path))
    progress(1.0)
    return np.arange(len(vectors))


def _open_hnswlib(path: Path, count: int, dimensions: int) -> _Found:
    index = hnswlib.Index("ip", dimensions)
    index.load_index(str(path), max_elements=count)
    index.set_ef(SEARCHING)
    index.set_num_threads(1)
    return _Found(lambda vector, wanted: index.knn_query(vector, wanted)[0][0].astype(np.int64))


def _build_usearch(vectors: Vectors, path: Path, progress: Progress) -> Rows:
    index = _usearch(vectors.shape[1])
    index.add(np.arange(len(vectors)), vectors)
    index.save(str(path))
    progress(1.0)
    return np.arange(len(vectors))


def _open_usearch(path: Path, count: int, dimensions: int) -> _Found:
    index = _usearch(dimensions)
    index.view(str(path))
    if len(index) != count:
        raise ValueError(f"{path} has {len(index)} vectors instead of {count}")
    return _Found(lambda vector, wanted: index.search(vector, wanted).keys.astype(np.int64))


def _usearch(dimensions: int) -> Index:
    return Index(
        ndim=dimensions,
        metric="ip",
        dtype="f32",
        connectivity=LINKS,
        expansion_add=BUILDING,
        expansion_search=SEARCHING,
    )


def _build_faiss(vectors: Vectors, path: Path, progress: Progress) -> Rows:
    lists = max(1, int(LISTS_PER_ROOT * len(vectors) ** 0.5))
    quantizer = faiss.IndexFlatIP(vectors.shape[1])
    index = faiss.IndexIVFFlat(quantizer, vectors.shape[1], lists, faiss.METRIC_INNER_PRODUCT)
    index.train(np.ascontiguousarray(vectors))
    index.add(np.ascontiguousarray(vectors))
    faiss.write_index(index, str(path))
    progress(1.0)
    return np.arange(len(vectors))


def _open_faiss(path: Path, count: int, dimensions: int) -> _Found:
    index = faiss.read_index(str(path))
    if (index.ntotal, index.d) != (count, dimensions):
        raise ValueError(f"{path} has {index.ntotal} vectors of {index.d} dimensions")
    index.nprobe = LISTS_SEARCHED
    faiss.omp_set_num_threads(1)
    return _Found(lambda vector, wanted: index.search(vector[None], wanted)[1][0])


CONTENDERS = (
    EXACT,
    ANNOY,
    INVERTED_LISTS,
    IndexKind("hnswlib", _build_hnswlib, _open_hnswlib),
    IndexKind("usearch", _build_usearch, _open_usearch),
    IndexKind("faiss IVF", _build_faiss, _open_faiss),
)
