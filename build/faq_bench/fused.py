"""The whole search in shops of several sizes: latency, from an edit to its answer, start, build, and memory."""

import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psutil

from faq_bench.made import WORDINGS, Real
from faq_bench.shop import Shop, make, opened, sizes_on_disk
from faq_bench.timing import times
from faq_store.entries import FaqEntry
from faq_store.search import FaqSearch
from models_onnx.encoder import Encoder

TODAY = date(2026, 11, 25)
# Words of two characters are asked as well: what a trigram index could not find.
SHORT = ("发货", "退款", "运费", "发票", "尺码", "优惠")
EDITS = 20
GROWING = (
    "search_p50_ms",
    "edit_to_found_p50_ms",
    "start_ms",
    "build_s",
    "memory_bytes_per_entry",
    "disk_bytes_per_entry",
)


def measure(source: Real, encoder: Encoder, sizes: list[int], questions: int) -> Iterator[dict[str, Any]]:
    """A row for every size."""
    for entries in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            shop = make(folder, source, encoder, entries, questions)
            begun = time.perf_counter()
            shop.search.rebuild()
            built = time.perf_counter() - begun
            yield {"entries": entries, "wordings": entries * WORDINGS, "build_s": round(built, 2)} | _figures(
                shop, folder, encoder, entries
            )
            shop.database.close()


def _figures(shop: Shop, folder: Path, encoder: Encoder, entries: int) -> dict[str, Any]:
    before = _own_memory()
    begun = time.perf_counter()
    search = opened(shop.database, shop.store, folder)
    _ask(search, encoder, shop.asked[0], shop.vectors[0])
    started = time.perf_counter() - begun
    pairs = list(zip(shop.asked, shop.vectors, strict=True))
    first = times(partial(_ask, search, encoder, *pair) for pair in pairs)
    again = times(partial(_ask, search, encoder, *pair) for pair in pairs)
    short_vectors = encoder.embed(SHORT)
    short = times(partial(_ask, search, encoder, *pair) for pair in zip(SHORT, short_vectors, strict=True))
    memory = _own_memory() - before
    edits = times(_edits(shop, search, encoder))
    return {
        "start_ms": round(started * 1000, 1),
        "search_p50_ms": first.p50,
        "search_p99_ms": first.p99,
        "asked_again_p50_ms": again.p50,
        "two_characters_p50_ms": short.p50,
        "edit_to_found_p50_ms": edits.p50,
        "edit_to_found_p99_ms": edits.p99,
        "memory_bytes_per_entry": round(memory / entries),
        "disk_bytes_per_entry": round(sum(size for _, size in sizes_on_disk(folder)) / entries),
        "index_bytes_per_entry": round(dict(sizes_on_disk(folder))["index"] / entries),
    }


def _edits(shop: Shop, search: FaqSearch, encoder: Encoder) -> Iterator[Callable[[], None]]:
    """From an edit that is stored to the answer of the message after it, the message's own embedding not counted."""
    for number in range(EDITS):
        text = f"第 {number} 种新口味有货吗"
        shop.store.put(FaqEntry(f"E{number}", text, f"{number} 号有货"), "bench")
        [vector] = encoder.embed([text])

        def ask(text: str = text, number: int = number, vector: Any = vector) -> None:
            best = search.search(text, vector, encoder, today=TODAY)[0]
            if best.entry.answer != f"{number} 号有货":
                raise AssertionError(f"the edit {number} was not found")

        yield ask
        # And one that changes no wording.
        entry = shop.store.get(f"E{number}")
        assert entry is not None
        shop.store.put(replace(entry, tags=("新",)), "bench")
        yield ask


def _ask(search: FaqSearch, encoder: Encoder, text: str, vector: Any) -> None:
    search.search(text, vector, encoder, today=TODAY)


def _own_memory() -> int:
    """Bytes that are this process's alone; mapped files are the system's cache, given up where memory is short."""
    gc.collect()
    memory = psutil.Process().memory_full_info()
    return int(memory.uss - _mapped())


def _mapped() -> int:
    return sum(area.private_clean for area in psutil.Process().memory_maps() if area.path.startswith("/"))
