"""Beside the list of entries: the editor, an entry's history, and suggestions, one at a time."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from appliance.api.operator import FaqEntry, Suggestion
from gui.knowledge.editor import EntryEditor
from gui.knowledge.history import HistoryPanel
from gui.knowledge.suggestions import SuggestionsPanel
from gui.names import Names
from gui.widgets import button, is_language_change, rule

EDITOR, HISTORY, SUGGESTIONS = range(3)


class KnowledgeSide(QFrame):
    """Three pages behind three tabs."""

    history_wanted = Signal()

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.setObjectName("card")
        self._open = 0
        self.editor, self.history, self.suggestions = EntryEditor(), HistoryPanel(), SuggestionsPanel(names)
        self._pages = QStackedWidget()
        self.tabs = [button("filter", checkable=True) for _ in range(3)]
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 8)
        head.setSpacing(2)
        for place, (tab, page) in enumerate(zip(self.tabs, (self.editor, self.history, self.suggestions), strict=True)):
            tab.setAutoExclusive(True)
            tab.clicked.connect(lambda _=False, chosen=place: self.show_page(chosen))
            head.addWidget(tab)
            self._pages.addWidget(page)
        head.addStretch()
        self.tabs[EDITOR].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self._pages)
        self.retranslate()

    @property
    def page(self) -> int:
        """Which page is shown."""
        return self._pages.currentIndex()

    def show_page(self, page: int) -> None:
        """Show `EDITOR`, `HISTORY` or `SUGGESTIONS`."""
        self.tabs[page].setChecked(True)
        self._pages.setCurrentIndex(page)
        if page == HISTORY:
            self.history_wanted.emit()

    def edit(self, entry: FaqEntry | None) -> None:
        """Put an entry into the editor; its history stays in view if it was."""
        self.editor.show_entry(entry)
        if self.page == SUGGESTIONS:
            self.show_page(EDITOR)

    def show_suggestions(self, suggestions: list[Suggestion]) -> None:
        """Show what is open, and how many."""
        self._open = len(suggestions)
        self.suggestions.show_suggestions(suggestions)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        suggestions = self.tr("Suggestions")
        names = (self.tr("Entry"), self.tr("History"), f"{suggestions} {self._open}" if self._open else suggestions)
        for tab, name in zip(self.tabs, names, strict=True):
            tab.setText(name)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
