"""An Annoy index on disk: built beside, swapped in whole, named by its content, checked before it is loaded (S25, S26).

A damaged Annoy file can end the process that loads it, and so can one that is read with another number of dimensions. So its
SHA-256 and its dimensions stand in a file beside it that is checked itself, and nothing is loaded that does not match.
"""

import hashlib
import json
import logging
import stat
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from annoy import AnnoyIndex
from numpy.typing import NDArray

from appliance.base.atomic import replacing, write_text

log = logging.getLogger(__name__)
TREES = 20
# Nodes looked at in one search: recall@10 of 0.948 at 10,000 vectors and 0.985 at 200,000, before re-scoring.
SEARCH_NODES = 5000
SEED = 20_261_123
POINTER = "faq-index.json"


class DamagedIndexError(Exception):
    """The index on disk is not what was built."""


class ApproximateIndex:
    """A loaded index: which of `keys` lie near a vector made by `encoder` (its version)."""

    def __init__(self, index: AnnoyIndex, keys: tuple[bytes, ...], encoder: str) -> None:
        self._index = index
        self.keys = keys
        self.encoder = encoder

    def near(self, vector: NDArray[np.float32], count: int) -> list[bytes]:
        """The keys of about the `count` nearest vectors, unscored: the caller scores them exactly."""
        found = self._index.get_nns_by_vector(vector, count, search_k=SEARCH_NODES)
        return [self.keys[item] for item in found]


def build_index(folder: Path, keys: Sequence[bytes], vectors: NDArray[np.float32], *, encoder: str) -> ApproximateIndex:
    """Build an index and make it the folder's current one.

    Args:
        folder: created when missing.
        keys: of the vectors, in their order.
        vectors: float32 (n, d), L2-normalised.
        encoder: the version of what made the vectors.

    Raises:
        OSError: no room, no permission; the current index stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = AnnoyIndex(vectors.shape[1], "angular")
    index.set_seed(SEED)
    for item, vector in enumerate(vectors):
        index.add_item(item, vector)
    index.build(TREES)
    beside = folder / ".building.annoy"
    index.save(str(beside))
    digest = _sha256(beside)
    final = folder / f"faq-{digest[:16]}.annoy"
    with replacing(final) as file:
        file.write(beside.read_bytes())
    beside.unlink()
    # What this process searches is what it will load after a restart: one mapped, checked file.
    pointer = {
        "file": final.name,
        "sha256": digest,
        "dimensions": vectors.shape[1],
        "encoder": encoder,
        "keys": [key.hex() for key in keys],
    }
    content = json.dumps(pointer)
    write_text(folder / POINTER, f"{_text_sha256(content)}\n{content}")
    for old in folder.glob("faq-*.annoy"):
        if old != final:
            old.unlink(missing_ok=True)
    return load_index(folder)


def load_index(folder: Path) -> ApproximateIndex:
    """Load the folder's current index.

    Raises:
        DamagedIndexError: there is none, or it is not what was built.
    """
    try:
        return _checked(folder)
    # Annoy raises OSError for a file that it can't map.
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndexError(f"{folder / POINTER}: {error}") from error


def _checked(folder: Path) -> ApproximateIndex:
    expected, _, content = (folder / POINTER).read_text(encoding="utf-8").partition("\n")
    if _text_sha256(content) != expected:
        raise DamagedIndexError(f"{folder / POINTER} is not what was written")
    pointer = json.loads(content)
    path = folder / Path(pointer["file"]).name
    status = path.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
        raise DamagedIndexError(f"{path} is a link")
    if _sha256(path) != pointer["sha256"]:
        raise DamagedIndexError(f"{path} has another hash than when it was built")
    keys = tuple(bytes.fromhex(key) for key in pointer["keys"])
    index = AnnoyIndex(pointer["dimensions"], "angular")
    index.load(str(path))
    if index.get_n_items() != len(keys):
        raise DamagedIndexError(f"{path} has {index.get_n_items()} vectors instead of {len(keys)}")
    return ApproximateIndex(index, keys, pointer["encoder"])


def _text_sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
