"""S15 with a real engine: its key is in the keyring; a lost keyring stops it, and the recovery code brings it back."""

import os
import subprocess
from pathlib import Path

import pytest
from base.file_keyring import FileKeyring
from engine.engine_process import COMMAND

pytestmark = pytest.mark.engine
FAQ = {"question": "周末发货吗", "answer": "周末照常发货，放心拍。"}
TESTS = str(Path(__file__).parents[1])


@pytest.fixture
def desk(make_engine, tmp_path):
    """An engine on a machine with a keyring, with one FAQ entry in its store, and ended."""
    backend = f"{FileKeyring.__module__}.{FileKeyring.__name__}"
    desk = make_engine()
    desk.environment = {
        "PYTHON_KEYRING_BACKEND": backend,
        "FILE_KEYRING": str(tmp_path / "keyring.json"),
        "PYTHONPATH": os.pathsep.join([TESTS, os.environ.get("PYTHONPATH", "")]),
    }
    desk.start()
    with desk.operator() as operator:
        operator.call("POST", "/v1/operator/faq", FAQ)
        desk.recovery_code = operator.call("POST", "/v1/operator/recovery-code")["code"]
    assert desk.end() == 0
    return desk


def guitai(desk, *arguments):
    return subprocess.run(
        [*COMMAND, *arguments], env=desk.variables(), capture_output=True, text=True, timeout=30, check=False
    )


def files_of(desk):
    return {path.name: path.read_bytes() for path in desk.home.iterdir() if path.is_file()}


def lose(desk, how):
    """Lose the key in one of the ways in which people do."""
    keyring = Path(desk.environment["FILE_KEYRING"])
    if how == "emptied":
        keyring.write_text("{}")
    elif how == "locked":
        keyring.with_name(f"{keyring.name}.locked").touch()
    elif how == "another machine":
        desk.environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    else:
        (desk.home / "key.json").unlink()


@pytest.mark.parametrize("how", ["emptied", "locked", "another machine", "record deleted"])
def test_s15_a_lost_key_stops_the_desk_until_the_recovery_code_is_given(desk, how):
    assert "database.key" not in files_of(desk)
    lose(desk, how)
    before = files_of(desk)
    for command in ("engine", "demo"):
        refused = guitai(desk, command)
        assert refused.returncode == 5
        assert "guitai key recover" in refused.stderr
        assert "Traceback" not in refused.stderr
    assert files_of(desk) == before
    wrong = desk.recovery_code[:-8] + "AAA" + desk.recovery_code[-5:]
    assert guitai(desk, "key", "recover", wrong).returncode == 5
    assert files_of(desk) == before
    recovered = guitai(desk, "key", "recover", desk.recovery_code)
    assert recovered.returncode == 0, recovered.stderr
    desk.start()
    with desk.operator() as operator:
        assert [entry["answer"] for entry in operator.call("GET", "/v1/operator/faq")["entries"]] == [FAQ["answer"]]


def test_s15_another_shops_recovery_code_is_refused(desk, make_engine):
    other = make_engine("other")
    other.start()
    with other.operator() as operator:
        code = operator.call("POST", "/v1/operator/recovery-code")["code"]
    before = files_of(desk)
    refused = guitai(desk, "key", "recover", code)
    assert refused.returncode == 5
    assert "another one" in refused.stderr
    assert files_of(desk) == before
