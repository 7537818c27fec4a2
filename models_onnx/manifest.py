"""The manifest: what each model is, and the hash of every file that belongs to it (S25)."""

import hashlib
import json
import stat
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from models_onnx.errors import ModelError

MANIFEST = "manifest.json"
# The builds that this release works with. A head or a calibration fitted on one encoder says nothing about another's embeddings.
WANTED = {"encoder": "1.2.0", "generator": "1.0.0"}


@dataclass(frozen=True)
class ModelFile:
    """A file of a model: its path below the models' folder, with `/` between parts."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True)
class ModelEntry:
    """A model as it was built.

    Attributes:
        name: the model's own name.
        version: of the build; embeddings of two versions are not compared.
        licence: SPDX identifier.
        source: where the weights came from.
        quantisation: how the weights are stored.
        dimensions: of an embedding; None for a generator.
        providers: execution providers it is made for, the preferred first.
        files: every file that may be opened.
    """

    name: str
    version: str
    licence: str
    source: str
    quantisation: str
    dimensions: int | None
    providers: tuple[str, ...]
    files: tuple[ModelFile, ...]


@dataclass(frozen=True)
class ModelInfo:
    """A loaded model as the health page and the reasons of a reply show it."""

    name: str
    version: str
    provider: str
    dimensions: int | None = None


def load_manifest(models_dir: Path) -> dict[str, ModelEntry]:
    """The models of `models_dir` by role (`encoder`, `generator`).

    Raises:
        ModelError: there is none, or it can't be read.
    """
    path = models_dir / MANIFEST
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return {role: _entry(entry) for role, entry in document["models"].items()}
    except FileNotFoundError:
        raise ModelError(f"There are no models in {models_dir}.", code="model_missing") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} is damaged ({error}).", code="model_damaged") from error


def wanted(role: str, models_dir: Path) -> ModelEntry:
    """The model that plays this role, in the version that this release works with.

    Raises:
        ModelError: there is none, or another version of it.
    """
    entry = load_manifest(models_dir).get(role)
    if entry is None:
        raise ModelError(f"The manifest in {models_dir} has no {role}.", code="model_missing")
    if entry.version != WANTED[role]:
        raise ModelError(f"The {role} in {models_dir} is {entry.version}, not {WANTED[role]}.", code="model_version")
    return entry


def verify(entry: ModelEntry, models_dir: Path) -> None:
    """Check every file of a model before anything opens it: there, whole, its own, and nothing beside it.

    Raises:
        ModelError: a file is missing, changed, a link of either kind, or not in the manifest.
    """
    root = models_dir.resolve()
    listed = {PurePosixPath(file.path) for file in entry.files}
    listed |= {folder for path in listed for folder in path.parents}
    for file in entry.files:
        path = models_dir / file.path
        try:
            status = path.lstat()
        except OSError:
            raise ModelError(f"{path} is missing.", code="model_missing") from None
        # A link, of the file or of its folder, could lead out of here or be changed from outside after the check.
        real = path.resolve()
        inside = real == root / file.path and real.is_relative_to(root)
        if not inside or not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
            raise ModelError(f"{path} is a link, and a model must be a file of its own.", code="model_link")
        if status.st_size != file.bytes or _sha256(path) != file.sha256:
            raise ModelError(f"{path} is not the file that was built: its hash differs.", code="model_damaged")
    for folder in {(models_dir / file.path).parent for file in entry.files}:
        for path in folder.iterdir():
            if PurePosixPath(path.relative_to(models_dir).as_posix()) not in listed:
                raise ModelError(f"{path} does not belong to the model.", code="model_foreign_file", hint="Remove it.")


def present(models_dir: Path) -> bool:
    """Whether a finished build of the wanted versions lies here, by names and sizes; hashes are checked when a model is opened."""
    try:
        entries = load_manifest(models_dir)
    except ModelError:
        return False
    if {role: entry.version for role, entry in entries.items()} != WANTED:
        return False
    files = [(models_dir / file.path, file.bytes) for entry in entries.values() for file in entry.files]
    return bool(files) and all(path.is_file() and path.stat().st_size == size for path, size in files)


def _entry(document: dict[str, Any]) -> ModelEntry:
    files = tuple(ModelFile(**file) for file in document["files"])
    return ModelEntry(**{**document, "files": files, "providers": tuple(document["providers"])})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
