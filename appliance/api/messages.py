"""Conversations, messages and replies as they travel over the bridge, version 1 (`docs/bridge.md`)."""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_TEXT_CHARACTERS = 4000
MAX_ID_CHARACTERS = 128


class Route(StrEnum):
    """How a reply came to be."""

    FAQ = "faq"
    ORDER = "order"
    PRODUCT = "product"
    DIALOGUE = "dialogue"
    GENERATED = "generated"
    SMALLTALK = "smalltalk"
    CLARIFY = "clarify"
    HANDOFF = "handoff"


class ConversationState(StrEnum):
    """Who answers: the bot, nobody yet (waiting for a person), a person, or nobody any more."""

    BOT = "bot"
    WAITING = "waiting"
    PERSON = "person"
    CLOSED = "closed"


class Role(StrEnum):
    """Who said it."""

    CUSTOMER = "customer"
    BOT = "bot"
    PERSON = "person"
    SYSTEM = "system"


class Wire(BaseModel):
    """A document on the wire: unknown fields of a newer peer are passed over, ours are never changed in place."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class IntentScore(Wire):
    """One intent and its calibrated probability."""

    id: str
    confidence: float = Field(ge=0, le=1)


class IntentResult(IntentScore):
    """The message's own intent, with the next best ones."""

    alternatives: list[IntentScore] = []


class FaqHit(Wire):
    """The FAQ entry that answered, and the probability that it does."""

    entry_id: str
    score: float


class Source(Wire):
    """What a reply rests on, with the words quoted from it."""

    kind: Literal["faq", "product", "order", "policy"]
    id: str
    quote: str


class Reply(Wire):
    """The answer to one message."""

    message_id: str
    text: str
    route: Route
    intent: IntentResult
    faq: FaqHit | None = None
    sources: list[Source] = []
    slots: dict[str, str] = {}
    suggestions: list[str] = []
    ai_generated: bool = False
    handoff: bool = False
    timing_ms: dict[str, float] = {}


class Message(Wire):
    """One line of a transcript. `seq` grows through the whole store; `at` is ISO 8601 with an offset."""

    message_id: str
    seq: int
    role: Role
    text: str
    at: str
    client_message_id: str | None = None
    ai_generated: bool = False
    route: Route | None = None
    suggestions: list[str] = []
    satisfied: bool | None = None
    author: str | None = Field(default=None, description="The operator's name, where a person wrote it.")


class PageContext(Wire):
    """What the customer was looking at when the chat was opened."""

    product_id: str | None = Field(default=None, max_length=MAX_ID_CHARACTERS, description="A product's sku.")
    order_id: str | None = Field(default=None, max_length=MAX_ID_CHARACTERS)
    page_url: str | None = Field(default=None, max_length=2048)


class OpenConversation(Wire):
    """Body of `POST /v1/conversations`."""

    customer_id: str | None = Field(default=None, max_length=MAX_ID_CHARACTERS)
    customer_proof: str | None = Field(
        default=None,
        max_length=128,
        description="hex HMAC-SHA256 of customer_id under the site's customer secret; needed with a site token.",
    )
    channel: str = Field(default="api", max_length=32)
    locale: str = Field(default="zh", max_length=16)
    context: PageContext = PageContext()


class ConversationOpened(Wire):
    """Answer to `POST /v1/conversations`. The token is shown once and opens this conversation alone."""

    conversation_id: str
    conversation_token: str


class SendMessage(Wire):
    """Body of `POST /v1/conversations/{id}/messages`."""

    text: str = Field(max_length=MAX_TEXT_CHARACTERS)
    client_message_id: str | None = Field(default=None, min_length=1, max_length=MAX_ID_CHARACTERS)


class Transcript(Wire):
    """A conversation's messages after a given `seq`, and who answers now."""

    messages: list[Message]
    state: ConversationState
    position: int | None = Field(default=None, description="Place in line while waiting for a person, from 1.")
    next_after: int


class StateChange(Wire):
    """Data of the `state` event, and answer of hand-off and close."""

    state: ConversationState
    position: int | None = None
    handoff: bool = False
    text: str = ""


class SendFeedback(Wire):
    """Body of `POST /v1/conversations/{id}/feedback`."""

    message_id: str = Field(max_length=MAX_ID_CHARACTERS)
    satisfied: bool
    rating: int | None = Field(default=None, ge=1, le=5)
    comment: str | None = Field(default=None, max_length=2000)


class FeedbackRecorded(Wire):
    """Feedback is stored; an unsatisfied customer is offered a person."""

    offer_person: bool
    text: str


class PairRequest(Wire):
    """Body of `POST /v1/pair`."""

    code: str = Field(max_length=32)
    name: str = Field(min_length=1, max_length=64)


class Paired(Wire):
    """A new token, shown once. `customer_secret` signs customer ids (site tokens only)."""

    token_id: str
    token: str
    kind: Literal["site", "server"]
    origins: list[str]
    customer_secret: str | None = None


class ModelHealth(Wire):
    """One model as the health page shows it."""

    name: str
    version: str
    provider: str
    state: Literal["loading", "ready", "failed"]
    detail: str = ""


class Health(Wire):
    """Answer of `GET /v1/health`; nothing private in it."""

    status: Literal["ready", "starting", "degraded"]
    version: str
    models: dict[str, ModelHealth]


class Problem(Wire):
    """An error (RFC 9457) with a stable code; `detail` is in the request's language."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
