"""Conversations in a real database."""

import asyncio
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from appliance.api.messages import OpenConversation
from appliance.base.database import KEY_BYTES, Database
from appliance.conversations.schema import migrations
from appliance.conversations.store import ConversationStore


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with the conversations' tables."""
    opened = Database(tmp_path / "conversations.db", secrets.token_bytes(KEY_BYTES), [migrations])
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> ConversationStore:
    """No conversations yet."""
    return ConversationStore(database)


@pytest.fixture
def open_one(store: ConversationStore) -> Callable[..., str]:
    """Opens a conversation and gives its id."""

    def opened(**request: str) -> str:
        opening = OpenConversation(**request)
        return asyncio.run(store.open(opening, customer_id=request.get("customer_id"), opened_by="token-1"))[0]

    return opened
