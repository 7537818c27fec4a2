"""Who answers, as a state machine: whatever customers and operators do in whatever order, model and store agree."""

import asyncio
import secrets
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from appliance.api.messages import ConversationState, OpenConversation, Role
from appliance.base.database import KEY_BYTES, Database
from appliance.conversations.handoff import Handoff, HandoffError, hand_over_in, reopen_in
from appliance.conversations.inbox import Inbox
from appliance.conversations.schema import migrations
from appliance.conversations.store import ConversationStore, NewMessage, append_in, place_in_line

OPERATORS = st.sampled_from(["anna", "ben"])
REASONS = st.sampled_from(["requested", "no_evidence", "guarded", "unsatisfied"])


class Desk(RuleBasedStateMachine):
    """Customers and two operators at the real store; `expected` is what a person would say of each conversation."""

    conversations = Bundle("conversations")

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(Path(self.folder.name) / "c.db", secrets.token_bytes(KEY_BYTES), [migrations])
        self.store, self.handoff, self.inbox = (kind(self.database) for kind in (ConversationStore, Handoff, Inbox))
        self.expected = {}

    def teardown(self):
        self.database.close()
        self.folder.cleanup()

    def lines(self, conversation):
        """How many lines the desk itself has written."""
        return sum(message.role == Role.SYSTEM for message in self.store.transcript(conversation).messages)

    @rule(target=conversations)
    def open(self):
        opened, _ = asyncio.run(self.store.open(OpenConversation(), customer_id=None, opened_by=None))
        self.expected[opened] = {"state": "bot", "operator": None, "reason": None, "notices": 0}
        return opened

    @rule(conversation=conversations)
    def customer_writes(self, conversation):
        def write(db):
            reopen_in(db, conversation)
            append_in(db, conversation, NewMessage(Role.CUSTOMER, "在吗"))

        self.database.write(write)
        if self.expected[conversation]["state"] == "closed":
            self.expected[conversation]["state"] = "bot"

    @rule(conversation=conversations, reason=REASONS)
    def customer_asks_for_a_person(self, conversation, reason):
        was = self.expected[conversation]
        transition = asyncio.run(self.handoff.request(conversation, reason, "请稍等"))
        if was["state"] in {"bot", "closed"}:
            was.update(state="waiting", reason=reason, notices=was["notices"] + 1)
            assert transition.notice.text == "请稍等"
        else:
            assert transition.notice is None
        assert (transition.position is None) == (was["state"] != "waiting")

    @rule(conversation=conversations, reason=REASONS)
    def bot_hands_over(self, conversation, reason):
        was = self.expected[conversation]
        position = self.database.write(lambda db: hand_over_in(db, conversation, reason))
        if was["state"] in {"bot", "closed"}:
            was.update(state="waiting", reason=reason)
        assert (position is None) == (was["state"] != "waiting")

    @rule(conversation=conversations, operator=OPERATORS)
    def operator_takes_over(self, conversation, operator):
        was = self.expected[conversation]
        if was["state"] == "person" and was["operator"] != operator:
            with pytest.raises(HandoffError, match=was["operator"]) as refused:
                asyncio.run(self.handoff.take_over(conversation, operator, "客服已接入"))
            assert refused.value.code == "already_taken"
            return
        mine = was["state"] == "person"
        transition = asyncio.run(self.handoff.take_over(conversation, operator, "客服已接入"))
        assert (transition.notice is None) == mine
        reason = was["reason"] or "taken_over"
        was.update(state="person", operator=operator, reason=reason, notices=was["notices"] + (not mine))

    @rule(conversation=conversations)
    def operator_gives_back(self, conversation):
        was = self.expected[conversation]
        transition = asyncio.run(self.handoff.give_back(conversation, "人工服务已结束"))
        handed_over = was["state"] in {"waiting", "person"}
        assert (transition.notice is not None) == handed_over
        if handed_over:
            was.update(state="bot", operator=None, reason=None, notices=was["notices"] + 1)

    @rule(conversation=conversations)
    def somebody_closes(self, conversation):
        assert asyncio.run(self.handoff.close(conversation)).notice is None
        self.expected[conversation].update(state="closed", operator=None, reason=None)

    @rule(conversation=conversations, client=st.none() | st.sampled_from(["c1", "c2"]))
    def person_speaks(self, conversation, client):
        was = self.expected[conversation]
        before = self.store.transcript(conversation).messages
        known = [one for one in before if one.role == Role.PERSON and client and one.client_message_id == client]
        if was["state"] != "person" and not known:
            with pytest.raises(HandoffError) as refused:
                asyncio.run(self.handoff.say(conversation, "我来帮您", client_message_id=client))
            assert refused.value.code == "not_taken_over"
            return
        message = asyncio.run(self.handoff.say(conversation, "我来帮您", client_message_id=client))
        after = self.store.transcript(conversation).messages
        if known:
            # Sent again because the answer was lost on its way: said once.
            assert (message, after) == (known[0], before)
        else:
            assert (message.role, message.author, after[-1]) == (Role.PERSON, was["operator"], message)

    @invariant()
    def the_store_says_what_happened(self):
        for conversation, was in self.expected.items():
            found = self.store.get(conversation)
            assert (found.state, found.operator) == (was["state"], was["operator"])
            assert found.handed_over == (was["state"] in {"waiting", "person"})
            summary = self.inbox.summary(conversation)
            assert (summary.state, summary.handoff_reason) == (was["state"], was["reason"])
            assert (summary.waiting_since is not None) == (was["state"] == "waiting")
            assert self.lines(conversation) == was["notices"]

    @invariant()
    def the_line_is_one_line(self):
        waiting = [name for name, was in self.expected.items() if was["state"] == "waiting"]
        waiting.sort(key=lambda name: (self.inbox.summary(name).waiting_since, name))
        places = [self.database.read(lambda db, name=name: place_in_line(db, name)) for name in waiting]
        assert places == list(range(1, len(waiting) + 1))
        for name, was in self.expected.items():
            position = self.store.transcript(name).position
            assert position == (waiting.index(name) + 1 if was["state"] == "waiting" else None)

    @invariant()
    def the_inbox_counts_what_there_is(self):
        listed = self.inbox.page(None)
        spoken = [name for name in self.expected if self.store.transcript(name).messages]
        assert {one.conversation_id for one in listed.conversations} == set(spoken)
        for state in ConversationState:
            assert listed.counts[state] == sum(self.expected[name]["state"] == state for name in spoken)
            assert all(one.state == state for one in self.inbox.page(state).conversations)
        states = [one.state for one in listed.conversations]
        assert states == sorted(states, key=lambda state: state != ConversationState.WAITING)


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


