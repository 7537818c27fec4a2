"""Live streams: what has just become durable, told to everyone who listens.

A listener that falls behind is cut off rather than allowed to hold memory: it comes back with `Last-Event-ID` and reads
what it missed from the store.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# A stream that has this many events unread has stopped reading.
BACKLOG = 256
OPERATORS = "operators"


@dataclass(frozen=True)
class Event:
    """One event of a stream. `id` is the message's `seq` for what can be read again from the store, else None."""

    name: str
    data: str
    id: int | None = None


class Subscription:
    """One listener's queue. Iterating ends when the subscription is closed."""

    def __init__(self, token_id: str | None) -> None:
        self.token_id = token_id
        self._queue: asyncio.Queue[Event | None] = asyncio.Queue(BACKLOG)
        self._closed = False

    def put(self, event: Event) -> None:
        """Hand over an event, or close the subscription of a listener that does not keep up."""
        if self._closed:
            return
        if self._queue.full():
            self.close()
        else:
            self._queue.put_nowait(event)

    def close(self) -> None:
        """End the iteration; what is still queued is dropped."""
        self._closed = True
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[Event]:
        while (event := await self._queue.get()) is not None:
            yield event


class EventHub:
    """Topics (a conversation's id, or `OPERATORS`) and who listens to them. Lives on the event loop's thread."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Subscription]] = defaultdict(set)
        self._open = True

    @contextmanager
    def subscribe(self, topic: str, token_id: str | None = None) -> Iterator[Subscription]:
        """Listen to `topic` while the block runs. `token_id` names the token whose revocation ends the stream."""
        subscription = Subscription(token_id)
        self._listeners[topic].add(subscription)
        if not self._open:
            subscription.close()
        try:
            yield subscription
        finally:
            self._listeners[topic].discard(subscription)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def publish(self, topic: str, event: Event) -> None:
        """Tell everyone who listens to `topic` now."""
        for subscription in tuple(self._listeners.get(topic, ())):
            subscription.put(event)

    def listening(self, topic: str) -> bool:
        """Whether anyone listens, so that nobody composes an event for no one."""
        return topic in self._listeners

    def close_token(self, token_id: str) -> None:
        """End every stream that was opened with this token (S07)."""
        self._close(lambda subscription: subscription.token_id == token_id)

    def close(self) -> None:
        """End every stream, now and from now on: the engine is going down."""
        self._open = False
        self._close(lambda _: True)

    def _close(self, wanted: Callable[[Subscription], bool]) -> None:
        for subscriptions in tuple(self._listeners.values()):
            for subscription in tuple(subscriptions):
                if wanted(subscription):
                    subscription.close()
