"""The FAQ alone: its own database, the real encoder, and a corpus with its embeddings."""

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from appliance.base.database import KEY_BYTES, Database
from faq_store.calibration import Calibration
from faq_store.entries import FaqEntry
from faq_store.schema import migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from faq_store.transfer import import_faq
from faq_store.vectors import VectorCache
from models_onnx.encoder import Encoder

PACK = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce"
CORPUS = 500
KEY = secrets.token_bytes(KEY_BYTES)


@dataclass(frozen=True)
class Corpus:
    """Different texts and their embeddings."""

    texts: tuple[str, ...]
    vectors: NDArray[np.float32]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with the FAQ's tables."""
    opened = Database(tmp_path / "faq.db", KEY, [migrations])
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> FaqStore:
    """An empty store."""
    return FaqStore(database)


def searching(store: FaqStore, database: Database, folder: Path) -> FaqSearch:
    """Search over a store, with its index in `folder`."""
    return FaqSearch(store, VectorCache(database), folder / "index", Calibration.load())


@pytest.fixture
def search(store: FaqStore, database: Database, tmp_path: Path) -> FaqSearch:
    """Search over the store, without an index on disk yet."""
    return searching(store, database, tmp_path)


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> Encoder:
    """The built encoder."""
    return Encoder.open(models_dir)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A database with the demo shop's entries and their embeddings, to copy."""
    folder = tmp_path_factory.mktemp("demo")
    database = Database(folder / "faq.db", KEY, [migrations])
    store = FaqStore(database)
    import_faq(database, store, PACK / "demo" / "faq.csv", "demo")
    search = searching(store, database, folder)
    while search.embed_missing(encoder, 64):
        pass
    database.close()
    return folder / "faq.db"


@dataclass(frozen=True)
class DemoFaq:
    """The demo shop's FAQ, embedded."""

    database: Database
    store: FaqStore
    search: FaqSearch


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Iterator[DemoFaq]:
    """A copy of the demo shop's FAQ, to change as one likes."""
    (tmp_path / "demo").mkdir()
    database = Database(Path(shutil.copy(demo_file, tmp_path / "demo")), KEY, [migrations])
    store = FaqStore(database)
    yield DemoFaq(database, store, searching(store, database, tmp_path / "demo"))
    database.close()


@pytest.fixture(scope="session")
def corpus(encoder: Encoder) -> Corpus:
    """Several hundred different questions of a shop's customers."""
    lines = [
        json.loads(line)["text"]
        for path in sorted((PACK / "utterances").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    chosen = tuple(dict.fromkeys(lines))[:CORPUS]
    return Corpus(chosen, encoder.embed(chosen))


@pytest.fixture
def entry() -> FaqEntry:
    """An entry with every field filled, not yet stored."""
    return FaqEntry(
        entry_id="",
        question="付款后多久发货？",
        answer="16:00 前付款当天发出。",
        similar_questions=("几天发货", "how soon do you ship"),
        category="物流",
        tags=("发货", "截单"),
    )
