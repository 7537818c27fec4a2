"""Knowledge: the FAQ with search, editor, test bench and import, and what feedback suggests."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from appliance.api.operator import FaqEntry, FaqHistory, FaqPage, SuggestionList
from appliance.api.shop import Receipt
from gui import design
from gui.api import EngineApi
from gui.knowledge.editor import EntryEditor
from gui.knowledge.entries import EntryModel
from gui.knowledge.suggestions import SuggestionsPanel
from gui.widgets import button, label

PAUSE_MS = 200
PAGE = 500
FAQ = "/v1/operator/faq"


class KnowledgeView(QWidget):
    """The merchant's entries."""

    failed = Signal(str)
    told = Signal(str)

    def __init__(self, api: EngineApi) -> None:
        super().__init__()
        self.setObjectName("page")
        self._api = api
        self.model = EntryModel()
        self._build()
        self.retranslate()

    def reload(self) -> None:
        """Read entries and suggestions anew."""
        self._search()
        self._api.get("/v1/operator/suggestions", self._on_suggestions, self.failed.emit)

    def test(self) -> None:
        """Which entries would answer what stands in the test field?"""
        if text := self.test_field.text().strip():
            self._api.post(f"{FAQ}/search", {"text": text}, self._on_page, self.failed.emit)
        else:
            self._search()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.search_field.setPlaceholderText(self.tr("Search questions and answers"))
        self.test_field.setPlaceholderText(self.tr("Try a customer's question: which entry would answer?"))
        self.new_button.setText(self.tr("New entry"))
        self.import_button.setText(self.tr("Import…"))
        self.table.setAccessibleName(self.tr("FAQ entries"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 2)
        super().changeEvent(event)

    def import_file(self, path: str) -> None:
        """Read a file of entries in and tell what came of it."""
        self._api.post("/v1/operator/imports", {"kind": "faq", "path": path}, self._on_receipt, self.failed.emit)

    def _build(self) -> None:
        self.search_field, self.test_field = QLineEdit(), QLineEdit()
        self.new_button, self.import_button = button(), button()
        self.count = label("muted")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._search)
        self.search_field.textChanged.connect(lambda _: self._pause.start())
        self.test_field.returnPressed.connect(self.test)
        self.new_button.clicked.connect(self._new)
        self.import_button.clicked.connect(self._choose_file)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.selectionModel().currentRowChanged.connect(lambda current: self._choose(current.row()))
        self.editor = EntryEditor()
        self.editor.save_wanted.connect(self._save)
        self.editor.delete_wanted.connect(self._delete)
        self.editor.undo_wanted.connect(self._undo)
        self.suggestions = SuggestionsPanel()
        self.suggestions.decided.connect(self._decide)
        self._arrange()

    def _arrange(self) -> None:
        left, right = QWidget(), QWidget()
        tools = QHBoxLayout()
        tools.addWidget(self.search_field)
        tools.addWidget(self.new_button)
        tools.addWidget(self.import_button)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(tools)
        column.addWidget(self.test_field)
        column.addWidget(self.table)
        column.addWidget(self.count)
        other = QVBoxLayout(right)
        other.setContentsMargins(0, 0, 0, 0)
        other.addWidget(self.editor, 3)
        other.addWidget(self.suggestions, 1)
        splitter = QSplitter()
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([620, 500])
        layout = QVBoxLayout(self)
        margin = design.SPACE * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.addWidget(splitter)

    def _search(self) -> None:
        query = bytes(self.search_field.text().encode("utf-8"))
        encoded = "".join(f"%{byte:02X}" for byte in query)
        self._api.get(f"{FAQ}?limit={PAGE}&query={encoded}", self._on_page, self.failed.emit)

    def _on_page(self, document: dict[str, object]) -> None:
        page = FaqPage.model_validate(document)
        self.model.replace(page.entries)
        self.count.setText(self.tr("{shown} of {total} entries").format(shown=len(page.entries), total=page.total))

    def _on_suggestions(self, document: dict[str, object]) -> None:
        self.suggestions.show_suggestions(SuggestionList.model_validate(document).suggestions)

    def _on_receipt(self, document: dict[str, object]) -> None:
        receipt = Receipt.model_validate(document)
        text = self.tr("{read} rows read: {added} added, {changed} changed, {skipped} as before, {refused} refused.")
        lines = [text.format(**{**receipt.model_dump(), "refused": len(receipt.refused)})]
        row_name = self.tr("Row")
        lines += [f"{row_name} {row.row}: {row.reason}" for row in receipt.refused[:5]]
        self.told.emit("\n".join(lines))
        self._search()

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self.model.entries):
            self.editor.show_entry(self.model.entries[row])

    def _new(self) -> None:
        self.table.clearSelection()
        self.editor.show_entry(None)
        self.editor.question.setFocus()

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Import entries"), "", "CSV, XLSX (*.csv *.xlsx *.txt)")
        if chosen:
            self.import_file(chosen)

    def _save(self, entry_id: str, document: dict[str, object]) -> None:
        def saved(answer: dict[str, object]) -> None:
            self.editor.show_entry(FaqEntry.model_validate(answer))
            self.told.emit(self.tr("Saved. It answers from the next message on."))
            self._search()

        if entry_id:
            self._api.put(f"{FAQ}/{entry_id}", document, saved, self.failed.emit)
        else:
            self._api.post(FAQ, document, saved, self.failed.emit)

    def _delete(self, entry_id: str) -> None:
        def deleted(_: object) -> None:
            # The editor keeps what was there: saving it again brings it back, as does undo.
            self.told.emit(self.tr("Deleted. “Undo last change” brings it back."))
            self._search()

        self._api.delete(f"{FAQ}/{entry_id}", deleted, self.failed.emit)

    def _undo(self, entry_id: str) -> None:
        def found(document: dict[str, object]) -> None:
            changes = FaqHistory.model_validate(document).changes
            if changes:
                self._api.post(f"{FAQ}/undo/{changes[0].change_id}", {}, undone, self.failed.emit)

        def undone(document: dict[str, object] | None) -> None:
            self.editor.show_entry(FaqEntry.model_validate(document) if document else None)
            self.told.emit(self.tr("Undone."))
            self._search()

        self._api.get(f"{FAQ}/{entry_id}/history", found, self.failed.emit)

    def _decide(self, suggestion_id: int, decision: str) -> None:
        self._api.post(
            f"/v1/operator/suggestions/{suggestion_id}/{decision}", {}, lambda _: self.reload(), self.failed.emit
        )
