"""What every card of the settings page is made like."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from gui import design
from gui.widgets import is_language_change, label


class SettingsCard(QFrame):
    """A titled card. A subclass fills `column` and writes its texts in `retranslate`."""

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

    def retranslate(self) -> None:
        """Write every text anew."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
