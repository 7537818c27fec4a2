"""Pages of titled cards: in two columns, in one where there is less room."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFormLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui import design
from gui.widgets import is_language_change, label

WIDEST = 1160
TWO_COLUMNS_FROM = 860


class TitledCard(QFrame):
    """A card with a title. A subclass fills `column` and writes its texts in `retranslate`."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = label("section")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 18)
        self.column.setSpacing(design.SPACE + 2)
        self.column.addWidget(self.title)
        self._changing = QWidget()

    def form(self, *fields: QWidget) -> list[QLabel]:
        """Add fields one below the other, and give the labels that name them."""
        form = QFormLayout()
        form.setHorizontalSpacing(design.SPACE * 2)
        form.setVerticalSpacing(design.SPACE)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        names = []
        for field in fields:
            name = label("muted")
            name.setMinimumHeight(field.sizeHint().height())
            name.setBuddy(field)
            form.addRow(name, field)
            names.append(name)
        self.column.addLayout(form)
        return names

    def row(self, *widgets: QWidget) -> None:
        """Add widgets beside each other, from the left."""
        row = QHBoxLayout()
        for one in widgets:
            row.addWidget(one)
        row.addStretch()
        self.column.addLayout(row)

    def renewed(self) -> QVBoxLayout:
        """An empty area below what the card always shows, in place of the one before."""
        area = QWidget()
        layout = QVBoxLayout(area)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(self.column.spacing())
        self._changing.hide()
        self._changing.deleteLater()
        self._changing = area
        self.column.addWidget(area)
        return layout

    def retranslate(self) -> None:
        """Write every text anew."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)


class CardPage(QScrollArea):
    """A page of cards, which passes on what they tell."""

    failed = Signal(str)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        margin = design.SPACE * 2
        self._columns = QHBoxLayout()
        self._columns.setSpacing(margin)
        self._columns.setContentsMargins(margin, margin, margin, margin)
        middle = QWidget()
        middle.setMaximumWidth(WIDEST)
        middle.setLayout(self._columns)
        inside = QWidget()
        inside.setObjectName("page")
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(middle, 1)
        outer.addStretch()
        self.setWidget(inside)

    def fill(self, *columns: Sequence[TitledCard]) -> None:
        """Put cards into each column, from above."""
        for cards in columns:
            column = QVBoxLayout()
            column.setSpacing(design.SPACE * 2)
            for one in cards:
                one.told.connect(self.told)
                one.failed.connect(self.failed)
                column.addWidget(one)
            column.addStretch()
            self._columns.addLayout(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room, else one below the other."""
        wide = self.viewport().width() >= TWO_COLUMNS_FROM
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)
