"""Routes of customers' conversations."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from appliance.api.messages import (
    ConversationOpened,
    FeedbackRecorded,
    OpenConversation,
    Reply,
    SendFeedback,
    SendMessage,
    StateChange,
    Transcript,
)
from appliance.bridge.authorise import Authority
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError
from appliance.bridge.streams import TurnStreams, event_stream, live
from appliance.bridge.tokens import Token
from appliance.conversations.events import Event
from appliance.conversations.handoff import Transition
from appliance.understanding.parse import Language

EVENT_STREAM = "text/event-stream"


def customer_routes(parts: BridgeParts, authority: Authority, streams: TurnStreams) -> APIRouter:
    """Everything a customer's chat calls."""
    routes = APIRouter(prefix="/v1/conversations", tags=["conversations"])
    opened_by = Annotated[str, Depends(authority.conversation)]

    @routes.post("", status_code=201)
    async def open_conversation(
        body: OpenConversation, token: Annotated[Token, Depends(authority.paired)]
    ) -> ConversationOpened:
        """Open a conversation with a site or server token."""
        vouched = (
            body.customer_id if body.customer_id and token.vouches_for(body.customer_id, body.customer_proof) else None
        )
        conversation_id, secret = await parts.store.open(body, customer_id=vouched, opened_by=token.token_id)
        return ConversationOpened(conversation_id=conversation_id, conversation_token=secret)

    @routes.post("/{conversation_id}/messages", response_model=Reply)
    async def send(conversation_id: str, body: SendMessage, request: Request, opener: opened_by) -> Response | Reply:
        """Send a message; the whole reply as JSON, or its events with `Accept: text/event-stream`."""
        _limit(parts, conversation_id, opener)
        if EVENT_STREAM in request.headers.get("accept", ""):
            return event_stream(streams.run(lambda emit: parts.desk.answer(conversation_id, body, emit)))
        return await parts.desk.answer(conversation_id, body, lambda *_: None)

    @routes.get("/{conversation_id}/messages", dependencies=[Depends(authority.conversation)])
    async def transcript(conversation_id: str, after: Annotated[int, Query(ge=0)] = 0) -> Transcript:
        """The transcript after a `seq`."""
        return parts.store.transcript(conversation_id, after=after)

    @routes.get("/{conversation_id}/events", response_class=EventSourceResponse)
    async def events(
        conversation_id: str, opener: opened_by, last_event_id: Annotated[str, Header()] = ""
    ) -> EventSourceResponse:
        """Messages, typing and states as they happen; with `Last-Event-ID`, from there on."""
        return event_stream(_conversation_events(parts, conversation_id, opener, last_event_id))

    @routes.post("/{conversation_id}/feedback", dependencies=[Depends(authority.conversation)])
    async def feedback(conversation_id: str, body: SendFeedback) -> FeedbackRecorded:
        """Record what the customer thinks of a reply; an unsatisfied one is offered a person."""
        try:
            await parts.store.record_feedback(conversation_id, body)
        except LookupError:
            raise ProblemError(404, "not_found", what="message_id") from None
        await parts.suggestions.learn(conversation_id, body.message_id, satisfied=body.satisfied)
        code = "feedback_thanks" if body.satisfied else "feedback_offer_person"
        text = parts.phrases.say(code, _language(parts, conversation_id))
        return FeedbackRecorded(offer_person=not body.satisfied, text=text)

    @routes.post("/{conversation_id}/handoff", dependencies=[Depends(authority.conversation)])
    async def handoff(conversation_id: str) -> StateChange:
        """Ask for a person."""
        notice = parts.phrases.say("handoff_requested", _language(parts, conversation_id))
        transition = await parts.handoff.request(conversation_id, "requested", notice)
        parts.announcer.transition(transition)
        return _state(transition, notice)

    @routes.post("/{conversation_id}/close", dependencies=[Depends(authority.conversation)])
    async def close(conversation_id: str) -> StateChange:
        """End the conversation."""
        transition = await parts.handoff.close(conversation_id)
        parts.announcer.transition(transition)
        return _state(transition, "")

    return routes


def _limit(parts: BridgeParts, conversation_id: str, opener: str) -> None:
    token = parts.tokens.get(opener)
    if token is not None and token.unlimited:
        return
    wait = parts.limiter.take(conversation_id)
    if wait > 0:
        raise ProblemError(429, "too_many_messages", headers={"retry-after": str(int(wait) + 1)})


async def _conversation_events(
    parts: BridgeParts, conversation_id: str, opener: str, last_event_id: str
) -> AsyncIterator[ServerSentEvent]:
    with parts.hub.subscribe(conversation_id, opener) as subscription:
        # Without an id the listener has read the transcript just before: it wants what comes.
        known = int(last_event_id) if last_event_id.isdigit() else parts.inbox.summary(conversation_id).last_seq
        transcript = parts.store.transcript(conversation_id, after=known)
        missed = [Event("message", message.model_dump_json(), message.seq) for message in transcript.messages]
        handed_over = transcript.state in {"waiting", "person"}
        state = StateChange(state=transcript.state, position=transcript.position, handoff=handed_over)
        first = [*missed, Event("state", state.model_dump_json())]
        async for event in live(first, subscription, transcript.next_after):
            yield event


def _state(transition: Transition, text: str) -> StateChange:
    conversation = transition.conversation
    return StateChange(
        state=conversation.state, position=transition.position, handoff=conversation.handed_over, text=text
    )


def _language(parts: BridgeParts, conversation_id: str) -> Language:
    conversation = parts.store.get(conversation_id)
    return "en" if conversation and conversation.locale.lower().startswith("en") else "zh"
