"""The list of conversations: a Qt model over the engine's summaries."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from appliance.api.messages import ConversationState
from appliance.api.operator import ConversationSummary

SUMMARY = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
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
        """One conversation is new or has changed.

        One in which nothing was said is an open chat window, not work; and an answer that took longer than an event is older.
        """
        known = self._all.get(summary.conversation_id)
        if summary.last_seq and (known is None or known.last_seq <= summary.last_seq):
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
        """How many conversations are in this state; None for all."""
        return sum(state is None or summary.state == state for summary in self._all.values())

    def waiting(self) -> set[str]:
        """Ids of the conversations that wait for a person."""
        return {name for name, summary in self._all.items() if summary.state == ConversationState.WAITING}

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
        """Bring the rows into order by single steps, so that selection and scrolling stay where they are."""
        chosen = [one for one in self._all.values() if self._filter is None or one.state == self._filter]
        chosen.sort(key=lambda one: one.last_at, reverse=True)
        chosen.sort(key=lambda one: (one.state != ConversationState.WAITING, one.waiting_since or ""))
        kept = {one.conversation_id for one in chosen}
        for row in reversed(range(len(self._shown))):
            if self._shown[row].conversation_id not in kept:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._shown[row]
                self.endRemoveRows()
        for row, summary in enumerate(chosen):
            before = self.row_of(summary.conversation_id)
            if before < 0:
                self.beginInsertRows(QModelIndex(), row, row)
                self._shown.insert(row, summary)
                self.endInsertRows()
            elif before != row:
                self.beginMoveRows(QModelIndex(), before, before, QModelIndex(), row)
                self._shown.insert(row, self._shown.pop(before))
                self.endMoveRows()
        self._shown = chosen
        if chosen:
            self.dataChanged.emit(self.index(0), self.index(len(chosen) - 1))


def name_of(summary: ConversationSummary) -> str:
    """The customer's id where the shop vouched for it, else a short name of the conversation."""
    return summary.customer_id or f"#{summary.conversation_id[:SHORT_ID]}"
