"""S14 in full: 500 kills under load. The scenario is the one that `make test` runs with 50."""

import time

import pytest
from engine.engine_process import EngineProcess
from engine.kill_scenario import Desk

pytestmark = [pytest.mark.engine, pytest.mark.fault, pytest.mark.timeout(3600)]
KILLS, WHOLE, SEED = 500, 50, 500


def test_s14_nothing_acknowledged_is_lost_in_five_hundred_kills(models_dir, tmp_path, record_testsuite_property):
    no_models = tmp_path / "no-models"
    no_models.mkdir()
    desk = Desk(EngineProcess(tmp_path / "home"), tmp_path / "copy")
    started = time.monotonic()
    try:
        desk.live_and_die_often(KILLS, SEED, full=WHOLE, no_models=no_models)
        desk.look_again()
    finally:
        desk.engine.kill()
    record_testsuite_property("seconds_per_kill", round((time.monotonic() - started) / KILLS, 2))
    record_testsuite_property("acknowledged", dict(desk.ledger.acknowledged))
    assert sum(desk.ledger.acknowledged.values()) > 20 * KILLS
