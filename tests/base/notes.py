"""A small schema to try the store with: notes, and a link between two of them."""

from sqlite_utils import Migrations

from appliance.base.database import Connection, Database

KEY = bytes(range(32))
migrations = Migrations("notes")


@migrations()
def create_notes(db: Connection) -> None:
    db.execute("CREATE TABLE notes (note_id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)")
    db.execute("CREATE TABLE links (note_id INTEGER NOT NULL REFERENCES notes (note_id))")


def add(text: str):
    """A write that stores one note."""
    return lambda db: db.execute("INSERT INTO notes (text) VALUES (?)", [text]).lastrowid


def texts(database: Database) -> list[str]:
    """What is stored, as this thread's reader sees it."""
    return database.read(lambda db: [row[0] for row in db.execute("SELECT text FROM notes ORDER BY note_id")])
