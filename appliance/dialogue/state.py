"""What a conversation is about so far; kept with the conversation and restored with it."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel


class Awaiting(StrEnum):
    """The question that the desk has asked and that is still open."""

    NOTHING = ""
    ORDER = "order"
    PHONE = "phone"
    FAQ_CHOICE = "faq_choice"


class DialogueState(BaseModel):
    """Focus and open question.

    Attributes:
        awaiting: the open question.
        order_question: how the order asked about is to be answered (a name of `orders.answers`), once it is known.
        order_id: the order in focus; only one that this conversation may see.
        claimed_order_id: an order number that was given and waits for its phone check.
        shown_orders: orders this conversation has proved to be its customer's.
        failed_checks: wrong pairs of order number and phone so far.
        sku: the product in focus.
        choices: ids offered to choose from, in the order shown.
    """

    awaiting: Awaiting = Awaiting.NOTHING
    order_question: str = ""
    order_id: str = ""
    claimed_order_id: str = ""
    shown_orders: list[str] = []
    failed_checks: int = 0
    sku: str = ""
    choices: list[str] = []

    def dump(self) -> dict[str, Any]:
        """As it is stored with the conversation."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def settle(self) -> None:
        """The open question is answered or given up."""
        self.awaiting = Awaiting.NOTHING
        self.claimed_order_id = ""
        self.choices = []
