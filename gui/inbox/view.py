"""The inbox: list, conversation and reasons side by side."""

from PySide6.QtCore import QEvent, QItemSelection, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from appliance.api.intents import IntentExplanation
from appliance.api.messages import ConversationState, Health
from appliance.api.operator import ConversationDetail, ConversationList, ConversationSummary, MessageWithReasons
from gui import design
from gui.api import EngineApi, Latest
from gui.carried_words import EXPLAIN
from gui.event_stream import EventStream
from gui.inbox.composer import Outbox
from gui.inbox.conversations import SUMMARY, ConversationModel
from gui.inbox.delegate import ConversationDelegate
from gui.inbox.desk import ConversationDesk
from gui.inbox.reasons import ReasonsPanel
from gui.names import Names
from gui.widgets import button, card, is_language_change, label

FILTERS: tuple[ConversationState | None, ...] = (
    None,
    ConversationState.WAITING,
    ConversationState.PERSON,
    ConversationState.BOT,
    ConversationState.CLOSED,
)
OWN_WORK = (ConversationState.WAITING, ConversationState.PERSON)
WIDTHS = (320, 550, 270)
REASONS_FROM = 1000
# How long each waits is shown in minutes.
REFRESH_MS = 20_000
CONVERSATIONS = "/v1/operator/conversations"


