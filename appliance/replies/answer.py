"""What answers a message, whichever way found it."""

from dataclasses import dataclass, field

from appliance.api.messages import FaqHit, Route, Source
from appliance.conversations.handoff import Reason


@dataclass(frozen=True)
class Answer:
    """What is said, how it came to be and what it rests on.

    Attributes:
        text: for the customer.
        route: how it came to be.
        sources: what it rests on, with the words quoted.
        faq: the entry whose words these are.
        slots: data of the message or the row that matter to the shop's software.
        suggestions: what the customer may say next, as buttons.
        handoff: the conversation goes to a person, for this reason.
    """

    text: str
    route: Route
    sources: tuple[Source, ...] = ()
    faq: FaqHit | None = None
    slots: dict[str, str] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    handoff: Reason | None = None
