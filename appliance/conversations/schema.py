"""Tables of conversations. Times are milliseconds since 1970 (UTC); `seq` orders every message of the store."""

from sqlite_utils import Migrations

from appliance.base.database import Connection

migrations = Migrations("conversations")


@migrations()
def create_conversations(db: Connection) -> None:
    """Conversations, their messages, and feedback on bot messages."""
    db.execute("""
        CREATE TABLE conversations (
            conversation_id TEXT PRIMARY KEY,
            token_hash BLOB NOT NULL UNIQUE,
            opened_by TEXT,
            customer_id TEXT,
            channel TEXT NOT NULL,
            locale TEXT NOT NULL,
            context TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('bot', 'waiting', 'person', 'closed')),
            opened_at INTEGER NOT NULL,
            last_at INTEGER NOT NULL,
            last_seq INTEGER NOT NULL DEFAULT 0,
            last_text TEXT NOT NULL DEFAULT '',
            seen_seq INTEGER NOT NULL DEFAULT 0,
            waiting_since INTEGER,
            handoff_reason TEXT,
            operator TEXT,
            dialogue TEXT NOT NULL DEFAULT '{}'
        )""")
    db.execute("CREATE INDEX conversations_by_state ON conversations (state, last_at)")
    db.execute("""
        CREATE TABLE messages (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            message_id TEXT NOT NULL UNIQUE,
            conversation_id TEXT NOT NULL REFERENCES conversations (conversation_id),
            role TEXT NOT NULL CHECK (role IN ('customer', 'bot', 'person', 'system')),
            text TEXT NOT NULL,
            at INTEGER NOT NULL,
            client_message_id TEXT,
            answers TEXT,
            author TEXT,
            reply TEXT,
            satisfied INTEGER
        )""")
    db.execute("CREATE INDEX messages_by_conversation ON messages (conversation_id, seq)")
    db.execute("""
        CREATE UNIQUE INDEX messages_by_client_id ON messages (conversation_id, role, client_message_id)
        WHERE client_message_id IS NOT NULL""")
    db.execute("""
        CREATE TABLE feedback (
            feedback_id INTEGER PRIMARY KEY,
            message_id TEXT NOT NULL REFERENCES messages (message_id),
            satisfied INTEGER NOT NULL,
            rating INTEGER,
            comment TEXT,
            at INTEGER NOT NULL
        )""")