class InboxView(QWidget):
    """Conversations live. It holds drafts, and nothing else of its own."""

    waiting_changed = Signal(int)
    entry_wanted = Signal(str)
    failed = Signal(str)

    def __init__(self, api: EngineApi, stream: EventStream, names: Names) -> None:
        super().__init__()
        self.setObjectName("page")
        self._api = api
        self._list_read, self._current_read, self._explanation = Latest(api), Latest(api), Latest(api)
        self._names = names
        self._current = ""
        self._seen = 0
        self._just_opened = False
        # Lines that arrive while the transcript is being read; None once it is there.
        self._early: list[MessageWithReasons] | None = None
        self._drafts: dict[str, str] = {}
        self._waiting: set[str] = set()
        self.model = ConversationModel()
        self.outbox = Outbox(api, self)
        self.desk, self.reasons = ConversationDesk(names), ReasonsPanel(names)
        self._build()
        self._connect(stream)
        self.retranslate()

    def reload(self) -> None:
        """Read list and open conversation anew."""
        self._list_read.get(CONVERSATIONS, self._on_list, self.failed.emit)
        self._read_current()

    def open(self, conversation_id: str) -> None:
        """Show a conversation; what was typed for another is kept for it."""
        if conversation_id == self._current:
            return
        if self._current:
            self._drafts[self._current] = self.desk.composer.toPlainText()
            self.desk.composer.rest()
        self._current, self._seen, self._early, self._just_opened = conversation_id, 0, None, True
        self.desk.transcript.clear()
        self.desk.show_writing(on=False)
        self.desk.show_summary(self.model.summary(conversation_id))
        self.desk.composer.show_draft(self._drafts.get(conversation_id, ""))
        self._read_current()

    def send(self, text: str) -> None:
        """Say it; it stays typed until the engine has it. Who speaks takes the conversation over."""
        summary = self.model.summary(self._current)
        if summary is not None:
            person = summary.state == ConversationState.PERSON
            self.outbox.send(self._current, text, take_over=None if person else self._operator())

    def mark_read(self) -> None:
        """Tell the engine what was seen; what arrives behind another window was not."""
        seq = self.desk.transcript.last_seq()
        if self._current and seq > self._seen and self.isVisible() and self.isActiveWindow():
            self._seen = seq
            self._api.post(f"{CONVERSATIONS}/{self._current}/read", {"up_to": seq}, None, self._not_marked)

    def retranslate(self) -> None:
        """Write every text anew."""
        names = [self.tr("All"), self.tr("Waiting"), self.tr("With me"), self.tr("Bot"), self.tr("Closed")]
        for name, state, one in zip(names, FILTERS, self.filters, strict=True):
            # How many there are is told only of those that want something of the merchant.
            count = self.model.count(state) if state in OWN_WORK else 0
            one.setText(f"{name} {count}" if count else name)
        self.list.setAccessibleName(self.tr("Conversations"))
        self.empty.setText(
            self.tr("No conversation yet. Once a page has the chat plugin, its customers appear here.")
            if not self.model.count(None)
            else self.tr("None here.")
        )
        self.empty.setVisible(self.model.rowCount() == 0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the conversation comes before its reasons."""
        self.reasons.setVisible(self.width() >= REASONS_FROM)
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """What is on the screen counts as read."""
        super().showEvent(event)
        self.mark_read()

    def _build(self) -> None:
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ConversationDelegate(self._names, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.empty = label("muted", wrap=True)
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.filters = [button("filter", checkable=True) for _ in FILTERS]
        filters = QHBoxLayout()
        filters.setContentsMargins(6, 8, 6, 6)
        filters.setSpacing(0)
        for state, one in zip(FILTERS, self.filters, strict=True):
            one.setAutoExclusive(True)
            one.clicked.connect(lambda _=False, chosen=state: self._narrow(chosen))
            filters.addWidget(one)
        filters.addStretch()
        self.filters[0].setChecked(True)
        left = card()
        column = QVBoxLayout(left)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(filters)
        column.addWidget(self.empty)
        column.addWidget(self.list)
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(design.SPACE + 4)
        for place, widget in enumerate((left, self.desk, self.reasons)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(place, 1 if widget is self.desk else 0)
        splitter.setSizes(list(WIDTHS))
        left.setMinimumWidth(WIDTHS[0])
        self.reasons.setMinimumWidth(WIDTHS[2] - 20)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(design.SPACE * 2, design.SPACE * 2, design.SPACE * 2, design.SPACE * 2)
        layout.addWidget(splitter)

    def _connect(self, stream: EventStream) -> None:
        stream.opened.connect(self.reload)
        stream.message.connect(self._on_message)
        stream.conversation.connect(self._on_summary)
        stream.typing.connect(self._on_typing)
        stream.health.connect(lambda document: self.reasons.show_health(Health.model_validate(document)))
        self.list.selectionModel().selectionChanged.connect(self._on_selected)
        self.desk.wanted.connect(self._act)
        self.desk.submitted.connect(self.send)
        self.desk.composer.typing.connect(self._tell_typing)
        self.desk.transcript.chosen.connect(lambda _: self._show_reasons())
        self.desk.transcript.picked.connect(self.reasons.explain)
        self.reasons.words_wanted.connect(self._explain)
        self.reasons.entry_wanted.connect(self.entry_wanted)
        self.outbox.said.connect(self._on_said)
        self.outbox.failed.connect(self.failed)
        clock = QTimer(self)
        clock.setInterval(REFRESH_MS)
        clock.timeout.connect(self.list.viewport().update)
        clock.start()

    def _on_list(self, document: dict[str, object]) -> None:
        self.model.replace(ConversationList.model_validate(document).conversations)
        self._after_change()

    def _on_summary(self, document: dict[str, object]) -> None:
        self.model.update(ConversationSummary.model_validate(document))
        self._after_change()

    def _on_detail(self, document: dict[str, object]) -> None:
        detail = ConversationDetail.model_validate(document)
        self.model.update(detail.summary)
        self.desk.transcript.show_messages(detail.messages)
        self._append_early()
        if self._just_opened:
            self._just_opened = False
            self.reasons.explain()
        self.mark_read()
        self._after_change()

    def _on_message(self, conversation_id: str, document: dict[str, object]) -> None:
        if conversation_id != self._current:
            return
        message = MessageWithReasons.model_validate(document)
        if self._early is not None:
            self._early.append(message)
            return
        self.desk.transcript.append(message)
        self.mark_read()

    def _on_typing(self, conversation_id: str, who: str, on: bool) -> None:
        if conversation_id == self._current and who == "bot":
            self.desk.show_writing(on=on)

    def _on_selected(self, selected: QItemSelection) -> None:
        if selected.indexes():
            self.open(selected.indexes()[0].data(SUMMARY).conversation_id)

    def _on_said(self, conversation_id: str, text: str) -> None:
        self._drafts.pop(conversation_id, None)
        if conversation_id == self._current and self.desk.composer.toPlainText().strip() == text:
            self.desk.composer.clear()

    def _show_reasons(self) -> None:
        reply = self.desk.transcript.chosen_reply()
        if reply != self.reasons.reply:
            self._explanation.drop()
            self.reasons.show_reply(reply, self.desk.transcript.question())

    def _explain(self, text: str) -> None:
        def explained(document: dict[str, object]) -> None:
            self.reasons.show_words(IntentExplanation.model_validate(document))

        def failed(problem: str) -> None:
            self.reasons.show_no_words()
            self.failed.emit(problem)

        self._explanation.post(EXPLAIN, {"text": text}, explained, failed)

    def _narrow(self, state: ConversationState | None) -> None:
        self.model.narrow(state)
        self._after_change()

    def _after_change(self) -> None:
        waiting = self.model.waiting()
        if waiting - self._waiting:
            QApplication.beep()
            QApplication.alert(self.window())
        self._waiting = waiting
        self.waiting_changed.emit(len(waiting))
        row = self.model.row_of(self._current)
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.setCurrentIndex(self.model.index(row))
        self.desk.show_summary(self.model.summary(self._current))
        self.retranslate()

    def _act(self, verb: str) -> None:
        if self._current:
            body = self._operator() if verb == "take-over" else {}
            self._api.post(f"{CONVERSATIONS}/{self._current}/{verb}", body, self._on_summary, self.failed.emit)

    def _operator(self) -> dict[str, str]:
        return {"operator": self.tr("Shop")}

    def _tell_typing(self, on: bool) -> None:
        summary = self.model.summary(self._current)
        if summary is not None and summary.state == ConversationState.PERSON:
            self._api.post(f"{CONVERSATIONS}/{self._current}/typing", {"on": on})

    def _read_current(self) -> None:
        if self._current:
            self._early = self._early or []
            self._current_read.get(f"{CONVERSATIONS}/{self._current}", self._on_detail, self._not_read)

    def _not_read(self, problem: str) -> None:
        self._append_early()
        self.failed.emit(problem)

    def _append_early(self) -> None:
        for message in self._early or ():
            self.desk.transcript.append(message)
        self._early = None

    def _not_marked(self, problem: str) -> None:
        self._seen = 0
        self.failed.emit(problem)
