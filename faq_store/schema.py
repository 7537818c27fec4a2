"""Tables of the FAQ."""

from sqlite_utils import Migrations

from appliance.base.database import Connection

migrations = Migrations("faq_store")


@migrations()
def create_faq(db: Connection) -> None:
    """Entries as documents with the columns that are searched, their history, a trigram index, and cached embeddings."""
    db.execute("""
        CREATE TABLE faq_entries (
            entry_id TEXT PRIMARY KEY,
            document TEXT NOT NULL,
            searched TEXT NOT NULL,
            position INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        )""")
    db.execute("CREATE INDEX faq_entries_by_position ON faq_entries (position)")
    db.execute("""
        CREATE TABLE faq_changes (
            change_id INTEGER PRIMARY KEY AUTOINCREMENT,
            entry_id TEXT NOT NULL,
            at INTEGER NOT NULL,
            author TEXT NOT NULL,
            before TEXT,
            after TEXT
        )""")
    db.execute("CREATE INDEX faq_changes_by_entry ON faq_changes (entry_id, change_id)")
    db.execute("""
        CREATE VIRTUAL TABLE faq_words USING fts5 (searched, content='faq_entries', tokenize='trigram')""")
    db.execute("""
        CREATE TRIGGER faq_words_insert AFTER INSERT ON faq_entries BEGIN
            INSERT INTO faq_words (rowid, searched) VALUES (new.rowid, new.searched); END""")
    db.execute("""
        CREATE TRIGGER faq_words_delete AFTER DELETE ON faq_entries BEGIN
            INSERT INTO faq_words (faq_words, rowid, searched) VALUES ('delete', old.rowid, old.searched); END""")
    db.execute("""
        CREATE TRIGGER faq_words_update AFTER UPDATE ON faq_entries BEGIN
            INSERT INTO faq_words (faq_words, rowid, searched) VALUES ('delete', old.rowid, old.searched);
            INSERT INTO faq_words (rowid, searched) VALUES (new.rowid, new.searched); END""")
    db.execute("""
        CREATE TABLE faq_vectors (
            text_hash BLOB NOT NULL,
            encoder TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (text_hash, encoder)
        ) WITHOUT ROWID""")
