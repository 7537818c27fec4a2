"""S14: killed at random moments under load, the desk loses nothing that it acknowledged. `make faults` does it 500 times.

Most lives run without the models, which load for two seconds and write nothing: what is stored, by whom, in which
transaction, and when it is acknowledged is the same code either way. A message then goes through the same two writes
(accepted, concluded) and is passed to a person. One life in ten has the models, so that embeddings, the index and
answered turns are killed too.
"""

import random
import time

import pytest
from engine.kill_scenario import Desk

pytestmark = [pytest.mark.engine, pytest.mark.fault]
KILLS, WHOLE, SEED = 50, 5, 14
LEAST = {"conversation": 2, "message": 4, "reply": 4, "feedback": 2, "hands": 4, "faq": 4, "setting": 1, "product": 1}


@pytest.mark.timeout(900)
def test_s14_nothing_acknowledged_is_lost_in_fifty_kills(
    make_engine, models_dir, no_models, tmp_path, record_testsuite_property
):
    desk = Desk(make_engine(), tmp_path / "copy")
    started = time.monotonic()
    desk.live_and_die_often(KILLS, SEED, full=WHOLE, no_models=no_models)
    record_testsuite_property("seconds_per_kill", round((time.monotonic() - started) / KILLS, 2))
    record_testsuite_property("acknowledged", dict(desk.ledger.acknowledged))
    desk.look_again()
    # The desk was busy, not idle, when it was killed.
    for kind, number in LEAST.items():
        assert desk.ledger.acknowledged[kind] >= number * KILLS, desk.ledger.acknowledged


@pytest.mark.parametrize(
    "reached", ["engine.lock", "database.key", "key.json", "guitai.db", "guitai.db-wal", "engine.json"]
)
def test_s14_a_desk_killed_at_its_first_start_starts_again(make_engine, reached):
    desk = make_engine()
    desk.spawn()
    desk.wait_for_file(reached)
    desk.kill_after(random.Random(reached).uniform(0, 0.02))
    desk.start()
    with desk.operator() as operator:
        operator.call("PUT", "/v1/operator/settings", {"shop_name": "开张"})
    assert desk.end() == 0
