"""Who answers: the bot, a person, or nobody yet. Every change is one durable write, and is announced only afterwards.

bot ──hand over──▶ waiting ──take over──▶ person ──give back──▶ bot
 └────────────────take over──────────────▶│          any ──close──▶ closed ──customer writes──▶ bot
"""

from dataclasses import dataclass
from typing import Literal

from appliance.api.messages import ConversationState, Message, Role
from appliance.base.clock import now_ms
from appliance.base.database import Connection, Database
from appliance.base.errors import GuitaiError
from appliance.conversations.store import (
    Conversation,
    NewMessage,
    append_in,
    conversation_in,
    place_in_line,
    said_in,
)

Reason = Literal["requested", "no_evidence", "guarded", "unsatisfied", "taken_over"]


class HandoffError(GuitaiError):
    """The change of hands isn't possible from the state the conversation is in."""


@dataclass(frozen=True)
class Transition:
    """A conversation after a change of hands, and the line that told the customer of it, if any."""

    conversation: Conversation
    position: int | None
    notice: Message | None


def hand_over_in(db: Connection, conversation_id: str, reason: Reason) -> int | None:
    """Put the conversation into the line for a person, unless it is there or with one already.

    Returns:
        Its place in line, or None where a person has it.
    """
    db.execute(
        """UPDATE conversations SET state = 'waiting', waiting_since = ?, handoff_reason = ?
           WHERE conversation_id = ? AND state IN ('bot', 'closed')""",
        [now_ms(), reason, conversation_id],
    )
    return place_in_line(db, conversation_id)


class Handoff:
    """Changes of hands asked for by customers and operators."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def request(self, conversation_id: str, reason: Reason, notice: str) -> Transition:
        """The customer asks for a person; `notice` is said to them unless they are in line already."""

        def write(db: Connection) -> Transition:
            before = _existing(db, conversation_id)
            hand_over_in(db, conversation_id, reason)
            return _after(db, conversation_id, None if before.handed_over else notice)

        return await self._database.write_async(write)

    async def take_over(self, conversation_id: str, operator: str, notice: str) -> Transition:
        """A person takes the conversation, from the bot or from the line; the bot is silent from here on.

        Raises:
            HandoffError: another operator has it.
        """

        def write(db: Connection) -> Transition:
            before = _existing(db, conversation_id)
            if before.state == ConversationState.PERSON and before.operator == operator:
                return _after(db, conversation_id, None)
            if before.state == ConversationState.PERSON:
                raise HandoffError(
                    f"{before.operator} is talking with this customer.",
                    code="already_taken",
                    hint="Ask them to give it back first.",
                )
            db.execute(
                """UPDATE conversations SET state = 'person', operator = ?, waiting_since = NULL,
                   handoff_reason = coalesce(handoff_reason, 'taken_over') WHERE conversation_id = ?""",
                [operator, conversation_id],
            )
            return _after(db, conversation_id, notice)

        return await self._database.write_async(write)

    async def give_back(self, conversation_id: str, notice: str) -> Transition:
        """The bot answers again."""

        def write(db: Connection) -> Transition:
            if not _existing(db, conversation_id).handed_over:
                return _after(db, conversation_id, None)
            _set_state(db, conversation_id, ConversationState.BOT)
            return _after(db, conversation_id, notice)

        return await self._database.write_async(write)

    async def close(self, conversation_id: str) -> Transition:
        """End the conversation. A customer who writes again opens it with the bot."""

        def write(db: Connection) -> Transition:
            _existing(db, conversation_id)
            _set_state(db, conversation_id, ConversationState.CLOSED)
            return _after(db, conversation_id, None)

        return await self._database.write_async(write)

    async def say(self, conversation_id: str, text: str, *, client_message_id: str | None) -> Message:
        """A person's words to the customer; the same client id again gives the message that is there.

        Raises:
            HandoffError: nobody has taken the conversation over.
        """

        def write(db: Connection) -> Message:
            conversation = _existing(db, conversation_id)
            if client_message_id and (said := said_in(db, conversation_id, Role.PERSON, client_message_id)):
                return said
            if conversation.state != ConversationState.PERSON:
                raise HandoffError(
                    "The bot is answering this customer.",
                    code="not_taken_over",
                    hint="Take the conversation over first.",
                )
            new = NewMessage(Role.PERSON, text, client_message_id, author=conversation.operator)
            return append_in(db, conversation_id, new)

        return await self._database.write_async(write)


def reopen_in(db: Connection, conversation_id: str) -> None:
    """A closed conversation in which the customer writes again is the bot's."""
    db.execute(
        "UPDATE conversations SET state = 'bot' WHERE conversation_id = ? AND state = 'closed'", [conversation_id]
    )


def _set_state(db: Connection, conversation_id: str, state: ConversationState) -> None:
    db.execute(
        """UPDATE conversations SET state = ?, operator = NULL, waiting_since = NULL, handoff_reason = NULL
           WHERE conversation_id = ?""",
        [state, conversation_id],
    )


def _existing(db: Connection, conversation_id: str) -> Conversation:
    conversation = conversation_in(db, conversation_id)
    if conversation is None:
        raise HandoffError(f"There is no conversation {conversation_id}.", code="conversation_unknown")
    return conversation


def _after(db: Connection, conversation_id: str, notice: str | None) -> Transition:
    message = append_in(db, conversation_id, NewMessage(Role.SYSTEM, notice)) if notice else None
    return Transition(_existing(db, conversation_id), place_in_line(db, conversation_id), message)
