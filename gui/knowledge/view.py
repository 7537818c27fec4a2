"""Knowledge: the FAQ with search, editor, trial and import, and what feedback suggests."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QUrl, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from appliance.api.operator import FaqEntry, FaqHistory, FaqPage, Suggestion, SuggestionList
from gui import design
from gui.api import EngineApi, Latest
from gui.imports import Imports
from gui.knowledge.browser import EntryBrowser
from gui.knowledge.files import FaqFiles
from gui.knowledge.side import EDITOR, HISTORY, KnowledgeSide
from gui.names import Names
from gui.widgets import confirm

PAGE = 200
FAQ = "/v1/operator/faq"
SUGGESTIONS = "/v1/operator/suggestions"


class KnowledgeView(QWidget):
    """The merchant's entries."""

    failed = Signal(str)
    told = Signal(str)

    def __init__(self, api: EngineApi, names: Names) -> None:
        super().__init__()
        self.setObjectName("page")
        self._api = api
        self._page, self._next, self._entry, self._history = (Latest(api) for _ in range(4))
        self._answering: Suggestion | None = None
        self.imports, self.files = Imports(api, self), FaqFiles(api, self)
        self.browser, self.side = EntryBrowser(), KnowledgeSide(names)
        self.model, self.editor = self.browser.model, self.side.editor
        self._connect()
        splitter = QSplitter()
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(design.SPACE + 4)
        for widget, width in ((self.browser, 600), (self.side, 520)):
            widget.setMinimumWidth(width * 2 // 3)
            splitter.addWidget(widget)
        splitter.setSizes([600, 520])
        layout = QVBoxLayout(self)
        margin = design.SPACE * 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.addWidget(splitter)

    def reload(self) -> None:
        """Read entries and suggestions anew; what is being edited stays as it is typed."""
        self.search()
        self._read_suggestions()

    def search(self) -> None:
        """Show the entries that hold what stands in the search field."""
        self._next.drop()
        self._page.get(self._page_path(0), self._on_page, self.failed.emit)

    def trial(self, text: str) -> None:
        """Which entries would answer this question?"""
        self._next.drop()
        self._page.post(f"{FAQ}/search", {"text": text}, self._on_page, self.failed.emit)

    def open_entry(self, entry_id: str) -> None:
        """Edit this entry."""

        def found(document: dict[str, object]) -> None:
            entries = FaqPage.model_validate(document).entries
            entry = next((one for one in entries if one.entry_id == entry_id), None)
            if entry is None:
                self.failed.emit(self.tr("This entry is no longer there."))
            else:
                self._leave_editor(lambda: self._edit(entry))

        self._entry.get(f"{FAQ}?limit={PAGE}&query={_encoded(entry_id)}", found, self.failed.emit)

    def _connect(self) -> None:
        self.browser.search_wanted.connect(self.search)
        self.browser.trial_wanted.connect(self.trial)
        self.browser.new_wanted.connect(lambda: self._leave_editor(self._new))
        self.browser.import_wanted.connect(lambda: self.files.show_menu(self.browser.import_button))
        self.browser.table.selectionModel().currentRowChanged.connect(self._choose)
        self.model.more_wanted.connect(self._more)
        for files in (self.imports, self.files):
            files.told.connect(self.told)
            files.failed.connect(self.failed)
        self.files.changed.connect(self.search)
        self.imports.done.connect(lambda _: self.search())
        self.editor.save_wanted.connect(self._save)
        self.editor.delete_wanted.connect(self._ask_to_delete)
        self.editor.undo_wanted.connect(self._undo_last)
        self.side.history.undo_wanted.connect(self._undo)
        self.side.history_wanted.connect(self._read_history)
        self.side.suggestions.decided.connect(self._decide)
        self.side.suggestions.written.connect(lambda suggestion: self._leave_editor(lambda: self._write(suggestion)))

    def _page_path(self, offset: int) -> str:
        query = _encoded(self.browser.search_field.text().strip())
        return f"{FAQ}?limit={PAGE}&offset={offset}&query={query}"

    def _on_page(self, document: dict[str, object]) -> None:
        self.model.replace(FaqPage.model_validate(document))
        self.browser.mark(self.editor.entry_id)

    def _more(self, offset: int) -> None:
        def extend(document: dict[str, object]) -> None:
            if offset == len(self.model.entries):
                self.model.extend(FaqPage.model_validate(document))
                self.browser.show_count()

        self._next.get(self._page_path(offset), extend, self.failed.emit)

    def _choose(self, current: QModelIndex) -> None:
        if not current.isValid() or self.browser.is_marking:
            return
        entry = self.model.entries[current.row()]
        if entry.entry_id != self.editor.entry_id:
            self._leave_editor(lambda: self._edit(entry))
            self.browser.mark(self.editor.entry_id)

    def _leave_editor(self, then: Callable[[], None]) -> None:
        if not self.editor.is_changed():
            then()
            return
        question = self.tr("What you typed is not saved. Discard it?")
        confirm(self, question, self.tr("Discard"), self.tr("Go on editing"), then)

    def _edit(self, entry: FaqEntry | None) -> None:
        self._answering = None
        self._entry.drop()
        self.side.edit(entry)
        self.browser.mark(self.editor.entry_id)
        if entry is not None:
            self._read_history()

    def _new(self) -> None:
        self._edit(None)
        self.side.show_page(EDITOR)
        self.editor.question.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, suggestion: Suggestion) -> None:
        self._new()
        self.editor.show_entry(None, question=suggestion.text)
        self.editor.answer.setFocus(Qt.FocusReason.OtherFocusReason)
        self._answering = suggestion

    def _save(self, entry_id: str, document: dict[str, object]) -> None:
        def saved(answer: dict[str, object]) -> None:
            answered, self._answering = self._answering, None
            self.side.edit(FaqEntry.model_validate(answer))
            self.told.emit(self.tr("Saved. It answers from the next message on."))
            self.search()
            self._read_history()
            if answered is not None:
                self._decide(answered.suggestion_id, "accept")

        if entry_id:
            self._api.put(f"{FAQ}/{entry_id}", document, saved, self.failed.emit)
        else:
            self._api.post(FAQ, document, saved, self.failed.emit)

    def _ask_to_delete(self, entry_id: str) -> None:
        question = self.tr("Delete “{question}”?").format(question=self.editor.question.text())
        confirm(self, question, self.tr("Delete"), self.tr("Keep it"), lambda: self._delete(entry_id))

    def _delete(self, entry_id: str) -> None:
        def deleted(_: object) -> None:
            self.editor.show_deleted()
            self.told.emit(self.tr("Deleted. “Undo last change” brings it back."))
            self.search()
            self._read_history()

        self._api.delete(f"{FAQ}/{entry_id}", deleted, self.failed.emit)

    def _undo_last(self, entry_id: str) -> None:
        def found(document: dict[str, object]) -> None:
            changes = FaqHistory.model_validate(document).changes
            if changes:
                self._undo(changes[0].change_id)

        self._api.get(f"{FAQ}/{entry_id}/history", found, self.failed.emit)

    def _undo(self, change_id: int) -> None:
        def undone(document: dict[str, object] | None) -> None:
            self.side.edit(FaqEntry.model_validate(document) if document else None)
            self.told.emit(self.tr("Undone."))
            self.search()
            self._read_history()

        self._api.post(f"{FAQ}/undo/{change_id}", {}, undone, self.failed.emit)

    def _read_history(self) -> None:
        def found(document: dict[str, object]) -> None:
            self.side.history.show_changes(FaqHistory.model_validate(document).changes)

        if not self.editor.entry_id:
            self._history.drop()
            self.side.history.show_changes([])
        elif self.side.page == HISTORY:
            self._history.get(f"{FAQ}/{self.editor.entry_id}/history", found, self.failed.emit)

    def _read_suggestions(self) -> None:
        self._api.get(SUGGESTIONS, self._on_suggestions, self.failed.emit)

    def _on_suggestions(self, document: dict[str, object]) -> None:
        self.side.show_suggestions(SuggestionList.model_validate(document).suggestions)

    def _decide(self, suggestion_id: int, decision: str) -> None:
        self._api.post(f"{SUGGESTIONS}/{suggestion_id}/{decision}", {}, lambda _: self.reload(), self.failed.emit)


def _encoded(text: str) -> str:
    return bytes(QUrl.toPercentEncoding(text).data()).decode("ascii")
