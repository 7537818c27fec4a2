"""A bridge without an engine, for what a real one can't be made to do on demand: cut streams, refuse, fall silent, be slow.

It speaks the plugin's part of `docs/bridge.md`, keeps its conversations in memory, and notes every request it got.
"""

import asyncio
import contextlib
import json
import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

SITE_TOKEN = "gts_simulated"
AT = "2026-11-20T10:00:{:02d}+08:00"
Fault = Callable[[], Response | None]


@dataclass
class Conversation:
    """One conversation: what was said, who answers, who listens."""

    conversation_id: str
    token: str
    opening: dict[str, Any]
    messages: list[dict[str, Any]] = field(default_factory=list)
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)
    state: str = "bot"
    position: int | None = None
    listeners: list[asyncio.Queue[str | None]] = field(default_factory=list)


@dataclass(frozen=True)
class Noted:
    """One request as it came in."""

    method: str
    address: str
    headers: dict[str, str]
    body: Any


@dataclass
class Script:
    """How the next messages are answered, and what goes wrong."""

    text: str = "山野杂货铺 48 小时内发货。"
    deltas: bool = True
    ai_generated: bool = True
    suggestions: list[str] = field(default_factory=list)
    cut_after_accepted: int = 0
    fail_sends: int = 0
    fail_status: int = 500
    hold_replies: bool = False
    hold_health: bool = False
    refuse_site_token: bool = False
    refuse_conversations: bool = False


