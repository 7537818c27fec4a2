"""The gate in front of every handler: host, origin, method, content type and size (S02, S03, S05, S08, S11).

Pure ASGI, so that it also stands before streams, static files and unknown paths, and decides from the parsed request alone,
never from the URL as the client spelled it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from appliance.bridge.limits import MAX_BODY_BYTES
from appliance.bridge.problems import ProblemError, language_of, problem_response

METHODS_WITH_BODY = frozenset({"POST", "PUT", "PATCH", "DELETE"})
CORS_HEADERS = {
    "access-control-allow-methods": "GET, POST, PUT",
    "access-control-allow-headers": "authorization, content-type, last-event-id, accept-language",
    "access-control-max-age": "600",
    # Chromium asks a public page's customer before it may reach this machine; without this header it never asks.
    "access-control-allow-private-network": "true",
    "access-control-allow-local-network": "true",
}
SAFETY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "cross-origin",
}


@dataclass(frozen=True)
class Doors:
    """Who may come in. `hosts` are exact `name:port` texts; `origins` and `pairing_origins` are asked at each request."""

    hosts: frozenset[str]
    own_origins: frozenset[str]
    origins: Callable[[], frozenset[str]]
    pairing_origins: Callable[[], frozenset[str]]


class Gate:
    """ASGI middleware that answers what must not reach a handler."""

    def __init__(self, app: ASGIApp, doors: Callable[[], Doors]) -> None:
        self._app = app
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        origin: str | None = None
        try:
            doors = self._doors()
            _check_host(connection.headers, doors)
            origin = _check_origin(connection.headers, scope, doors)
            if scope["method"] == "OPTIONS" and origin is not None:
                await _preflight(send, origin)
                return
            _check_body(connection.headers, scope["method"])
            if scope["method"] in METHODS_WITH_BODY:
                receive = await _read_body(receive)
            await self._app(scope, receive, _with_headers(send, origin))
        except ProblemError as error:
            response = problem_response(error, language_of(connection))
            await response(scope, receive, _with_headers(send, origin))


def _check_host(headers: Headers, doors: Doors) -> None:
    given = headers.getlist("host")
    if len(given) != 1 or given[0].lower() not in doors.hosts:
        raise ProblemError(421, "host_refused", host=min(doors.hosts))


def _check_origin(headers: Headers, scope: Scope, doors: Doors) -> str | None:
    given = headers.getlist("origin")
    if not given:
        return None
    allowed = doors.own_origins | doors.origins()
    if scope["path"] == "/v1/pair":
        allowed |= doors.pairing_origins()
    if len(given) != 1 or given[0].lower() not in allowed:
        raise ProblemError(403, "origin_refused")
    return given[0]


def _check_body(headers: Headers, method: str) -> None:
    if method not in METHODS_WITH_BODY:
        return
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY_BYTES:
        raise ProblemError(413, "body_too_large")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    empty = length == "0" and "transfer-encoding" not in headers
    if kind != "application/json" and not (method == "DELETE" and empty):
        raise ProblemError(415, "not_json")


async def _read_body(receive: Receive) -> Receive:
    """The whole body, which is small by contract, read before any handler runs: chunked bodies count the same (S08)."""
    parts: list[bytes] = []
    received = 0
    more = True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return _replaying([message], receive)
        parts.append(message.get("body", b""))
        received += len(parts[-1])
        if received > MAX_BODY_BYTES:
            raise ProblemError(413, "body_too_large")
        more = message.get("more_body", False)
    return _replaying([{"type": "http.request", "body": b"".join(parts), "more_body": False}], receive)


def _replaying(messages: list[Message], receive: Receive) -> Receive:
    async def replay() -> Message:
        return messages.pop(0) if messages else await receive()

    return replay


def _with_headers(send: Send, origin: str | None) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SAFETY_HEADERS.items():
                headers.setdefault(name, value)
            headers.add_vary_header("Origin")
            if origin is not None:
                headers["access-control-allow-origin"] = origin
                headers["access-control-expose-headers"] = "retry-after"
        await send(message)

    return sending


async def _preflight(send: Send, origin: str) -> None:
    headers = {**CORS_HEADERS, "access-control-allow-origin": origin, "vary": "Origin"}
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": 204, "headers": encoded})
    await send({"type": "http.response.body", "body": b""})
