"""Fits the probability that a FAQ entry answers a question, and writes `faq_store/calibration.json`.

    .venv/bin/python build/calibrate_faq.py

The examples come from a store of entries with several wordings each, no question being asked of a store that has its own words:
each wording is asked once with itself left out, where its entry answers and every other candidate does not, and once with its
whole entry left out, where none does. The pack's utterances that no shop answers are asked as well.
"""

import argparse
import dataclasses
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
from progress import report
from training_texts import PACK, utterances

from appliance.base.atomic import write_text
from appliance.base.database import KEY_BYTES, Database
from appliance.base.paths import models_dir
from faq_store.calibration import COEFFICIENTS, FEATURES, Calibration, Features
from faq_store.entries import FaqEntry
from faq_store.schema import migrations
from faq_store.search import FaqCandidate, FaqSearch
from faq_store.store import FaqStore
from faq_store.transfer import import_faq
from faq_store.vectors import VectorCache
from models_onnx.encoder import Encoder
from models_onnx.logistic import fit_logistic

# Intents whose messages no entry answers, whatever the shop.
NEVER_ANSWERED = {"out_of_scope", "smalltalk", "greeting", "thanks", "goodbye", "affirm", "deny", "inform"}
CANDIDATES = 5
L2 = 1e-3
WORLD_READABLE = 0o644
Example = tuple[Features, bool]


class Rehearsal:
    """A store that entries are taken out of and put back into."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        self._encoder = encoder
        database = Database(folder / "faq.db", bytes(KEY_BYTES), (migrations,))
        self._store = FaqStore(database)
        import_faq(database, self._store, PACK / "demo" / "faq.csv", "calibration")
        self._search = FaqSearch(self._store, VectorCache(database), folder / "index", Calibration.load())
        # Every entry counts, also one that the demo has switched off to show that it can be.
        for entry in self._store.all():
            self._store.put(dataclasses.replace(entry, enabled=True, valid_from=None, valid_until=None), "calibration")
        while self._search.embed_missing(encoder, len(self.entries())):
            pass

    def entries(self) -> list[FaqEntry]:
        """What the store holds."""
        return self._store.all()

    def ask(self, text: str) -> list[FaqCandidate]:
        """The candidates for a question."""
        vector = self._encoder.embed([text])[0]
        return self._search.search(text, vector, self._encoder, today=datetime.now(UTC).date(), limit=CANDIDATES)

    def without(self, entry: FaqEntry, wording: str) -> Iterator[list[FaqCandidate]]:
        """The candidates for a wording, with it left out of its entry and with its entry left out."""
        rest = tuple(other for other in entry.questions if other != wording)
        self._store.put(dataclasses.replace(entry, question=rest[0], similar_questions=rest[1:]), "calibration")
        yield self.ask(wording)
        self._store.delete(entry.entry_id, "calibration")
        yield self.ask(wording)
        self._store.put(entry, "calibration")


def main() -> None:
    """Collect examples, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=models_dir())
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        examples = collect(Rehearsal(Path(folder), Encoder.open(arguments.models)))
    inputs = np.array([features.vector() for features, _ in examples])
    targets = np.array([float(answers) for _, answers in examples])
    fitted = fit_logistic(inputs, targets, l2=L2)
    document = {
        "weights": {name: round(float(value), 4) for name, value in zip(FEATURES, fitted.weights, strict=True)},
        "bias": round(fitted.bias, 4),
        "examples": len(examples),
        "log_loss": round(fitted.log_loss(inputs, targets), 4),
    }
    write_text(COEFFICIENTS, json.dumps(document, indent=2) + "\n", mode=WORLD_READABLE)
    sys.stdout.write(json.dumps(document) + "\n")


def collect(rehearsal: Rehearsal) -> list[Example]:
    """Features of candidates, each with whether it answers; of questions in other words than the store has."""
    examples: list[Example] = []
    entries = rehearsal.entries()
    for number, entry in enumerate(entries, 1):
        report("ask the entries' own wordings", number, len(entries))
        for wording in entry.questions:
            for candidates in rehearsal.without(entry, wording):
                examples += [(one.features, one.entry_id == entry.entry_id) for one in candidates]
    texts = [text for text, intent in utterances() if intent in NEVER_ANSWERED]
    for number, text in enumerate(texts, 1):
        report("ask what no entry answers", number, len(texts))
        examples += [(one.features, False) for one in rehearsal.ask(text)[:1]]
    return [example for example in examples if not example[0].exact]


if __name__ == "__main__":
    main()