class BridgeSimulator:
    """The simulator's server, on its own thread. Tests read and change it between steps; `down()` closes every line."""

    def __init__(self, plugin_file: Path) -> None:
        self.script = Script()
        self.noted: list[Noted] = []
        self.conversations: dict[str, Conversation] = {}
        self.feedback: list[dict[str, Any]] = []
        self._plugin_file = plugin_file
        self._seq = 0
        self._listeners_changed = threading.Condition()
        self._release = asyncio.Event()
        self._server: uvicorn.Server | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """The origin it answers at."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def last(self) -> Conversation:
        """The conversation opened last."""
        return list(self.conversations.values())[-1]

    def up(self) -> None:
        """Listen; at the same port as before where there was one."""
        middleware = [Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])]
        app = Starlette(routes=self._routes(), middleware=middleware)
        config = uvicorn.Config(app, "127.0.0.1", self.port, log_level="critical", timeout_graceful_shutdown=1)
        server = _Server(config)
        self._server = server
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(server)), daemon=True)
        self._thread.start()
        assert server.listening.wait(10), "the simulator did not start"
        self.port = server.servers[0].sockets[0].getsockname()[1]

    def down(self) -> None:
        """Cut every line and stop listening."""
        if self._server is None or self._thread is None:
            return
        self._on_loop(self._hang_up)
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(10)
        self._server = None

    def release(self) -> None:
        """Let held replies and health answers go."""
        self._on_loop(self._release.set)

    def say(self, role: str, text: str, **more: Any) -> None:
        """Somebody in the shop says something in the last conversation."""
        self._on_loop(lambda: self._append(self.last, role, text, **more))

    def turn(self, state: str, position: int | None = None) -> None:
        """Change who answers in the last conversation."""
        self._on_loop(lambda: self._set_state(self.last, state, position))

    def typing(self, who: str, on: bool) -> None:
        """Somebody begins or stops typing in the last conversation."""
        self._on_loop(lambda: self._publish(self.last, "typing", {"who": who, "on": on}))

    def cut_streams(self) -> None:
        """Break the open event streams."""
        self._on_loop(self._hang_up)

    def await_listeners(self, count: int) -> None:
        """Return once so many event streams are open."""
        with self._listeners_changed:
            reached = self._listeners_changed.wait_for(lambda: self._listening() == count, 10)
        assert reached, f"{self._listening()} streams are open, not {count}"

    def sent(self, call: str) -> list[Noted]:
        """The POST requests whose address ends with `call`."""
        return [note for note in self.noted if note.method == "POST" and note.address.endswith(call)]

    async def _serve(self, server: uvicorn.Server) -> None:
        self._loop = asyncio.get_running_loop()
        self._release = asyncio.Event()
        await server.serve()

    def _on_loop(self, action: Callable[[], object]) -> None:
        done = threading.Event()
        assert self._loop is not None

        def run() -> None:
            action()
            done.set()

        self._loop.call_soon_threadsafe(run)
        assert done.wait(10)

    def _listening(self) -> int:
        return sum(len(conversation.listeners) for conversation in self.conversations.values())

    def _tell_listeners_changed(self) -> None:
        with self._listeners_changed:
            self._listeners_changed.notify_all()

    def _hang_up(self) -> None:
        for conversation in self.conversations.values():
            for listener in conversation.listeners:
                listener.put_nowait(None)

    def _routes(self) -> list[Route]:
        one = "/v1/conversations/{conversation_id}"
        return [
            Route("/plugin/guitai.js", lambda _: FileResponse(self._plugin_file, media_type="text/javascript")),
            Route("/v1/health", self._health),
            Route("/v1/conversations", self._open, methods=["POST"]),
            Route(f"{one}/messages", self._transcript),
            Route(f"{one}/messages", self._send, methods=["POST"]),
            Route(f"{one}/events", self._events),
            Route(f"{one}/feedback", self._feedback, methods=["POST"]),
            Route(f"{one}/handoff", self._handoff, methods=["POST"]),
            Route(f"{one}/close", self._close, methods=["POST"]),
        ]

    async def _note(self, request: Request) -> Any:
        body = json.loads(await request.body() or b"null")
        address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.noted.append(Noted(request.method, address, dict(request.headers), body))
        return body

    def _find(self, request: Request) -> Conversation | None:
        conversation = self.conversations.get(request.path_params["conversation_id"])
        given = request.headers.get("authorization", "")
        if self.script.refuse_conversations or conversation is None or given != f"Bearer {conversation.token}":
            return None
        return conversation

    async def _health(self, request: Request) -> Response:
        await self._note(request)
        if self.script.hold_health:
            await self._release.wait()
        return JSONResponse({"status": "ready", "version": "0", "models": {}})

    async def _open(self, request: Request) -> Response:
        body = await self._note(request)
        if self.script.refuse_site_token or request.headers.get("authorization") != f"Bearer {SITE_TOKEN}":
            return problem(401, "token_refused")
        number = len(self.conversations) + 1
        conversation = Conversation(f"conversation-{number}", f"gtc_{number}", body)
        self.conversations[conversation.conversation_id] = conversation
        self.script.refuse_conversations = False
        answer = {"conversation_id": conversation.conversation_id, "conversation_token": conversation.token}
        return JSONResponse(answer, 201)

    async def _transcript(self, request: Request) -> Response:
        await self._note(request)
        conversation = self._find(request)
        if conversation is None:
            return problem(401, "token_refused")
        after = int(request.query_params.get("after", "0"))
        messages = [message for message in conversation.messages if message["seq"] > after]
        next_after = messages[-1]["seq"] if messages else after
        state = {"state": conversation.state, "position": conversation.position}
        return JSONResponse({"messages": messages, "next_after": next_after, **state})

    async def _send(self, request: Request) -> Response:
        body = await self._note(request)
        conversation = self._find(request)
        if conversation is None:
            return problem(404, "not_found")
        if self.script.fail_sends > 0:
            self.script.fail_sends -= 1
            return problem(self.script.fail_status, "internal")
        return StreamingResponse(self._answer(conversation, body), media_type="text/event-stream")

    async def _answer(self, conversation: Conversation, body: dict[str, Any]) -> AsyncIterator[str]:
        client_id = body["client_message_id"]
        own = next((line for line in conversation.messages if line["client_message_id"] == client_id), None)
        own = own or self._append(conversation, "customer", body["text"], client_message_id=client_id)
        yield event("accepted", {key: own[key] for key in ("message_id", "seq", "at")})
        if self.script.cut_after_accepted > 0:
            self.script.cut_after_accepted -= 1
            raise ConnectionAbortedError
        yield event("intent", {"id": "ship_time", "confidence": 0.9, "alternatives": []})
        if client_id not in conversation.replies:
            async for piece in self._write(conversation, client_id):
                yield piece
        yield event("reply", conversation.replies[client_id])
        yield event("done", {})

    async def _write(self, conversation: Conversation, client_id: str) -> AsyncIterator[str]:
        script = self.script
        silent = conversation.state == "person"
        for piece in (
            [] if silent or not script.deltas else [script.text[i : i + 4] for i in range(0, len(script.text), 4)]
        ):
            yield event("delta", {"text": piece})
            if script.hold_replies:
                await self._release.wait()
        marks = {"ai_generated": script.ai_generated, "route": "generated", "suggestions": script.suggestions}
        message_id = "" if silent else self._append(conversation, "bot", script.text, **marks)["message_id"]
        conversation.replies[client_id] = {
            **marks,
            "message_id": message_id,
            "text": "" if silent else script.text,
            "intent": {"id": "ship_time", "confidence": 0.9, "alternatives": []},
            "handoff": conversation.state != "bot",
        }

    async def _events(self, request: Request) -> Response:
        await self._note(request)
        conversation = self._find(request)
        if conversation is None:
            return problem(401, "token_refused")
        last = int(request.headers.get("last-event-id", "0"))
        return StreamingResponse(self._listen(conversation, last), media_type="text/event-stream")

    async def _listen(self, conversation: Conversation, last: int) -> AsyncIterator[str]:
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        conversation.listeners.append(queue)
        self._tell_listeners_changed()
        try:
            yield ": ping\n\n"
            for message in [line for line in conversation.messages if line["seq"] > last]:
                yield event("message", message, message["seq"])
            while (text := await queue.get()) is not None:
                yield text
        finally:
            conversation.listeners.remove(queue)
            self._tell_listeners_changed()

    async def _feedback(self, request: Request) -> Response:
        body = await self._note(request)
        if self._find(request) is None:
            return problem(401, "token_refused")
        self.feedback.append(body)
        text = "谢谢您的认可！" if body["satisfied"] else "很抱歉没有帮到您，需要为您转人工吗？"
        return JSONResponse({"offer_person": not body["satisfied"], "text": text})

    async def _handoff(self, request: Request) -> Response:
        await self._note(request)
        conversation = self._find(request)
        if conversation is None:
            return problem(401, "token_refused")
        if conversation.state == "bot":
            self._set_state(conversation, "waiting", 2)
            self._append(conversation, "system", "已为您转接人工客服，请稍候。")
        return JSONResponse({"state": conversation.state, "position": conversation.position, "text": ""})

    async def _close(self, request: Request) -> Response:
        await self._note(request)
        conversation = self._find(request)
        if conversation is None:
            return problem(401, "token_refused")
        self._set_state(conversation, "closed", None)
        return JSONResponse({"state": "closed", "position": None, "handoff": False, "text": ""})

    def _append(self, conversation: Conversation, role: str, text: str, **more: Any) -> dict[str, Any]:
        self._seq += 1
        message = {
            "message_id": f"message-{self._seq}",
            "seq": self._seq,
            "role": role,
            "text": text,
            "at": AT.format(min(self._seq, 59)),
            "client_message_id": None,
            "ai_generated": False,
            "route": None,
            "suggestions": [],
            "satisfied": None,
            **more,
        }
        conversation.messages.append(message)
        self._publish(conversation, "message", message, self._seq)
        return message

    def _set_state(self, conversation: Conversation, state: str, position: int | None) -> None:
        conversation.state, conversation.position = state, position
        data = {"state": state, "position": position, "handoff": state in {"waiting", "person"}}
        self._publish(conversation, "state", data)

    def _publish(self, conversation: Conversation, name: str, data: dict[str, Any], seq: int | None = None) -> None:
        for listener in conversation.listeners:
            listener.put_nowait(event(name, data, seq))


class _Server(uvicorn.Server):
    """A server that tells other threads when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@contextlib.contextmanager
def running(plugin_file: Path) -> Iterator[BridgeSimulator]:
    """A simulator that listens while the block runs."""
    simulator = BridgeSimulator(plugin_file)
    simulator.up()
    try:
        yield simulator
    finally:
        simulator.down()


def event(name: str, data: dict[str, Any], seq: int | None = None) -> str:
    """One event as a stream carries it."""
    identity = "" if seq is None else f"id: {seq}\r\n"
    return f"{identity}event: {name}\r\ndata: {json.dumps(data, ensure_ascii=False)}\r\n\r\n"


def problem(status: int, code: str) -> Response:
    """A problem document."""
    body = {"type": "about:blank", "title": code, "status": status, "detail": code, "code": code}
    return JSONResponse(body, status, media_type="application/problem+json")
