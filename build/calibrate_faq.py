"""Fits the probability that a FAQ entry answers a question, and writes `faq_store/calibration.json`.

    .venv/bin/python build/calibrate_faq.py

Shops are made up from groups of rewordings that the encoder never learned from: each entry of a shop is a group of which it has some
wordings, and customers ask in the group's other words. So many of them ask for what an entry answers, and as many for what none
does: those are the groups that the shop has no entry for, of the same trade. What no shop answers is asked as well.
"""

import argparse
import json
import random
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
from progress import report
from training_texts import Rewording, rewordings

from appliance.base.atomic import write_text
from appliance.base.database import KEY_BYTES, Database
from appliance.base.paths import models_dir
from faq_store.calibration import COEFFICIENTS, FEATURES, Calibration, Features
from faq_store.entries import FaqEntry
from faq_store.schema import migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from faq_store.vectors import VectorCache
from models_onnx.encoder import Encoder
from models_onnx.logistic import fit_logistic

# Intents whose messages no entry answers, whatever the shop.
NEVER_ANSWERED = {
    "out_of_scope",
    "smalltalk",
    "greeting",
    "thanks",
    "goodbye",
    "affirm",
    "deny",
    "inform",
    "human_agent",
}
SEED = 20_261_125
SHOPS = 12
# Wordings that an entry has, and how many candidates of each question are learned from.
WORDINGS = 4
CANDIDATES = 3
L2 = 1e-3
WORLD_READABLE = 0o644
Example = tuple[Features, bool]


def main() -> None:
    """Collect examples, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=models_dir())
    arguments = parser.parse_args()
    encoder = Encoder.open(arguments.models)
    groups = [group for group in rewordings() if group.held_out]
    chance = random.Random(SEED)
    examples: list[Example] = []
    for number in range(1, SHOPS + 1):
        report("ask made-up shops", number, SHOPS)
        examples += shop_examples(groups, encoder, chance)
    inputs = np.array([features.vector() for features, _ in examples])
    targets = np.array([float(answers) for _, answers in examples])
    fitted = fit_logistic(inputs, targets, l2=L2)
    document = {
        "weights": {name: round(float(value), 4) for name, value in zip(FEATURES, fitted.weights, strict=True)},
        "bias": round(fitted.bias, 4),
        "encoder": encoder.info.version,
        "examples": len(examples),
        "log_loss": round(fitted.log_loss(inputs, targets), 4),
    }
    write_text(COEFFICIENTS, json.dumps(document, indent=2) + "\n", mode=WORLD_READABLE)
    print(json.dumps(document))


def shop_examples(groups: list[Rewording], encoder: Encoder, chance: random.Random) -> list[Example]:
    """What the customers of one made-up shop teach."""
    answered = [group for group in groups if group.intent not in NEVER_ANSWERED]
    chance.shuffle(answered)
    sold, unknown = answered[: len(answered) // 2], answered[len(answered) // 2 :]
    asked: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "faq.db", bytes(KEY_BYTES), (migrations,))
        store = FaqStore(database)
        for group in sold:
            wordings = chance.sample(group.texts, len(group.texts))
            own, others = wordings[:WORDINGS], wordings[WORDINGS:]
            store.put(FaqEntry(group.need, own[0], "…", similar_questions=tuple(own[1:])), "calibration")
            asked += [(text, group.need) for text in others]
        nothing = [group for group in groups if group.intent in NEVER_ANSWERED]
        asked += [(text, "") for group in [*unknown, *nothing] for text in group.texts[WORDINGS:]]
        search = FaqSearch(store, VectorCache(database), Path(folder) / "index", Calibration.load())
        while search.embed_missing(encoder, store.count() * WORDINGS):
            pass
        vectors = encoder.embed([text for text, _ in asked])
        today = datetime.now(UTC).date()
        examples = []
        for (text, need), vector in zip(asked, vectors, strict=True):
            found = search.search(text, vector, encoder, today=today, limit=CANDIDATES)
            examples += [(one.features, one.entry_id == need) for one in found if not one.features.exact]
        database.close()
    return examples


if __name__ == "__main__":
    main()
