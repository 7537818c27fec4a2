"""Reading a message with the models: embedding, intent and the FAQ entries that may answer, in one go on one thread."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from appliance.understanding.parse import Parsed, parse
from faq_store.search import FaqCandidate, FaqSearch
from models_onnx.encoder import Encoder
from models_onnx.inference_thread import InferenceThread
from models_onnx.intent_head import IntentHead, IntentPrediction

CANDIDATES = 5
MILLISECONDS = 1000


@dataclass(frozen=True)
class Understanding:
    """What the models make of a message. `timing_ms` has `encode` and `search`."""

    parsed: Parsed
    intent: IntentPrediction
    vector: NDArray[np.float32]
    candidates: tuple[FaqCandidate, ...]
    timing_ms: dict[str, float]


@dataclass(frozen=True)
class ReadingModels:
    """The encoder and the head on its embeddings."""

    encoder: Encoder
    head: IntentHead


class MessageReader:
    """Reads messages, on the encoder's own thread.

    Args:
        thread: the encoder's line. Loading the models is the first work in it, so early messages wait for that alone.
        models: gives the loaded models.
        search: over the FAQ.
    """

    def __init__(self, thread: InferenceThread, models: Callable[[], ReadingModels], search: FaqSearch) -> None:
        self._thread = thread
        self._models = models
        self._search = search

    async def read(self, text: str, today: date) -> Understanding:
        """Understand one message.

        Raises:
            OverloadedError: too many wait already.
            ModelError: the encoder could not be loaded.
        """
        parsed = parse(text)
        return await self._thread.run(lambda: self._read(parsed, today))

    def _read(self, parsed: Parsed, today: date) -> Understanding:
        models = self._models()
        started = time.perf_counter()
        vectors, logits = models.encoder.embed_with_logits([parsed.text], models.head.softmax)
        intent = models.head.predict(vectors, logits)[0]
        encoded = time.perf_counter()
        candidates = self._search.search(parsed.text, vectors[0], models.encoder, today=today, limit=CANDIDATES)
        searched = time.perf_counter()
        timing = {"encode": (encoded - started) * MILLISECONDS, "search": (searched - encoded) * MILLISECONDS}
        return Understanding(parsed, intent, vectors[0], tuple(candidates), timing)
