"""An entry's history: what was changed and when, and the way back."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from appliance.api.operator import FaqChange
from gui import design
from gui.times import moment
from gui.widgets import button, is_language_change, label, rule


class HistoryPanel(QScrollArea):
    """Changes of the entry in the editor, the latest above; each can be taken back."""

    undo_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._changes: list[FaqChange] = []
        self._render()

    def show_changes(self, changes: list[FaqChange]) -> None:
        """Show these."""
        self._changes = changes
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
        if not self._changes:
            hint = label("muted", wrap=True)
            hint.setText(self.tr("Choose an entry on the left to see how it came to be."))
            layout.addWidget(hint)
        for number, change in enumerate(self._changes):
            if number:
                layout.addWidget(rule())
            self._add(layout, change)
        layout.addStretch()
        self.setWidget(inside)

    def _add(self, layout: QVBoxLayout, change: FaqChange) -> None:
        head = QHBoxLayout()
        what, back = label("small"), button("link")
        what.setText(f"{moment(change.at)} · {self._what(change)}")
        back.setText(self.tr("Take back"))
        back.clicked.connect(lambda: self.undo_wanted.emit(change.change_id))
        head.addWidget(what)
        head.addStretch()
        head.addWidget(back)
        layout.addLayout(head)
        for name, before, after in self._differences(change):
            words = label(wrap=True)
            words.setText(f"{name}: {before} → {after}" if before else f"{name}: {after}")
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            layout.addWidget(words)

    def _what(self, change: FaqChange) -> str:
        if change.before is None:
            return self.tr("created")
        return self.tr("deleted") if change.after is None else self.tr("changed")

    def _differences(self, change: FaqChange) -> list[tuple[str, str, str]]:
        if change.before is None or change.after is None:
            there = change.after or change.before
            return [(self.tr("Answer"), "", there.answer)] if there else []
        before, after = change.before, change.after
        parts = (
            (self.tr("Question"), before.question, after.question),
            (self.tr("Similar questions"), " | ".join(before.similar_questions), " | ".join(after.similar_questions)),
            (self.tr("Answer"), before.answer, after.answer),
            (self.tr("Category"), before.category, after.category),
            (self.tr("Tags"), " ".join(before.tags), " ".join(after.tags)),
            (self.tr("From"), before.valid_from or "—", after.valid_from or "—"),
            (self.tr("Until"), before.valid_until or "—", after.valid_until or "—"),
            (self.tr("Answers customers"), self._yes(on=before.enabled), self._yes(on=after.enabled)),
        )
        return [(name, old, new or "—") for name, old, new in parts if old != new]

    def _yes(self, *, on: bool) -> str:
        return self.tr("yes") if on else self.tr("no")
