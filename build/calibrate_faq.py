"""Fits the probability that a FAQ entry answers a question, and writes `faq_store/calibration.json`.

    .venv/bin/python build/calibrate_faq.py

Every question of the customers of made-up shops (`made_up_shops.py`) is searched for, and the first candidates are learned from: does the
entry answer it or not?
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
from made_up_shops import MadeUpShop, listed_shops, shop_of_groups
from progress import report
from training_texts import rewordings

from appliance.base.atomic import write_text
from appliance.base.database import KEY_BYTES, Database
from appliance.base.paths import models_dir
from faq_store.calibration import COEFFICIENTS, FEATURES, Calibration, Features
from faq_store.schema import migrations
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from faq_store.vectors import VectorCache
from models_onnx.encoder import Encoder
from models_onnx.logistic import fit_logistic

SEED = 20_261_125
# Shops made of groups, beside the listed ones.
SHOPS = 12
# How many candidates of each question are learned from.
CANDIDATES = 3
# Texts embedded at once.
EMBEDDED = 1000
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
    shops = [*listed_shops(groups, chance), *(shop_of_groups(groups, chance) for _ in range(SHOPS))]
    for number, shop in enumerate(shops, 1):
        report("ask made-up shops", number, len(shops))
        examples += shop_examples(shop, encoder)
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


def shop_examples(shop: MadeUpShop, encoder: Encoder) -> list[Example]:
    """What the customers of one made-up shop teach."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / "faq.db", bytes(KEY_BYTES), (migrations,))
        store = FaqStore(database)
        for entry in shop.entries:
            store.put(entry, "calibration")
        search = FaqSearch(store, VectorCache(database), Path(folder) / "index", Calibration.load())
        while search.embed_missing(encoder, EMBEDDED):
            pass
        vectors = encoder.embed([text for text, _ in shop.asked])
        today = datetime.now(UTC).date()
        examples = []
        for (text, need), vector in zip(shop.asked, vectors, strict=True):
            found = search.search(text, vector, encoder, today=today, limit=CANDIDATES)
            examples += [(one.features, one.entry_id == need) for one in found if not one.features.exact]
        database.close()
    return examples


if __name__ == "__main__":
    main()
