"""The operator's view: order, counts, what is unread, and the reasons behind each reply."""

import asyncio

import pytest

from appliance.api.messages import ConversationState, IntentResult, Reply, Role, Route, Source
from appliance.conversations.inbox import Inbox
from appliance.conversations.store import NewMessage, append_in, keep_reply_in


@pytest.fixture
def inbox(database):
    """The inbox over the same database."""
    return Inbox(database)


@pytest.fixture
def say(database):
    """Appends a line."""

    def appended(conversation_id, text, role=Role.CUSTOMER, **fields):
        return database.write(lambda db: append_in(db, conversation_id, NewMessage(role, text, **fields)))

    return appended


@pytest.fixture
def put(database):
    """Writes columns of a conversation."""

    def written(conversation_id, **columns):
        database.write(lambda db: db.table("conversations").update(conversation_id, columns))

    return written


def ids(page):
    """The conversations of a page in its order."""
    return [one.conversation_id for one in page.conversations]


def test_the_longest_waiting_come_first_then_the_latest(inbox, open_one, say, put):
    names = ["old", "late", "waits", "waits longer"]
    opened = {name: open_one() for name in names}
    for name in names:
        say(opened[name], name)
    put(opened["old"], last_at=1000)
    put(opened["late"], last_at=9000)
    put(opened["waits"], state="waiting", waiting_since=500)
    put(opened["waits longer"], state="waiting", waiting_since=400)
    assert ids(inbox.page(None)) == [opened[name] for name in ("waits longer", "waits", "late", "old")]
    assert ids(inbox.page(None, limit=1)) == [opened["waits longer"]]


def test_a_state_narrows_the_list_and_not_the_counts(inbox, open_one, say, put):
    one, two, three = open_one(), open_one(), open_one()
    for conversation in (one, two, three):
        say(conversation, "在吗")
    put(one, state="waiting", waiting_since=1)
    put(two, state="closed")
    page = inbox.page(ConversationState.WAITING)
    assert ids(page) == [one]
    assert page.counts == {"bot": 1, "waiting": 1, "person": 0, "closed": 1}


def test_an_open_chat_window_in_which_nothing_was_said_is_no_work_for_anybody(inbox, open_one):
    open_one()
    page = inbox.page(None)
    assert (page.conversations, sum(page.counts.values())) == ([], 0)


def test_only_customers_lines_after_what_was_seen_are_unread(database, inbox, open_one, say):
    opened = open_one()
    first = say(opened, "一")
    say(opened, "答", Role.BOT)
    say(opened, "二")
    say(opened, "三")
    assert inbox.summary(opened).unread == 3

    def seen(up_to):
        asyncio.run(inbox.mark_read(opened, up_to))
        return inbox.summary(opened).unread

    assert seen(first.seq) == 2
    assert seen(inbox.summary(opened).last_seq) == 0
    # It never goes back.
    assert seen(first.seq) == 0
    say(opened, "四")
    assert inbox.summary(opened).unread == 1


def test_a_summary_says_what_the_list_shows(inbox, open_one, say, put):
    opened = open_one(customer_id="C1", channel="web", locale="en")
    say(opened, "where is my parcel")
    put(opened, state="waiting", waiting_since=1_700_000_000_000, handoff_reason="requested")
    summary = inbox.summary(opened)
    assert (summary.customer_id, summary.channel, summary.locale) == ("C1", "web", "en")
    assert (summary.last_text, summary.state, summary.handoff_reason) == ("where is my parcel", "waiting", "requested")
    assert summary.waiting_since == "2023-11-14T22:13:20.000+00:00"
    assert inbox.page(None).conversations == [summary]


def test_a_bots_line_comes_with_the_whole_reply_behind_it(database, inbox, open_one, say):
    opened = open_one()
    question = say(opened, "几天发货")
    made = Reply(
        message_id="m1",
        text="当天发货。",
        route=Route.FAQ,
        intent=IntentResult(id="ship_time", confidence=0.9),
        sources=[Source(kind="faq", id="FAQ001", quote="当天发货。")],
        timing_ms={"total": 9.1},
    )
    database.write(lambda db: keep_reply_in(db, opened, question.message_id, made, {}))
    line = say(opened, made.text, Role.BOT, answers=question.message_id, message_id="m1")
    person = say(opened, "还有别的吗", Role.PERSON, author="anna")
    detail = inbox.detail(opened)
    assert [one.reply for one in detail.messages] == [None, made, None]
    assert [one.author for one in detail.messages] == [None, None, "anna"]
    assert detail.summary == inbox.summary(opened)
    assert inbox.message("m1").reply == made
    assert inbox.messages_after(question.seq, 10) == [
        (opened, inbox.message("m1")),
        (opened, inbox.message(person.message_id)),
    ]
    assert inbox.messages_after(question.seq, 1) == [(opened, inbox.message(line.message_id))]
    assert inbox.messages_after(person.seq, 10) == []


@pytest.mark.parametrize(
    "ask", [lambda inbox: inbox.summary("x"), lambda inbox: inbox.detail("x"), lambda inbox: inbox.message("x")]
)
def test_what_is_not_there(inbox, ask):
    with pytest.raises(LookupError):
        ask(inbox)
