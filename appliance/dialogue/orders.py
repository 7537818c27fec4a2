"""Questions about the customer's own order: which one, whether it may be shown, and what its row says.

An order is shown only to a conversation whose customer the shop vouched for, or after a check of order number and the last
four digits of the buyer's phone; what is said about a wrong pair never tells which of the two was wrong.
"""

import re
from collections.abc import Callable

from appliance.api.messages import Route
from appliance.api.shop import Order
from appliance.dialogue.state import Awaiting
from appliance.dialogue.turn import Turn
from appliance.knowledge.orders import OrderStore
from appliance.packs.pack import OrderTask
from appliance.replies.answer import Answer
from appliance.replies.order_answers import OrderAnswers
from appliance.replies.phrases import Phrases

# Wrong pairs of number and phone before only a person can go on.
MOST_FAILED_CHECKS = 5
# Orders in these states are over; when the customer has just one that is not, that one is meant.
FINISHED = frozenset({"closed", "refunded", "delivered"})
ORDINALS = ("一1", "二2两", "三3", "四4", "五5")


class OrderStep:
    """Answers from an order's row, when it is known which order is meant and that it may be shown."""

    def __init__(
        self,
        task: OrderTask,
        orders: OrderStore,
        answers: OrderAnswers,
        phrases: Phrases,
        *,
        choices: Callable[[], int],
    ) -> None:
        self._task = task
        self._orders = orders
        self._answers = answers
        self._phrases = phrases
        self._choices = choices

    def answer(self, turn: Turn) -> Answer | None:
        """The row's facts, the next question of the check, or None."""
        state = turn.state
        question = self._question(turn)
        continuing = state.awaiting in {Awaiting.ORDER, Awaiting.PHONE} and self._supplies(turn)
        if question is None and not continuing:
            return None
        if question is not None:
            state.order_question = question
        if state.failed_checks >= MOST_FAILED_CHECKS and not turn.conversation.customer_id:
            return Answer(self._phrases.say("too_many_checks", turn.language), Route.HANDOFF, handoff="requested")
        return (
            self._for_customer(turn, turn.conversation.customer_id)
            if turn.conversation.customer_id
            else self._checked(turn)
        )

    def _question(self, turn: Turn) -> str | None:
        """How the order asked about is to be answered, or None where the message is not about an own order."""
        return self._task.question(
            turn.text,
            turn.intent.id,
            has_order_id=bool(turn.parsed.order_ids),
            data_only=turn.parsed.is_data_only,
            in_focus=bool(turn.state.order_id or turn.conversation.context.order_id),
        )

    def _supplies(self, turn: Turn) -> bool:
        """Whether the message gives what was asked for: a number, a phone, or one of the choices."""
        return bool(turn.parsed.order_ids or turn.parsed.phone_last4) or self._choice(turn) is not None

    def _for_customer(self, turn: Turn, customer_id: str) -> Answer | None:
        state = turn.state
        for order_id in turn.parsed.order_ids:
            order = self._orders.owned(order_id, customer_id)
            if order is None:
                return self._unknown(turn)
            return self._show(turn, order)
        chosen = self._choice(turn) if state.awaiting == Awaiting.ORDER else None
        focused = chosen or (
            None if self._task.drops_focus(turn.text) else state.order_id or turn.conversation.context.order_id
        )
        if focused and (order := self._orders.owned(focused, customer_id)):
            return self._show(turn, order)
        orders = self._orders.of_customer(customer_id)
        open_orders = [order for order in orders if order.status not in FINISHED]
        if len(orders) == 1 or len(open_orders) == 1:
            return self._show(turn, (open_orders or orders)[0])
        return self._offer(turn, orders) if orders else None

    def _checked(self, turn: Turn) -> Answer | None:
        """Without a vouched customer: number and phone together, asked for one after the other."""
        state = turn.state
        if state.order_id in state.shown_orders and not turn.parsed.order_ids and not self._task.drops_focus(turn.text):
            order = self._orders.shown(state.order_id)
            return self._show(turn, order) if order else None
        claimed = turn.parsed.order_ids[0] if turn.parsed.order_ids else state.claimed_order_id
        if not claimed:
            return None
        state.claimed_order_id = claimed
        if not turn.parsed.phone_last4:
            state.awaiting = Awaiting.PHONE
            return Answer(
                self._phrases.say("ask_phone_last4", turn.language), Route.DIALOGUE, slots={"order_id": claimed}
            )
        order = self._orders.with_phone(claimed, turn.parsed.phone_last4)
        if order is None:
            state.failed_checks += 1
            state.awaiting = Awaiting.PHONE
            return Answer(
                self._phrases.say("phone_mismatch", turn.language), Route.DIALOGUE, slots={"order_id": claimed}
            )
        state.shown_orders.append(order.order_id)
        return self._show(turn, order)

    def _show(self, turn: Turn, order: Order) -> Answer | None:
        question = turn.state.order_question or "status"
        turn.state.settle()
        turn.state.order_id = order.order_id
        return self._answers.answer(question, order, turn.language)

    def _offer(self, turn: Turn, orders: list[Order]) -> Answer:
        shown = orders[: self._choices()]
        turn.state.awaiting = Awaiting.ORDER
        turn.state.choices = [order.order_id for order in shown]
        lines = [self._answers.choice(number, order, turn.language) for number, order in enumerate(shown, 1)]
        text = "\n".join([self._phrases.say("order_choices_intro", turn.language), *lines])
        return Answer(text, Route.DIALOGUE, suggestions=tuple(order.order_id for order in shown))

    def _choice(self, turn: Turn) -> str | None:
        """The order chosen from those offered: by its place, by its last digits, or a plain yes to the only one."""
        choices = turn.state.choices
        said = turn.text.strip()
        if ordinal := re.fullmatch(r"\W*第?([一二两三四五1-5])(个|单|笔|条)?\W*", said):
            place = next(index for index, names in enumerate(ORDINALS) if ordinal[1] in names)
            return choices[place] if place < len(choices) else None
        if digits := re.search(r"(\d{4,})\W*$", said):
            ending = [choice for choice in choices if choice.endswith(digits[1])]
            return ending[0] if len(ending) == 1 else None
        return None

    def _unknown(self, turn: Turn) -> Answer:
        turn.state.awaiting = Awaiting.ORDER
        text = self._phrases.say("order_not_found", turn.language)
        return Answer(text, Route.DIALOGUE, slots={"order_id": turn.parsed.order_ids[0]})


class WhichOrderStep:
    """Asks for the order number, where the message is about an own order and nothing else has answered."""

    def __init__(self, task: OrderTask, phrases: Phrases) -> None:
        self._task = task
        self._phrases = phrases

    def answer(self, turn: Turn) -> Answer | None:
        """The question which order, or None."""
        question = self._task.question(turn.text, turn.intent.id, has_order_id=False, data_only=False)
        if question is None:
            return None
        turn.state.order_question = question
        turn.state.awaiting = Awaiting.ORDER
        return Answer(self._phrases.say("ask_order_number", turn.language), Route.DIALOGUE)
