"""Limits that keep one caller from taking the desk away from the others (S08)."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

MAX_BODY_BYTES = 64 * 1024
HEADER_SECONDS = 10
MESSAGES_PER_MINUTE = 60
WINDOW_S = 60.0
# Conversations remembered at once; the one idle longest is forgotten first, which can only be in its favour.
REMEMBERED = 10_000


class RateLimiter:
    """At most so many events of one key in any 60 seconds."""

    def __init__(self, limit: int = MESSAGES_PER_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._events: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Count one event; returns 0 when it is allowed, else the seconds until the next one is."""
        now = self._clock()
        events = self._events.setdefault(key, deque())
        self._events.move_to_end(key)
        while events and events[0] <= now - WINDOW_S:
            events.popleft()
        if len(events) >= self._limit:
            return events[0] + WINDOW_S - now
        events.append(now)
        if len(self._events) > REMEMBERED:
            self._events.popitem(last=False)
        return 0.0
