"""Conversations with the demo shop through the real bridge and models: every turn must end as expected."""

import json
from pathlib import Path

import pytest

from appliance.api.messages import PageContext
from appliance.cli.evaluation import unmet

pytestmark = pytest.mark.engine
SCENARIOS = [
    json.loads(line) for line in (Path(__file__).parent / "scenarios.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["id"] for scenario in SCENARIOS])
def test_scenario(engine, scenario):
    context = PageContext(**scenario.get("context", {})).model_dump(exclude_none=True)
    conversation = engine.conversation(scenario.get("customer_id"), **context)
    for turn in scenario["turns"]:
        reply = conversation.send(turn["user"])
        assert unmet(turn["expect"], reply) == [], (turn["user"], reply.route, reply.text)
