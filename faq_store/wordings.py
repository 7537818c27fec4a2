"""An entry's wordings as search knows them: a row each, its terms in a full-text index, and how many hold which term.

They are written in the transaction that changes the entry, so a search that comes after it finds the entry by its words, at any
size of the store. A wording is never changed: one that an edit drops leaves its number in `faq_removed_wordings`, one that is new
gets a number above all before. So whoever keeps vectors beside the database follows it from two numbers (`Marks`).
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from appliance.base.database import Connection
from faq_store.lexical import plain, terms
from faq_store.vectors import text_key

# Its count is that of all wordings; no wording has a term without letters.
EVERY_WORDING = ""
LARGEST_ID = 2**63 - 1
PLAIN_BYTES = 8


@dataclass(frozen=True)
class Marks:
    """How far the wordings have been followed: the latest `wording_id` taken in, and the latest `removal_id`."""

    wording: int = 0
    removal: int = 0


@dataclass(frozen=True)
class WordingRow:
    """A wording without its text."""

    wording_id: int
    entry_id: str
    text_hash: bytes


def replace_wordings(db: Connection, entry_id: str, before: Sequence[str], after: Sequence[str]) -> None:
    """Bring an entry's wordings from `before` to `after`, in the caller's write; those in both keep their rows."""
    old, new = Counter(before), Counter(after)
    for text in (old - new).elements():
        _remove(db, entry_id, text)
    for text in (new - old).elements():
        _add(db, entry_id, text)


def wordings_after(db: Connection, wording_id: int, count: int, last: int = LARGEST_ID) -> list[WordingRow]:
    """The next `count` wordings after this one, in the order in which they came; none after `last`."""
    rows = db.execute(
        "SELECT wording_id, entry_id, text_hash FROM faq_wordings WHERE wording_id > ? AND wording_id <= ? "
        "ORDER BY wording_id LIMIT ?",
        [wording_id, last, count],
    )
    return [WordingRow(number, entry_id, bytes(text_hash)) for number, entry_id, text_hash in rows.fetchall()]


def removals_after(db: Connection, removal_id: int) -> list[tuple[int, int]]:
    """The removals after this one: (`removal_id`, `wording_id`)."""
    rows = db.execute(
        "SELECT removal_id, wording_id FROM faq_removed_wordings WHERE removal_id > ? ORDER BY removal_id", [removal_id]
    )
    return [(removal, wording) for removal, wording in rows.fetchall()]


def latest(db: Connection) -> Marks:
    """The marks of a reader who has followed everything."""
    wording = db.execute("SELECT max(wording_id) FROM faq_wordings").fetchone()[0]
    removal = db.execute("SELECT max(removal_id) FROM faq_removed_wordings").fetchone()[0]
    return Marks(wording or 0, removal or 0)


def plain_key(text: str) -> int | None:
    """What wordings in the same words have in common: 63 bits of a hash; None for punctuation alone."""
    letters = plain(text)
    if not letters:
        return None
    digest = hashlib.sha256(letters.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:PLAIN_BYTES], "big") >> 1


def _add(db: Connection, entry_id: str, text: str) -> None:
    wording_id = db.execute(
        "INSERT INTO faq_wordings (entry_id, text_hash, plain_key) VALUES (?, ?, ?)",
        [entry_id, text_key(text), plain_key(text)],
    ).lastrowid
    found = terms(text)
    db.execute("INSERT INTO faq_terms (rowid, terms) VALUES (?, ?)", [wording_id, " ".join(found)])
    db.conn.executemany(
        "INSERT INTO faq_term_counts VALUES (?, 1) ON CONFLICT (term) DO UPDATE SET wordings = wordings + 1",
        [(term,) for term in (EVERY_WORDING, *found)],
    )


def _remove(db: Connection, entry_id: str, text: str) -> None:
    wording_id = db.execute(
        "SELECT wording_id FROM faq_wordings WHERE entry_id = ? AND text_hash = ? LIMIT 1", [entry_id, text_key(text)]
    ).fetchone()[0]
    found = terms(text)
    # An index without content is told what it forgets.
    db.execute("INSERT INTO faq_terms (faq_terms, rowid, terms) VALUES ('delete', ?, ?)", [wording_id, " ".join(found)])
    counted = [(term,) for term in (EVERY_WORDING, *found)]
    db.conn.executemany("UPDATE faq_term_counts SET wordings = wordings - 1 WHERE term = ?", counted)
    db.conn.executemany("DELETE FROM faq_term_counts WHERE term = ? AND wordings = 0", counted)
    db.execute("DELETE FROM faq_wordings WHERE wording_id = ?", [wording_id])
    db.execute("INSERT INTO faq_removed_wordings (wording_id) VALUES (?)", [wording_id])
