"""The main window: places on the left, the chosen one beside them, the engine's state below."""

from PySide6.QtCore import QByteArray, QEvent, QSettings
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from appliance.api.messages import Health
from gui.api import EngineApi
from gui.connection import EngineProcess
from gui.event_stream import EventStream
from gui.inbox.view import InboxView
from gui.intents.view import IntentsView
from gui.knowledge.view import KnowledgeView
from gui.language import Language
from gui.names import Names
from gui.settings.view import SettingsView
from gui.shop import Shop
from gui.sidebar import Sidebar
from gui.state_bar import Banner, StateBar
from gui.toast import Toast
from gui.widgets import is_language_change

SIZE = (1280, 780)
SMALLEST = (960, 600)
INBOX, KNOWLEDGE, INTENTS, SETTINGS = range(4)


class MainWindow(QMainWindow):
    """The console's window; it owns whatever it is given."""

    def __init__(
        self, api: EngineApi, stream: EventStream, engine: EngineProcess, language: Language, settings: QSettings
    ) -> None:
        super().__init__()
        self._api, self._stream, self._engine, self._settings = api, stream, engine, settings
        for part in (engine, stream, api, language):
            part.setParent(self)
        self._waiting = 0
        self.names, self.shop = Names(self), Shop(api, self)
        self.inbox = InboxView(api, stream, self.names)
        self.knowledge = KnowledgeView(api, self.names)
        self.intents = IntentsView(api, self.names)
        self.settings = SettingsView(api, self.shop, language)
        self.sidebar, self.state_bar, self.banner = Sidebar(self.shop), StateBar(self.names), Banner()
        self._build()
        self._connect()
        self.retranslate()

    def show_place(self, index: int) -> None:
        """Go to `INBOX`, `KNOWLEDGE`, `INTENTS` or `SETTINGS`."""
        self.sidebar.places[index].setChecked(True)
        self.pages.setCurrentIndex(index)
        self._reload_place()

    def restart_engine(self) -> None:
        """End the engine; the console starts it again when it is gone."""
        self._api.post("/v1/operator/shutdown", {}, None, self.toast.say)

    def retranslate(self) -> None:
        """Write every text anew."""
        waiting = self.tr("({count} waiting) ").format(count=self._waiting) if self._waiting else ""
        self.setWindowTitle(waiting + self.tr("Guitai"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language; what was said in the other one is over."""
        if is_language_change(event):
            self.retranslate()
            self.toast.say("")
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.inbox.mark_read()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window stood; the engine goes on."""
        self._settings.setValue("geometry", self.saveGeometry())
        self._engine.rest()
        super().closeEvent(event)

    def _build(self) -> None:
        self.pages = QStackedWidget()
        for view in (self.inbox, self.knowledge, self.intents, self.settings):
            self.pages.addWidget(view)
        self.toast = Toast(self.pages)
        page = QVBoxLayout()
        page.setSpacing(0)
        page.addWidget(self.banner)
        page.addWidget(self.pages)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.sidebar)
        body.addLayout(page)
        outside = QWidget()
        outer = QVBoxLayout(outside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(body)
        outer.addWidget(self.state_bar)
        self.setCentralWidget(outside)
        self.inbox.list.setFocus()
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        stood = self._settings.value("geometry")
        if isinstance(stood, QByteArray):
            self.restoreGeometry(stood)

    def _connect(self) -> None:
        stream, engine = self._stream, self._engine
        stream.opened.connect(self._on_opened)
        stream.closed.connect(self._on_closed)
        stream.health.connect(lambda document: self.state_bar.show_health(Health.model_validate(document)))
        engine.found.connect(stream.start)
        engine.gave_up.connect(self._on_gave_up)
        self.inbox.waiting_changed.connect(self._on_waiting)
        self.inbox.entry_wanted.connect(self._open_entry)
        self.sidebar.chosen.connect(self.show_place)
        self.state_bar.restart_wanted.connect(self.restart_engine)
        self.banner.retry_wanted.connect(engine.retry)
        for told in (self.knowledge.told, self.intents.told, self.settings.told):
            told.connect(self.toast.say)
        for part in (self.inbox, self.knowledge, self.intents, self.settings, self.shop):
            part.failed.connect(self.toast.say)
        for index in (INBOX, KNOWLEDGE, INTENTS, SETTINGS):
            QShortcut(QKeySequence(f"Ctrl+{index + 1}"), self, lambda chosen=index: self.show_place(chosen))

    def _reload_place(self) -> None:
        if self.pages.currentIndex() == KNOWLEDGE:
            self.knowledge.reload()
        elif self.pages.currentIndex() == INTENTS:
            self.intents.reload()
        elif self.pages.currentIndex() == SETTINGS:
            self.settings.reload()

    def _open_entry(self, entry_id: str) -> None:
        self.show_place(KNOWLEDGE)
        self.knowledge.open_entry(entry_id)

    def _on_opened(self) -> None:
        self._engine.settled()
        self.banner.hide()
        self.state_bar.show_state("connected")
        self._api.get("/v1/operator/intents", self._on_intents, self.toast.say)
        self.shop.reload()
        self._reload_place()

    def _on_intents(self, document: dict[str, object]) -> None:
        self.names.learn(document)
        self.inbox.reasons.render_reasons()
        self.intents.retranslate()

    def _on_closed(self, answered: bool) -> None:
        # While it can't be started, why not is more to the point than that it is gone.
        if self.state_bar.state != "failed":
            self.state_bar.show_state("lost")
        self._engine.lost(answered=answered)

    def _on_gave_up(self, code: str, words: str) -> None:
        self.state_bar.show_state("failed")
        self.banner.show_fault(code, words)

    def _on_waiting(self, count: int) -> None:
        self._waiting = count
        self.sidebar.show_waiting(count)
        self.retranslate()
