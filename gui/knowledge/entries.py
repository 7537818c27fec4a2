"""FAQ entries as a Qt table model, read page by page from the engine."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from appliance.api.operator import FaqEntry, FaqPage
from gui import design

Index = QModelIndex | QPersistentModelIndex
QUESTION, CATEGORY, STATE = range(3)


class EntryModel(QAbstractTableModel):
    """Question, category, and state or, where a customer's question is tried, how well the entry fits it.

    `more_wanted` asks for the page that begins at its argument.
    """

    more_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[FaqEntry] = []
        self.total = 0
        self._asked = -1

    @property
    def is_trial(self) -> bool:
        """Whether the entries are what a trial found."""
        return any(entry.score is not None for entry in self.entries)

    def replace(self, page: FaqPage) -> None:
        """Show these."""
        self.beginResetModel()
        self.entries, self.total, self._asked = list(page.entries), page.total, -1
        self.endResetModel()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, STATE, STATE)

    def extend(self, page: FaqPage) -> None:
        """Show these as well."""
        if page.entries:
            begin = len(self.entries)
            self.beginInsertRows(QModelIndex(), begin, begin + len(page.entries) - 1)
            self.entries += page.entries
            self.endInsertRows()
        self.total = page.total

    def row_of(self, entry_id: str) -> int:
        """Its row, or -1."""
        return next((row for row, entry in enumerate(self.entries) if entry.entry_id == entry_id), -1)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the engine has more."""
        return not parent.isValid() and len(self.entries) < self.total and not self.is_trial

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002 - Qt's signature
        """Ask for the next page, once."""
        if self._asked != len(self.entries):
            self._asked = len(self.entries)
            self.more_wanted.emit(self._asked)

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
            state = self.tr("Fits") if self.is_trial else self.tr("State")
            return (self.tr("Question"), self.tr("Category"), state)[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A cell."""
        entry = self.entries[index.row()]
        if role == int(Qt.ItemDataRole.DisplayRole):
            return (entry.question, entry.category, self._state(entry))[index.column()]
        if role == int(Qt.ItemDataRole.ForegroundRole):
            if index.column() == STATE and entry.answerable:
                return QColor(design.GOOD)
            return QColor(design.INK if entry.answerable and index.column() == QUESTION else design.MUTED)
        return None

    def _state(self, entry: FaqEntry) -> str:
        if entry.score is not None:
            return f"{entry.score:.0%}"
        if not entry.enabled:
            return self.tr("Off")
        return self.tr("Answers") if entry.answerable else self.tr("Out of date")
