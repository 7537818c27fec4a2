"""How a line of the inbox is painted: who, when, the last words, why a person is wanted, what is unread."""

from datetime import UTC, datetime

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from appliance.api.messages import ConversationState
from appliance.api.operator import ConversationSummary
from gui import design
from gui.inbox.conversations import SUMMARY, Index, name_of
from gui.names import Names
from gui.times import local, today

ROW_HEIGHT = 74
FACE = 38
MINUTE, HOUR, DAY = 60, 3600, 86400
MOST_UNREAD = 99
# Calm grounds for the faces; which one a customer has depends on the name alone.
FACES = ("#4a6ea8", "#3f7475", "#7c60a4", "#8c6540", "#4a754a", "#9a5670")
TOP_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
TOP_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
BOTTOM_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
RIGHT = Qt.TextElideMode.ElideRight


class ConversationDelegate(QStyledItemDelegate):
    """Paints one conversation a line."""

    def __init__(self, names: Names, parent: QListView) -> None:
        super().__init__(parent)
        self._names = names

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """Every row is as high as every other."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one conversation."""
        summary: ConversationSummary = index.data(SUMMARY)
        box: QRect = option.rect
        waiting = summary.state == ConversationState.WAITING
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(design.SOFT))
        elif waiting:
            painter.fillRect(box, QColor(design.WARN_SOFT))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(design.LINE))
        if waiting:
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), QColor(design.WARN))
        face = QRect(box.left() + 14, box.top() + (box.height() - FACE) // 2, FACE, FACE)
        self._face(painter, face, summary)
        inner = QRect(box.left() + 14 + FACE + 10, box.top() + 12, box.width() - FACE - 38, box.height() - 25)
        self._lines(painter, inner, QFont(option.font), summary)
        painter.restore()

    def _face(self, painter: QPainter, box: QRect, summary: ConversationSummary) -> None:
        name = name_of(summary)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(FACES[sum(map(ord, name)) % len(FACES)]))
        painter.drawEllipse(box)
        painter.setPen(QColor(design.PAPER))
        painter.drawText(box, CENTRE, next((letter for letter in name if letter.isalnum()), "?").upper())

    def _lines(self, painter: QPainter, inner: QRect, font: QFont, summary: ConversationSummary) -> None:
        unread, waiting = summary.unread > 0, summary.state == ConversationState.WAITING
        when = self._when(summary)
        small = QFont(font)
        small.setPointSize(design.SMALL_POINT_SIZE)
        small_metrics = QFontMetrics(small)
        painter.setFont(small)
        painter.setPen(QColor(design.WARN if waiting else design.MUTED))
        painter.drawText(inner, TOP_RIGHT, when)
        font.setBold(unread or waiting)
        painter.setFont(font)
        painter.setPen(QColor(design.INK))
        room = inner.width() - small_metrics.horizontalAdvance(when) - 10
        tag = self._tag(summary)
        tag_width = small_metrics.horizontalAdvance(tag) + 14 if tag else 0
        name = QFontMetrics(font).elidedText(_line(name_of(summary)), RIGHT, max(room - tag_width - 6, room // 2))
        painter.drawText(inner, TOP_LEFT, name)
        used = QFontMetrics(font).horizontalAdvance(name) + 6
        if tag and used + tag_width <= room:
            spot = QRect(inner.left() + used, inner.top(), tag_width, small_metrics.height() + 2)
            self._pill(painter, spot, small, tag, summary.state)
        badge = 30 if unread else 0
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(QColor(design.INK if unread else design.MUTED))
        words = QFontMetrics(font).elidedText(_line(summary.last_text), RIGHT, inner.width() - badge)
        painter.drawText(inner, BOTTOM_LEFT, words)
        if unread:
            self._badge(painter, inner, small, min(summary.unread, MOST_UNREAD))

    def _pill(self, painter: QPainter, spot: QRect, font: QFont, text: str, state: ConversationState) -> None:
        person = state == ConversationState.PERSON
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(design.SOFT if person else design.PAPER if state == "waiting" else design.GROUND))
        painter.drawRoundedRect(spot, spot.height() / 2, spot.height() / 2)
        painter.setFont(font)
        painter.setPen(QColor(design.SOFT_INK if person else design.WARN if state == "waiting" else design.MUTED))
        painter.drawText(spot, CENTRE, text)

    def _badge(self, painter: QPainter, inner: QRect, font: QFont, count: int) -> None:
        spot = QRect(inner.right() - 21, inner.bottom() - 17, 22, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(design.BAD))
        painter.drawRoundedRect(spot, 9, 9)
        painter.setPen(QColor(design.PAPER))
        painter.setFont(font)
        painter.drawText(spot, CENTRE, str(count))

    def _tag(self, summary: ConversationSummary) -> str:
        if summary.state == ConversationState.WAITING:
            return self._names.reason(summary.handoff_reason)
        return self._names.state(summary.state) if summary.state != ConversationState.BOT else ""

    def _when(self, summary: ConversationSummary) -> str:
        if summary.state == ConversationState.WAITING and summary.waiting_since:
            seconds = int((datetime.now(UTC) - datetime.fromisoformat(summary.waiting_since)).total_seconds())
            if seconds < MINUTE:
                return self.tr("just now")
            if seconds < HOUR:
                return self.tr("{minutes} min").format(minutes=seconds // MINUTE)
            if seconds < DAY:
                return self.tr("{hours} h").format(hours=seconds // HOUR)
        at = local(summary.last_at)
        return f"{at:%H:%M}" if at.date() == today() else f"{at:%m-%d}"


def _line(text: str) -> str:
    return " ".join(text.split())
