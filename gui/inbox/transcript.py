"""The transcript of one conversation as bubbles, with a line where a day begins."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from appliance.api.messages import Reply, Role
from appliance.api.operator import MessageWithReasons
from gui.inbox.bubble import Bubble
from gui.names import Names
from gui.times import local, today
from gui.widgets import is_language_change, label

MARGIN = 16
NEAR_END = 4


class TranscriptView(QScrollArea):
    """A conversation's lines, oldest above; it follows new ones while it is scrolled to the end.

    The latest of the bot's replies is chosen until another one is. `chosen` tells of both, `picked` of what the merchant chose.
    """

    chosen = Signal(object)
    picked = Signal()
    grown = Signal(QWidget)

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self.setObjectName("transcript")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._messages: list[MessageWithReasons] = []
        self._bubbles: dict[str, Bubble] = {}
        self._days: list[tuple[QLabel, date]] = []
        self._chosen = ""
        self._follow = True
        self._inside = QWidget()
        self._inside.setObjectName("transcript")
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._lines.setSpacing(10)
        self._lines.addStretch()
        self.setWidget(self._inside)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self._scrolled)
        bar.rangeChanged.connect(lambda _, maximum: bar.setValue(maximum) if self._follow else None)

    def show_messages(self, messages: list[MessageWithReasons]) -> None:
        """Show a conversation; what stands there already stays, with its marks brought up to date."""
        shown = [message.message_id for message in self._messages]
        if not shown or shown != [message.message_id for message in messages[: len(shown)]]:
            self.clear()
        for message in messages:
            self.append(message)

    def clear(self) -> None:
        """Show nothing."""
        while self._lines.count() > 1:
            item = self._lines.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._messages.clear()
        self._bubbles.clear()
        self._days.clear()
        self._chosen = ""
        self._follow = True
        self.chosen.emit(None)

    def append(self, message: MessageWithReasons) -> None:
        """Show one more line; one that is there already is not shown twice."""
        if any(one.message_id == message.message_id for one in self._messages):
            if bubble := self._bubbles.get(message.message_id):
                bubble.message = message
                bubble.retranslate()
            return
        latest = next((one.message_id for one in reversed(self._messages) if one.reply is not None), "")
        self._begin_day(local(message.at).date())
        self._messages.append(message)
        self._insert(self._notice(message.text) if message.role == Role.SYSTEM else self._row(message))
        if message.reply is not None and self._chosen == latest:
            self.choose(message)
        if bubble := self._bubbles.get(message.message_id):
            self.grown.emit(bubble)

    def choose(self, message: MessageWithReasons) -> None:
        """Mark a reply and tell which it is."""
        if before := self._bubbles.get(self._chosen):
            before.mark(chosen=False)
        self._chosen = message.message_id
        self._bubbles[message.message_id].mark(chosen=True)
        self.chosen.emit(message)

    def bubbles(self) -> list[Bubble]:
        """The lines that somebody said, oldest first."""
        return list(self._bubbles.values())

    def last_seq(self) -> int:
        """Of the latest line; 0 where there is none."""
        return self._messages[-1].seq if self._messages else 0

    def chosen_reply(self) -> Reply | None:
        """The reply whose reasons are shown."""
        bubble = self._bubbles.get(self._chosen)
        return bubble.message.reply if bubble else None

    def question(self) -> str:
        """What the customer had said when the chosen reply was given; empty where none is chosen."""
        said = ""
        for message in self._messages:
            if message.role == Role.CUSTOMER:
                said = message.text
            elif message.message_id == self._chosen:
                return said
        return ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines are as wide as the room allows."""
        super().resizeEvent(event)
        for bubble in self._bubbles.values():
            bubble.fit(self._room())

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            for bubble in self._bubbles.values():
                bubble.retranslate()
            for words, day in self._days:
                words.setText(self._day(day))
        super().changeEvent(event)

    def _pick(self, message: MessageWithReasons) -> None:
        self.choose(message)
        self.picked.emit()

    def _row(self, message: MessageWithReasons) -> QWidget:
        bubble = Bubble(message, self._names)
        bubble.chosen.connect(self._pick)
        bubble.fit(self._room())
        self._bubbles[message.message_id] = bubble
        row = QWidget(self._inside)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        if message.role != Role.CUSTOMER:
            layout.addStretch()
        layout.addWidget(bubble)
        if message.role == Role.CUSTOMER:
            layout.addStretch()
        return row

    def _notice(self, text: str) -> QLabel:
        notice = label("small", wrap=True)
        notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        notice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        notice.setText(text)
        return notice

    def _begin_day(self, day: date) -> None:
        if not self._days or self._days[-1][1] != day:
            line = self._notice(self._day(day))
            self._days.append((line, day))
            self._insert(line)

    def _day(self, day: date) -> str:
        if day == today():
            return self.tr("Today")
        if day == today() - timedelta(days=1):
            return self.tr("Yesterday")
        return QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)

    def _insert(self, widget: QWidget) -> None:
        self._lines.insertWidget(self._lines.count() - 1, widget)

    def _room(self) -> int:
        return max(self.viewport().width() - 2 * MARGIN, 200)

    def _scrolled(self, value: int) -> None:
        self._follow = value >= self.verticalScrollBar().maximum() - NEAR_END
