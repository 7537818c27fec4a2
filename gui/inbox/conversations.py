"""The list of conversations: a Qt model over the engine's summaries, and how a line of it is painted."""

from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from appliance.api.messages import ConversationState
from appliance.api.operator import ConversationSummary
from gui import design

SUMMARY = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 68
MINUTE, HOUR = 60, 3600
SHORT_ID = 6


class ConversationModel(QAbstractListModel):
    """Conversations: the longest waiting first, then the latest; one filter at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._all: dict[str, ConversationSummary] = {}
        self._shown: list[ConversationSummary] = []
        self._filter: ConversationState | None = None

    def replace(self, summaries: list[ConversationSummary]) -> None:
        """Everything anew."""
        self._all = {summary.conversation_id: summary for summary in summaries}
        self._arrange()

    def update(self, summary: ConversationSummary) -> None:
        """One conversation is new or has changed."""
        self._all[summary.conversation_id] = summary
        self._arrange()

    def narrow(self, state: ConversationState | None) -> None:
        """Show only conversations in this state; None for all."""
        self._filter = state
        self._arrange()

    def summary(self, conversation_id: str) -> ConversationSummary | None:
        """What is known of a conversation."""
        return self._all.get(conversation_id)

    def count(self, state: ConversationState | None) -> int:
        """How many conversations are in this state."""
        return sum(state is None or summary.state == state for summary in self._all.values())

    def row_of(self, conversation_id: str) -> int:
        """Its row, or -1."""
        return next((row for row, one in enumerate(self._shown) if one.conversation_id == conversation_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """The summary, and for screen readers a line of text."""
        if not index.isValid():
            return None
        summary = self._shown[index.row()]
        if role == SUMMARY:
            return summary
        if role in {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)}:
            return f"{name_of(summary)}: {summary.last_text}"
        return None

    def _arrange(self) -> None:
        chosen = [one for one in self._all.values() if self._filter is None or one.state == self._filter]
        chosen.sort(key=lambda one: one.last_at, reverse=True)
        chosen.sort(key=lambda one: (one.state != ConversationState.WAITING, one.waiting_since or ""))
        if [one.conversation_id for one in chosen] == [one.conversation_id for one in self._shown]:
            self._shown = chosen
            if chosen:
                self.dataChanged.emit(self.index(0), self.index(len(chosen) - 1))
            return
        self.beginResetModel()
        self._shown = chosen
        self.endResetModel()


class ConversationDelegate(QStyledItemDelegate):
    """Paints who, when, the last words, the state and what is unread."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        """Every row is as high as every other."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one conversation."""
        summary: ConversationSummary = index.data(SUMMARY)
        box: QRect = option.rect
        waiting = summary.state == ConversationState.WAITING
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(design.SOFT))
        elif waiting:
            painter.fillRect(box, QColor(design.WARN_SOFT))
        if waiting:
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), QColor(design.WARN))
        inner = box.adjusted(14, 9, -12, -9)
        font = option.font
        self._line(painter, inner, font, summary)
        painter.setPen(QColor(design.LINE))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.restore()

    def _line(self, painter: QPainter, inner: QRect, font: Any, summary: ConversationSummary) -> None:
        right, left = int(Qt.AlignmentFlag.AlignRight), int(Qt.AlignmentFlag.AlignLeft)
        top, bottom = int(Qt.AlignmentFlag.AlignTop), int(Qt.AlignmentFlag.AlignBottom)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(design.INK))
        painter.drawText(inner, left | top, name_of(summary))
        font.setBold(False)
        painter.setFont(font)
        waiting = summary.state == ConversationState.WAITING
        painter.setPen(QColor(design.WARN if waiting else design.MUTED))
        painter.drawText(inner, right | top, self._when(summary))
        metrics = QFontMetrics(font)
        badge = 26 if summary.unread else 0
        words = summary.last_text.replace("\n", " ")
        text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, inner.width() - badge - 4)
        painter.setPen(QColor(design.MUTED))
        painter.drawText(inner, left | bottom, text)
        if summary.unread:
            spot = QRect(inner.right() - 22, inner.bottom() - 19, 22, 20)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(QColor(design.BAD))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(spot, 10, 10)
            painter.setPen(QColor(design.PAPER))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), str(min(summary.unread, 99)))

    def _when(self, summary: ConversationSummary) -> str:
        if summary.state == ConversationState.WAITING and summary.waiting_since:
            seconds = (datetime.now(UTC) - datetime.fromisoformat(summary.waiting_since)).total_seconds()
            if seconds < MINUTE:
                return self.tr("just waiting")
            return self.tr("waiting {minutes} min").format(minutes=int(seconds // MINUTE))
        at = datetime.fromisoformat(summary.last_at).astimezone()
        today = at.date() == datetime.now(UTC).astimezone().date()
        return f"{at:%H:%M}" if today else f"{at:%m-%d}"


def name_of(summary: ConversationSummary) -> str:
    """The customer's id where the shop vouched for it, else a short name of the conversation."""
    return summary.customer_id or f"#{summary.conversation_id[:SHORT_ID]}"
