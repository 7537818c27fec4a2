"""What feedback suggests: questions that were not answered well, to accept as entries or refuse."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from appliance.api.operator import Suggestion
from gui import design
from gui.names import Names
from gui.widgets import button, is_language_change, label, rule


class SuggestionsPanel(QScrollArea):
    """Open suggestions with their buttons. A question without an answer is written first: `written` asks for that."""

    decided = Signal(int, str)
    written = Signal(object)

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._suggestions: list[Suggestion] = []
        self._render()

    def show_suggestions(self, suggestions: list[Suggestion]) -> None:
        """Show these."""
        self._suggestions = suggestions
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self._render()
        super().changeEvent(event)

    def _render(self) -> None:
        inside = QWidget()
        inside.setObjectName("paper")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(16, 10, 16, 14)
        layout.setSpacing(design.SPACE)
        hint = label("muted", wrap=True)
        hint.setText(
            self.tr("What customers found badly answered, and what you answered yourself, become entries here.")
            if self._suggestions
            else self.tr("Nothing open. Questions that customers found badly answered appear here.")
        )
        layout.addWidget(hint)
        for suggestion in self._suggestions:
            layout.addWidget(rule())
            self._add(layout, suggestion)
        layout.addStretch()
        self.setWidget(inside)

    def _add(self, layout: QVBoxLayout, suggestion: Suggestion) -> None:
        kind, question = label("small"), label(wrap=True)
        named = self.tr("New entry") if suggestion.kind == "faq" else self.tr("Good example")
        kind.setText(f"{named} · {self._names.intent(suggestion.intent)}")
        question.setText(suggestion.text)
        layout.addWidget(kind)
        layout.addWidget(question)
        if suggestion.proposed_answer:
            answer = label("quote", wrap=True)
            answer.setText(suggestion.proposed_answer)
            layout.addWidget(answer)
        accept, refuse = button("primary"), button()
        unanswered = suggestion.kind == "faq" and not suggestion.proposed_answer
        accept.setText(self.tr("Write the answer") if unanswered else self.tr("Accept"))
        refuse.setText(self.tr("Refuse"))
        if unanswered:
            accept.clicked.connect(lambda: self.written.emit(suggestion))
        else:
            accept.clicked.connect(lambda: self.decided.emit(suggestion.suggestion_id, "accept"))
        refuse.clicked.connect(lambda: self.decided.emit(suggestion.suggestion_id, "refuse"))
        actions = QHBoxLayout()
        actions.addStretch()
        actions.addWidget(refuse)
        actions.addWidget(accept)
        layout.addLayout(actions)
