"""FAQ files over the bridge: an import as a job that can be watched, tried and cancelled; packs; proposals from chats."""

from typing import Literal

from pydantic import Field

from appliance.api.messages import Wire
from appliance.api.operator import FaqEntry
from appliance.api.shop import Receipt

MAX_CHAT_CHARACTERS = 1_000_000
Side = Literal["mine", "theirs"]


class FaqDecision(Wire):
    """Which side of a conflict holds. With `mine_version`, as it was seen here, an edit made after that stays a conflict."""

    entry_id: str
    take: Side
    mine_version: str | None = None


class StartFaqImport(Wire):
    """A file on this machine to read in. A dry run compares and writes nothing."""

    path: str
    dry_run: bool = False
    decisions: list[FaqDecision] = []
    otherwise: Side | None = Field(
        default=None, description="Which side holds in the other conflicts; null leaves them."
    )


class FaqImportCounts(Wire):
    """How many rows came to what."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    conflict: int = 0


class FaqImport(Wire):
    """The last import; `checked` ends a dry run. `done` of `total` rows of this stage, 0 where the total is not known yet."""

    state: Literal["none", "running", "checked", "finished", "failed", "cancelled"] = "none"
    path: str = ""
    stage: Literal["reading", "comparing", "writing"] = "reading"
    done: int = 0
    total: int = 0
    counts: FaqImportCounts = FaqImportCounts()
    code: str = ""
    reason: str = ""


class FaqImportRow(Wire):
    """What came of a row, or would. Both sides are there where they differ; `mine` is null where it is not here."""

    row: int
    outcome: Literal["added", "changed", "unchanged", "refused", "conflict"]
    entry_id: str
    question: str
    reason: str = ""
    mine: FaqEntry | None = None
    theirs: FaqEntry | None = None
    mine_version: str = ""


class FaqReceipt(Receipt):
    """What the command line prints of an import that left conflicts; each is refused, and shown with both sides."""

    conflicts: list[FaqImportRow]


class FaqImportRows(Wire):
    """Some rows of the last import, and how many there are of the kinds asked for."""

    rows: list[FaqImportRow]
    total: int


class FaqExport(Wire):
    """A file on this machine to write; its suffix says which kind. A pack can be edited elsewhere and merged."""

    path: str
    as_pack: bool = False


class FaqExported(Wire):
    """How many entries were written."""

    entries: int


class Chat(Wire):
    """A chat as it was pasted, or a text file of this machine; who speaks for the shop, where the caller knows better."""

    text: str = Field(default="", max_length=MAX_CHAT_CHARACTERS)
    path: str = ""
    shop: list[str] = []


class ChatProposal(Wire):
    """An entry that might be made. `entry_id` names one that has the question already; `personal` where somebody's data may be in it."""

    question: str
    similar_questions: list[str]
    answer: str
    entry_id: str
    personal: bool


class ChatProposals(Wire):
    """What a chat suggests, who speaks in it, and who of them for the shop."""

    proposals: list[ChatProposal]
    speakers: list[str]
    shop: list[str]
