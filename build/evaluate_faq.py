"""Measures FAQ search on questions written apart from the store, and prints the figures as JSON.

    .venv/bin/python build/evaluate_faq.py [FILE.jsonl]

Each line has a text and the id of the demo entry that answers it on 2026-11-25, or null where none does. Nothing is tuned on these
lines (`tests/data/intents_independent.md`).
"""

import argparse
import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parent.parent))

from appliance.base.database import KEY_BYTES, Database
from appliance.base.paths import models_dir
from faq_store.calibration import Calibration
from faq_store.schema import migrations
from faq_store.search import FaqCandidate, FaqSearch
from faq_store.store import FaqStore
from faq_store.thresholds import ACCEPT, CLARIFY
from faq_store.transfer import import_faq
from faq_store.vectors import VectorCache
from models_onnx.encoder import Encoder

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "data" / "faq_independent.jsonl"
DEMO = ROOT / "appliance" / "packs" / "ecommerce" / "demo" / "faq.csv"
WRITTEN_FOR = date(2026, 11, 25)
OFFERED = 2


def main() -> None:
    """Ask every question and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path, nargs="?", default=QUESTIONS)
    parser.add_argument("--models", type=Path, default=models_dir())
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.questions.read_text(encoding="utf-8").splitlines()]
    encoder = Encoder.open(arguments.models)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "faq.db", bytes(KEY_BYTES), (migrations,))
        store = FaqStore(database)
        import_faq(database, store, DEMO, "evaluation")
        search = FaqSearch(store, VectorCache(database), Path(folder) / "index", Calibration.load())
        while search.embed_missing(encoder, store.count()):
            pass
        vectors = encoder.embed([row["text"] for row in rows])
        found = [
            search.search(row["text"], vector, encoder, today=WRITTEN_FOR)
            for row, vector in zip(rows, vectors, strict=True)
        ]
        database.close()
    print(json.dumps(figures(rows, found), indent=2))


def figures(rows: list[dict[str, Any]], found: list[list[FaqCandidate]]) -> dict[str, Any]:
    """Shares of answerable and of unanswerable questions by what the desk would do with them."""
    answerable, unanswerable = [], []
    for row, candidates in zip(rows, found, strict=True):
        right = {row["faq_id"], *row.get("also", ())} - {None}
        ids = [candidate.entry_id for candidate in candidates]
        scores = [candidate.score for candidate in candidates]
        offered = [name for name, score in zip(ids, scores, strict=True) if score >= CLARIFY][:OFFERED]
        accepted = bool(scores) and scores[0] >= ACCEPT
        case = {
            "first": bool(ids) and ids[0] in right,
            "in_five": bool(right & set(ids)),
            "answered": accepted,
            "answered_wrongly": accepted and ids[0] not in right,
            "offered": not accepted and len(offered) == OFFERED,
            "offered_rightly": not accepted and len(offered) == OFFERED and bool(right & set(offered)),
        }
        (answerable if right else unanswerable).append(case)
    return {"answerable": _shares(answerable), "unanswerable": _shares(unanswerable)}


def _shares(cases: list[dict[str, bool]]) -> dict[str, float]:
    shares = {name: round(sum(case[name] for case in cases) / len(cases), 3) for name in cases[0]}
    return {"questions": len(cases), **shares}


if __name__ == "__main__":
    main()
