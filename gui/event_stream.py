"""The engine's event stream as Qt signals: the one bridge from events to models."""

import json

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from gui.api import EngineApi

# The engine writes a comment every 15 s; a longer silence means that it hangs.
SILENCE_MS = 40_000
HTTP_OK = 200


class EventStream(QObject):
    """Listens to `/v1/operator/events` and goes on from the last event after a break.

    Signals carry decoded documents, as `appliance.api.operator` describes them; `closed` says whether it had been open.
    """

    opened = Signal()
    closed = Signal(bool)
    message = Signal(str, dict)
    conversation = Signal(dict)
    typing = Signal(str, str, bool)
    health = Signal(dict)

    def __init__(self, api: EngineApi, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._api = api
        self._reply: QNetworkReply | None = None
        self._buffer = b""
        self._open = False
        self._last_id = ""
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(SILENCE_MS)
        self._silence.timeout.connect(self.stop)

    def start(self) -> None:
        """Open the stream; one that is open stays."""
        if self._reply is not None:
            return
        request = self._api.request("/v1/operator/events")
        if request is None:
            self.closed.emit(False)
            return
        request.setRawHeader(b"accept", b"text/event-stream")
        if self._last_id:
            request.setRawHeader(b"last-event-id", self._last_id.encode("ascii"))
        self._buffer, self._open = b"", False
        reply = self._api.network.get(request)
        self._reply = reply
        reply.metaDataChanged.connect(self._begun)
        reply.readyRead.connect(self._read)
        reply.finished.connect(self._finished)
        self._silence.start()

    def stop(self) -> None:
        """Close the stream; `closed` follows."""
        if self._reply is not None:
            self._reply.abort()

    def _begun(self) -> None:
        # A refusal has headers too.
        status = self._reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute) if self._reply else None
        if status == HTTP_OK and not self._open:
            self._open = True
            self.opened.emit()

    def _read(self) -> None:
        if self._reply is None or not self._open:
            return
        self._silence.start()
        self._buffer = (self._buffer + bytes(self._reply.readAll().data())).replace(b"\r\n", b"\n")
        *blocks, self._buffer = self._buffer.split(b"\n\n")
        for block in blocks:
            self._dispatch(block.decode("utf-8"))

    def _dispatch(self, block: str) -> None:
        fields: dict[str, list[str]] = {}
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            fields.setdefault(name, []).append(value.removeprefix(" "))
        if "data" not in fields:
            return
        if "id" in fields:
            self._last_id = fields["id"][-1]
        document = json.loads("\n".join(fields["data"]))
        match fields.get("event", [""])[-1]:
            case "message":
                self.message.emit(document["conversation_id"], document["message"])
            case "conversation":
                self.conversation.emit(document)
            case "typing":
                self.typing.emit(document["conversation_id"], document["who"], document["on"])
            case "health":
                self.health.emit(document)

    def _finished(self) -> None:
        self._silence.stop()
        if self._reply is not None:
            self._reply.deleteLater()
            self._reply = None
        self.closed.emit(self._open)
