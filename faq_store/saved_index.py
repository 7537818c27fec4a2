"""The index on disk: built beside, swapped in whole, named by its content, checked before it is loaded (S25, S26).

Two files, one with the vectors and what finds them, one with their ids and sums; `faq-index.json` names both with their SHA-256,
and is checked itself. Nothing is loaded that does not match: a damaged file can end the process that maps it.
"""

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from appliance.base.atomic import PRIVATE_FILE_MODE, write_text
from faq_store.annoy_index import ANNOY
from faq_store.dense_index import EXACT, DenseIndex, IndexKind, Progress, Vectors
from faq_store.inverted_lists import INVERTED_LISTS
from faq_store.moments import Moments
from faq_store.wordings import Marks

POINTER = "faq-index.json"
BUILDING = ".building-"
# Up to here looking at every vector is fastest; above, inverted lists find 98 of 100 in a third of Annoy's time (docs/figures/faq.json).
EXACT_UP_TO = 20_000
KINDS = {kind.name: kind for kind in (EXACT, ANNOY, INVERTED_LISTS)}
# Reading the vectors takes about this share of a build.
READING = 0.2


class DamagedIndexError(Exception):
    """The index on disk is not what was built."""


@dataclass(frozen=True)
class IndexedState:
    """What of a store an index holds.

    Attributes:
        encoder: the version of what made the vectors.
        marks: how far the store had been followed.
        history: a name for the store's history up to then; another one means another store, or one restored to an earlier day.
    """

    encoder: str
    marks: Marks
    history: str


@dataclass(frozen=True)
class SavedIndex:
    """A loaded index: `ids` int64 (n,) of `dense.vectors`, and the sums over these."""

    state: IndexedState
    kind: str
    ids: NDArray[np.int64]
    dense: DenseIndex
    moments: Moments


def kind_for(count: int) -> IndexKind:
    """How so many vectors are searched."""
    return EXACT if count <= EXACT_UP_TO else INVERTED_LISTS


def save_index(
    folder: Path,
    parts: Iterable[tuple[NDArray[np.int64], Vectors]],
    count: int,
    state: IndexedState,
    progress: Progress = lambda _: None,
    *,
    kind: IndexKind | None = None,
) -> SavedIndex:
    """Build an index and make it the folder's current one.

    Args:
        folder: created when missing.
        parts: ids, int64 (k,), with their vectors, float32 (k, d), L2-normalised.
        count: about how many there are in all, for `progress`.
        state: what they are.
        progress: told how far it is; what it raises ends the build, and the current index stays.
        kind: None chooses by their number.

    Raises:
        OSError: no room, no permission; the current index stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left_by_a_kill in folder.glob(f"{BUILDING}*"):
        shutil.rmtree(left_by_a_kill)
    with tempfile.TemporaryDirectory(prefix=BUILDING, dir=folder) as name:
        beside = Path(name)
        ids, vectors, moments = _gathered(parts, beside / "vectors", count, lambda done: progress(READING * done))
        kind = kind or kind_for(len(ids))
        order = kind.build(vectors, beside / "index", lambda done: progress(READING + (1 - READING) * done))
        with (beside / "ids").open("wb") as file:
            for array in (ids[order], moments.first, moments.second):
                np.save(file, array, allow_pickle=False)
        names = {
            "index": _named(folder, beside / "index", kind.name),
            "ids": _named(folder, beside / "ids", "ids"),
        }
    pointer = {
        "kind": kind.name,
        "count": len(ids),
        "dimensions": vectors.shape[1],
        "encoder": state.encoder,
        "marks": [state.marks.wording, state.marks.removal],
        "history": state.history,
        "files": names,
    }
    content = json.dumps(pointer)
    write_text(folder / POINTER, f"{_sha256_of(content)}\n{content}")
    for old in folder.glob("faq-*"):
        if old.name not in {POINTER, *names["index"], *names["ids"]}:
            old.unlink(missing_ok=True)
    # What this process searches is what it will load after a restart.
    return load_index(folder)


def load_index(folder: Path) -> SavedIndex:
    """Load the folder's current index.

    Raises:
        DamagedIndexError: there is none, or it is not what was built.
    """
    try:
        return _checked(folder)
    # Annoy raises OSError for a file that it can't map.
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"{folder / POINTER}: {error}") from error


def _checked(folder: Path) -> SavedIndex:
    expected, _, content = (folder / POINTER).read_text(encoding="utf-8").partition("\n")
    if _sha256_of(content) != expected:
        raise DamagedIndexError(f"{folder / POINTER} is not what was written")
    pointer: dict[str, Any] = json.loads(content)
    index, ids = (_whole(folder, *pointer["files"][name]) for name in ("index", "ids"))
    with ids.open("rb") as file:
        numbers, first, second = (np.load(file, allow_pickle=False) for _ in range(3))
    dense = KINDS[pointer["kind"]].open(index, pointer["count"], pointer["dimensions"])
    state = IndexedState(pointer["encoder"], Marks(*pointer["marks"]), pointer["history"])
    return SavedIndex(state, pointer["kind"], numbers, dense, Moments(first, second))


def _whole(folder: Path, name: str, digest: str) -> Path:
    """The file, checked."""
    path = folder / Path(name).name
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise DamagedIndexError(f"{path} is a link")
    if _sha256(path) != digest:
        raise DamagedIndexError(f"{path} has another hash than when it was built")
    return path


def _gathered(
    parts: Iterable[tuple[NDArray[np.int64], Vectors]], path: Path, count: int, progress: Progress
) -> tuple[NDArray[np.int64], Vectors, Moments]:
    """All ids, all vectors in a mapped file, and their sums: a million vectors are more than a small machine's memory."""
    ids: list[NDArray[np.int64]] = []
    moments: Moments | None = None
    done = 0
    with path.open("wb") as file:
        for some, vectors in parts:
            moments = moments or Moments.none(vectors.shape[1])
            moments.add(vectors)
            vectors.tofile(file)
            ids.append(some)
            done += len(some)
            progress(min(done / max(count, 1), 1.0))
    if moments is None:
        raise ValueError("an index of nothing")
    return np.concatenate(ids), np.memmap(path, np.float32, "r", shape=(done, len(moments.first))), moments


def _named(folder: Path, path: Path, suffix: str) -> tuple[str, str]:
    """Move a finished file into the folder under its content's name; returns name and SHA-256."""
    digest = _sha256(path)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    name = f"faq-{digest[:16]}.{suffix}"
    path.chmod(PRIVATE_FILE_MODE)
    path.replace(folder / name)
    return name, digest


def _sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