@pytest.mark.parametrize(
    "act",
    [
        lambda handoff: handoff.request("x", "requested", "请稍等"),
        lambda handoff: handoff.take_over("x", "anna", "客服已接入"),
        lambda handoff: handoff.give_back("x", "人工服务已结束"),
        lambda handoff: handoff.close("x"),
        lambda handoff: handoff.say("x", "在", client_message_id=None),
    ],
)
def test_a_conversation_that_is_not_there(database, act):
    with pytest.raises(HandoffError) as missing:
        asyncio.run(act(Handoff(database)))
    assert missing.value.code == "conversation_unknown"


def test_the_line_is_served_in_the_order_of_asking(database, open_one):
    handoff = Handoff(database)
    asked = [open_one() for _ in range(3)]

    def stand(db):
        for place, conversation in enumerate(asked):
            hand_over_in(db, conversation, "requested")
            # A minute apart.
            db.execute(
                "UPDATE conversations SET waiting_since = ? WHERE conversation_id = ?",
                [1000 + 60_000 * place, conversation],
            )

    database.write(stand)
    places = [asyncio.run(handoff.request(one, "requested", "")).position for one in asked]
    assert places == [1, 2, 3]
    asyncio.run(handoff.take_over(asked[0], "anna", "客服已接入"))
    assert [asyncio.run(handoff.request(one, "requested", "")).position for one in asked] == [None, 1, 2]
