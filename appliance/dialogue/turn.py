"""One message with all that is known when it is answered, and the ways of answering it."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from appliance.api.messages import Message
from appliance.conversations.store import Conversation
from appliance.dialogue.state import DialogueState
from appliance.replies.answer import Answer
from appliance.understanding.parse import Language, Parsed
from faq_store.search import FaqCandidate
from models_onnx.intent_head import IntentPrediction


@dataclass(frozen=True)
class Turn:
    """A customer's message, understood.

    Attributes:
        conversation: as it was when the message came.
        parsed: the message in normal form with its data.
        intent: the message's own intent, calibrated.
        vector: its embedding, float32 (384,), L2-normalised.
        candidates: FAQ entries that may answer it, best first, each with the probability that it does.
        history: earlier messages of the conversation, oldest first.
        state: the dialogue so far; steps change it, and it is stored with the answer.
        language: to answer in.
        today: the shop's calendar day.
    """

    conversation: Conversation
    parsed: Parsed
    intent: IntentPrediction
    vector: NDArray[np.float32]
    candidates: tuple[FaqCandidate, ...]
    history: tuple[Message, ...]
    state: DialogueState
    language: Language
    today: date

    @property
    def text(self) -> str:
        """The message in normal form."""
        return self.parsed.text

    @property
    def best(self) -> FaqCandidate | None:
        """The most probable FAQ entry."""
        return self.candidates[0] if self.candidates else None

    @property
    def in_entrys_words(self) -> bool:
        """Whether the message is an entry's own wording, which the merchant wrote to be answered by it."""
        return self.best is not None and bool(self.best.features.exact)


class Step(Protocol):
    """One way of answering; steps are asked in the policy's order until one answers."""

    def answer(self, turn: Turn) -> Answer | None:
        """The answer, or None where this way has none."""
        ...
