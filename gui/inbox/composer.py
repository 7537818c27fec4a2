"""Where a person's reply is typed, and how it gets to the engine exactly once."""

import uuid

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from appliance.api.messages import MAX_TEXT_CHARACTERS
from gui.api import EngineApi

HEIGHT = 84
# A customer sees that somebody writes until so long after the last key.
TYPING_MS = 3000


class Composer(QPlainTextEdit):
    """Enter sends, Shift+Enter begins a line; keys that an input method is still using are its own."""

    submitted = Signal()
    typing = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setTabChangesFocus(True)
        self._restoring = False
        self.textChanged.connect(self._typed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_MS)
        self._pause.timeout.connect(lambda: self.typing.emit(False))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.rest()
            self.submitted.emit()
            return
        super().keyPressEvent(event)

    def show_draft(self, text: str) -> None:
        """Go on with what was typed before."""
        self.rest()
        self._restoring = True
        self.setPlainText(text)
        self._restoring = False

    def rest(self) -> None:
        """Nothing more is being typed."""
        if self._pause.isActive():
            self._pause.stop()
            self.typing.emit(False)

    def _typed(self) -> None:
        # Told by the text, not by keys: an input method commits words without any.
        if self._restoring or not self.toPlainText():
            return
        if not self._pause.isActive():
            self.typing.emit(True)
        self._pause.start()


class Outbox(QObject):
    """Says what was typed. What is sent again after a failure keeps its id, so that the customer reads it once."""

    said = Signal(str, str)
    failed = Signal(str)

    def __init__(self, api: EngineApi, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._api = api
        self._ids: dict[tuple[str, str], str] = {}
        self._under_way: set[tuple[str, str]] = set()

    def send(self, conversation_id: str, text: str, *, take_over: dict[str, str] | None) -> None:
        """Say `text`; with `take_over`, take the conversation over first. `said` or `failed` follows."""
        key = (conversation_id, text)
        if key in self._under_way:
            return
        if len(text) > MAX_TEXT_CHARACTERS:
            self.failed.emit(
                self.tr("At most {count} characters fit in one message.").format(count=MAX_TEXT_CHARACTERS)
            )
            return
        self._under_way.add(key)
        self._ids.setdefault(key, uuid.uuid4().hex)
        if take_over is None:
            self._say(key)
        else:
            path = f"/v1/operator/conversations/{conversation_id}/take-over"
            self._api.post(path, take_over, lambda _: self._say(key), lambda problem: self._failed(key, problem))

    def _say(self, key: tuple[str, str]) -> None:
        conversation_id, text = key
        body = {"text": text, "client_message_id": self._ids[key]}
        path = f"/v1/operator/conversations/{conversation_id}/messages"
        self._api.post(path, body, lambda _: self._said(key), lambda problem: self._failed(key, problem))

    def _said(self, key: tuple[str, str]) -> None:
        self._under_way.discard(key)
        del self._ids[key]
        self.said.emit(*key)

    def _failed(self, key: tuple[str, str], problem: str) -> None:
        self._under_way.discard(key)
        self.failed.emit(problem)
