"""The process of one system: `python -m understanding_bench.worker NAME DESCRIPTOR`, asked through a pipe by `processes.py`."""

import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

import numpy as np  # noqa: F401 - with onnxruntime, the bare interpreter that every system's memory is held against
import onnxruntime  # noqa: F401
import psutil

BARE = psutil.Process().memory_info().rss
MILLISECONDS = 1000


class Served:
    """What the bench asks of a system."""

    def __init__(self, system: Any) -> None:
        self._system = system
        self._loaded = _resident()

    def ask(self, method: str, arguments: Sequence[Any]) -> Any:
        """Call a method of the system."""
        return getattr(self._system, method)(*arguments)

    def timed(self, method: str, arguments: Sequence[Any]) -> float:
        """Milliseconds that a method of the system takes."""
        call: Callable[..., Any] = getattr(self._system, method)
        began = time.perf_counter()
        call(*arguments)
        return (time.perf_counter() - began) * MILLISECONDS

    def memory(self) -> dict[str, int]:
        """Resident bytes: of the bare interpreter, after loading, and now."""
        return {"bare": BARE, "loaded": self._loaded, "now": _resident()}


def main() -> None:
    """Load the system and answer until the other side closes the pipe."""
    # Imported here: what it brings along is part of the system's memory.
    from understanding_bench.systems import open_system  # noqa: PLC0415

    name, descriptor = sys.argv[1:]
    with Connection(int(descriptor)) as pipe:
        served = Served(open_system(name))
        pipe.send("ready")
        while True:
            try:
                question, arguments = pipe.recv()
            except EOFError:
                return
            pipe.send(getattr(served, question)(*arguments))


def _resident() -> int:
    return int(psutil.Process().memory_info().rss)


if __name__ == "__main__":
    main()
