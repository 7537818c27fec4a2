"""Reading a message with the real models, on the encoder's own thread."""

import asyncio
import secrets
import threading
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from appliance.base.database import KEY_BYTES, Database
from appliance.understanding.reader import CANDIDATES, MessageReader, ReadingModels
from faq_store.calibration import Calibration
from faq_store.entries import FaqEntry
from faq_store.schema import migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from faq_store.vectors import VectorCache
from models_onnx.encoder import Encoder
from models_onnx.errors import ModelError
from models_onnx.inference_thread import InferenceThread, OverloadedError
from models_onnx.intent_head import IntentHead

TODAY = date(2026, 11, 23)
WAIT_S = 10


@pytest.fixture(scope="module")
def models(models_dir: Path):
    """The encoder and the intent head."""
    return ReadingModels(Encoder.open(models_dir), IntentHead.open())


@pytest.fixture
def thread():
    """The encoder's line."""
    made = InferenceThread("tests", capacity=1)
    yield made
    made.close()


@pytest.fixture
def reader(tmp_path, thread, models):
    """A reader over a store of seven entries."""
    database = Database(tmp_path / "faq.db", secrets.token_bytes(KEY_BYTES), [migrations])
    store = FaqStore(database)
    questions = [
        "付款后多久发货？",
        "可以开发票吗？",
        "支持七天无理由退货吗？",
        "羽绒服怎么洗？",
        "有实体店吗？",
        "怎么取消订单？",
        "有赠品吗？",
    ]
    for number, question in enumerate(questions):
        store.put(FaqEntry(f"F{number}", question, "答案"), "tests")
    search = FaqSearch(store, VectorCache(database), tmp_path / "index", Calibration.load())
    yield MessageReader(thread, lambda: models, search)
    database.close()


def test_one_reading_has_all_that_is_known_of_a_message(reader, models):
    read = asyncio.run(reader.read("  付款后多久发货\u200b ", TODAY))
    assert (read.parsed.text, read.parsed.language) == ("付款后多久发货", "zh")
    assert read.intent.id == "ship_time"
    assert (read.candidates[0].entry_id, read.candidates[0].score) == ("F0", 1.0)
    assert len(read.candidates) == CANDIDATES
    assert np.allclose(read.vector, models.encoder.embed(["付款后多久发货"])[0])
    assert set(read.timing_ms) == {"encode", "search"}
    assert all(value > 0 for value in read.timing_ms.values())


@pytest.mark.parametrize("text", ["", " ", "\0", "😀", "2026111621878594", "x" * 4000])
def test_no_message_breaks_it(reader, text):
    read = asyncio.run(reader.read(text, TODAY))
    assert np.isfinite(read.vector).all()
    assert read.intent.id


def test_models_that_are_not_there_are_told_to_whoever_asks(reader, thread):
    def missing():
        raise ModelError("The encoder is not loaded.", code="model_missing")

    with pytest.raises(ModelError, match="not loaded"):
        asyncio.run(MessageReader(thread, missing, reader._search).read("你好", TODAY))


def test_too_many_at_once_are_refused_and_not_lost_in_a_line(reader, thread):
    begun, gate = threading.Event(), threading.Event()

    def hold():
        begun.set()
        assert gate.wait(WAIT_S)

    thread.submit(hold)
    assert begun.wait(WAIT_S)

    async def crowd():
        first = asyncio.create_task(reader.read("你好", TODAY))
        await asyncio.sleep(0)
        with pytest.raises(OverloadedError):
            await reader.read("在吗", TODAY)
        gate.set()
        return await first

    assert asyncio.run(crowd()).parsed.text == "你好"
