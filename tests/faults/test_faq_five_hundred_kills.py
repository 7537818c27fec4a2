"""Five hundred kills amid edits of the FAQ and builds of its index. The scenario is the one that `make test` runs with a few."""

import json
from pathlib import Path

import pytest
from faults.faq_kills import KilledStore
from faults.known_texts import KnownTexts

from models_onnx.encoder import Encoder

pytestmark = [pytest.mark.fault, pytest.mark.timeout(3600)]
UTTERANCES = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce" / "utterances"
KILLS, SEED, TEXTS = 500, 500, 200


def test_no_edit_is_lost_and_index_and_table_agree_after_five_hundred_kills(
    models_dir, tmp_path, record_testsuite_property
):
    lines = [line for path in sorted(UTTERANCES.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    texts = list(dict.fromkeys(json.loads(line)["text"] for line in lines))[:: len(lines) // TEXTS][:TEXTS]
    encoder = Encoder.open(models_dir)
    killed = KilledStore(tmp_path, KnownTexts(encoder.info, texts, encoder.embed(texts)))
    killed.live_and_die_often(KILLS, SEED)
    record_testsuite_property("acknowledged", killed.acknowledged)
    assert killed.acknowledged > 2 * KILLS
    # Each kind was found on disk by some life's end.
    assert set(killed.indexes) == {"exact", "annoy", "lists"}
