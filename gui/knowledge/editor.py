"""The editor of one FAQ entry."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from appliance.api.operator import FaqEntry
from gui.widgets import button, card, label

ANSWER_HEIGHT = 120


class EntryEditor(QWidget):
    """Fields of an entry. It asks to save, delete or undo, and leaves doing so to the view."""

    save_wanted = Signal(str, dict)
    delete_wanted = Signal(str)
    undo_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._entry_id = ""
        self.heading = label("section")
        self.question, self.category, self.tags = QLineEdit(), QLineEdit(), QLineEdit()
        self.valid_from, self.valid_until = QLineEdit(), QLineEdit()
        self.similar, self.answer = QPlainTextEdit(), QPlainTextEdit()
        self.answer.setMinimumHeight(ANSWER_HEIGHT)
        self.enabled = QCheckBox()
        self.save_button, self.delete_button, self.undo_button = button("primary"), button(), button()
        self._names = [QLabel() for _ in range(7)]
        self._layout()
        self.save_button.clicked.connect(lambda: self.save_wanted.emit(self._entry_id, self.document()))
        self.delete_button.clicked.connect(lambda: self.delete_wanted.emit(self._entry_id))
        self.undo_button.clicked.connect(lambda: self.undo_wanted.emit(self._entry_id))
        self.retranslate()
        self.show_entry(None)

    def show_entry(self, entry: FaqEntry | None) -> None:
        """Edit this entry; None for a new one."""
        self._entry_id = entry.entry_id if entry else ""
        self.question.setText(entry.question if entry else "")
        self.similar.setPlainText("\n".join(entry.similar_questions) if entry else "")
        self.answer.setPlainText(entry.answer if entry else "")
        self.category.setText(entry.category if entry else "")
        self.tags.setText(" ".join(entry.tags) if entry else "")
        self.valid_from.setText(entry.valid_from or "" if entry else "")
        self.valid_until.setText(entry.valid_until or "" if entry else "")
        self.enabled.setChecked(entry.enabled if entry else True)
        self.delete_button.setEnabled(entry is not None)
        self.undo_button.setEnabled(entry is not None)
        self.heading.setText(entry.entry_id if entry else self.tr("New entry"))

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
        for one, name in zip(self._names, names, strict=True):
            one.setText(name)
        self.enabled.setText(self.tr("Answers customers"))
        for field in (self.valid_from, self.valid_until):
            field.setPlaceholderText(self.tr("YYYY-MM-DD, or empty"))
        self.save_button.setText(self.tr("Save"))
        self.delete_button.setText(self.tr("Delete"))
        self.undo_button.setText(self.tr("Undo last change"))
        if not self._entry_id:
            self.heading.setText(self.tr("New entry"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _layout(self) -> None:
        frame = card()
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        fields = (self.question, self.similar, self.answer, self.category, self.tags, self.valid_from, self.valid_until)
        for name, field in zip(self._names, fields, strict=True):
            name.setBuddy(field)
            form.addRow(name, field)
        actions = QHBoxLayout()
        actions.addWidget(self.enabled)
        actions.addStretch()
        for one in (self.undo_button, self.delete_button, self.save_button):
            actions.addWidget(one)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(self.heading)
        inside.addLayout(form)
        inside.addLayout(actions)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(frame)
