"""Event streams over HTTP: the events of one message's way, of a conversation, and of all conversations."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from pydantic import BaseModel
from sse_starlette import EventSourceResponse, ServerSentEvent

from appliance.api.messages import Reply
from appliance.base.errors import GuitaiError
from appliance.bridge.problems import ProblemError
from appliance.conversations.events import Event, Subscription

PING_S = 15
Emit = Callable[[str, BaseModel | dict[str, Any]], None]


def event_stream(events: AsyncIterator[ServerSentEvent]) -> EventSourceResponse:
    """The response; a comment every 15 s shows that the line is alive."""
    return EventSourceResponse(events, ping=PING_S, headers={"cache-control": "no-store", "x-accel-buffering": "no"})


def sse(event: Event) -> ServerSentEvent:
    """One event as it is written to the stream."""
    return ServerSentEvent(event.data, event=event.name, id=None if event.id is None else str(event.id))


async def live(first: list[Event], subscription: Subscription, last_seq: int) -> AsyncIterator[ServerSentEvent]:
    """What was missed, then what happens; a line that is in both is sent once.

    Args:
        first: events read from the store after the subscription began.
        subscription: what is published since.
        last_seq: the last `seq` among `first`, or what the listener has.
    """
    for event in first:
        yield sse(event)
    async for event in subscription:
        if event.id is None or event.id > last_seq:
            yield sse(event)


class TurnStreams:
    """Runs turns whose events are streamed. A turn goes on to its end when its listener hangs up: it was acknowledged."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()

    def run(self, turn: Callable[[Emit], Coroutine[Any, Any, Reply]]) -> AsyncIterator[ServerSentEvent]:
        """Start a turn and give its events: `accepted`, `intent`, `delta`…, `reply`, `done`; or `error`."""
        line: asyncio.Queue[ServerSentEvent | None] = asyncio.Queue()

        def emit(name: str, data: BaseModel | dict[str, Any]) -> None:
            text = data.model_dump_json() if isinstance(data, BaseModel) else json.dumps(data, ensure_ascii=False)
            line.put_nowait(ServerSentEvent(text, event=name))

        async def work() -> None:
            try:
                await turn(emit)
                emit("done", {})
            except GuitaiError as error:
                # The code alone: a message may name paths of this machine.
                emit("error", {"status": 503, "code": error.code, "detail": error.code})
            except ProblemError as error:
                emit("error", {"status": error.status, "code": error.code, "detail": error.code})
            finally:
                line.put_nowait(None)

        task = asyncio.create_task(work())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return _until_none(line)

    async def drain(self) -> None:
        """Wait for the turns under way."""
        await asyncio.gather(*self._running, return_exceptions=True)


async def _until_none(line: asyncio.Queue[ServerSentEvent | None]) -> AsyncIterator[ServerSentEvent]:
    while (event := await line.get()) is not None:
        yield event
