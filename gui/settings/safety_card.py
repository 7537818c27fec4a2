"""The recovery code."""

from PySide6.QtCore import Qt

from gui import design
from gui.api import EngineApi
from gui.cards import TitledCard
from gui.widgets import button, label


class SafetyCard(TitledCard):
    """Shows the code that opens the data when its key is lost; it is hidden again when asked, and never kept."""

    def __init__(self, api: EngineApi) -> None:
        super().__init__()
        self._api = api
        self._hint, self.recovery = label("small", wrap=True), label("quote", wrap=True)
        self.recovery.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.recovery.hide()
        self.recovery_button = button()
        self.recovery_button.clicked.connect(self._toggle)
        self.column.addWidget(self._hint)
        self.column.addWidget(self.recovery)
        self.column.addWidget(self.recovery_button, alignment=design.LEFT)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("Safety"))
        self._hint.setText(
            self.tr(
                "The data is encrypted. If the key is ever lost, this code brings it back: print it and put it away."
            )
        )
        shown = bool(self.recovery.text())
        self.recovery_button.setText(self.tr("Hide the recovery code") if shown else self.tr("Show the recovery code"))

    def _toggle(self) -> None:
        if self.recovery.text():
            self._show("")
        else:
            self._api.post(
                "/v1/operator/recovery-code", {}, lambda document: self._show(document["code"]), self.failed.emit
            )

    def _show(self, code: str) -> None:
        self.recovery.setText(code)
        self.recovery.setVisible(bool(code))
        self.retranslate()
