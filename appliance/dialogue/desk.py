"""One message's way: stored, understood, answered, stored again, told. Turns of one conversation follow one another.

stored (acknowledged) → read by the models → the policy's steps → the writer → a person
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from pydantic import BaseModel

from appliance.api.messages import (
    ConversationState,
    IntentResult,
    IntentScore,
    Message,
    Reply,
    Role,
    Route,
    SendMessage,
)
from appliance.base.database import Connection, Database
from appliance.base.errors import GuitaiError
from appliance.conversations.announcer import Announcer
from appliance.conversations.handoff import hand_over_in, reopen_in
from appliance.conversations.store import (
    Conversation,
    ConversationStore,
    NewMessage,
    append_in,
    conversation_in,
    keep_reply_in,
    new_message_id,
    place_in_line,
)
from appliance.dialogue.evidence import EvidenceFinder
from appliance.dialogue.policy import Policy
from appliance.dialogue.state import DialogueState
from appliance.dialogue.turn import Turn
from appliance.replies.answer import Answer
from appliance.replies.phrases import Phrases
from appliance.replies.writer import ReplyWriter
from appliance.understanding.parse import Language
from appliance.understanding.reader import MessageReader, Understanding

log = logging.getLogger(__name__)
HISTORY = 6
ALTERNATIVES = 3
MILLISECONDS = 1000
Emit = Callable[[str, BaseModel | dict[str, Any]], None]


class DeskSettings(Protocol):
    """What the merchant set that decides a turn; read anew for each."""

    @property
    def bot_enabled(self) -> bool:
        """False silences the bot everywhere: messages wait for a person."""
        ...

    def today(self) -> date:
        """The shop's calendar day."""
        ...


@dataclass(frozen=True)
class DeskParts:
    """What the desk works with."""

    database: Database
    store: ConversationStore
    announcer: Announcer
    reader: MessageReader
    policy: Policy
    evidence: EvidenceFinder
    writer: ReplyWriter
    phrases: Phrases
    settings: DeskSettings


