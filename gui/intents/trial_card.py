"""A sentence to try: which intent it has, how surely, by which words, and what it is like."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from appliance.api.intents import IntentExplanation, NearExample
from appliance.api.messages import MAX_TEXT_CHARACTERS
from gui.api import EngineApi, Latest
from gui.cards import TitledCard
from gui.carried_words import EXPLAIN, CarriedWords
from gui.icons import icon
from gui.intent_bars import intent_bars
from gui.names import Names
from gui.widgets import button, label, rule


class TrialCard(TitledCard):
    """Asks the engine for one sentence's intent and its reasons."""

    def __init__(self, api: EngineApi, names: Names) -> None:
        super().__init__()
        self._asked = Latest(api)
        self._names = names
        self._explanation: IntentExplanation | None = None
        self.field, self.ask_button = QLineEdit(), button()
        self.field.setMaxLength(MAX_TEXT_CHARACTERS)
        self.field.addAction(QAction(icon("ask"), "", self.field), QLineEdit.ActionPosition.LeadingPosition)
        self.field.setProperty("role", "icon")
        self.field.setClearButtonEnabled(True)
        self.field.returnPressed.connect(self.ask)
        self.field.textChanged.connect(lambda text: None if text else self._show(None))
        self.ask_button.clicked.connect(self.ask)
        row = QHBoxLayout()
        row.addWidget(self.field)
        row.addWidget(self.ask_button)
        self.column.addLayout(row)
        self.retranslate()

    @property
    def explanation(self) -> IntentExplanation | None:
        """What is shown."""
        return self._explanation

    def ask(self) -> None:
        """Ask what stands in the field."""
        if text := self.field.text().strip():
            self._asked.post(EXPLAIN, {"text": text}, self._on_explanation, self.failed.emit)

    def ask_again(self) -> None:
        """Other intents are in use: what is shown is asked anew."""
        if self._explanation is not None:
            self.ask()

    def retranslate(self) -> None:
        """Write everything anew."""
        self.title.setText(self.tr("Try a sentence"))
        words = self.tr("What might a customer say?")
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self.ask_button.setText(self.tr("Try it"))
        layout = self.renewed()
        if self._explanation is None:
            hint = label("small", wrap=True)
            hint.setText(self.tr("Shows the intent, how sure it is, which words it went by, and examples like it."))
            layout.addWidget(hint)
        else:
            self._fill(layout, self._explanation)

    def _fill(self, layout: QVBoxLayout, explanation: IntentExplanation) -> None:
        layout.addLayout(intent_bars(explanation.intent, self._names))
        layout.addWidget(rule())
        layout.addWidget(CarriedWords(explanation))
        if explanation.nearest:
            layout.addWidget(rule())
            heading = label("small")
            heading.setText(self.tr("The examples most like it"))
            layout.addWidget(heading)
        for example in explanation.nearest:
            layout.addLayout(self._near(example))

    def _near(self, example: NearExample) -> QHBoxLayout:
        words, about = label(wrap=True), label("small")
        words.setText(example.text)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        about.setText(f"{self._names.intent(example.intent)} · {example.cosine:.2f}")
        about.setToolTip(self.tr("Likeness: 1 is the same meaning, near 0 is unrelated."))
        line = QHBoxLayout()
        line.addWidget(words, 1)
        line.addWidget(about, alignment=Qt.AlignmentFlag.AlignTop)
        return line

    def _on_explanation(self, document: dict[str, object]) -> None:
        self._show(IntentExplanation.model_validate(document))

    def _show(self, explanation: IntentExplanation | None) -> None:
        if explanation is None:
            self._asked.drop()
        self._explanation = explanation
        self.retranslate()
