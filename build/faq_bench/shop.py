"""A shop of so many entries in a real database, its wordings' vectors made."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from progress import report

from appliance.base.database import KEY_BYTES, Connection, Database
from faq_bench.made import WORDINGS, Real, texts, vectors
from faq_store.calibration import Calibration
from faq_store.dense_index import Vectors
from faq_store.entries import FaqEntry
from faq_store.schema import migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore, put_in
from faq_store.vectors import VectorCache, text_key
from models_onnx.encoder import Encoder

TOGETHER = 1000
ANSWER = "亲，付款后 48 小时内发出，节假日顺延，具体以物流信息为准。"


@dataclass(frozen=True)
class Shop:
    """An opened shop, and questions that its customers ask, with their vectors."""

    database: Database
    store: FaqStore
    search: FaqSearch
    asked: list[str]
    vectors: Vectors


def make(folder: Path, source: Real, encoder: Encoder, entries: int, questions: int) -> Shop:
    """Make a shop and take in all its entries, as after an import; its index is not built yet."""
    stored, asked = vectors(source, entries * WORDINGS, questions)
    database = Database(folder / "faq.db", bytes(KEY_BYTES), [migrations])
    made = texts(source)

    def write(db: Connection, start: int) -> None:
        some = range(start, min(start + TOGETHER, entries))
        rows = []
        for number in some:
            wordings = tuple(islice(made, WORDINGS))
            put_in(db, FaqEntry(f"E{number}", wordings[0], ANSWER, wordings[1:]).tidied(), "bench")
            first = number * WORDINGS
            rows += [
                (text_key(text), encoder.info.version, stored[first + row].tobytes())
                for row, text in enumerate(wordings)
            ]
        db.conn.executemany("INSERT OR IGNORE INTO faq_vectors VALUES (?, ?, ?)", rows)

    for start in range(0, entries, TOGETHER):
        database.write(lambda db, start=start: write(db, start))
        report(f"a shop of {entries:,} entries", min(start + TOGETHER, entries), entries)
    store = FaqStore(database)
    shop = Shop(database, store, opened(database, store, folder), list(islice(texts(source, 1), questions)), asked)
    while shop.search.embed_missing(encoder, TOGETHER):
        pass
    return shop


def opened(database: Database, store: FaqStore, folder: Path) -> FaqSearch:
    """Search over it as a new engine begins it."""
    search = FaqSearch(store, VectorCache(database), folder / "index", Calibration.load())
    search.open_index()
    return search


def sizes_on_disk(folder: Path) -> Iterator[tuple[str, int]]:
    """The bytes of the database, and of the index."""
    yield "database", sum(path.stat().st_size for path in folder.glob("faq.db*"))
    yield "index", sum(path.stat().st_size for path in (folder / "index").iterdir())
