"""One line of a transcript. Text is text: nothing in it is ever read as markup."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout

from appliance.api.messages import Role
from appliance.api.operator import MessageWithReasons
from gui import design
from gui.names import Names
from gui.times import local
from gui.widgets import label
from gui.words import Words

WIDEST, SHARE = 560, 0.86
PADDING = 12
COLOURS = {
    Role.CUSTOMER: (design.PAPER, design.INK),
    Role.BOT: (design.SOFT, design.INK),
    Role.PERSON: (design.ACCENT, design.ACCENT_INK),
}


class Bubble(QFrame):
    """What somebody said; a bot's line can be chosen to see its reasons."""

    chosen = Signal(object)

    def __init__(self, message: MessageWithReasons, names: Names) -> None:
        super().__init__()
        self.message = message
        self._names = names
        _, ink = COLOURS[message.role]
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.words = Words(message.text, ink)
        self.words.clicked.connect(self._choose)
        self.foot: QLabel = label("small")
        # On the accent colour the muted ink would not be readable.
        if message.role == Role.PERSON:
            self.foot.setStyleSheet(f"color: {ink};")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(PADDING, 9, PADDING, 7)
        layout.setSpacing(3)
        layout.addWidget(self.words)
        layout.addWidget(self.foot)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if message.reply is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.mark(chosen=False)
        self.retranslate()

    def fit(self, room: int) -> None:
        """Take the room that the text needs, out of `room` pixels."""
        self.words.fit(min(WIDEST, round(room * SHARE)) - 2 * PADDING - 2)

    def mark(self, *, chosen: bool) -> None:
        """Show that this is the line whose reasons are shown."""
        ground, _ = COLOURS[self.message.role]
        edge = design.ACCENT if chosen else ground if self.message.role == Role.PERSON else design.LINE
        corner = "bottom-left" if self.message.role == Role.CUSTOMER else "bottom-right"
        self.setStyleSheet(
            f"Bubble {{ background: {ground}; border: 1px solid {edge}; border-radius: 12px; border-{corner}-radius: 3px; }}"
            f"Bubble:focus {{ border: 1px solid {design.ACCENT}; }}"
        )

    def retranslate(self) -> None:
        """Write the foot anew."""
        message = self.message
        parts = [f"{local(message.at):%H:%M}"]
        if message.role == Role.PERSON:
            parts.append(message.author or self.tr("Person"))
        if message.reply is not None:
            parts.append(self._names.route(message.reply.route))
            self.setToolTip(self.tr("Click to see why"))
        if message.ai_generated:
            parts.append(self.tr("AI-generated"))
        if message.satisfied is not None:
            parts.append(self.tr("Helpful") if message.satisfied else self.tr("Not helpful"))
        self.foot.setText(" · ".join(parts))
        self.setAccessibleName(f"{message.text} ({self.foot.text()})")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self._choose()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar choose it too."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
            return
        super().keyPressEvent(event)

    def _choose(self) -> None:
        if self.message.reply is not None:
            self.chosen.emit(self.message)
