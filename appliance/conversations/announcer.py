"""Tells the live streams what has become durable: customers their conversation, operators all of them."""

import json

from appliance.api.messages import ConversationState, Message, StateChange
from appliance.conversations.events import OPERATORS, Event, EventHub
from appliance.conversations.handoff import Transition
from appliance.conversations.inbox import Inbox


class Announcer:
    """Publishes messages, states and typing."""

    def __init__(self, hub: EventHub, inbox: Inbox) -> None:
        self._hub = hub
        self._inbox = inbox

    def message(self, conversation_id: str, message: Message) -> None:
        """A line was stored."""
        if self._hub.listening(conversation_id):
            self._hub.publish(conversation_id, Event("message", message.model_dump_json(), message.seq))
        if self._hub.listening(OPERATORS):
            line = self._inbox.message(message.message_id)
            document = json.dumps({"conversation_id": conversation_id, "message": line.model_dump(mode="json")})
            self._hub.publish(OPERATORS, Event("message", document, message.seq))
            self.summary(conversation_id)

    def summary(self, conversation_id: str) -> None:
        """Something about a conversation changed that the inbox shows."""
        if self._hub.listening(OPERATORS):
            self._hub.publish(OPERATORS, Event("conversation", self._inbox.summary(conversation_id).model_dump_json()))

    def transition(self, transition: Transition) -> None:
        """A conversation changed hands."""
        conversation = transition.conversation
        if transition.notice is not None:
            self.message(conversation.conversation_id, transition.notice)
        self.state(conversation.conversation_id, conversation.state, transition.position)

    def state(self, conversation_id: str, state: ConversationState, position: int | None) -> None:
        """Who answers from now on."""
        handed_over = state in {ConversationState.WAITING, ConversationState.PERSON}
        change = StateChange(state=state, position=position, handoff=handed_over)
        self._hub.publish(conversation_id, Event("state", change.model_dump_json()))
        self.summary(conversation_id)

    def typing(self, conversation_id: str, who: str, *, on: bool) -> None:
        """Somebody is writing, or no longer is. Not kept: it is worth nothing a moment later."""
        self._hub.publish(conversation_id, Event("typing", json.dumps({"who": who, "on": on})))
        if self._hub.listening(OPERATORS):
            document = json.dumps({"conversation_id": conversation_id, "who": who, "on": on})
            self._hub.publish(OPERATORS, Event("typing", document))
