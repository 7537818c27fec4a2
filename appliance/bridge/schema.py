"""Tables of paired tokens and of the merchant's settings."""

from sqlite_utils import Migrations

from appliance.base.database import Connection

migrations = Migrations("bridge")


@migrations()
def create_tokens(db: Connection) -> None:
    """Tokens by hash, with the origins a browser may use them from; and settings by name."""
    db.execute("""
        CREATE TABLE tokens (
            token_id TEXT PRIMARY KEY,
            token_hash BLOB NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('site', 'server')),
            name TEXT NOT NULL,
            origins TEXT NOT NULL,
            customer_secret TEXT,
            unlimited INTEGER NOT NULL DEFAULT 0,
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        )""")
    db.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
