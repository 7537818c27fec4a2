"""Writing files so that a reader, or a power cut, sees the old file or the new one and nothing between."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

PRIVATE_FILE_MODE = 0o600


@contextmanager
def replacing(path: Path, *, mode: int = PRIVATE_FILE_MODE) -> Iterator[BinaryIO]:
    """Open a temporary file beside `path`; when the block ends well, flush it to disk and put it in `path`'s place.

    When the block raises, `path` is left as it was and the temporary file is removed.

    Raises:
        OSError: no room, no permission.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
        _sync_directory(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_bytes(path: Path, data: bytes, *, mode: int = PRIVATE_FILE_MODE) -> None:
    """Replace `path`'s content by `data`, atomically and durably."""
    with replacing(path, mode=mode) as file:
        file.write(data)


def write_text(path: Path, text: str, *, mode: int = PRIVATE_FILE_MODE) -> None:
    """Replace `path`'s content by `text` in UTF-8, atomically and durably."""
    write_bytes(path, text.encode("utf-8"), mode=mode)


def _sync_directory(directory: Path) -> None:
    # Windows has no directory handle to flush; its rename is journalled.
    if os.name != "posix":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
