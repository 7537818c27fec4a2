"""Models that are damaged or not there: every command that needs them says so, and the desk takes messages all the same."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from cli.shell import Guitai
from engine.engine_process import EngineProcess

from appliance.api.messages import OpenConversation

pytestmark = [pytest.mark.engine, pytest.mark.fault]


@pytest.fixture(scope="module")
def changed_byte(models_dir, tmp_path_factory):
    """The built encoder with one bit changed in the middle, and the manifest as it was."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(models_dir / "encoder", folder / "encoder")
    shutil.copy(models_dir / "manifest.json", folder)
    weights = folder / "encoder" / "model.int8.onnx"
    with weights.open("r+b") as file:
        file.seek(weights.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 1]))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def no_manifest(changed_byte, tmp_path):
    """A models' folder whose manifest was deleted."""
    folder = tmp_path / "no-manifest"
    folder.mkdir()
    return folder


@pytest.fixture
def torn_manifest(models_dir, tmp_path):
    """A manifest of which half was written."""
    folder = tmp_path / "torn"
    folder.mkdir()
    text = (models_dir / "manifest.json").read_text()
    (folder / "manifest.json").write_text(text[: len(text) // 2])
    return folder


BROKEN = {
    "changed_byte": ("model_damaged", "its hash differs"),
    "no_manifest": ("model_missing", "There are no models in"),
    "torn_manifest": ("model_damaged", "is damaged"),
}


@pytest.mark.parametrize(("broken", "code", "said"), [(name, *values) for name, values in BROKEN.items()])
def test_broken_models_are_told_by_every_command(request, shop, tmp_path, broken, code, said):
    folder: Path = request.getfixturevalue(broken)
    guitai = Guitai(shop.home, {"GUITAI_MODELS": str(folder)})
    (tmp_path / "texts.txt").write_text("在吗\n")
    (tmp_path / "questions.jsonl").write_text('{"text": "在吗", "intent": "greeting"}\n')
    for command in (
        ["embed", tmp_path / "texts.txt", "--out", tmp_path / "vectors.npy"],
        ["intents", "predict", tmp_path / "texts.txt"],
        ["eval", tmp_path / "questions.jsonl"],
    ):
        ended = guitai(*command)
        assert (ended.status, ended.out) == (6, ""), command
        assert said in ended.err
        assert "make models" in ended.err
        assert "Traceback" not in ended.err
    assert not (tmp_path / "vectors.npy").exists()
    examined = guitai("doctor")
    assert examined.status == 1
    line = next(line for line in examined.out.splitlines() if "models:" in line)
    assert line.startswith("✗")
    assert said in line

    desk = EngineProcess(shop.home, models=folder)
    try:
        health = desk.start()
        assert health.status == "degraded"
        assert {role: health.models[role].detail for role in ("encoder", "intents")} == {
            "encoder": code,
            "intents": code,
        }
        assert str(folder) not in health.model_dump_json()
        with desk.client(desk.server_token()) as client:
            reply = client.open(OpenConversation()).send("帐篷防水吗")
        assert (reply.route, reply.handoff) == ("handoff", True)
        assert "no models" not in reply.text
        assert desk.end() == 0
    finally:
        desk.kill()


def test_the_doctor_finds_every_other_fault_too(shop, tmp_path):
    (shop.home / "database.key").write_text("")
    (tmp_path / "file").touch()
    lost = shop("doctor")
    assert lost.status == 1
    assert any(line.startswith("✗ key:") and "key recover" in line for line in lost.out.splitlines())
    nowhere = replace(shop, home=tmp_path / "file" / "home")("doctor")
    assert nowhere.status == 1
    assert any(line.startswith("✗ data folder:") for line in nowhere.out.splitlines())
    for ended in (lost, nowhere):
        assert "Traceback" not in ended.err