class Desk:
    """Answers customers' messages."""

    def __init__(self, parts: DeskParts) -> None:
        self._parts = parts
        self._turns: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    async def answer(self, conversation_id: str, sent: SendMessage, emit: Emit) -> Reply:
        """Answer one message; the same `client_message_id` again gives the same answer.

        Args:
            conversation_id: an existing conversation.
            sent: the customer's message.
            emit: told `accepted`, `intent`, `delta` and `reply` as they come.

        Raises:
            OverloadedError: too many messages wait for the models; the message is stored and may be sent again.
        """
        async with self._turn(conversation_id):
            earlier = None
            if sent.client_message_id:
                earlier = self._parts.store.earlier_answer(conversation_id, sent.client_message_id)
            if earlier and earlier[1]:
                emit("accepted", earlier[0])
                emit("reply", earlier[1])
                return earlier[1]
            return await self._answer(conversation_id, sent, earlier[0] if earlier else None, emit)

    async def _answer(self, conversation_id: str, sent: SendMessage, stored: Message | None, emit: Emit) -> Reply:
        started = time.perf_counter()
        history = self._parts.store.recent(conversation_id, HISTORY)
        message, conversation = await self._accept(conversation_id, sent, stored)
        emit("accepted", message)
        understanding = await self._read(sent.text)
        language = (understanding.parsed.language if understanding else None) or _locale(conversation.locale)
        intent = _intent(understanding)
        emit("intent", intent)
        state = DialogueState.model_validate(conversation.dialogue)
        reply_id = new_message_id()
        timing = dict(understanding.timing_ms) if understanding else {}
        if conversation.handed_over or not self._parts.settings.bot_enabled:
            answer = self._handed_over(conversation, language)
        elif understanding is None:
            answer = Answer(
                self._parts.phrases.say("handoff_no_evidence", language), Route.HANDOFF, handoff="no_evidence"
            )
        else:
            turn = Turn(
                conversation=conversation,
                parsed=understanding.parsed,
                intent=understanding.intent,
                vector=understanding.vector,
                candidates=understanding.candidates,
                history=tuple(history),
                state=state,
                language=language,
                today=self._parts.settings.today(),
            )
            answer = self._parts.policy.answer(turn) or await self._write(turn, emit, timing)
        timing["total"] = (time.perf_counter() - started) * MILLISECONDS
        found = understanding.parsed.slots if understanding else {}
        reply = Reply(
            message_id=reply_id,
            text=answer.text,
            route=answer.route,
            intent=intent,
            faq=answer.faq,
            sources=list(answer.sources),
            slots={**found, **answer.slots},
            suggestions=list(answer.suggestions),
            # A bot's words are chosen by a model even where the merchant wrote them, so they carry the mark.
            ai_generated=bool(answer.text) and not conversation.handed_over,
            handoff=conversation.handed_over or answer.handoff is not None,
            timing_ms={name: round(value, 2) for name, value in timing.items()},
        )
        return await self._conclude(conversation_id, message, reply, answer, state, emit)

    async def _accept(
        self, conversation_id: str, sent: SendMessage, stored: Message | None
    ) -> tuple[Message, Conversation]:
        def write(db: Connection) -> tuple[Message, Conversation]:
            reopen_in(db, conversation_id)
            new = NewMessage(Role.CUSTOMER, sent.text, sent.client_message_id)
            message = stored or append_in(db, conversation_id, new)
            conversation = conversation_in(db, conversation_id)
            assert conversation is not None, "the caller has authorised this conversation"
            return message, conversation

        message, conversation = await self._parts.database.write_async(write)
        if stored is None:
            self._parts.announcer.message(conversation_id, message)
        return message, conversation

    async def _read(self, text: str) -> Understanding | None:
        try:
            return await self._parts.reader.read(text, self._parts.settings.today())
        except GuitaiError as error:
            if error.code == "busy":
                raise
            # Without its encoder the desk still takes messages and passes them to a person; health says why.
            log.warning("a message was not understood: %s", error.code)
            return None

    async def _write(self, turn: Turn, emit: Emit, timing: dict[str, float]) -> Answer:
        evidence = self._parts.evidence.find(turn)
        said: list[str] = []
        if evidence:
            self._parts.announcer.typing(turn.conversation.conversation_id, "bot", on=True)
            started = time.perf_counter()
            async with aclosing(self._parts.writer.write(turn.text, evidence, turn.language)) as written:
                async for sentence in written:
                    current = self._parts.store.get(turn.conversation.conversation_id)
                    if current is None or current.handed_over:
                        break
                    timing.setdefault("first_sentence", (time.perf_counter() - started) * MILLISECONDS)
                    said.append(sentence.text)
                    emit("delta", {"text": sentence.text})
            timing["generate"] = (time.perf_counter() - started) * MILLISECONDS
            self._parts.announcer.typing(turn.conversation.conversation_id, "bot", on=False)
        if said:
            return Answer("".join(said).strip(), Route.GENERATED, tuple(evidence))
        return Answer(
            self._parts.phrases.say("handoff_no_evidence", turn.language), Route.HANDOFF, handoff="no_evidence"
        )

    def _handed_over(self, conversation: Conversation, language: Language) -> Answer:
        if conversation.state == ConversationState.PERSON:
            return Answer("", Route.HANDOFF)
        if conversation.state == ConversationState.WAITING:
            position = self._parts.database.read(lambda db: place_in_line(db, conversation.conversation_id)) or 1
            return Answer(self._parts.phrases.say("handoff_waiting", language, position=position), Route.HANDOFF)
        return Answer(self._parts.phrases.say("handoff_requested", language), Route.HANDOFF, handoff="requested")

    async def _conclude(
        self, conversation_id: str, message: Message, reply: Reply, answer: Answer, state: DialogueState, emit: Emit
    ) -> Reply:
        """Make the reply durable and tell it, unless a person has taken over meanwhile: then the bot keeps silent."""

        def write(db: Connection) -> tuple[Reply, Message | None, int | None, ConversationState]:
            now = conversation_in(db, conversation_id)
            assert now is not None, "conversations are not deleted while they are answered"
            final = reply
            if now.state == ConversationState.PERSON:
                final = reply.model_copy(
                    update={"text": "", "route": Route.HANDOFF, "handoff": True, "ai_generated": False}
                )
            position = (
                hand_over_in(db, conversation_id, answer.handoff) if answer.handoff and not now.handed_over else None
            )
            keep_reply_in(db, conversation_id, message.message_id, final, state.dump())
            line = None
            if final.text:
                new = NewMessage(Role.BOT, final.text, answers=message.message_id, message_id=final.message_id)
                line = append_in(db, conversation_id, new)
            after = conversation_in(db, conversation_id)
            assert after is not None
            return final, line, position, after.state

        final, line, position, after = await self._parts.database.write_async(write)
        emit("reply", final)
        if line is not None:
            self._parts.announcer.message(conversation_id, line)
        if answer.handoff:
            self._parts.announcer.state(conversation_id, after, position)
        return final

    @asynccontextmanager
    async def _turn(self, conversation_id: str) -> AsyncIterator[None]:
        lock = self._turns.setdefault(conversation_id, asyncio.Lock())
        self._waiting[conversation_id] = self._waiting.get(conversation_id, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[conversation_id] -= 1
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id], self._turns[conversation_id]


def _intent(understanding: Understanding | None) -> IntentResult:
    if understanding is None:
        return IntentResult(id="", confidence=0.0)
    intent = understanding.intent
    others = [
        IntentScore(id=name, confidence=round(value, 4)) for name, value in intent.distribution if name != intent.id
    ]
    return IntentResult(id=intent.id, confidence=round(intent.confidence, 4), alternatives=others[:ALTERNATIVES])


def _locale(locale: str) -> Language:
    return "en" if locale.lower().startswith("en") else "zh"
