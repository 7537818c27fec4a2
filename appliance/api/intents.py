"""The shop's own intents and the reasons of a prediction, under `/v1/operator/intents`."""

from typing import Literal

from pydantic import Field

from appliance.api.messages import MAX_TEXT_CHARACTERS, IntentResult, Wire


class LabelledExample(Wire):
    """A text and what it means."""

    text: str = Field(min_length=1, max_length=MAX_TEXT_CHARACTERS)
    intent: str = Field(min_length=1, max_length=64)


class IntentHeadInfo(Wire):
    """The head in use."""

    name: str
    version: str
    intents: list[str]
    examples: int
    own: bool = Field(description="Trained by the shop, rather than the one that comes with the pack.")
    restorable: bool = Field(description="There is another head to go back, or forth again, to.")


class TrainIntents(Wire):
    """A file on this machine with labelled questions (docs/formats.md)."""

    path: str


class IntentConfusion(Wire):
    """Examples of one intent that were taken for another when held out."""

    intent: str
    taken_for: str
    count: int
    example: str


class SuspectExample(Wire):
    """An example that looks mislabelled."""

    text: str
    intent: str
    rather: str
    confidence: float


class IntentReport(Wire):
    """What cross-validation says of a training."""

    examples: int
    intents: int
    accuracy: float
    macro_f1: float
    confusions: list[IntentConfusion]
    suspects: list[SuspectExample]
    seconds: float


class IntentTraining(Wire):
    """The state of the last training; `done` of `total` texts are embedded."""

    state: Literal["none", "running", "finished", "failed", "cancelled"] = "none"
    done: int = 0
    total: int = 0
    report: IntentReport | None = None
    reason: str = ""


class CarriedWord(Wire):
    """A stretch of the text and what the intent's probability loses without it."""

    start: int
    end: int
    text: str
    weight: float


class NearExample(Wire):
    """A training example near the text."""

    text: str
    intent: str
    cosine: float


class IntentExplanation(Wire):
    """A prediction with its reasons; the words lie in `text`, the normal form of what was asked."""

    text: str
    intent: IntentResult
    words: list[CarriedWord]
    nearest: list[NearExample]
