"""What of `make bench-understanding` can fail without the packages of others: the processes, the tables, the file, the lock."""

import json
import os
import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[2] / "build"))

from understanding_bench import part
from understanding_bench.kept import keep
from understanding_bench.processes import running
from understanding_bench.systems import OURS

from appliance.base.paths import models_dir
from models_onnx.encoder import Encoder

ROOT = Path(__file__).parents[2]
COLUMNS = {"system": ("system", ""), "ms": ("p50 ms", ".2f"), "texts": ("texts/s", ".0f")}


@pytest.fixture
def importable(monkeypatch):
    """The bench's processes find the code as they do under `make`."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "build")]))


def test_a_system_in_its_process_is_the_system(importable):
    texts = ["请问什么时候发货", "where is my order"]
    with running(OURS) as process:
        there = process.embed(texts)
        memory = process.memory()
        assert process.timed("read", texts) > 0
        assert process.ask("intents", texts)[0].distribution
    np.testing.assert_allclose(there, Encoder.open(models_dir()).embed(texts), atol=1e-6)
    assert memory["bare"] < memory["loaded"] <= memory["now"]


def test_a_process_that_ends_is_an_error_that_names_the_system(importable, capfd):
    with running(OURS) as process, pytest.raises(RuntimeError, match="the process of ours has ended"):
        process.ask("no_such_method")
    assert "no_such_method" in capfd.readouterr().err


def test_a_table_leaves_blank_what_a_system_has_not():
    one = part.Part("Speed", COLUMNS, lambda _: [], notes=("a note",))
    assert part.table(one, [{"system": "ours", "ms": 4.5678, "texts": 210.4}, {"system": "other", "ms": None}]) == (
        "## Speed\n\n| system | p50 ms | texts/s |\n| --- | --- | --- |\n| ours | 4.57 | 210 |\n| other |  |  |\n\n- a note"
    )


def test_a_part_that_was_not_run_keeps_its_figures(tmp_path):
    file = tmp_path / "figures" / "understanding.json"
    keep(file, "latency", [{"system": "ours", "ms": 4.56789}], {"encoder": "1"})
    keep(file, "quality", [{"system": "ours", "map": None}], {"encoder": "1"})
    keep(file, "latency", [{"system": "ours", "ms": 3.0}], {"encoder": "2"})
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["quality"]["figures"] == [{"system": "ours", "map": None}]
    assert document["latency"]["figures"] == [{"system": "ours", "ms": 3.0}]
    assert document["latency"]["versions"] == {"encoder": "2"}
    assert document["latency"]["machine"]["cores"] > 0


def test_ours_is_measured_with_the_very_packages_that_run():
    assert _locked("run").items() <= _locked("bench").items()


def _locked(name):
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE))
