"""Table of suggestions."""

from sqlite_utils import Migrations

from appliance.base.database import Connection

migrations = Migrations("learning")


@migrations()
def create_suggestions(db: Connection) -> None:
    """Suggestions, at most one per message and kind."""
    db.execute("""
        CREATE TABLE suggestions (
            suggestion_id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('faq', 'training')),
            text TEXT NOT NULL,
            intent TEXT NOT NULL,
            conversation_id TEXT NOT NULL,
            message_id TEXT NOT NULL,
            proposed_answer TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'refused')),
            created_at INTEGER NOT NULL,
            UNIQUE (message_id, kind)
        )""")
