"""Intents with their probabilities as bars."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QProgressBar

from appliance.api.messages import IntentResult, IntentScore
from gui import design
from gui.names import Names
from gui.widgets import label

PERCENT = 100
SHORTEST_BAR, BAR_HEIGHT = 24, 6
BAR_STYLE = f"QProgressBar {{ background: {design.GROUND}; border: 0; border-radius: 3px; }} QProgressBar::chunk {{ background: {design.ACCENT}; border-radius: 3px; }}"
OTHER_BAR_STYLE = BAR_STYLE.replace(design.ACCENT, design.DISABLED)


def intent_bars(intent: IntentResult, names: Names) -> QGridLayout:
    """A line for the intent found and for each of the next best: name, bar, share."""
    grid = QGridLayout()
    grid.setVerticalSpacing(5)
    best = IntentScore(id=intent.id, confidence=intent.confidence)
    for row, one in enumerate([best, *intent.alternatives]):
        called = names.intent(one.id)
        name, share = label("muted" if row else ""), label("muted" if row else "")
        name.setText(called)
        name.setToolTip(one.id)
        share.setText(f"{one.confidence:.0%}")
        share.setAlignment(Qt.AlignmentFlag.AlignRight)
        bar = QProgressBar()
        bar.setRange(0, PERCENT)
        bar.setValue(round(one.confidence * PERCENT))
        bar.setTextVisible(False)
        bar.setFixedHeight(BAR_HEIGHT)
        bar.setMinimumWidth(SHORTEST_BAR)
        bar.setStyleSheet(OTHER_BAR_STYLE if row else BAR_STYLE)
        bar.setAccessibleName(f"{called} {one.confidence:.0%}")
        for column, widget in enumerate((name, bar, share)):
            grid.addWidget(widget, row, column)
    grid.setColumnStretch(1, 1)
    return grid
