"""The examples of docs/formats.md, given to the `guitai` command."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

FORMATS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
TABLE = re.search(r"^```csv\n(.*?)^```", FORMATS, re.MULTILINE | re.DOTALL)[1]
RECEIPT, LABELLED, SCENARIO = (
    json.loads(one) for one in re.findall(r"^```json\n(.*?)^```", FORMATS, re.MULTILINE | re.DOTALL)
)


def guitai(home, *arguments):
    """Exit status and standard output."""
    environment = {**os.environ, "GUITAI_HOME": str(home)}
    command = [sys.executable, "-m", "appliance.cli.main", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout


def test_the_table_goes_in_and_a_row_without_an_answer_is_refused(tmp_path):
    file = tmp_path / "faq.csv"
    file.write_text(f"{TABLE}F2,只有问题\n", encoding="utf-8")
    status, receipt = guitai(tmp_path / "home", "import", "faq", file)
    assert status == 3
    assert json.loads(receipt) == RECEIPT
    exported = tmp_path / "out.csv"
    assert guitai(tmp_path / "home", "export", "faq", exported) == (0, '{"entries": 1}\n')
    assert guitai(tmp_path / "home", "import", "faq", exported)[0] == 0


def test_a_file_that_cannot_be_read_ends_with_2(tmp_path):
    assert guitai(tmp_path / "home", "import", "orders", tmp_path / "nothing.csv") == (2, "")


def test_the_labelled_question_is_measured(tmp_path, models_dir):
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(LABELLED) + "\n", encoding="utf-8")
    status, figures = guitai(tmp_path, "eval", file, "--json")
    assert status == 0
    assert json.loads(figures)["accuracy"] == 1


@pytest.mark.engine
def test_the_scenario_is_met(engine, tmp_path):
    file = tmp_path / "scenarios.jsonl"
    file.write_text(json.dumps(SCENARIO) + "\n", encoding="utf-8")
    status, figures = guitai(engine.home, "eval", file, "--json")
    assert status == 0
    assert json.loads(figures)["failed"] == []


def test_texts_give_one_result_a_line_blank_ones_too(tmp_path, models_dir):
    file, out = tmp_path / "texts.txt", tmp_path / "texts.npy"
    file.write_text("怎么退货\n\nwhere is my parcel\n", encoding="utf-8")
    status, lines = guitai(tmp_path, "intents", "predict", file)
    documents = [json.loads(line) for line in lines.splitlines()]
    assert status == 0
    assert [document["text"] for document in documents] == ["怎么退货", "", "where is my parcel"]
    assert set(documents[0]) == set(re.findall(r'"(\w+)"', re.search(r"a line: `\{(.*?)\}`", FORMATS)[1]))
    assert documents[0]["out_of_scope"] is False
    assert guitai(tmp_path, "embed", file, "--out", out) == (0, "")
    vectors = np.load(out, allow_pickle=False)
    assert (vectors.shape, vectors.dtype) == ((3, 384), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
