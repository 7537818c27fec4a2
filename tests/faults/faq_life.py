"""One life of a FAQ store that ends by a kill: edits, searches and index builds, each edit told before and after it.

    python -m faults.faq_life FOLDER KNOWN SEED

On stdout, a JSON line `[entry_id, document or null]` before an edit, and `[]` as soon as it is acknowledged. An edit that the next
search does not find ends the life by itself.
"""

import json
import random
import sys
import threading
from datetime import date
from pathlib import Path

from faults.known_texts import KnownTexts

from appliance.base.database import KEY_BYTES, Database
from faq_store import saved_index
from faq_store.annoy_index import ANNOY
from faq_store.calibration import Calibration
from faq_store.dense_index import EXACT
from faq_store.entries import FaqEntry
from faq_store.inverted_lists import INVERTED_LISTS
from faq_store.schema import migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from faq_store.vectors import VectorCache

ENTRIES = 40
TODAY = date(2026, 11, 25)
MERCHANT = "merchant"


class Life:
    """The store, searched and edited at random."""

    def __init__(self, folder: Path, known: KnownTexts, chance: random.Random) -> None:
        self.database = Database(folder / "faq.db", bytes(KEY_BYTES), [migrations])
        self.store = FaqStore(self.database)
        self.search = FaqSearch(self.store, VectorCache(self.database), folder / "index", Calibration.load())
        self.known = known
        self.chance = chance
        self.building: threading.Thread | None = None

    def live(self) -> None:
        """Until killed."""
        self.search.open_index()
        while True:
            self.edit()
            if self.chance.random() < 0.2 and not (self.building and self.building.is_alive()):
                self.search.embed_missing(self.known, len(self.known.texts))
                self.building = threading.Thread(target=self.search.rebuild, daemon=True)
                self.building.start()

    def edit(self) -> None:
        """One random edit, and the search that must know of it."""
        entry_id = f"F{self.chance.randrange(ENTRIES)}"
        entry = self.store.get(entry_id)
        changes = self.store.history(entry_id)
        if entry and self.chance.random() < 0.3:
            tell([entry_id, None])
            self.store.delete(entry_id, MERCHANT)
        elif changes and self.chance.random() < 0.2:
            change = self.chance.choice(changes)
            tell([entry_id, change.before.document() if change.before else None])
            self.store.undo(change.change_id, MERCHANT)
        else:
            questions = self.chance.sample(self.known.texts, self.chance.randint(1, 4))
            written = FaqEntry(entry_id, questions[0], f"第 {self.chance.random()} 稿", tuple(questions[1:]))
            tell([entry_id, written.document()])
            self.store.put(written, MERCHANT)
        tell([])
        self.ask(entry_id, self.store.get(entry_id))

    def ask(self, entry_id: str, entry: FaqEntry | None) -> None:
        text = self.chance.choice(entry.questions) if entry else self.chance.choice(self.known.texts)
        found = self.search.search(text, self.known.embed([text])[0], self.known, today=TODAY, limit=ENTRIES)
        [answer] = [one for one in found if one.entry_id == entry_id] if entry else [None]
        assert answer is None or (answer.score, answer.entry) == (1, entry), text
        assert entry or entry_id not in {one.entry_id for one in found}, text


def tell(line: list[object]) -> None:
    """What whoever kills this life goes by."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    chance = random.Random(int(sys.argv[3]))
    saved_index.kind_for = lambda _: chance.choice([EXACT, ANNOY, INVERTED_LISTS])
    Life(Path(sys.argv[1]), KnownTexts.load(Path(sys.argv[2])), chance).live()
