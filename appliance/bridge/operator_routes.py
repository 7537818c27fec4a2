"""Routes of the merchant's console and command line, with the operator's token: conversations."""

from collections.abc import AsyncIterator, Awaitable
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent

from appliance.api.messages import ConversationState, Message
from appliance.api.operator import (
    ConversationDetail,
    ConversationList,
    ConversationSummary,
    IntentName,
    IntentNames,
    MarkRead,
    OperatorMessage,
    TakeOver,
)
from appliance.bridge.authorise import Authority
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError
from appliance.bridge.streams import event_stream, live
from appliance.conversations.events import OPERATORS, Event
from appliance.conversations.handoff import HandoffError, Transition
from appliance.understanding.parse import Language

# A console that was away longer reads its lists anew anyway.
MOST_MISSED = 1000
STATUS = {"conversation_unknown": 404, "already_taken": 409, "not_taken_over": 409}


class Typing(BaseModel):
    """Whether the operator is writing."""

    on: bool


def operator_routes(parts: BridgeParts, authority: Authority) -> APIRouter:
    """The inbox and a person's part in conversations."""
    routes = APIRouter(prefix="/v1/operator", tags=["operator"], dependencies=[Depends(authority.operator)])

    @routes.get("/conversations")
    async def conversations(state: ConversationState | None = None) -> ConversationList:
        """The inbox."""
        return parts.inbox.page(state)

    @routes.get("/conversations/{conversation_id}")
    async def conversation(conversation_id: str) -> ConversationDetail:
        """One conversation with the reasons of its replies."""
        try:
            return parts.inbox.detail(conversation_id)
        except LookupError:
            raise ProblemError(404, "not_found", what="conversation") from None

    @routes.post("/conversations/{conversation_id}/take-over")
    async def take_over(conversation_id: str, body: TakeOver) -> ConversationSummary:
        """A person answers from here on; the bot keeps silent."""
        notice = parts.phrases.say("person_joined", _language(parts, conversation_id))
        return await _changed(parts, parts.handoff.take_over(conversation_id, body.operator, notice))

    @routes.post("/conversations/{conversation_id}/give-back")
    async def give_back(conversation_id: str) -> ConversationSummary:
        """The bot answers again."""
        notice = parts.phrases.say("person_left", _language(parts, conversation_id))
        return await _changed(parts, parts.handoff.give_back(conversation_id, notice))

    @routes.post("/conversations/{conversation_id}/close")
    async def close(conversation_id: str) -> ConversationSummary:
        """End the conversation."""
        return await _changed(parts, parts.handoff.close(conversation_id))

    @routes.post("/conversations/{conversation_id}/messages", status_code=201)
    async def say(conversation_id: str, body: OperatorMessage) -> Message:
        """A person's words to the customer."""
        try:
            message = await parts.handoff.say(conversation_id, body.text, client_message_id=body.client_message_id)
        except HandoffError as error:
            raise _problem(error) from error
        parts.announcer.message(conversation_id, message)
        await parts.suggestions.learn_answer(conversation_id, body.text)
        return message

    @routes.post("/conversations/{conversation_id}/typing")
    async def typing(conversation_id: str, body: Typing) -> Typing:
        """Shows the customer that a person is writing."""
        parts.announcer.typing(conversation_id, "person", on=body.on)
        return body

    @routes.post("/conversations/{conversation_id}/read")
    async def mark_read(conversation_id: str, body: MarkRead) -> ConversationSummary:
        """Everything up to a `seq` was seen."""
        await parts.inbox.mark_read(conversation_id, body.up_to)
        return _summary(parts, conversation_id)

    @routes.get("/intents")
    async def intents() -> IntentNames:
        """What the ids of intents are called."""
        names = [
            IntentName(id=one.id, group=one.group, name_zh=one.name_zh, name_en=one.name_en) for one in parts.intents
        ]
        return IntentNames(intents=names)

    @routes.get("/events", response_class=EventSourceResponse)
    async def events(last_event_id: Annotated[str, Header()] = "") -> EventSourceResponse:
        """Messages of all conversations, summaries, typing, health; with `Last-Event-ID`, from there on."""
        return event_stream(_operator_events(parts, last_event_id))

    return routes


async def _operator_events(parts: BridgeParts, last_event_id: str) -> AsyncIterator[ServerSentEvent]:
    with parts.hub.subscribe(OPERATORS) as subscription:
        first, last = [Event("health", parts.health().model_dump_json())], 0
        if last_event_id.isdigit():
            missed = parts.inbox.messages_after(int(last_event_id), MOST_MISSED)
            first += [Event("message", _line(conversation_id, line), line.seq) for conversation_id, line in missed]
            last = missed[-1][1].seq if missed else int(last_event_id)
        async for event in live(first, subscription, last):
            yield event


def _line(conversation_id: str, line: BaseModel) -> str:
    return f'{{"conversation_id":"{conversation_id}","message":{line.model_dump_json()}}}'


async def _changed(parts: BridgeParts, change: Awaitable[Transition]) -> ConversationSummary:
    try:
        transition = await change
    except HandoffError as error:
        raise _problem(error) from error
    parts.announcer.transition(transition)
    return parts.inbox.summary(transition.conversation.conversation_id)


def _summary(parts: BridgeParts, conversation_id: str) -> ConversationSummary:
    try:
        summary = parts.inbox.summary(conversation_id)
    except LookupError:
        raise ProblemError(404, "not_found", what="conversation") from None
    parts.announcer.summary(conversation_id)
    return summary


def _problem(error: HandoffError) -> ProblemError:
    status = STATUS.get(error.code, 400)
    if status == 404:  # noqa: PLR2004 - HTTP's own number
        return ProblemError(404, "not_found", what="conversation")
    return ProblemError(status, error.code if error.code in STATUS else "refused", reason=str(error))


def _language(parts: BridgeParts, conversation_id: str) -> Language:
    conversation = parts.store.get(conversation_id)
    return "en" if conversation and conversation.locale.lower().startswith("en") else "zh"
