"""Suggestions over conversations, in a real database."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.api.messages import IntentResult, Message, OpenConversation, Reply, Role, Route
from appliance.base.database import KEY_BYTES, Database
from appliance.conversations.schema import migrations as conversation_migrations
from appliance.conversations.store import ConversationStore, NewMessage, append_in, keep_reply_in, new_message_id
from appliance.learning.schema import migrations
from appliance.learning.suggestions import SuggestionStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with the tables of conversations and suggestions."""
    opened = Database(tmp_path / "learning.db", secrets.token_bytes(KEY_BYTES), [conversation_migrations, migrations])
    yield opened
    opened.close()


@pytest.fixture
def suggestions(database: Database) -> SuggestionStore:
    """No suggestions yet."""
    return SuggestionStore(database)


@pytest.fixture
def conversation(database: Database) -> str:
    """An open conversation."""
    return asyncio.run(ConversationStore(database).open(OpenConversation(), customer_id=None, opened_by=None))[0]


@pytest.fixture
def turn(database: Database, conversation: str) -> Callable[..., Message]:
    """A question and the bot's answer to it; gives the bot's line."""

    def answered(
        text: str, *, intent: str = "ship_time", route: Route = Route.FAQ, answer: str = "当天发货。"
    ) -> Message:
        made = new_message_id()
        reply = Reply(message_id=made, text=answer, route=route, intent=IntentResult(id=intent, confidence=0.9))

        def write(db):
            question = append_in(db, conversation, NewMessage(Role.CUSTOMER, text))
            keep_reply_in(db, conversation, question.message_id, reply, {})
            return append_in(
                db, conversation, NewMessage(Role.BOT, answer, answers=question.message_id, message_id=made)
            )

        return database.write(write)

    return answered
