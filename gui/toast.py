"""A short message over the page, gone after a while."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

SHOWN_MS = 6000
WIDEST = 620
MARGIN = 20
LONGEST = 400


class Toast(QLabel):
    """Says one thing at a time, at the foot of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setObjectName("toast")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.setInterval(SHOWN_MS)
        self._gone.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str) -> None:
        """Show this; nothing where it is empty."""
        if not text:
            self.hide()
            return
        self.setText(text if len(text) <= LONGEST else f"{text[:LONGEST]}…")
        self._place()
        self.show()
        self.raise_()
        self._gone.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place when the page changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        page = self._page
        self.ensurePolished()
        # A wrapping label asks for a narrow column; one line is calmer where it fits.
        line = self.fontMetrics().horizontalAdvance(max(self.text().splitlines(), key=len, default="")) + 44
        width = min(line, WIDEST, page.width() - 2 * MARGIN)
        height = self.heightForWidth(width)
        self.setGeometry((page.width() - width) // 2, page.height() - height - MARGIN, width, height)
