"""What cross-validation says of the last training: figures, what was confused, and what looks mislabelled."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from appliance.api.intents import IntentConfusion, IntentReport, SuspectExample
from gui import design
from gui.cards import TitledCard
from gui.names import Names
from gui.widgets import button, label, rule

# Lines of a list before the rest is asked for.
SHORT = 6


class Line(NamedTuple):
    """Of a list: what it is, its figure at the right, and more of it below."""

    words: str
    figure: str
    about: str


class ReportCard(TitledCard):
    """The report of a training; not to be seen while there is none."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self._report: IntentReport | None = None
        self._whole: set[str] = set()
        self.retranslate()

    def show_report(self, report: IntentReport | None) -> None:
        """Show this one; None for none."""
        if report != self._report:
            self._report = report
            self._whole.clear()
            self.retranslate()

    def retranslate(self) -> None:
        """Write everything anew."""
        self.setVisible(self._report is not None)
        self.title.setText(self.tr("What the last training learned"))
        layout = self.renewed()
        if self._report is not None:
            self._figures(layout, self._report)
            self._confusions(layout, self._report.confusions)
            self._suspects(layout, self._report.suspects)

    def _figures(self, layout: QVBoxLayout, report: IntentReport) -> None:
        count = QLocale().toString
        figures = (
            (self.tr("accuracy"), f"{report.accuracy:.1%}"),
            (self.tr("macro-F1"), f"{report.macro_f1:.3f}"),
            (self.tr("examples"), count(report.examples)),
            (self.tr("intents"), count(report.intents)),
            (self.tr("seconds"), count(report.seconds, "f", 1)),
        )
        row = QHBoxLayout()
        for name, value in figures:
            tile = QVBoxLayout()
            tile.setSpacing(0)
            number, called = label("title"), label("small")
            number.setText(value)
            called.setText(name)
            tile.addWidget(number)
            tile.addWidget(called)
            row.addLayout(tile)
        layout.addLayout(row)
        hint = label("small", wrap=True)
        hint.setText(self.tr("Cross-validated: each example was judged by intents that had not learned from it."))
        layout.addWidget(hint)

    def _confusions(self, layout: QVBoxLayout, confusions: Sequence[IntentConfusion]) -> None:
        heading = (
            self.tr("Taken for one another") if confusions else self.tr("No example was taken for another intent.")
        )
        words, example = self.tr("{intent} was taken for {other}"), self.tr("e.g. {text}")
        name = self._names.intent
        lines = [
            Line(
                words.format(intent=name(one.intent), other=name(one.taken_for)),
                f"×{one.count}",
                example.format(text=one.example),
            )
            for one in confusions
        ]
        self._list(layout, "confusions", heading, lines)

    def _suspects(self, layout: QVBoxLayout, suspects: Sequence[SuspectExample]) -> None:
        about = self.tr("labelled {intent}, looks like {rather}")
        name = self._names.intent
        lines = [
            Line(
                one.text,
                f"{one.confidence:.0%}",
                about.format(intent=name(one.intent), rather=name(one.rather)),
            )
            for one in suspects
        ]
        if lines:
            heading = self.tr("Perhaps mislabelled: mend those of your file, and train again")
            self._list(layout, "suspects", heading, lines)

    def _list(self, layout: QVBoxLayout, name: str, heading: str, lines: Sequence[Line]) -> None:
        layout.addWidget(rule())
        title = label("small", wrap=True)
        title.setText(heading)
        layout.addWidget(title)
        for one in lines if name in self._whole else lines[:SHORT]:
            self._line(layout, one)
        if len(lines) > SHORT and name not in self._whole:
            more = button("link")
            more.setText(self.tr("All {count}").format(count=len(lines)))
            more.clicked.connect(lambda: self._show_whole(name))
            layout.addWidget(more, alignment=design.LEFT)

    def _show_whole(self, name: str) -> None:
        self._whole.add(name)
        self.retranslate()

    def _line(self, layout: QVBoxLayout, line: Line) -> None:
        first, number, second = label(wrap=True), label("muted"), label("small", wrap=True)
        for one, text in ((first, line.words), (number, line.figure), (second, line.about)):
            one.setText(text)
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.addWidget(first, 1)
        head.addWidget(number, alignment=Qt.AlignmentFlag.AlignTop)
        both = QVBoxLayout()
        both.setSpacing(0)
        both.addLayout(head)
        both.addWidget(second)
        layout.addLayout(both)
