"""Small pieces that every view is made of."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QMessageBox, QPushButton, QSizePolicy, QWidget


def label(role: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the design's roles (`title`, `section`, `muted`, `small`, `quote`, `code`, `pill`).

    What it shows is text, never markup, whoever wrote it.
    """
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if role == "pill":
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


class OneLine(QLabel):
    """A label that gives way: what does not fit ends in an ellipsis, and is told in full by the tool tip."""

    def __init__(self, role: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)

    def minimumSizeHint(self) -> QSize:
        """Hardly any room is needed."""
        return QSize(self.fontMetrics().height(), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint what fits."""
        line = " ".join(self.text().split())
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())
        # As markup, so that what looks like markup in it is not.
        self.setToolTip(f"<qt>{escape(line)}</qt>" if shown != line else "")
        self.style().drawItemText(
            QPainter(self), self.rect(), int(self.alignment()), self.palette(), True, shown, self.foregroundRole()
        )


def button(role: str = "", *, checkable: bool = False) -> QPushButton:
    """A button in one of the design's roles (`primary`, `danger`, `quiet`, `link`, `nav`, `filter`)."""
    made = QPushButton()
    made.setProperty("role", role)
    made.setCheckable(checkable)
    made.setAutoDefault(False)
    if role in {"nav", "filter"}:
        # Reached with the tab key; a click on one leaves the focus where the merchant works.
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def switch() -> QCheckBox:
    """A check box that looks like a switch."""
    made = QCheckBox()
    made.setProperty("role", "switch")
    return made


def card(parent: QWidget | None = None) -> QFrame:
    """A white, rounded area."""
    made = QFrame(parent)
    made.setObjectName("card")
    return made


def rule() -> QFrame:
    """A thin line between two areas."""
    made = QFrame()
    made.setObjectName("rule")
    made.setFixedHeight(1)
    return made


def set_tone(widget: QWidget, tone: str) -> None:
    """Colour a pill (`good`, `warn`, `accent`, or empty for none)."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def confirm(parent: QWidget, question: str, yes: str, no: str, then: Callable[[], None]) -> QMessageBox:
    """Ask before something is done; `then` does it. The window goes on meanwhile."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(no, QMessageBox.ButtonRole.RejectRole))
    box.finished.connect(lambda _: then() if box.clickedButton() is agreed else None)
    box.open()
    return box


def is_language_change(event: QEvent) -> bool:
    """Whether every text is to be written anew."""
    return event.type() == QEvent.Type.LanguageChange
