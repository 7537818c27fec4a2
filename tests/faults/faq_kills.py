"""A FAQ store that is edited, killed and started again, many times: nothing acknowledged is lost, and index and table agree."""

import json
import random
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import numpy as np
from faults.known_texts import KnownTexts

from appliance.base.database import KEY_BYTES, Connection, Database
from faq_store.calibration import Calibration
from faq_store.entries import FaqEntry
from faq_store.lexical import terms
from faq_store.saved_index import POINTER, load_index
from faq_store.schema import migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from faq_store.vectors import VectorCache, text_key
from faq_store.wordings import EVERY_WORDING, plain_key

TESTS = Path(__file__).parents[1]
LIFE = "faults.faq_life"
LONGEST_S = 0.6
ALIVE_S = 60


class KilledStore:
    """The store over all its lives.

    Args:
        folder: where it lies.
        known: the texts that its entries are made of.
    """

    def __init__(self, folder: Path, known: KnownTexts) -> None:
        self.folder = folder
        self.known = known
        self.known_path = folder / "known.npz"
        known.save(self.known_path)
        self.kept: dict[str, object] = {}
        self.acknowledged = 0
        self.indexes: Counter[str] = Counter()

    def live_and_die_often(self, kills: int, seed: int) -> None:
        """So many lives, each looked at after its end."""
        chance = random.Random(seed)
        for _ in range(kills):
            self.live_and_die(chance)
            self.look()

    def live_and_die(self, chance: random.Random) -> None:
        """One life: from its first edit on, a random while."""
        arguments = [str(self.folder), str(self.known_path), str(chance.randrange(2**32))]
        command = [sys.executable, "-m", LIFE, *arguments]
        with subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as life:
            # Should it never begin.
            last = threading.Timer(ALIVE_S, life.kill)
            last.start()
            lines = [life.stdout.readline()]
            killing = threading.Timer(chance.uniform(0, LONGEST_S), life.kill)
            killing.start()
            lines += life.stdout.readlines()
            errors = life.stderr.read()
            for timer in (killing, last):
                timer.cancel()
        assert life.returncode == -9, errors
        # The kill may have cut the last line short: then what it says had not happened.
        self._note([json.loads(line) for line in lines if line.endswith("\n")])

    def look(self) -> None:
        """What is stored is what was acknowledged (and perhaps what was under way), and every index of it agrees."""
        database = Database(self.folder / "faq.db", bytes(KEY_BYTES), [migrations])
        try:
            store = FaqStore(database)
            entries = {entry.entry_id: entry for entry in store.all()}
            found = {entry_id: _told(entry.document()) for entry_id, entry in entries.items()}
            under_way = {self.under_way[0]: self.under_way[1]} if self.under_way else {}
            for entry_id in self.kept.keys() | under_way.keys() | found.keys():
                allowed = [self.kept.get(entry_id), under_way.get(entry_id, self.kept.get(entry_id))]
                assert found.get(entry_id) in allowed, entry_id
            self.kept = dict(found)
            database.read(lambda db: _tables_agree(db, entries))
            self._index_agrees(database, store)
        finally:
            database.close()

    def _note(self, lines: list[list[object]]) -> None:
        self.under_way: list[object] = []
        for line in lines:
            if line:
                self.under_way = line
            else:
                entry_id, document = self.under_way
                self.kept[str(entry_id)] = document
                self.under_way = []
                self.acknowledged += 1

    def _index_agrees(self, database: Database, store: FaqStore) -> None:
        folder = self.folder / "index"
        if (folder / POINTER).exists():
            # A kill never leaves a damaged one.
            self.indexes[load_index(folder).kind] += 1
        search = FaqSearch(store, VectorCache(database), folder, Calibration.load())
        search.open_index()
        while search.embed_missing(self.known, 64):
            pass
        rows = search._dense._rows
        stored = database.read(lambda db: db.execute("SELECT wording_id, text_hash FROM faq_wordings").fetchall())
        vectors = {text_key(text): self.known.embed([text])[0] for text in self.known.texts}
        held = [
            (block, row)
            for block in (rows._indexed, rows._recent)
            for row in np.flatnonzero(block._alive[: block.count])
        ]
        assert sorted(block._ids[row] for block, row in held) == sorted(number for number, _ in stored)
        keys = {number: bytes(key) for number, key in stored}
        for block, row in held:
            assert np.array_equal(block._vectors[row], vectors[keys[block._ids[row]]])
        every = np.array([vectors[key] for key in keys.values()], np.float64).reshape(-1, self.known.info.dimensions)
        assert np.allclose(rows.moments.first, every.sum(axis=0))
        assert np.allclose(rows.moments.second, every.T @ every)


def _told(document: dict[str, object]) -> object:
    """As it comes through a line of JSON."""
    return json.loads(json.dumps(document))


def _tables_agree(db: Connection, entries: dict[str, FaqEntry]) -> None:
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    texts = [(entry_id, text) for entry_id, entry in entries.items() for text in entry.questions]
    rows = db.execute("SELECT wording_id, entry_id, text_hash, plain_key FROM faq_wordings").fetchall()
    assert Counter((name, bytes(key), same) for _, name, key, same in rows) == Counter(
        (entry_id, text_key(text), plain_key(text)) for entry_id, text in texts
    )
    numbers = {(name, bytes(key)): number for number, name, key, _ in rows}
    holders: dict[str, set[int]] = {}
    counts = Counter({EVERY_WORDING: len(texts)}) if texts else Counter()
    for entry_id, text in texts:
        counts.update(terms(text))
        for term in terms(text):
            holders.setdefault(term, set()).add(numbers[entry_id, text_key(text)])
    assert dict(db.execute("SELECT term, wordings FROM faq_term_counts").fetchall()) == dict(counts)
    for term, expected in holders.items():
        found = db.execute("SELECT rowid FROM faq_terms WHERE faq_terms MATCH ?", [f'"{term}"']).fetchall()
        assert {number for (number,) in found} == expected
