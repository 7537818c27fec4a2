"""What was said and who answers: stored whole, read back in order, each message once."""

import asyncio

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from appliance.api.messages import (
    ConversationState,
    IntentResult,
    OpenConversation,
    PageContext,
    Reply,
    Role,
    Route,
    SendFeedback,
)
from appliance.base.token import token_hash
from appliance.conversations.store import (
    PREVIEW_CHARACTERS,
    TRANSCRIPT_PAGE,
    NewMessage,
    append_in,
    conversation_in,
    keep_reply_in,
    new_message_id,
)


def reply(text="当天发货。", **fields):
    """A bot's reply."""
    intent = IntentResult(id="ship_time", confidence=0.9)
    return Reply(message_id=new_message_id(), text=text, route=Route.FAQ, intent=intent, ai_generated=True, **fields)


@pytest.fixture
def say(database):
    """Appends a line."""

    def appended(conversation_id, text, role=Role.CUSTOMER, **fields):
        return database.write(lambda db: append_in(db, conversation_id, NewMessage(role, text, **fields)))

    return appended


@pytest.fixture
def answered(database, say):
    """A question and the bot's answer to it; both messages and the reply."""

    def both(conversation_id, text, made=None):
        made = made or reply()
        question = say(conversation_id, text, client_message_id=f"client {text}")

        def write(db):
            keep_reply_in(db, conversation_id, question.message_id, made, {"sku": "A1"})
            line = NewMessage(Role.BOT, made.text, answers=question.message_id, message_id=made.message_id)
            return append_in(db, conversation_id, line)

        return question, database.write(write), made

    return both


def test_a_conversation_begins_with_the_bot_and_keeps_what_it_was_opened_with(store):
    context = PageContext(product_id="A1", page_url="https://shop.example/a")
    request = OpenConversation(channel="web", locale="en-GB", context=context)
    opened, token = asyncio.run(store.open(request, customer_id="C1", opened_by="t1"))
    conversation = store.get(opened)
    assert (conversation.state, conversation.customer_id, conversation.operator) == (ConversationState.BOT, "C1", None)
    assert (conversation.channel, conversation.locale, conversation.context) == ("web", "en-GB", context)
    assert (conversation.dialogue, conversation.handed_over) == ({}, False)
    assert store.token_of(opened) == (token_hash(token), "t1")


def test_s04_tokens_are_stored_hashed_only_and_no_two_are_alike(database, store):
    pairs = [asyncio.run(store.open(OpenConversation(), customer_id=None, opened_by=None)) for _ in range(20)]
    assert len({token for _, token in pairs}) == len({opened for opened, _ in pairs}) == 20
    rows = database.read(lambda db: db.execute("SELECT * FROM conversations").fetchall())
    assert not [token for _, token in pairs if any(token in str(value) for row in rows for value in row)]


def test_what_is_not_there(store):
    assert store.get("nothing") is None
    assert store.token_of("nothing") is None
    assert store.recent("nothing", 5) == []
    with pytest.raises(LookupError):
        store.transcript("nothing")


def test_lines_come_back_in_order_with_one_count_through_all_conversations(store, open_one, say):
    one, two = open_one(), open_one()
    said = [say(one if number % 2 else two, f"第 {number} 句") for number in range(8)]
    assert [message.seq for message in said] == sorted({message.seq for message in said})
    assert [message.text for message in store.transcript(one).messages] == ["第 1 句", "第 3 句", "第 5 句", "第 7 句"]
    assert [message.text for message in store.recent(two, 2)] == ["第 4 句", "第 6 句"]


def test_a_transcript_goes_on_after_what_was_read(store, open_one, say):
    opened = open_one()
    first = say(opened, "一")
    say(opened, "二")
    page = store.transcript(opened, after=first.seq)
    assert [message.text for message in page.messages] == ["二"]
    again = store.transcript(opened, after=page.next_after)
    assert (again.messages, again.next_after) == ([], page.next_after)
    assert (page.state, page.position) == (ConversationState.BOT, None)


