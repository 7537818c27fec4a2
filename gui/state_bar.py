"""The engine's state: whether it answers, on which models, and why it does not."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from appliance.api.messages import Health
from gui import design
from gui.faults import Faults
from gui.names import Names
from gui.widgets import OneLine, button, is_language_change, label


class StateBar(QWidget):
    """One line at the window's foot. `state` is `searching`, `connected`, `lost` or `failed`."""

    restart_wanted = Signal()

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.setObjectName("stateBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._names = names
        self.state = "searching"
        self._health: Health | None = None
        self._dot, self.words, self.models = label(), label(), OneLine("small")
        self._dot.setText("●")
        self.restart_button = button("quiet")
        self.restart_button.clicked.connect(self.restart_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 5, 12, 5)
        layout.setSpacing(design.SPACE)
        layout.addWidget(self._dot)
        layout.addWidget(self.words)
        layout.addWidget(self.models, 1)
        self.models.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.restart_button)
        self.retranslate()

    def show_state(self, state: str) -> None:
        """How the connection is; what was known of the models is forgotten with it."""
        self.state = state
        if state != "connected":
            self._health = None
        self.retranslate()

    def show_health(self, health: Health) -> None:
        """How the engine and its models are."""
        self._health = health
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        texts = {
            "searching": (self.tr("Looking for the engine…"), design.MUTED),
            "lost": (self.tr("The engine is gone; starting it again…"), design.WARN),
            "failed": (self.tr("The engine can't be started."), design.BAD),
            "starting": (self.tr("The engine is starting…"), design.WARN),
            "degraded": (self.tr("A part has failed; the rest answers."), design.WARN),
            "ready": (self.tr("The desk is open"), design.GOOD),
            "connected": (self.tr("Connected"), design.GOOD),
        }
        text, colour = texts[self._health.status if self._health else self.state]
        self.words.setText(text)
        self._dot.setStyleSheet(f"color: {colour};")
        self.words.setStyleSheet("" if colour == design.GOOD else f"color: {colour}; font-weight: 600;")
        self.models.setText(" · ".join(self._model_texts()))
        self.restart_button.setText(self.tr("Restart engine"))
        self.restart_button.setEnabled(self.state == "connected")

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def _model_texts(self) -> list[str]:
        texts = []
        for role, model in (self._health.models if self._health else {}).items():
            name = self._names.model(role)
            if model.state == "failed":
                texts.append(self.tr("{model}: failed ({why})").format(model=name, why=model.detail))
            elif model.state == "loading":
                texts.append(self.tr("{model}: loading…").format(model=name))
            else:
                texts.append(f"{name}: {model.name} ({model.provider})")
        return texts


class Banner(QFrame):
    """Why the engine can't be started, in place of silence."""

    retry_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._faults = Faults(self)
        self._code = self._words = ""
        self.words = label(wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.retry_button = button()
        self.retry_button.clicked.connect(self.retry_wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 10, 16, 10)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.retry_button)
        self.retranslate()
        self.hide()

    def show_fault(self, code: str, words: str) -> None:
        """Say why, by the engine's code or in its own words."""
        self._code, self._words = code, words
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        """Write every text anew."""
        what = self.tr("The engine can't be started.")
        self.words.setText(f"{what} {self._faults.explain(self._code, self._words)}")
        self.retry_button.setText(self.tr("Try again"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
