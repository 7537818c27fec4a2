"""FAQ entries as a Qt table model, read page by page from the engine."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from appliance.api.operator import FaqEntry
from gui import design

Index = QModelIndex | QPersistentModelIndex


class EntryModel(QAbstractTableModel):
    """Question, category, state, and in a test the score."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[FaqEntry] = []

    def replace(self, entries: list[FaqEntry]) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many entries are shown."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Question, category, state."""
        return 0 if parent.isValid() else 3

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == int(Qt.ItemDataRole.DisplayRole):
            return (self.tr("Question"), self.tr("Category"), self.tr("State"))[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A cell."""
        entry = self.entries[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return (entry.question, entry.category, self._state(entry))[index.column()]
        if role == int(Qt.ItemDataRole.ForegroundRole) and not entry.answerable:
            return QColor(design.MUTED)
        return None

    def _state(self, entry: FaqEntry) -> str:
        if entry.score is not None:
            return f"{entry.score:.0%}"
        if not entry.enabled:
            return self.tr("Off")
        return self.tr("Answers") if entry.answerable else self.tr("Out of date")
