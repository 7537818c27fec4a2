"""Conflicts of a merged pack, one at a time: the entry as it is here beside the entry as the file has it, and which of them holds."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from appliance.api.faq_files import FaqDecision, FaqImportRow, Side
from appliance.api.operator import FaqEntry
from gui import design
from gui.knowledge.row_reasons import RowReasons
from gui.widgets import button, is_language_change, label, rule

SIDES: tuple[Side, Side] = ("mine", "theirs")


class ConflictsPanel(QFrame):
    """Shows conflicts and collects decisions; `decided` follows each."""

    decided = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._conflicts: list[FaqImportRow] = []
        self._decisions: dict[str, FaqDecision] = {}
        self._shown = 0
        self.rest: Side | None = None
        self._reasons = RowReasons(self)
        self.place, self.question, self.reason = label("small"), label("section", wrap=True), label("small", wrap=True)
        self.back_button, self.next_button = button("quiet"), button("quiet")
        self.all_mine, self.all_theirs = button("link"), button("link")
        self.choices = {side: button("filter", checkable=True) for side in SIDES}
        for choice in self.choices.values():
            choice.setStyleSheet(f"QPushButton:!checked {{ border: 1px solid {design.LINE}; }}")
        self.sides = QScrollArea()
        self.sides.setWidgetResizable(True)
        self.sides.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._connect()
        self._arrange()
        self.retranslate()

    @property
    def decisions(self) -> list[FaqDecision]:
        """What was decided so far."""
        return list(self._decisions.values())

    @property
    def open_count(self) -> int:
        """How many wait for a decision."""
        return len(self._conflicts) - len(self._decisions)

    def show_conflicts(self, conflicts: list[FaqImportRow]) -> None:
        """Show these, none of them decided."""
        self._conflicts, self._decisions, self._shown, self.rest = conflicts, {}, 0, None
        self.retranslate()

    def decide(self, side: Side) -> None:
        """This side of the shown conflict holds; go on to the next open one."""
        self._take(self._conflicts[self._shown], side)
        after = [*range(self._shown + 1, len(self._conflicts)), *range(self._shown)]
        waiting = (place for place in after if self._conflicts[place].entry_id not in self._decisions)
        self._shown = next(waiting, self._shown)
        self.retranslate()
        self.decided.emit()

    def decide_rest(self, side: Side) -> None:
        """This side holds in every conflict that is open, also in those that are too many to be shown."""
        self.rest = side
        for one in self._conflicts:
            if one.entry_id not in self._decisions:
                self._take(one, side)
        self.retranslate()
        self.decided.emit()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.back_button.setText(self.tr("‹ Back"))
        self.next_button.setText(self.tr("Next ›"))
        self.all_mine.setText(self.tr("Keep all the others as they are here"))
        self.all_theirs.setText(self.tr("Take all the others from the file"))
        self.choices["mine"].setText(self.tr("Keep mine"))
        self.choices["theirs"].setText(self.tr("Take the file's"))
        if not self._conflicts:
            return
        one = self._conflicts[self._shown]
        count = self.tr("Conflict {place} of {total}, {open} still to decide")
        self.place.setText(count.format(place=self._shown + 1, total=len(self._conflicts), open=self.open_count))
        self.question.setText(one.question)
        self.reason.setText(self._reasons.said(one.reason))
        self.back_button.setEnabled(self._shown > 0)
        self.next_button.setEnabled(self._shown < len(self._conflicts) - 1)
        for link in (self.all_mine, self.all_theirs):
            link.setVisible(self.open_count > 0)
        taken = self._decisions.get(one.entry_id)
        for side, choice in self.choices.items():
            choice.setChecked(taken is not None and taken.take == side)
        self.sides.setWidget(self._both(one))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def _take(self, one: FaqImportRow, side: Side) -> None:
        self._decisions[one.entry_id] = FaqDecision(entry_id=one.entry_id, take=side, mine_version=one.mine_version)

    def _go(self, by: int) -> None:
        self._shown += by
        self.retranslate()

    def _both(self, one: FaqImportRow) -> QWidget:
        inside = QWidget()
        inside.setObjectName("paper")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(design.SPACE * 2)
        grid.setVerticalSpacing(design.SPACE)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, text in ((1, self.tr("Here")), (2, self.tr("In the file"))):
            head = label("small")
            head.setText(text)
            grid.addWidget(head, 0, column)
        for row, (name, mine, theirs) in enumerate(self._differences(one.mine, one.theirs), 1):
            called = label("muted")
            called.setText(name)
            grid.addWidget(called, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in ((1, mine), (2, theirs)):
                words = label("quote", wrap=True)
                words.setText(text or "—")
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(words, row, column)
        grid.setRowStretch(grid.rowCount(), 1)
        return inside

    def _differences(self, mine: FaqEntry | None, theirs: FaqEntry | None) -> list[tuple[str, str, str]]:
        if mine is None:
            return [(self.tr("Entry"), self.tr("Deleted"), theirs.answer if theirs else "")]
        assert theirs is not None, "a conflict has the file's side"
        parts = (
            (self.tr("Question"), mine.question, theirs.question),
            (self.tr("Similar questions"), "\n".join(mine.similar_questions), "\n".join(theirs.similar_questions)),
            (self.tr("Answer"), mine.answer, theirs.answer),
            (self.tr("Category"), mine.category, theirs.category),
            (self.tr("Tags"), " ".join(mine.tags), " ".join(theirs.tags)),
            (self.tr("From"), mine.valid_from or "", theirs.valid_from or ""),
            (self.tr("Until"), mine.valid_until or "", theirs.valid_until or ""),
            (self.tr("Answers customers"), self._yes(on=mine.enabled), self._yes(on=theirs.enabled)),
        )
        return [part for part in parts if part[1] != part[2]]

    def _yes(self, *, on: bool) -> str:
        return self.tr("yes") if on else self.tr("no")

    def _connect(self) -> None:
        self.back_button.clicked.connect(lambda: self._go(-1))
        self.next_button.clicked.connect(lambda: self._go(1))
        self.choices["mine"].clicked.connect(lambda: self.decide("mine"))
        self.choices["theirs"].clicked.connect(lambda: self.decide("theirs"))
        self.all_mine.clicked.connect(lambda: self.decide_rest("mine"))
        self.all_theirs.clicked.connect(lambda: self.decide_rest("theirs"))

    def _arrange(self) -> None:
        head, choose, rest = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.place)
        head.addStretch()
        head.addWidget(self.back_button)
        head.addWidget(self.next_button)
        for side in SIDES:
            choose.addWidget(self.choices[side])
        choose.addStretch()
        rest.setSpacing(design.SPACE * 2)
        rest.addWidget(self.all_mine)
        rest.addWidget(self.all_theirs)
        rest.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(design.SPACE)
        for part in (head, self.question, self.reason, rule(), self.sides, choose, rest):
            if isinstance(part, QWidget):
                column.addWidget(part, 1 if part is self.sides else 0)
            else:
                column.addLayout(part)
