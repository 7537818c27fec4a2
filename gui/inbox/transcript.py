"""The transcript of one conversation as bubbles. Text is text: nothing in it is ever read as markup."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from appliance.api.messages import Role
from appliance.api.operator import MessageWithReasons
from gui import design

BUBBLE_WIDTH = 400
COLOURS = {
    Role.CUSTOMER: (design.PAPER, design.INK),
    Role.BOT: (design.SOFT, design.INK),
    Role.PERSON: (design.ACCENT, design.ACCENT_INK),
}


class Bubble(QFrame):
    """One line of the transcript; a bot's can be chosen to see its reasons."""

    chosen = Signal(object)

    def __init__(self, message: MessageWithReasons) -> None:
        super().__init__()
        self.message = message
        ground, ink = COLOURS[message.role]
        self.setStyleSheet(
            f"Bubble {{ background: {ground}; border: 1px solid {design.LINE}; border-radius: 12px; }} QLabel {{ color: {ink}; }}"
        )
        self.setMaximumWidth(BUBBLE_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 6)
        layout.setSpacing(2)
        self._text = QLabel(message.text)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setMinimumWidth(min(BUBBLE_WIDTH - 26, self._text.fontMetrics().horizontalAdvance(message.text) + 6))
        self._foot = QLabel()
        self._foot.setTextFormat(Qt.TextFormat.PlainText)
        # On the accent colour the muted ink would not be readable.
        self._foot.setStyleSheet(f"color: {ink if message.role == Role.PERSON else design.MUTED}; font-size: 8pt;")
        layout.addWidget(self._text)
        layout.addWidget(self._foot)
        self.retranslate()
        if message.reply is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(self.tr("Click to see why"))

    def retranslate(self) -> None:
        """Write the foot anew."""
        at = datetime.fromisoformat(self.message.at).astimezone()
        parts = [f"{at:%H:%M}"]
        if self.message.role == Role.PERSON:
            parts.append(self.message.author or self.tr("Person"))
        if self.message.ai_generated:
            parts.append(self.tr("AI-generated"))
        if self.message.satisfied is not None:
            parts.append(self.tr("Helpful") if self.message.satisfied else self.tr("Not helpful"))
        self._foot.setText(" · ".join(parts))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        self.chosen.emit(self.message)
        super().mousePressEvent(event)


class TranscriptView(QScrollArea):
    """A conversation's lines, oldest above; it follows new ones while it is scrolled to the end."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(16, 16, 16, 16)
        self._lines.setSpacing(10)
        self._lines.addStretch()
        self.setWidget(self._inside)
        self._known: set[str] = set()
        self._follow = True
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(lambda value: setattr(self, "_follow", value >= bar.maximum() - 4))
        bar.rangeChanged.connect(lambda _, maximum: bar.setValue(maximum) if self._follow else None)

    def show_messages(self, messages: list[MessageWithReasons]) -> None:
        """Show a conversation from its beginning."""
        while self._lines.count() > 1:
            item = self._lines.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        self._known.clear()
        self._follow = True
        for message in messages:
            self.append(message)

    def append(self, message: MessageWithReasons) -> None:
        """Show one more line; one that is there already is not shown twice."""
        if message.message_id in self._known:
            return
        self._known.add(message.message_id)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        if message.role == Role.SYSTEM:
            notice = QLabel(message.text)
            notice.setTextFormat(Qt.TextFormat.PlainText)
            notice.setStyleSheet(f"color: {design.MUTED}; font-size: 9pt;")
            layout.addStretch()
            layout.addWidget(notice)
            layout.addStretch()
        else:
            bubble = Bubble(message)
            bubble.chosen.connect(self.chosen)
            if message.role != Role.CUSTOMER:
                layout.addStretch()
            layout.addWidget(bubble)
            if message.role == Role.CUSTOMER:
                layout.addStretch()
        self._lines.insertWidget(self._lines.count() - 1, row)

    def bubbles(self) -> list[Bubble]:
        """The lines that somebody said."""
        return self._inside.findChildren(Bubble)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            for bubble in self.bubbles():
                bubble.retranslate()
        super().changeEvent(event)
