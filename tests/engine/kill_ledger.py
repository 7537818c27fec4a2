"""What clients were told is stored, and what is really there: both as values under the same keys."""

import json
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from appliance.base.database import Connection, Database
from appliance.base.key import load_key
from appliance.engine.composition import DATABASE, MIGRATIONS

NOTHING = object()


class Ledger:
    """The values that the engine has acknowledged, and those under way when it was killed, which may be there or not."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.kept: dict[Hashable, Any] = {}
        self.under_way: dict[Hashable, Any] = {}
        self.acknowledged: Counter[str] = Counter()

    def change(self, key: tuple[str, ...], value: Any, call: Callable[[], Any]) -> Any:
        """Ask for a value to be stored under this key, and note that it was as soon as the call returns."""
        with self._lock:
            self.under_way[key] = value
        answer = call()
        with self._lock:
            self.kept[key] = value
            del self.under_way[key]
            self.acknowledged[key[0]] += 1
        return answer

    def note(self, key: tuple[str, ...], value: Any) -> None:
        """Note what an answer said is stored."""
        with self._lock:
            self.kept[key] = value
            self.acknowledged[key[0]] += 1

    def settle(self, found: dict[Hashable, Any]) -> list[str]:
        """Compare with what is there; whatever was under way counts from now on as it was found.

        Returns:
            What is missing or changed.
        """
        wrong = []
        for key in self.kept.keys() | self.under_way.keys():
            value = found.get(key, NOTHING)
            allowed = [self.kept.get(key, NOTHING), self.under_way.get(key, NOTHING)]
            if key in self.kept and key not in self.under_way:
                allowed.pop()
            if value not in allowed:
                wrong.append(f"{key} is {value!r}, not {' or '.join(map(repr, allowed))}")
            elif value is NOTHING:
                self.kept.pop(key, None)
            else:
                self.kept[key] = value
        self.under_way.clear()
        return wrong


def stored(home: Path, scratch: Path) -> dict[Hashable, Any]:
    """What a killed engine's data folder holds, read from a copy: recovering the original is left to the next engine.

    Raises:
        AssertionError: the database is not whole.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for path in home.glob(f"{DATABASE}*"):
        # The shared memory file is the dead process's; whoever opens the database makes it anew from the WAL.
        if not path.name.endswith("-shm"):
            shutil.copy(path, scratch)
    key = load_key(home)
    assert key is not None
    database = Database(scratch / DATABASE, key.secret, MIGRATIONS)
    try:
        database.read(check_whole)
        return database.read(contents)
    finally:
        database.close()


def check_whole(db: Connection) -> None:
    """Every check that SQLite and SQLCipher have, and that no turn was answered twice."""
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert db.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    twice = "SELECT answers FROM messages WHERE role = 'bot' GROUP BY answers HAVING count(*) > 1"
    assert db.execute(twice).fetchall() == []


def contents(db: Connection) -> dict[Hashable, Any]:
    """The ledger's keys with what is stored under them."""
    found: dict[Hashable, Any] = {}
    for row in db.query("SELECT conversation_id, state FROM conversations"):
        found["conversation", row["conversation_id"]] = True
        found["hands", row["conversation_id"]] = row["state"]
    for row in db.query("SELECT * FROM messages"):
        if row["role"] in {"customer", "person"} and row["client_message_id"]:
            found["message", row["conversation_id"], row["client_message_id"]] = row["text"]
        if row["role"] == "bot":
            found["reply", row["message_id"]] = row["text"]
    for row in db.query("SELECT message_id, rating FROM feedback ORDER BY feedback_id"):
        found["feedback", row["message_id"]] = row["rating"]
    for row in db.query("SELECT entry_id, document FROM faq_entries"):
        found["faq", row["entry_id"]] = json.loads(row["document"])["answer"]
    for row in db.query("SELECT entry_id FROM faq_changes WHERE after IS NULL"):
        found["faq", row["entry_id"]] = None
    for row in db.query("SELECT value FROM settings WHERE name = 'shop'"):
        found["setting", "shop_name"] = json.loads(row["value"])["shop_name"]
    for row in db.query("SELECT sku, price FROM products"):
        found["product", row["sku"]] = row["price"]
    return found
