"""The inbox: list, transcript, composer and reasons side by side."""

from PySide6.QtCore import QEvent, QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QPlainTextEdit, QSplitter, QVBoxLayout, QWidget

from appliance.api.messages import ConversationState, Health
from appliance.api.operator import ConversationDetail, ConversationList, ConversationSummary, MessageWithReasons
from gui import design
from gui.api import EngineApi
from gui.event_stream import EventStream
from gui.inbox.conversations import SUMMARY, ConversationDelegate, ConversationModel, name_of
from gui.inbox.reasons import ReasonsPanel
from gui.inbox.transcript import TranscriptView
from gui.widgets import button, card, label

FILTERS: tuple[ConversationState | None, ...] = (
    None,
    ConversationState.WAITING,
    ConversationState.PERSON,
    ConversationState.BOT,
    ConversationState.CLOSED,
)
COMPOSER_HEIGHT = 84
# How long each waits is shown in minutes.
REFRESH_MS = 20_000


class Composer(QPlainTextEdit):
    """Enter sends, Shift+Enter begins a line; keys that an input method is still using are its own."""

    submitted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
            return
        super().keyPressEvent(event)


class InboxView(QWidget):
    """Conversations live. It holds drafts, and nothing else of its own."""

    waiting_changed = Signal(int)
    failed = Signal(str)

    def __init__(self, api: EngineApi, stream: EventStream) -> None:
        super().__init__()
        self.setObjectName("page")
        self._api = api
        self._current = ""
        self._drafts: dict[str, str] = {}
        self._waiting: set[str] = set()
        self.model = ConversationModel()
        self._build()
        stream.opened.connect(self.reload)
        stream.message.connect(self._on_message)
        stream.conversation.connect(self._on_summary)
        stream.health.connect(lambda document: self.reasons.show_health(Health.model_validate(document)))
        self._clock = QTimer(self)
        self._clock.setInterval(REFRESH_MS)
        self._clock.timeout.connect(self.list.viewport().update)
        self._clock.start()
        self.retranslate()
        self._enable()

    def reload(self) -> None:
        """Read list and open conversation anew."""
        self._api.get("/v1/operator/conversations", self._on_list, self.failed.emit)
        if self._current:
            self._api.get(f"/v1/operator/conversations/{self._current}", self._on_detail, self.failed.emit)

    def open(self, conversation_id: str) -> None:
        """Show a conversation; what was typed for another is kept for it."""
        if conversation_id == self._current:
            return
        self._keep_draft()
        self._current = conversation_id
        self.transcript.show_messages([])
        self.reasons.show_reply(None)
        self.composer.setPlainText(self._drafts.get(conversation_id, ""))
        self._api.get(f"/v1/operator/conversations/{conversation_id}", self._on_detail, self.failed.emit)
        self._enable()

    def take_over(self) -> None:
        """Answer this customer oneself."""
        self._act("take-over", {"operator": self.tr("Shop")})

    def give_back(self) -> None:
        """Let the bot answer again."""
        self._act("give-back", {})

    def close_conversation(self) -> None:
        """End the conversation."""
        self._act("close", {})

    def send(self) -> None:
        """Say what is typed; it stays typed until the engine has it."""
        text = self.composer.toPlainText().strip()
        summary = self.model.summary(self._current)
        if not text or summary is None:
            return
        if summary.state != ConversationState.PERSON:
            body = {"operator": self.tr("Shop")}
            self._api.post(self._path("take-over"), body, lambda _: self._say(text), self.failed.emit)
        else:
            self._say(text)

    def retranslate(self) -> None:
        """Write every text anew."""
        names = [self.tr("All"), self.tr("Waiting"), self.tr("With me"), self.tr("Bot"), self.tr("Closed")]
        for name, state, one in zip(names, FILTERS, self._filters, strict=True):
            count = self.model.count(state)
            one.setText(f"{name} {count}" if count else name)
        self.take_button.setText(self.tr("Take over"))
        self.back_button.setText(self.tr("Give back to the bot"))
        self.close_button.setText(self.tr("Close"))
        self.send_button.setText(self.tr("Send"))
        self.composer.setPlaceholderText(self.tr("Type a reply. Enter sends, Shift+Enter begins a new line."))
        self.composer.setAccessibleName(self.tr("Reply"))
        self.list.setAccessibleName(self.tr("Conversations"))
        self._enable()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ConversationDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.selectionModel().selectionChanged.connect(self._on_selected)
        self._filters = [button("filter", checkable=True) for _ in FILTERS]
        filters = QHBoxLayout()
        filters.setSpacing(2)
        for state, one in zip(FILTERS, self._filters, strict=True):
            one.setAutoExclusive(True)
            one.clicked.connect(lambda _=False, chosen=state: self.model.narrow(chosen))
            filters.addWidget(one)
        filters.addStretch()
        self._filters[0].setChecked(True)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(filters)
        column.addWidget(self.list)
        self.reasons = ReasonsPanel()
        splitter = QSplitter()
        for widget, width in ((left, 300), (self._middle(), 560), (self.reasons, 280)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.count() - 1, 1 if width == 560 else 0)  # noqa: PLR2004 - the middle grows
        splitter.setSizes([300, 560, 280])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(design.SPACE * 2, design.SPACE * 2, design.SPACE * 2, design.SPACE * 2)
        layout.addWidget(splitter)

    def _middle(self) -> QWidget:
        middle = card()
        self.title = label("section")
        self.state_label = label("muted")
        self.take_button, self.back_button = button("primary"), button()
        self.close_button, self.send_button = button(), button("primary")
        self.take_button.clicked.connect(self.take_over)
        self.back_button.clicked.connect(self.give_back)
        self.close_button.clicked.connect(self.close_conversation)
        self.send_button.clicked.connect(self.send)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.state_label)
        head.addStretch()
        for one in (self.take_button, self.back_button, self.close_button):
            head.addWidget(one)
        self.transcript = TranscriptView()
        self.transcript.chosen.connect(lambda message: self.reasons.show_reply(message.reply))
        self.composer = Composer()
        self.composer.setFixedHeight(COMPOSER_HEIGHT)
        self.composer.submitted.connect(self.send)
        foot = QHBoxLayout()
        foot.addWidget(self.composer)
        foot.addWidget(self.send_button, alignment=Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(12, 10, 12, 12)
        layout.addLayout(head)
        layout.addWidget(self.transcript)
        layout.addLayout(foot)
        return middle

    def _on_list(self, document: dict[str, object]) -> None:
        self.model.replace(ConversationList.model_validate(document).conversations)
        self._after_change()

    def _on_summary(self, document: dict[str, object]) -> None:
        self.model.update(ConversationSummary.model_validate(document))
        self._after_change()

    def _on_detail(self, document: dict[str, object]) -> None:
        detail = ConversationDetail.model_validate(document)
        if detail.summary.conversation_id != self._current:
            return
        self.model.update(detail.summary)
        self.transcript.show_messages(detail.messages)
        self._mark_read(detail.summary.last_seq)
        self._after_change()

    def _on_message(self, conversation_id: str, document: dict[str, object]) -> None:
        if conversation_id != self._current:
            return
        message = MessageWithReasons.model_validate(document)
        self.transcript.append(message)
        self._mark_read(message.seq)

    def _on_selected(self, selected: QItemSelection) -> None:
        if selected.indexes():
            self.open(selected.indexes()[0].data(SUMMARY).conversation_id)

    def _after_change(self) -> None:
        waiting = {
            one.conversation_id
            for row in range(self.model.rowCount())
            if (one := self.model.index(row).data(SUMMARY)).state == ConversationState.WAITING
        }
        if self.model.count(ConversationState.WAITING) and waiting - self._waiting:
            QApplication.beep()
        self._waiting = waiting
        self.waiting_changed.emit(self.model.count(ConversationState.WAITING))
        row = self.model.row_of(self._current)
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.setCurrentIndex(self.model.index(row))
        self.retranslate()

    def _act(self, verb: str, body: dict[str, str]) -> None:
        if self._current:
            self._api.post(self._path(verb), body, self._on_summary, self.failed.emit)

    def _say(self, text: str) -> None:
        conversation_id = self._current
        body = {"text": text}

        def said(_: object) -> None:
            self._drafts.pop(conversation_id, None)
            if conversation_id == self._current and self.composer.toPlainText().strip() == text:
                self.composer.clear()

        self._api.post(self._path("messages"), body, said, self.failed.emit)

    def _mark_read(self, seq: int) -> None:
        self._api.post(self._path("read"), {"up_to": seq})

    def _path(self, verb: str) -> str:
        return f"/v1/operator/conversations/{self._current}/{verb}"

    def _keep_draft(self) -> None:
        if self._current:
            self._drafts[self._current] = self.composer.toPlainText()

    def _enable(self) -> None:
        summary = self.model.summary(self._current)
        state = summary.state if summary else None
        names = {
            ConversationState.BOT: self.tr("the bot answers"),
            ConversationState.WAITING: self.tr("waiting for a person"),
            ConversationState.PERSON: self.tr("you answer"),
            ConversationState.CLOSED: self.tr("closed"),
        }
        self.title.setText(name_of(summary) if summary else self.tr("Choose a conversation on the left"))
        self.state_label.setText(names[state] if state else "")
        self.take_button.setEnabled(
            state in {ConversationState.BOT, ConversationState.WAITING, ConversationState.CLOSED}
        )
        self.back_button.setEnabled(state in {ConversationState.PERSON, ConversationState.WAITING})
        self.close_button.setEnabled(state is not None and state != ConversationState.CLOSED)
        self.composer.setEnabled(summary is not None)
        self.send_button.setEnabled(summary is not None)
