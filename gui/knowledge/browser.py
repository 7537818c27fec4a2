"""The FAQ's list: search, a trial of a customer's question, and the table of entries."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLineEdit, QTableView, QVBoxLayout

from gui import design
from gui.icons import icon
from gui.knowledge.entries import CATEGORY, QUESTION, STATE, EntryModel
from gui.widgets import button, is_language_change, label

PAUSE_MS = 200
ROW_HEIGHT = 36


class EntryBrowser(QFrame):
    """Entries to choose from. It asks for what is to be shown, and leaves reading it to the view."""

    search_wanted = Signal()
    trial_wanted = Signal(str)
    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.model = EntryModel()
        self.is_marking = False
        self.search_field, self.trial_field = QLineEdit(), QLineEdit()
        self.new_button, self.import_button = button("primary"), button()
        self.count = label("small")
        self.table = QTableView()
        self._build()
        self._arrange()
        self.retranslate()

    def mark(self, entry_id: str) -> None:
        """Show that this entry is in the editor; an empty id marks none."""
        self.is_marking = True
        row = self.model.row_of(entry_id) if entry_id else -1
        if row < 0:
            self.table.clearSelection()
            self.table.setCurrentIndex(self.model.index(-1, -1))
        elif self.table.currentIndex().row() != row:
            self.table.selectRow(row)
        self.is_marking = False
        self.show_count()

    def show_count(self) -> None:
        """Say how many entries are shown."""
        shown, total = len(self.model.entries), self.model.total
        if self.model.is_trial:
            self.count.setText(self.tr("The best first; the first answers if it fits well enough"))
        elif not total:
            self.count.setText(self.tr("No entry. Write one, or import a file."))
        else:
            self.count.setText(self.tr("{shown} of {total} entries").format(shown=shown, total=total))

    def retranslate(self) -> None:
        """Write every text anew."""
        for field, text in (
            (self.search_field, self.tr("Search questions and answers")),
            (self.trial_field, self.tr("Try a customer's question: which entry would answer?")),
        ):
            field.setPlaceholderText(text)
            field.setAccessibleName(text)
        self.new_button.setText(self.tr("New entry"))
        self.import_button.setText(self.tr("Import…"))
        self.table.setAccessibleName(self.tr("FAQ entries"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, QUESTION, STATE)
        self.show_count()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.setInterval(PAUSE_MS)
        pause.timeout.connect(self.search_wanted)
        for field, name in ((self.search_field, "search"), (self.trial_field, "ask")):
            field.addAction(QAction(icon(name), "", field), QLineEdit.ActionPosition.LeadingPosition)
            field.setClearButtonEnabled(True)
            field.setProperty("role", "icon")
        self.search_field.textChanged.connect(lambda _: pause.start())
        self.trial_field.returnPressed.connect(self._try)
        self.trial_field.textChanged.connect(lambda text: None if text else self.search_wanted.emit())
        self.new_button.clicked.connect(self.new_wanted)
        self.import_button.clicked.connect(self.import_wanted)
        table = self.table
        table.setModel(self.model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setStyleSheet("QTableView { border: 0; border-radius: 0; }")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QUESTION, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(CATEGORY, 96)
        table.setColumnWidth(STATE, 96)

    def _arrange(self) -> None:
        tools = QHBoxLayout()
        tools.addWidget(self.search_field)
        tools.addWidget(self.import_button)
        tools.addWidget(self.new_button)
        top = QVBoxLayout()
        top.setContentsMargins(14, 14, 14, 8)
        top.setSpacing(design.SPACE)
        top.addLayout(tools)
        top.addWidget(self.trial_field)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 10)
        foot.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.table)
        column.addLayout(foot)

    def _try(self) -> None:
        if text := self.trial_field.text().strip():
            self.trial_wanted.emit(text)
