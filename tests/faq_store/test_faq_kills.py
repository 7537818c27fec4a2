"""A few kills amid edits and index builds; `make faults` does five hundred."""

import pytest
from faults.faq_kills import KilledStore
from faults.known_texts import KnownTexts

KILLS, SEED, TEXTS = 6, 1, 120


@pytest.mark.fault
def test_no_kill_loses_an_edit_or_parts_index_and_table(tmp_path, corpus, encoder):
    known = KnownTexts(encoder.info, corpus.texts[:TEXTS], corpus.vectors[:TEXTS])
    killed = KilledStore(tmp_path, known)
    killed.live_and_die_often(KILLS, SEED)
    assert killed.acknowledged >= KILLS
