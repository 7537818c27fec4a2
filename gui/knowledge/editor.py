"""The editor of one FAQ entry."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from appliance.api.operator import FaqEntry
from gui import design
from gui.widgets import button, is_language_change, label, switch

SIMILAR_HEIGHT, ANSWER_HEIGHT = 56, 72


class EntryEditor(QWidget):
    """Fields of an entry. It asks to save, delete or undo, and leaves doing so to the view."""

    save_wanted = Signal(str, dict)
    delete_wanted = Signal(str)
    undo_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.entry_id = ""
        self._shown: dict[str, object] = {}
        self.heading = label("section")
        self.question, self.category, self.tags = QLineEdit(), QLineEdit(), QLineEdit()
        self.valid_from, self.valid_until = QLineEdit(), QLineEdit()
        self.similar, self.answer = QPlainTextEdit(), QPlainTextEdit()
        self.similar.setMinimumHeight(SIMILAR_HEIGHT)
        self.answer.setMinimumHeight(ANSWER_HEIGHT)
        for field in (self.similar, self.answer):
            field.setTabChangesFocus(True)
        self.enabled = switch()
        self.save_button, self.delete_button, self.undo_button = button("primary"), button("danger"), button()
        self._fields = (
            self.question,
            self.similar,
            self.answer,
            self.category,
            self.tags,
            self.valid_from,
            self.valid_until,
        )
        self._names = [label("small") for _ in self._fields]
        self._layout()
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self.entry_id, self.document()))
        self.delete_button.clicked.connect(lambda: self.delete_wanted.emit(self.entry_id))
        self.undo_button.clicked.connect(lambda: self.undo_wanted.emit(self.entry_id))
        self.retranslate()
        self.show_entry(None)

    def show_entry(self, entry: FaqEntry | None, *, question: str = "", answer: str = "") -> None:
        """Edit this entry; None for a new one, with what is known of it already."""
        self.entry_id = entry.entry_id if entry else ""
        self.question.setText(entry.question if entry else question)
        self.similar.setPlainText("\n".join(entry.similar_questions) if entry else "")
        self.answer.setPlainText(entry.answer if entry else answer)
        self.category.setText(entry.category if entry else "")
        self.tags.setText(" ".join(entry.tags) if entry else "")
        self.valid_from.setText(entry.valid_from or "" if entry else "")
        self.valid_until.setText(entry.valid_until or "" if entry else "")
        self.enabled.setChecked(entry.enabled if entry else True)
        self.question.setCursorPosition(0)
        self.save_button.setEnabled(True)
        self.delete_button.setEnabled(entry is not None)
        self.undo_button.setEnabled(entry is not None)
        self._shown = self.document()
        self._write_heading()

    def show_deleted(self) -> None:
        """The entry is gone; what it was stays to be seen, and undo brings it back."""
        self.save_button.setEnabled(False)
        self.delete_button.setEnabled(False)

    def is_changed(self) -> bool:
        """Whether something was typed that is not saved."""
        return self.document() != self._shown

    def document(self) -> dict[str, object]:
        """What is in the fields, as the bridge takes it."""
        return {
            "question": self.question.text().strip(),
            "similar_questions": [line.strip() for line in self.similar.toPlainText().splitlines() if line.strip()],
            "answer": self.answer.toPlainText().strip(),
            "category": self.category.text().strip(),
            "tags": self.tags.text().split(),
            "valid_from": self.valid_from.text().strip() or None,
            "valid_until": self.valid_until.text().strip() or None,
            "enabled": self.enabled.isChecked(),
        }

    def retranslate(self) -> None:
        """Write every text anew."""
        names = [
            self.tr("Question"),
            self.tr("Similar questions, one a line"),
            self.tr("Answer"),
            self.tr("Category"),
            self.tr("Tags"),
            self.tr("From"),
            self.tr("Until"),
        ]
        for one, field, name in zip(self._names, self._fields, names, strict=True):
            one.setText(name)
            field.setAccessibleName(name)
        self.enabled.setText(self.tr("Answers customers"))
        for field in (self.valid_from, self.valid_until):
            field.setPlaceholderText(self.tr("YYYY-MM-DD, or empty"))
        self.save_button.setText(self.tr("Save"))
        self.delete_button.setText(self.tr("Delete"))
        self.undo_button.setText(self.tr("Undo last change"))
        self._write_heading()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def _write_heading(self) -> None:
        self.heading.setText(self.entry_id or self.tr("New entry"))

    def _layout(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(design.SPACE * 2)
        grid.setVerticalSpacing(3)
        wide, half = (0, 2), (0, 1)
        places = ((0, *wide), (2, *wide), (4, *wide), (6, *half), (6, 1, 1), (8, *half), (8, 1, 1))
        for name, field, (row, column, span) in zip(self._names, self._fields, places, strict=True):
            name.setBuddy(field)
            grid.addWidget(name, row, column, 1, span)
            grid.addWidget(field, row + 1, column, 1, span)
        for name in self._names[1:]:
            name.setContentsMargins(0, 5, 0, 0)
        grid.setRowStretch(3, 2)
        grid.setRowStretch(5, 3)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch()
        head.addWidget(self.enabled)
        actions = QHBoxLayout()
        actions.addWidget(self.delete_button)
        actions.addWidget(self.undo_button)
        actions.addStretch()
        actions.addWidget(self.save_button, alignment=Qt.AlignmentFlag.AlignRight)
        page = QVBoxLayout(self)
        page.setContentsMargins(16, 10, 16, 14)
        page.setSpacing(design.SPACE + 2)
        page.addLayout(head)
        page.addLayout(grid, 1)
        page.addLayout(actions)
