"""Reading a merchant's file in: choose it, have the engine read it, tell what came of it row by row."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from appliance.api.shop import Receipt
from gui.api import EngineApi

MOST_REASONS = 8


class Imports(QObject):
    """Imports of `faq`, `products` and `orders`; `done` follows when rows went in."""

    done = Signal(str)
    told = Signal(str)
    failed = Signal(str)

    def __init__(self, api: EngineApi, window: QWidget) -> None:
        super().__init__(window)
        self._api = api
        self._window = window

    def choose(self, kind: str) -> QFileDialog:
        """Let the merchant choose a file."""
        dialog = QFileDialog(self._window, self.tr("Import a file"), "", "CSV, XLSX (*.csv *.xlsx *.txt)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.read(kind, path))
        dialog.open()
        return dialog

    def read(self, kind: str, path: str) -> None:
        """Have the engine read this file."""
        body = {"kind": kind, "path": path}
        self._api.post("/v1/operator/imports", body, lambda answer: self._on_receipt(kind, answer), self.failed.emit)

    def _on_receipt(self, kind: str, document: dict[str, object]) -> None:
        receipt = Receipt.model_validate(document)
        text = self.tr("{read} rows read: {added} added, {changed} changed, {skipped} as before, {refused} refused.")
        summary = text.format(**{**receipt.model_dump(), "refused": len(receipt.refused)})
        if receipt.refused:
            row_name = self.tr("Row")
            lines = [f"{row_name} {row.row}: {row.reason}" for row in receipt.refused[:MOST_REASONS]]
            self._show(summary, lines, len(receipt.refused) - MOST_REASONS)
        else:
            self.told.emit(summary)
        self.done.emit(kind)

    def _show(self, summary: str, lines: list[str], left_out: int) -> None:
        if left_out > 0:
            lines = [*lines, self.tr("… and {count} more.").format(count=left_out)]
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText("\n".join([summary, "", *lines]))
        box.open()
