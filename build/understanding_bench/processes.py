"""A system in a process of its own, seen from the bench."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from understanding_bench.systems import Array

END_S = 20


class SystemProcess:
    """Asks the process of one system, one question after another.

    Raises:
        RuntimeError: from any call, where the process has ended; what it said stands on standard error.
    """

    def __init__(self, name: str, pipe: Connection) -> None:
        self.name = name
        self._pipe = pipe
        self._answer()

    def scores(self, queries: Sequence[str], documents: Sequence[str]) -> Array:
        """float32 (queries, documents), higher is nearer."""
        nearness: Array = self.ask("scores", queries, documents)
        return nearness

    def embed(self, texts: Sequence[str]) -> Array:
        """float32 (n, d), L2-normalised."""
        vectors: Array = self.ask("embed", texts)
        return vectors

    def ask(self, method: str, *arguments: Any) -> Any:
        """What a method of the system returns."""
        return self._asked("ask", method, arguments)

    def timed(self, method: str, *arguments: Any) -> float:
        """Milliseconds that a method of the system takes, without the way there and back."""
        return float(self._asked("timed", method, arguments))

    def memory(self) -> dict[str, int]:
        """Resident bytes: `bare`, `loaded` and `now`."""
        found: dict[str, int] = self._asked("memory")
        return found

    def _asked(self, question: str, *arguments: Any) -> Any:
        self._pipe.send((question, arguments))
        return self._answer()

    def _answer(self) -> Any:
        try:
            return self._pipe.recv()
        except EOFError:
            raise RuntimeError(f"the process of {self.name} has ended; its last words are above") from None


@contextmanager
def running(name: str) -> Iterator[SystemProcess]:
    """The system's process, loaded; it ends with the block."""
    here, there = Pipe()
    command = [sys.executable, "-m", "understanding_bench.worker", name, str(there.fileno())]
    process = subprocess.Popen(command, pass_fds=[there.fileno()])
    there.close()
    try:
        yield SystemProcess(name, here)
    finally:
        # That ends it, once it has said what it died of.
        here.close()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
