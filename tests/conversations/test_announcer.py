"""What the streams are told: customers their own conversation, operators all of them."""

import asyncio
import json

import pytest

from appliance.api.messages import ConversationState, Role
from appliance.conversations.announcer import Announcer
from appliance.conversations.events import OPERATORS, EventHub
from appliance.conversations.handoff import Handoff
from appliance.conversations.inbox import Inbox
from appliance.conversations.store import NewMessage, append_in


@pytest.fixture
def told(database):
    """What an act tells the listeners of a conversation and the operators."""

    def during(conversation_id, act):
        async def within():
            hub = EventHub()
            announcer = Announcer(hub, Inbox(database))
            with hub.subscribe(conversation_id) as customer, hub.subscribe(OPERATORS) as operators:
                result = act(announcer)
                if asyncio.iscoroutine(result):
                    await result
                queues = [subscription._queue for subscription in (customer, operators)]
                return [[queue.get_nowait() for _ in range(queue.qsize())] for queue in queues]

        return asyncio.run(within())

    return during


@pytest.fixture
def line(database):
    """Appends a customer's line."""
    return lambda opened: database.write(lambda db: append_in(db, opened, NewMessage(Role.CUSTOMER, "在吗")))


def test_a_line_reaches_its_customer_and_the_operators_with_the_reasons(open_one, told, line):
    opened = open_one()
    message = line(opened)
    customer, operators = told(opened, lambda announcer: announcer.message(opened, message))
    assert [(one.name, one.id, json.loads(one.data)["text"]) for one in customer] == [("message", message.seq, "在吗")]
    assert [one.name for one in operators] == ["message", "conversation"]
    document = json.loads(operators[0].data)
    assert (document["conversation_id"], document["message"]["seq"]) == (opened, message.seq)
    assert "reply" in document["message"]
    assert json.loads(operators[1].data)["unread"] == 1


def test_s28_another_conversations_line_is_not_heard(open_one, told, line):
    mine, theirs = open_one(), open_one()
    message = line(theirs)
    customer, _ = told(mine, lambda announcer: announcer.message(theirs, message))
    assert customer == []


def test_a_change_of_hands_is_told_with_its_notice_first(database, open_one, told, line):
    opened = open_one()
    line(opened)

    async def act(announcer):
        announcer.transition(await Handoff(database).request(opened, "requested", "正在转接"))

    customer, operators = told(opened, act)
    assert [one.name for one in customer] == ["message", "state"]
    assert json.loads(customer[0].data)["text"] == "正在转接"
    assert json.loads(customer[1].data) == {"state": "waiting", "position": 1, "handoff": True, "text": ""}
    assert json.loads(operators[-1].data)["state"] == "waiting"
    # A state is not kept, so a stream never resumes from it.
    assert customer[1].id is None


@pytest.mark.parametrize("state", list(ConversationState))
def test_a_handed_over_conversation_is_said_to_be(open_one, told, state):
    opened = open_one()
    customer, _ = told(opened, lambda announcer: announcer.state(opened, state, None))
    assert json.loads(customer[0].data)["handoff"] == (state in {"waiting", "person"})


def test_typing_names_who_and_nothing_else(open_one, told):
    opened = open_one()
    customer, operators = told(opened, lambda announcer: announcer.typing(opened, "person", on=True))
    assert json.loads(customer[0].data) == {"who": "person", "on": True}
    assert json.loads(operators[0].data) == {"conversation_id": opened, "who": "person", "on": True}
