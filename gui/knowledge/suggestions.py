"""What feedback suggests: questions that were not answered well, to accept as entries or refuse."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from appliance.api.operator import Suggestion
from gui.widgets import button, label


class SuggestionsPanel(QScrollArea):
    """Open suggestions with their buttons."""

    decided = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setObjectName("card")
        self._suggestions: list[Suggestion] = []
        self._render()

    def show_suggestions(self, suggestions: list[Suggestion]) -> None:
        """Show these."""
        self._suggestions = suggestions
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._render()
        super().changeEvent(event)

    def _render(self) -> None:
        inside = QWidget()
        inside.setObjectName("paper")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 12, 16, 12)
        title = label("section")
        title.setText(self.tr("Suggestions from feedback"))
        layout.addWidget(title)
        if not self._suggestions:
            hint = label("muted", wrap=True)
            hint.setText(self.tr("Nothing open. Questions that customers found badly answered appear here."))
            layout.addWidget(hint)
        for suggestion in self._suggestions:
            layout.addLayout(self._line(suggestion))
        layout.addStretch()
        self.setWidget(inside)

    def _line(self, suggestion: Suggestion) -> QHBoxLayout:
        row = QHBoxLayout()
        kind = self.tr("New entry") if suggestion.kind == "faq" else self.tr("Good example")
        answer = f"\n→ {suggestion.proposed_answer}" if suggestion.proposed_answer else ""
        words = QLabel(f"{kind} · {suggestion.text}{answer}")
        words.setTextFormat(words.textFormat().PlainText)
        words.setWordWrap(True)
        accept, refuse = button(), button()
        accept.setText(self.tr("Accept"))
        refuse.setText(self.tr("Refuse"))
        accept.clicked.connect(lambda: self.decided.emit(suggestion.suggestion_id, "accept"))
        refuse.clicked.connect(lambda: self.decided.emit(suggestion.suggestion_id, "refuse"))
        row.addWidget(words, 1)
        row.addWidget(accept)
        row.addWidget(refuse)
        return row
