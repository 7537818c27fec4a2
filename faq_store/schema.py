"""Tables of the FAQ."""

import json

from sqlite_utils import Migrations

from appliance.base.database import Connection
from faq_store.entries import entry_from
from faq_store.wordings import replace_wordings

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


@migrations()
def index_wordings(db: Connection) -> None:
    """A row for each wording, which of them are gone, a full-text index over their terms, and in how many each term is.

    The terms come split (`faq_store.lexical.terms`), so the index takes every run without blanks for one; it keeps no texts,
    and no places or sizes, which nothing asks for.
    """
    db.execute("""
        CREATE TABLE faq_wordings (
            wording_id INTEGER PRIMARY KEY AUTOINCREMENT,
            entry_id TEXT NOT NULL,
            text_hash BLOB NOT NULL,
            plain_key INTEGER
        )""")
    db.execute("CREATE INDEX faq_wordings_by_entry ON faq_wordings (entry_id)")
    db.execute("CREATE INDEX faq_wordings_by_plain_key ON faq_wordings (plain_key) WHERE plain_key IS NOT NULL")
    db.execute("""
        CREATE TABLE faq_removed_wordings (
            removal_id INTEGER PRIMARY KEY AUTOINCREMENT,
            wording_id INTEGER NOT NULL
        )""")
    db.execute("""
        CREATE VIRTUAL TABLE faq_terms USING fts5 (terms, content='', columnsize=0, detail=none, tokenize='ascii')""")
    db.execute("CREATE TABLE faq_term_counts (term TEXT PRIMARY KEY, wordings INTEGER NOT NULL) WITHOUT ROWID")
    for entry_id, document in db.execute("SELECT entry_id, document FROM faq_entries ORDER BY position").fetchall():
        replace_wordings(db, entry_id, (), entry_from(json.loads(document), entry_id).questions)
