"""Small pieces that every view is made of."""

from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget


def label(role: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the design's roles (`title`, `section`, `muted`, `code`)."""
    made = QLabel()
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def button(role: str = "", *, checkable: bool = False) -> QPushButton:
    """A button in one of the design's roles (`primary`, `nav`, `filter`)."""
    made = QPushButton()
    made.setProperty("role", role)
    made.setCheckable(checkable)
    made.setAutoDefault(False)
    return made


def card(parent: QWidget | None = None) -> QFrame:
    """A white, rounded area."""
    made = QFrame(parent)
    made.setObjectName("card")
    return made
