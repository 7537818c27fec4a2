"""The main window: places on the left, the chosen one beside them, the engine's state below."""

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from appliance.api.messages import Health
from gui import design
from gui.api import EngineApi
from gui.connection import EngineProcess
from gui.event_stream import EventStream
from gui.inbox.view import InboxView
from gui.knowledge.view import KnowledgeView
from gui.language import Language
from gui.settings import SettingsView
from gui.widgets import button, label

SIDEBAR_WIDTH = 148
NOTICE_MS = 6000


class MainWindow(QMainWindow):
    """The console's window."""

    def __init__(self, api: EngineApi, stream: EventStream, engine: EngineProcess, language: Language) -> None:
        super().__init__()
        self._api = api
        self._stream = stream
        self._engine = engine
        self._health: Health | None = None
        self._state = "searching"
        self._waiting = 0
        self.inbox = InboxView(api, stream)
        self.knowledge = KnowledgeView(api)
        self.settings = SettingsView(api, language)
        self._build()
        stream.opened.connect(self._on_opened)
        stream.closed.connect(self._on_closed)
        stream.health.connect(self._on_health)
        engine.found.connect(stream.start)
        engine.gave_up.connect(self._on_gave_up)
        self.inbox.waiting_changed.connect(self._on_waiting)
        for view in (self.inbox, self.knowledge, self.settings):
            view.failed.connect(self.notify)
        for told in (self.knowledge.told, self.settings.told):
            told.connect(self.notify)
        self.retranslate()

    def show_place(self, index: int) -> None:
        """0 inbox, 1 knowledge, 2 settings."""
        self._places[index].setChecked(True)
        self.pages.setCurrentIndex(index)
        if index == 1:
            self.knowledge.reload()
        elif index > 1:
            self.settings.reload()

    def notify(self, text: str) -> None:
        """Say something for a while."""
        self.notice.setText(text)
        self._forget.start()

    def restart_engine(self) -> None:
        """End the engine; the console starts it again when it is gone."""
        self._api.post("/v1/operator/shutdown", {}, None, self.notify)

    def retranslate(self) -> None:
        """Write every text anew."""
        names = [self.tr("Inbox"), self.tr("Knowledge"), self.tr("Settings")]
        for one, name in zip(self._places, names, strict=True):
            one.setText(name)
        if self._waiting:
            self._places[0].setText(f"{names[0]}  {self._waiting}")
        waiting = self.tr("({count} waiting) ").format(count=self._waiting) if self._waiting else ""
        self.setWindowTitle(waiting + self.tr("Guitai"))
        self.brand.setText(self.tr("Guitai"))
        self.restart_button.setText(self.tr("Restart engine"))
        self._show_state()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._places = [button("nav", checkable=True) for _ in range(3)]
        self.pages = QStackedWidget()
        sidebar = QWidget()
        sidebar.setObjectName("sidebar")
        sidebar.setFixedWidth(SIDEBAR_WIDTH)
        column = QVBoxLayout(sidebar)
        self.brand = label("title")
        self.brand.setContentsMargins(12, 8, 0, 12)
        column.addWidget(self.brand)
        for index, place in enumerate(self._places):
            place.setAutoExclusive(True)
            place.clicked.connect(lambda _=False, chosen=index: self.show_place(chosen))
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self, lambda chosen=index: self.show_place(chosen))
            column.addWidget(place)
        column.addStretch()
        self._places[0].setChecked(True)
        for view in (self.inbox, self.knowledge, self.settings):
            self.pages.addWidget(view)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(sidebar)
        body.addWidget(self.pages)
        outside = QWidget()
        outer = QVBoxLayout(outside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(body)
        outer.addWidget(self._state_bar())
        self.setCentralWidget(outside)
        self.resize(1280, 780)

    def _state_bar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("stateBar")
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(16, 6, 16, 6)
        self.dot, self.state_label, self.notice = QLabel("●"), label("muted"), label()
        self.notice.setTextFormat(self.notice.textFormat().PlainText)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(NOTICE_MS)
        self._forget.timeout.connect(self.notice.clear)
        self.restart_button = button()
        self.restart_button.clicked.connect(self.restart_engine)
        layout.addWidget(self.dot)
        layout.addWidget(self.state_label)
        layout.addStretch()
        layout.addWidget(self.notice)
        layout.addStretch()
        layout.addWidget(self.restart_button)
        return bar

    def _on_opened(self) -> None:
        self._engine.settled()
        self._state = "connected"
        self._show_state()
        self.show_place(self.pages.currentIndex())

    def _on_closed(self) -> None:
        self._state, self._health = "lost", None
        self._show_state()
        self._engine.lost()

    def _on_gave_up(self, last_words: str) -> None:
        self._state = "failed"
        self._show_state()
        if last_words:
            self.notify(last_words)

    def _on_health(self, document: dict[str, object]) -> None:
        self._health = Health.model_validate(document)
        self._show_state()

    def _on_waiting(self, count: int) -> None:
        self._waiting = count
        self.retranslate()

    def _show_state(self) -> None:
        texts = {
            "searching": (self.tr("Looking for the engine…"), design.MUTED),
            "lost": (self.tr("The engine is gone; starting it again…"), design.WARN),
            "failed": (self.tr("The engine can't be started."), design.BAD),
            "starting": (self.tr("The engine is starting…"), design.WARN),
            "degraded": (self.tr("A part has failed; the rest answers."), design.WARN),
            "ready": (self.tr("The desk is open"), design.GOOD),
            "connected": (self.tr("Connected"), design.GOOD),
        }
        state = self._health.status if self._health and self._state == "connected" else self._state
        text, colour = texts[state]
        if self._health is not None:
            running = [
                f"{one.name} ({one.provider})" for one in self._health.models.values() if one.name and one.provider
            ]
            text = " · ".join([text, *running])
        self.state_label.setText(text)
        self.dot.setStyleSheet(f"color: {colour};")
        self.restart_button.setEnabled(self._state == "connected")
