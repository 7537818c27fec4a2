"""Why the bot answered so: intent, entry, evidence, time, models."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from appliance.api.messages import Health, IntentScore, Reply
from gui import design
from gui.names import Names
from gui.widgets import button, is_language_change, label, rule

PERCENT = 100
SHORTEST_BAR = 24
BAR_STYLE = f"QProgressBar {{ background: {design.GROUND}; border: 0; border-radius: 3px; }} QProgressBar::chunk {{ background: {design.ACCENT}; border-radius: 3px; }}"
OTHER_BAR_STYLE = BAR_STYLE.replace(design.ACCENT, design.DISABLED)


class ReasonsPanel(QScrollArea):
    """The reasons of one reply."""

    entry_wanted = Signal(str)

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self.setWidgetResizable(True)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reply: Reply | None = None
        self._health: Health | None = None
        self.render_reasons()

    def show_reply(self, reply: Reply | None) -> None:
        """Show a reply's reasons; None for a hint what the panel is for."""
        self._reply = reply
        self.render_reasons()

    def show_health(self, health: Health) -> None:
        """Which models run now."""
        self._health = health
        self.render_reasons()

    def text(self) -> str:
        """Everything that is shown, line by line."""
        return "\n".join(part.text() for part in self._inside.findChildren(QLabel))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.render_reasons()
        super().changeEvent(event)

    def render_reasons(self) -> None:
        """Write everything anew."""
        self._inside = QWidget()
        self._inside.setObjectName("paper")
        layout = QVBoxLayout(self._inside)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(design.SPACE)
        title = label("section")
        title.setText(self.tr("Why this reply"))
        layout.addWidget(title)
        if self._reply is None:
            hint = label("muted", wrap=True)
            hint.setText(self.tr("Click a reply of the bot to see its intent, its source and the models behind it."))
            layout.addWidget(hint)
        else:
            self._fill(layout, self._reply)
        layout.addStretch()
        self.setWidget(self._inside)

    def _fill(self, layout: QVBoxLayout, reply: Reply) -> None:
        self._fact(layout, self.tr("Answered by"), self._names.route(reply.route))
        layout.addWidget(rule())
        self._intents(layout, reply)
        layout.addWidget(rule())
        if reply.faq is not None:
            self._fact(layout, self.tr("FAQ entry"), f"{reply.faq.entry_id} · {reply.faq.score:.0%}")
            entry_id = reply.faq.entry_id
            mend = button("link")
            mend.setText(self.tr("Open this entry"))
            mend.clicked.connect(lambda: self.entry_wanted.emit(entry_id))
            layout.addWidget(mend, alignment=Qt.AlignmentFlag.AlignLeft)
        evidence = self.tr("Evidence")
        for source in reply.sources:
            heading = f"{evidence} · {self._names.source(source.kind)} {source.id}"
            self._fact(layout, heading, source.quote, role="quote")
        if reply.slots:
            lines = [f"{self._names.slot(name)} {value}" for name, value in reply.slots.items()]
            self._fact(layout, self.tr("Data"), "\n".join(lines))
        if reply.timing_ms:
            lines = [f"{self._names.step(name)} {value:.0f} ms" for name, value in reply.timing_ms.items()]
            self._fact(layout, self.tr("Time"), "\n".join(lines), role="small")
        if self._health is not None:
            models = [f"{one.name} {one.version} ({one.provider})" for one in self._health.models.values() if one.name]
            self._fact(layout, self.tr("Models"), "\n".join(models), role="small")

    def _intents(self, layout: QVBoxLayout, reply: Reply) -> None:
        heading = label("small")
        heading.setText(self.tr("Intent"))
        layout.addWidget(heading)
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        best = IntentScore(id=reply.intent.id, confidence=reply.intent.confidence)
        for row, intent in enumerate([best, *reply.intent.alternatives]):
            called = self._names.intent(intent.id)
            name, share = label("muted" if row else ""), label("muted" if row else "")
            name.setText(called)
            name.setToolTip(intent.id)
            share.setText(f"{intent.confidence:.0%}")
            share.setAlignment(Qt.AlignmentFlag.AlignRight)
            bar = QProgressBar()
            bar.setRange(0, PERCENT)
            bar.setValue(round(intent.confidence * PERCENT))
            bar.setTextVisible(False)
            bar.setFixedHeight(6)
            bar.setMinimumWidth(SHORTEST_BAR)
            bar.setStyleSheet(OTHER_BAR_STYLE if row else BAR_STYLE)
            bar.setAccessibleName(f"{called} {intent.confidence:.0%}")
            for column, widget in enumerate((name, bar, share)):
                grid.addWidget(widget, row, column)
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)

    def _fact(self, layout: QVBoxLayout, name: str, value: str, *, role: str = "") -> None:
        heading, words = label("small", wrap=True), label(role, wrap=True)
        heading.setText(name)
        words.setText(value)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        fact = QVBoxLayout()
        fact.setSpacing(2)
        fact.addWidget(heading)
        fact.addWidget(words)
        layout.addLayout(fact)
