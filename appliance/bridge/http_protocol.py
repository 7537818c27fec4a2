"""uvicorn's HTTP protocol with a deadline for a request's headers (S08): who sends them byte by byte holds a connection for ten seconds."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from appliance.bridge.limits import HEADER_SECONDS


class DeadlineProtocol(HttpToolsProtocol):
    """Closes a connection whose next request's headers are not complete in time.

    The clock runs from the connection on, and again from the first byte of each further request; an idle connection between
    two requests is closed by uvicorn itself.
    """

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._start_clock()

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._start_clock()

    def on_headers_complete(self) -> None:
        """In time."""
        self._stop_clock()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._stop_clock()
        super().connection_lost(exc)

    def _start_clock(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEADER_SECONDS, self.transport.abort)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
