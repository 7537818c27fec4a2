"""FAQ files in the console: what can be read in and written out, from one menu."""

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gui.api import EngineApi
from gui.knowledge.chat_dialog import ChatDialog
from gui.knowledge.import_dialog import FaqImportDialog

EXPORT = "/v1/operator/faq-export"
READABLE = "CSV, XLSX, JSON, Markdown (*.csv *.txt *.xlsx *.xlsm *.json *.md *.markdown)"
WRITABLE = ("XLSX (*.xlsx)", "CSV (*.csv)", "JSON (*.json)", "Markdown (*.md)")


class FaqFiles(QObject):
    """Imports, exports and chats; `changed` follows when entries were written."""

    changed = Signal()
    told = Signal(str)
    failed = Signal(str)

    def __init__(self, api: EngineApi, window: QWidget) -> None:
        super().__init__(window)
        self._api = api
        self._window = window

    def show_menu(self, below: QWidget) -> None:
        """Offer what can be done, under the button that was pressed."""
        self.menu(below).popup(below.mapToGlobal(QPoint(0, below.height())))

    def menu(self, parent: QWidget) -> QMenu:
        """What can be done; gone when it is closed."""
        menu = QMenu(parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Import a file…")).triggered.connect(self.choose)
        menu.addAction(self.tr("From a chat…")).triggered.connect(self.open_chat)
        menu.addSeparator()
        menu.addAction(self.tr("Export…")).triggered.connect(lambda: self.choose_target(as_pack=False))
        pack = menu.addAction(self.tr("Export to edit elsewhere…"))
        pack.triggered.connect(lambda: self.choose_target(as_pack=True))
        return menu

    def choose(self) -> QFileDialog:
        """Let the merchant choose a file to read in."""
        dialog = QFileDialog(self._window, self.tr("Import a file"), "", READABLE)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_import)
        dialog.open()
        return dialog

    def open_import(self, path: str) -> FaqImportDialog:
        """Try this file, and show what would come of it."""
        dialog = FaqImportDialog(self._api, path, self._window)
        dialog.changed.connect(self.changed)
        dialog.open()
        dialog.try_file()
        return dialog

    def open_chat(self) -> ChatDialog:
        """Take entries from a chat."""
        dialog = ChatDialog(self._api, self._window)
        dialog.saved.connect(self._on_saved)
        dialog.open()
        return dialog

    def choose_target(self, *, as_pack: bool) -> QFileDialog:
        """Let the merchant choose where the file goes."""
        name = self.tr("FAQ to edit") if as_pack else self.tr("FAQ")
        # Markdown has no columns to edit.
        kinds = WRITABLE[:3] if as_pack else WRITABLE
        dialog = QFileDialog(self._window, self.tr("Export"), name, ";;".join(kinds))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(chosen.partition("*.")[2].rstrip(")")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.export(path, as_pack=as_pack))
        dialog.open()
        return dialog

    def export(self, path: str, *, as_pack: bool) -> None:
        """Have the engine write every entry to this file."""

        def written(document: dict[str, int]) -> None:
            self.told.emit(self.tr("Entries exported: {count}.").format(count=document["entries"]))

        self._api.post(EXPORT, {"path": path, "as_pack": as_pack}, written, self.failed.emit)

    def _on_saved(self, count: int) -> None:
        self.told.emit(self.tr("Entries saved: {count}.").format(count=count))
        self.changed.emit()
