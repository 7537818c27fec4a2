"""The words that carried an intent: the text with each word on a ground as strong as its weight, and what it says in words."""

from collections.abc import Iterator
from html import escape
from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from appliance.api.intents import CarriedWord, IntentExplanation
from gui import design
from gui.widgets import label
from gui.words import Words

EXPLAIN = "/v1/operator/intents/explain"
LEVELS = len(design.FOR)
# A word without which the probability moves by less than this is not marked.
FAINT = 0.03
# Where no word weighs as much as this, none is painted as if it had decided.
DECISIVE = 0.25
MOST_TOLD = 3
POINT_SIZE = 12


class CarriedWords(QWidget):
    """A sentence coloured by its words' weights. The words that weigh most are told below, for whoever does not see the colours."""

    def __init__(self, explanation: IntentExplanation) -> None:
        super().__init__()
        self._explanation = explanation
        self.line, self.told = HeatLine(explanation), label("small", wrap=True)
        self.told.setText("\n".join(self._sentences()))
        self.line.setAccessibleName(self.tr("Words that carried the intent"))
        self.line.setAccessibleDescription(self.told.text())
        heading = label("small", wrap=True)
        heading.setText(self.tr("What it went by: the darker, the more"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(design.SPACE // 2)
        for one in (heading, self.line, self.told):
            column.addWidget(one)

    def _sentences(self) -> list[str]:
        words, confidence = self._explanation.words, self._explanation.intent.confidence
        carrying = sorted((word for word in words if word.weight >= FAINT), key=lambda word: -word.weight)
        without = self.tr('Without "{word}": {share} sure')
        said = [
            without.format(word=word.text.strip(), share=f"{max(confidence - word.weight, 0.0):.0%}")
            for word in carrying[:MOST_TOLD]
        ]
        if not said:
            said.append(self.tr("No single word decided; it is the sentence as a whole."))
        if any(word.weight <= -FAINT for word in words):
            said.append(self.tr("Orange words speak for something else."))
        return said


class HeatLine(Words):
    """The text alone, as wide as there is room and as high as it needs."""

    def __init__(self, explanation: IntentExplanation) -> None:
        super().__init__("", design.INK)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        font = self.font()
        font.setPointSize(POINT_SIZE)
        self.setFont(font)
        strongest = max((abs(word.weight) for word in explanation.words), default=0.0)
        cursor = self.textCursor()
        # Piece by piece: the engine counts characters, Qt's documents count UTF-16.
        for text, word in _stretches(explanation):
            cursor.insertText(text, _format(word, strongest))

    def heightForWidth(self, width: int) -> int:
        """What the text needs in this width."""
        document = self.document().clone()
        document.setTextWidth(width)
        return ceil(document.size().height())

    def sizeHint(self) -> QSize:
        """One line; the layout asks for the height of the width it gives."""
        return QSize(self.minimumSizeHint().width(), self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Room for a few characters."""
        return QSize(self.fontMetrics().height() * 4, self.fontMetrics().lineSpacing())


def shade(weight: float, strongest: float) -> str | None:
    """The ground of a word; None where it carries too little to be marked.

    Args:
        weight: what the intent's probability loses without the word; below zero where the word spoke against it.
        strongest: the largest weight of the sentence, without its sign.
    """
    if abs(weight) < FAINT:
        return None
    level = min(ceil(LEVELS * abs(weight) / max(strongest, DECISIVE)), LEVELS)
    return (design.FOR if weight > 0 else design.AGAINST)[level - 1]


def _stretches(explanation: IntentExplanation) -> Iterator[tuple[str, CarriedWord | None]]:
    """The whole text, word by word, with what lies between them; blanks around a word are not a part of it."""
    reached = 0
    for word in explanation.words:
        start = word.start + len(word.text) - len(word.text.lstrip())
        yield explanation.text[reached:start], None
        reached = start + len(word.text.strip())
        yield explanation.text[start:reached], word
    yield explanation.text[reached:], None


def _format(word: CarriedWord | None, strongest: float) -> QTextCharFormat:
    look = QTextCharFormat()
    if word is not None and (ground := shade(word.weight, strongest)):
        look.setBackground(QColor(ground))
        # As markup, so that what looks like markup in it is not.
        look.setToolTip(f"<qt>{escape(word.text.strip())} {word.weight:+.0%}</qt>")
    return look
