"""Text as it was written, to select and copy."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QTextEdit


class Words(QTextEdit):
    """Text that can be selected and copied, exactly as large as it is; it breaks anywhere where a line has no blank.

    Nothing in it is ever read as markup.
    """

    clicked = Signal()

    def __init__(self, text: str, ink: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setStyleSheet(f"background: transparent; border: 0; color: {ink};")
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.document().setDocumentMargin(0)
        self.setPlainText(text)

    def fit(self, widest: int) -> None:
        """Take the room that the text needs, at most `widest` pixels wide."""
        document = self.document()
        document.setTextWidth(-1)
        width = min(round(document.idealWidth()) + 2, widest)
        document.setTextWidth(width)
        self.setFixedSize(width, round(document.size().height()) + 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the line as well."""
        self.clicked.emit()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page around it scrolls, not the text."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Only one text shows a selection."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            cursor = self.textCursor()
            cursor.clearSelection()
            self.setTextCursor(cursor)
