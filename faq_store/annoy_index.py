"""Annoy: a forest of random splits.

A damaged Annoy file can end the process that loads it, and so can one that is read with another number of dimensions:
`faq_store.saved_index` loads none that is not, byte for byte, what was built (S26).
"""

from pathlib import Path

import numpy as np
from annoy import AnnoyIndex
from numpy.typing import NDArray

from faq_store.dense_index import IndexKind, Progress, Rows, Vectors

TREES = 20
SEED = 20_261_123
# Nodes looked at in one search, for each square root of the number of vectors: recall@10 of 0.98 (docs/figures/faq.json).
NODES_PER_ROOT = 64
REPORTED_EVERY = 1000
# Adding takes about this share of the time, splitting the rest.
ADDING = 0.6
# A file begins with its vectors, each after a count (4 bytes) and two children or a norm (8 bytes).
NODE_HEAD_BYTES = 12
FLOAT_BYTES = 4
SAMPLES = 16


class AnnoyRows:
    """A loaded Annoy file. Its vectors are read where they lie in it, so there are no others.

    Args:
        path: the file, checked.
        count: of its vectors.
        dimensions: of each.

    Raises:
        ValueError: it holds something else.
    """

    def __init__(self, path: Path, count: int, dimensions: int) -> None:
        self._index = AnnoyIndex(dimensions, "angular")
        self._index.load(str(path))
        if self._index.get_n_items() != count:
            raise ValueError(f"{path} has {self._index.get_n_items()} vectors instead of {count}")
        node = np.dtype({"names": ["v"], "formats": [(np.float32, dimensions)], "offsets": [NODE_HEAD_BYTES],
                         "itemsize": NODE_HEAD_BYTES + FLOAT_BYTES * dimensions})  # fmt: skip
        self.vectors: NDArray[np.float32] = np.memmap(path, node, "r", shape=(count,))["v"]
        for row in np.linspace(0, count - 1, SAMPLES, dtype=int).tolist():
            if not np.array_equal(self.vectors[row], np.array(self._index.get_item_vector(row), np.float32)):
                raise ValueError(f"{path} does not keep its vectors where this version of Annoy did")
        self._nodes = int(NODES_PER_ROOT * count**0.5)

    def nearest(self, vector: Vectors, count: int) -> Rows:
        """About the `count` nearest rows."""
        # Each tree may find the same row: so many nodes hold `count` different ones.
        nodes = max(self._nodes, count * TREES)
        return np.array(self._index.get_nns_by_vector(vector, count, search_k=nodes), np.int64)


def _build(vectors: Vectors, path: Path, progress: Progress) -> Rows:
    index = AnnoyIndex(vectors.shape[1], "angular")
    index.set_seed(SEED)
    index.on_disk_build(str(path))
    for row, vector in enumerate(vectors):
        index.add_item(row, vector)
        if row % REPORTED_EVERY == 0:
            progress(ADDING * row / len(vectors))
    progress(ADDING)
    index.build(TREES)
    index.unload()
    progress(1.0)
    return np.arange(len(vectors))


ANNOY = IndexKind("annoy", _build, AnnoyRows)
