"""S25: a model is opened only when every file of it is the one that was built, and nothing lies beside it."""

import hashlib
import json
import os
from dataclasses import asdict

import pytest

from models_onnx.encoder import Encoder
from models_onnx.errors import ModelError
from models_onnx.generator import Generator
from models_onnx.manifest import MANIFEST, WANTED, ModelEntry, ModelFile, load_manifest, present, verify, wanted

FILES = {"encoder/model.onnx": b"weights" * 1000, "encoder/tokenizer.model": b"pieces", "encoder/sub/more.data": b"x"}


@pytest.fixture
def models(tmp_path):
    """A models' folder with one small model in it."""
    folder = tmp_path / "models"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    write_manifest(
        folder, [ModelFile(name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in FILES.items()]
    )
    return folder


def write_manifest(folder, files):
    """The manifest of a model with these files."""
    entry = ModelEntry("tiny", WANTED["encoder"], "MIT", "a test", "none", 384, ("CPU",), tuple(files))
    other = ModelEntry("tiny", WANTED["generator"], "MIT", "a test", "none", None, ("CPU",), ())
    (folder / MANIFEST).write_text(json.dumps({"models": {"encoder": asdict(entry), "generator": asdict(other)}}))


def code_of(folder):
    """Why the model in `folder` is refused."""
    with pytest.raises(ModelError) as refused:
        verify(load_manifest(folder)["encoder"], folder)
    assert str(folder.parent) in str(refused.value)
    return refused.value.code


def test_s25_a_whole_model_passes_and_reads_back(models):
    entry = load_manifest(models)["encoder"]
    verify(entry, models)
    assert (entry.name, entry.dimensions, entry.providers) == ("tiny", 384, ("CPU",))
    assert present(models)


def test_a_build_of_another_version_is_not_the_wanted_one(models, monkeypatch):
    monkeypatch.setitem(WANTED, "encoder", "0.0.1")
    assert not present(models)
    with pytest.raises(ModelError, match="make models") as refused:
        wanted("encoder", models)
    assert refused.value.code == "model_version"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("at", [0, -1])
def test_s25_one_changed_byte_is_enough(models, name, at):
    data = bytearray((models / name).read_bytes())
    data[at] ^= 1
    (models / name).write_bytes(data)
    assert code_of(models) == "model_damaged"


@pytest.mark.parametrize("change", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: data[:0]])
def test_s25_a_file_of_another_length(models, change):
    path = models / "encoder/model.onnx"
    path.write_bytes(change(path.read_bytes()))
    assert code_of(models) == "model_damaged"
    assert not present(models)


def test_s25_a_missing_file(models):
    (models / "encoder/tokenizer.model").unlink()
    assert code_of(models) == "model_missing"
    assert not present(models)


@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_s25_a_link_to_the_very_same_bytes(models, tmp_path, link):
    path = models / "encoder/model.onnx"
    path.rename(tmp_path / "elsewhere.onnx")
    link(tmp_path / "elsewhere.onnx", path)
    assert code_of(models) == "model_link"


def test_s25_a_folder_that_is_a_link(models, tmp_path):
    (models / "encoder").rename(tmp_path / "elsewhere")
    (models / "encoder").symlink_to(tmp_path / "elsewhere")
    assert code_of(models) == "model_link"


def test_s25_a_models_folder_that_is_a_link_as_a_whole_is_the_users_own_choice(models, tmp_path):
    (tmp_path / "link").symlink_to(models)
    verify(load_manifest(tmp_path / "link")["encoder"], tmp_path / "link")


@pytest.mark.parametrize(
    "name", ["encoder/evil.so", "encoder/model.onnx.data", "encoder/sub/hidden", "encoder/.hidden"]
)
def test_s25_a_foreign_file_beside_the_model(models, name):
    (models / name).write_bytes(b"x")
    assert code_of(models) == "model_foreign_file"


@pytest.mark.parametrize("name", ["../outside.onnx", "encoder/../../outside.onnx", "{absolute}"])
def test_s25_a_manifest_that_leads_out_of_the_folder(models, tmp_path, name):
    (tmp_path / "outside.onnx").write_bytes(b"out")
    name = name.format(absolute=tmp_path / "outside.onnx")
    write_manifest(models, [ModelFile(name, hashlib.sha256(b"out").hexdigest(), 3)])
    assert code_of(models) == "model_link"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"models": []}',
        '{"models": {"encoder": {}}}',
        '{"models": {"encoder": {"files": 1}}}',
        "\udce9",
    ],
)
def test_a_manifest_that_cannot_be_read(tmp_path, text):
    (tmp_path / MANIFEST).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ModelError) as refused:
        load_manifest(tmp_path)
    assert refused.value.code == "model_damaged"
    assert not present(tmp_path)


def test_no_manifest(tmp_path):
    with pytest.raises(ModelError, match="no models") as refused:
        load_manifest(tmp_path)
    assert refused.value.code == "model_missing"
    assert not present(tmp_path)


@pytest.mark.parametrize("model", [Encoder, Generator])
def test_s25_neither_model_opens_what_was_not_built(tmp_path, models_dir, model):
    (tmp_path / MANIFEST).write_bytes((models_dir / MANIFEST).read_bytes())
    with pytest.raises(ModelError) as refused:
        model.open(tmp_path)
    assert refused.value.code == "model_missing"


@pytest.mark.parametrize("model", [Encoder, Generator])
def test_a_manifest_without_the_model(tmp_path, model):
    (tmp_path / MANIFEST).write_text('{"models": {}}')
    with pytest.raises(ModelError, match="has no") as refused:
        model.open(tmp_path)
    assert refused.value.code == "model_missing"


def test_s25_the_built_encoder_is_not_opened_with_a_changed_byte(tmp_path, models_dir):
    (tmp_path / "encoder").mkdir()
    for path in (models_dir / "encoder").iterdir():
        (tmp_path / "encoder" / path.name).write_bytes(path.read_bytes())
    (tmp_path / MANIFEST).write_bytes((models_dir / MANIFEST).read_bytes())
    with (tmp_path / "encoder" / "model.int8.onnx").open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)[0]
        file.seek(1_000_000)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(ModelError) as refused:
        Encoder.open(tmp_path)
    assert refused.value.code == "model_damaged"
