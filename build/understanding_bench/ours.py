"""The appliance's encoder and intent head, as the appliance runs them."""

from collections.abc import Sequence
from functools import cached_property

from understanding_metrics import by_cosine

from appliance.base.paths import models_dir
from appliance.understanding.parse import parse
from models_onnx.encoder import ROLE, Encoder
from models_onnx.intent_head import ARTEFACT, IntentHead, IntentPrediction
from understanding_bench.systems import bytes_of


class Ours:
    """The shipped encoder; the head is loaded when it is first asked."""

    def __init__(self) -> None:
        self._encoder = Encoder.open(models_dir())
        self.read = self.embed = self._encoder.embed
        self.scores = by_cosine(self.embed)

    @cached_property
    def _head(self) -> IntentHead:
        return IntentHead.open()

    def intents(self, texts: Sequence[str]) -> list[IntentPrediction]:
        """From what was typed to its intent, as a message goes through the appliance."""
        found = self._encoder.embed_with_logits([parse(text).text for text in texts], self._head.softmax)
        return self._head.predict(*found)

    def size(self) -> int:
        """Of graph and tokenizer."""
        return bytes_of(*(models_dir() / ROLE).iterdir())

    def size_of_head(self) -> int:
        """Of the intent head."""
        return bytes_of(ARTEFACT)

    def versions(self) -> dict[str, str]:
        """Of encoder and head."""
        return {"encoder": self._encoder.info.version, "head": self._head.info.version}