def test_a_long_transcript_comes_in_pages_without_gap(store, open_one, database):
    opened = open_one()

    def write(db):
        for number in range(TRANSCRIPT_PAGE + 20):
            append_in(db, opened, NewMessage(Role.CUSTOMER, str(number)))

    database.write(write)
    first = store.transcript(opened)
    second = store.transcript(opened, after=first.next_after)
    assert [message.text for message in first.messages + second.messages] == [
        str(n) for n in range(TRANSCRIPT_PAGE + 20)
    ]


def test_a_bots_line_carries_the_marks_of_the_reply_behind_it(store, open_one, answered):
    opened = open_one()
    question, line, made = answered(opened, "几天发货", reply(suggestions=["能快点吗"]))
    assert (line.message_id, line.ai_generated, line.route) == (made.message_id, True, Route.FAQ)
    assert line.suggestions == ["能快点吗"]
    assert (question.ai_generated, question.route, question.suggestions) == (False, None, [])
    assert store.get(opened).dialogue == {"sku": "A1"}


def test_the_same_client_id_finds_its_message_and_answer(store, open_one, say, answered):
    one, two = open_one(), open_one()
    question, _, made = answered(one, "几天发货")
    assert store.earlier_answer(one, "client 几天发货") == (question, made)
    assert store.earlier_answer(two, "client 几天发货") is None
    waiting = say(one, "在吗", client_message_id="other")
    assert store.earlier_answer(one, "other") == (waiting, None)


def test_a_client_id_stands_once_in_a_conversation(store, open_one, say):
    one, two = open_one(), open_one()
    say(one, "几天发货", client_message_id="c1")
    say(two, "几天发货", client_message_id="c1")
    with pytest.raises(IntegrityError):
        say(one, "几天发货", client_message_id="c1")
    assert len(store.transcript(one).messages) == 1


def test_the_preview_is_the_last_line_cut_short(database, open_one, say):
    opened = open_one()
    last = say(opened, "长" * 500)
    row = database.read(lambda db: next(db.query("SELECT * FROM conversations WHERE conversation_id = ?", [opened])))
    assert (row["last_text"], row["last_seq"]) == ("长" * PREVIEW_CHARACTERS, last.seq)


def test_text_comes_back_as_it_was(store, open_one, say):
    opened = open_one()
    texts = ["<script>alert(1)</script>", "'; DROP TABLE messages; --", "😀👨‍👩‍👧", "一\n二", ""]
    for text in texts:
        say(opened, text)
    assert [message.text for message in store.transcript(opened).messages] == texts


def test_the_last_judgement_of_a_bots_line_counts(database, store, open_one, answered):
    opened = open_one()
    _, line, _ = answered(opened, "几天发货")
    for satisfied in (True, False):
        feedback = SendFeedback(message_id=line.message_id, satisfied=satisfied, rating=2, comment="慢")
        assert asyncio.run(store.record_feedback(opened, feedback)).message_id == line.message_id
    assert store.recent(opened, 1)[0].satisfied is False
    assert database.read(lambda db: db.table("feedback").count) == 2


def test_only_a_bots_line_of_the_same_conversation_is_judged(store, open_one, say, answered):
    one, two = open_one(), open_one()
    question, line, _ = answered(one, "几天发货")
    person = say(one, "我来帮您", Role.PERSON, author="anna")
    for conversation, message_id in (
        (one, question.message_id),
        (one, person.message_id),
        (two, line.message_id),
        (one, "x"),
    ):
        feedback = SendFeedback(message_id=message_id, satisfied=True)
        with pytest.raises(LookupError):
            asyncio.run(store.record_feedback(conversation, feedback))


def test_a_message_and_all_that_goes_with_it_are_stored_together_or_not_at_all(database, store, open_one):
    opened = open_one()

    def write(db):
        question = append_in(db, opened, NewMessage(Role.CUSTOMER, "几天发货"))
        keep_reply_in(db, opened, question.message_id, reply(), {"sku": "A1"})
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        database.write(write)
    assert store.transcript(opened).messages == []
    assert database.read(lambda db: conversation_in(db, opened)).dialogue == {}
