"""What the console and the command line say to the engine, under `/v1/operator/…`, with the operator's token."""

from typing import Literal

from pydantic import Field

from appliance.api.messages import MAX_TEXT_CHARACTERS, ConversationState, Message, Reply, Wire


class ConversationSummary(Wire):
    """One line of the inbox. Times are ISO 8601 with an offset; `unread` counts customer messages not yet seen."""

    conversation_id: str
    customer_id: str | None
    channel: str
    locale: str
    state: ConversationState
    opened_at: str
    last_at: str
    last_text: str
    last_seq: int
    unread: int = 0
    waiting_since: str | None = None
    handoff_reason: str | None = Field(
        default=None, description="requested, no_evidence, guarded, unsatisfied, or taken_over"
    )
    operator: str | None = None


class ConversationList(Wire):
    """The inbox, the longest waiting first, then the latest."""

    conversations: list[ConversationSummary]
    counts: dict[ConversationState, int]


class MessageWithReasons(Message):
    """A transcript line as the merchant sees it: a bot's line carries the whole reply behind it."""

    reply: Reply | None = None


class ConversationDetail(Wire):
    """A conversation with its transcript and the reasons for each reply."""

    summary: ConversationSummary
    messages: list[MessageWithReasons]


class OperatorMessage(Wire):
    """A person's words to the customer."""

    text: str = Field(min_length=1, max_length=MAX_TEXT_CHARACTERS)
    client_message_id: str | None = Field(default=None, min_length=1, max_length=128)


class TakeOver(Wire):
    """Who takes a conversation over."""

    operator: str = Field(default="客服", min_length=1, max_length=64)


class MarkRead(Wire):
    """Everything up to this `seq` has been seen."""

    up_to: int = Field(ge=0)


class FaqEntry(Wire):
    """An entry of the FAQ. `score` is set in search results only. Dates are inclusive, YYYY-MM-DD."""

    entry_id: str
    question: str
    similar_questions: list[str] = []
    answer: str
    category: str = ""
    tags: list[str] = []
    valid_from: str | None = None
    valid_until: str | None = None
    enabled: bool = True
    updated_at: str = ""
    answerable: bool = Field(default=True, description="Enabled and within its dates today.")
    score: float | None = None


class FaqEdit(Wire):
    """A new or changed entry."""

    question: str = Field(min_length=1, max_length=500)
    similar_questions: list[str] = Field(default=[], max_length=200)
    answer: str = Field(min_length=1, max_length=8000)
    category: str = Field(default="", max_length=100)
    tags: list[str] = Field(default=[], max_length=50)
    valid_from: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    valid_until: str | None = Field(default=None, pattern=r"^\d{4}-\d{2}-\d{2}$")
    enabled: bool = True


class FaqPage(Wire):
    """Some entries and how many there are in all."""

    entries: list[FaqEntry]
    total: int


class FaqChange(Wire):
    """One line of an entry's history; `before` is None where it was created, `after` where it was deleted."""

    change_id: int
    entry_id: str
    at: str
    author: str
    before: FaqEdit | None
    after: FaqEdit | None


class FaqHistory(Wire):
    """An entry's changes, the latest first."""

    changes: list[FaqChange]


class PairingCodeRequest(Wire):
    """What the code will pair: a page's site token or a server's token, for these origins."""

    name: str = Field(default="", max_length=64)
    kind: Literal["site", "server"] = "site"
    origins: list[str] = Field(default=[], max_length=20)


class PairingCode(Wire):
    """A code to type into the other side; lives `expires_in` seconds."""

    code: str
    expires_in: int


class PairedToken(Wire):
    """A token that was given out; the token itself is not stored."""

    token_id: str
    name: str
    kind: Literal["site", "server"]
    origins: list[str]
    created_at: str
    last_used_at: str | None = None
    unlimited: bool = False


class TokenList(Wire):
    """Every token that is not revoked."""

    tokens: list[PairedToken]


class ShopSettings(Wire):
    """What the merchant may set."""

    shop_name: str = Field(default="", max_length=100)
    timezone: str = Field(default="Asia/Shanghai", max_length=64)
    bot_enabled: bool = True
    order_choices: int = Field(default=4, ge=1, le=10, description="How many orders are offered to choose from.")


class IntentName(Wire):
    """An intent of the trade's pack, as the merchant reads it."""

    id: str
    group: str
    name_zh: str
    name_en: str


class IntentNames(Wire):
    """Every intent of the pack, in its order."""

    intents: list[IntentName]


class ImportRequest(Wire):
    """A file on this machine to read in."""

    kind: Literal["faq", "products", "orders"]
    path: str


class Suggestion(Wire):
    """Something learned from feedback that the merchant may accept or refuse."""

    suggestion_id: int
    kind: Literal["faq", "training"]
    text: str
    intent: str
    conversation_id: str
    message_id: str
    proposed_answer: str
    state: Literal["open", "accepted", "refused"]
    created_at: str


class SuggestionList(Wire):
    """Suggestions, the newest first."""

    suggestions: list[Suggestion]
