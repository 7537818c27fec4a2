"""The receipt of an import as a Qt table model, read page by page from the engine."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from appliance.api.faq_files import FaqImportRow, FaqImportRows
from gui import design
from gui.knowledge.row_reasons import RowReasons

Index = QModelIndex | QPersistentModelIndex
ROW, OUTCOME, QUESTION, REASON = range(4)
INKS = {"refused": design.BAD, "conflict": design.WARN, "unchanged": design.MUTED}


class ImportRowModel(QAbstractTableModel):
    """Number, outcome, question and reason of each row. `more_wanted` asks for the page that begins at its argument."""

    more_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FaqImportRow] = []
        self.total = 0
        self._reasons = RowReasons(self)
        self._asked = -1

    def replace(self, page: FaqImportRows) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows, self.total, self._asked = list(page.rows), page.total, -1
        self.endResetModel()

    def extend(self, page: FaqImportRows) -> None:
        """Show these as well."""
        if page.rows:
            begin = len(self.rows)
            self.beginInsertRows(QModelIndex(), begin, begin + len(page.rows) - 1)
            self.rows += page.rows
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the engine has more."""
        return not parent.isValid() and len(self.rows) < self.total

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002 - Qt's signature
        """Ask for the next page, once."""
        if self._asked != len(self.rows):
            self._asked = len(self.rows)
            self.more_wanted.emit(self._asked)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number, outcome, question, reason."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """The columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == int(Qt.ItemDataRole.DisplayRole):
            return (self.tr("Row"), self.tr("Result"), self.tr("Question"), self.tr("Note"))[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """A cell; what does not fit is told by its tool tip."""
        row = self.rows[index.row()]
        match Qt.ItemDataRole(role):
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                texts = (str(row.row), self._outcome(row.outcome), row.question, self._reasons.said(row.reason))
                return " ".join(texts[index.column()].split())
            case Qt.ItemDataRole.ForegroundRole if index.column() in {OUTCOME, REASON} and row.outcome in INKS:
                return QColor(INKS[row.outcome])
        return None

    def _outcome(self, outcome: str) -> str:
        names = {
            "added": self.tr("new"),
            "changed": self.tr("changed"),
            "unchanged": self.tr("as before"),
            "refused": self.tr("refused"),
            "conflict": self.tr("conflict"),
        }
        return names[outcome]
