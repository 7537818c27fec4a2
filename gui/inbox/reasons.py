"""Why the bot answered so: intent, entry, evidence, time, models."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from appliance.api.messages import Health, IntentScore, Reply
from gui import design
from gui.widgets import label

PERCENT = 100
BAR_STYLE = f"QProgressBar {{ background: {design.GROUND}; border: 0; border-radius: 4px; }} QProgressBar::chunk {{ background: {design.ACCENT}; border-radius: 4px; }}"


class ReasonsPanel(QScrollArea):
    """The reasons of one reply."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setObjectName("card")
        self._reply: Reply | None = None
        self._health: Health | None = None
        self._render()

    def show_reply(self, reply: Reply | None) -> None:
        """Show a reply's reasons; None for a hint what the panel is for."""
        self._reply = reply
        self._render()

    def show_health(self, health: Health) -> None:
        """Which models run now."""
        self._health = health

    def text(self) -> str:
        """Everything that is shown, line by line."""
        return "\n".join(part.text() for part in self.findChildren(QLabel))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._render()
        super().changeEvent(event)

    def _render(self) -> None:
        inside = QWidget()
        inside.setObjectName("paper")
        layout = QVBoxLayout(inside)
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
        self.setWidget(inside)

    def _fill(self, layout: QVBoxLayout, reply: Reply) -> None:
        self._fact(layout, self.tr("Answered by"), self.route_name(reply.route))
        self._intents(layout, reply)
        if reply.faq is not None:
            score = f"{reply.faq.entry_id} · {reply.faq.score:.0%}"
            self._fact(layout, self.tr("FAQ entry"), score)
        source_name = self.tr("Source")
        for source in reply.sources:
            self._fact(layout, f"{source_name} · {source.kind} {source.id}", source.quote)
        if reply.slots:
            self._fact(layout, self.tr("Data"), "\n".join(f"{name}: {value}" for name, value in reply.slots.items()))
        if reply.timing_ms:
            times = " · ".join(f"{name} {value:.1f}" for name, value in reply.timing_ms.items())
            self._fact(layout, self.tr("Time (ms)"), times)
        if self._health is not None:
            models = [f"{one.name} {one.version} ({one.provider})" for one in self._health.models.values() if one.name]
            self._fact(layout, self.tr("Models"), "\n".join(models))

    def _intents(self, layout: QVBoxLayout, reply: Reply) -> None:
        heading = label("muted")
        heading.setText(self.tr("Intent"))
        layout.addWidget(heading)
        grid = QGridLayout()
        best = IntentScore(id=reply.intent.id, confidence=reply.intent.confidence)
        for row, intent in enumerate([best, *reply.intent.alternatives]):
            name = QLabel(intent.id)
            bar = QProgressBar()
            bar.setRange(0, PERCENT)
            bar.setValue(round(intent.confidence * PERCENT))
            bar.setTextVisible(False)
            bar.setFixedHeight(8)
            bar.setStyleSheet(BAR_STYLE)
            bar.setAccessibleName(f"{intent.id} {intent.confidence:.0%}")
            share = QLabel(f"{intent.confidence:.0%}")
            for column, widget in enumerate((name, bar, share)):
                grid.addWidget(widget, row, column)
        layout.addLayout(grid)

    def _fact(self, layout: QVBoxLayout, name: str, value: str) -> None:
        heading, words = label("muted", wrap=True), QLabel(value)
        heading.setText(name)
        words.setWordWrap(True)
        words.setTextFormat(words.textFormat().PlainText)
        layout.addWidget(heading)
        layout.addWidget(words)

    def route_name(self, route: str) -> str:
        """A route in the merchant's words."""
        return {
            "faq": self.tr("FAQ"),
            "order": self.tr("Order row"),
            "product": self.tr("Product row"),
            "dialogue": self.tr("Asked back"),
            "generated": self.tr("Written by the model from evidence"),
            "smalltalk": self.tr("Courtesy"),
            "clarify": self.tr("Asked which was meant"),
            "handoff": self.tr("Handed to a person"),
        }[route]
