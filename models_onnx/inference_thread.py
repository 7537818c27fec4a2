"""One thread per model with a bounded line in front of it, so that understanding never waits for generation."""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from appliance.base.errors import GuitaiError

T = TypeVar("T")
log = logging.getLogger(__name__)


class OverloadedError(GuitaiError):
    """The line in front of a model is full; whoever asks should come back later."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The line for {name} is full.", code="busy", hint="Try again in a moment.")


@dataclass(frozen=True)
class _Work:
    function: Callable[[], Any]
    outcome: "Future[Any]"


class InferenceThread:
    """Runs functions one after another on a thread of its own.

    Args:
        name: of the model, for logs and thread names.
        capacity: how many may wait; one more is refused with `OverloadedError`.
    """

    def __init__(self, name: str, *, capacity: int) -> None:
        self.name = name
        self._line: queue.Queue[_Work | None] = queue.Queue(capacity)
        self._thread = threading.Thread(target=self._work, name=f"inference-{name}", daemon=True)
        self._thread.start()

    def submit(self, function: Callable[[], T]) -> "Future[T]":
        """Queue `function`.

        Raises:
            OverloadedError: the line is full.
        """
        outcome: Future[T] = Future()
        try:
            self._line.put_nowait(_Work(function, outcome))
        except queue.Full:
            raise OverloadedError(self.name) from None
        return outcome

    async def run(self, function: Callable[[], T]) -> T:
        """Queue `function` and wait for its result; when the waiter is cancelled before its turn, it never runs.

        Raises:
            OverloadedError: the line is full.
        """
        return await asyncio.wrap_future(self.submit(function))

    @property
    def waiting(self) -> int:
        """How many wait in line now."""
        return self._line.qsize()

    def close(self) -> None:
        """Let what waits finish and end the thread."""
        self._line.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (work := self._line.get()) is not None:
            if not work.outcome.set_running_or_notify_cancel():
                continue
            try:
                work.outcome.set_result(work.function())
            # It belongs to whoever waits for the outcome.
            except BaseException as error:  # noqa: BLE001
                work.outcome.set_exception(error)
