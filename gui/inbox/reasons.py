"""Why the bot answered so: intent, entry, evidence, time, models."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from appliance.api.intents import IntentExplanation
from appliance.api.messages import Health, Reply
from gui import design
from gui.carried_words import CarriedWords
from gui.intent_bars import intent_bars
from gui.names import Names
from gui.widgets import button, is_language_change, label, rule


class ReasonsPanel(QScrollArea):
    """The reasons of one reply. Which words carried its intent is computed anew, and only when the merchant looks: `words_wanted`."""

    entry_wanted = Signal(str)
    words_wanted = Signal(str)

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names
        self.setWidgetResizable(True)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._reply: Reply | None = None
        self._question = ""
        self._words: IntentExplanation | None = None
        self._asking = False
        self._health: Health | None = None
        self.render_reasons()

    def show_reply(self, reply: Reply | None, question: str = "") -> None:
        """Show a reply's reasons; None for a hint what the panel is for.

        Args:
            reply: the bot's.
            question: the customer's message that it answers.
        """
        self._reply, self._question, self._words, self._asking = reply, question, None, False
        self.render_reasons()

    @property
    def reply(self) -> Reply | None:
        """Whose reasons are shown."""
        return self._reply

    @property
    def has_words(self) -> bool:
        """Whether it shows which words carried the intent."""
        return self._words is not None

    def explain(self) -> None:
        """Ask for the words that carried the intent, unless they are there or the panel is not to be seen."""
        if self._question and self._words is None and not self._asking and self.isVisible():
            self._asking = True
            self.render_reasons()
            self.words_wanted.emit(self._question)

    def show_words(self, words: IntentExplanation) -> None:
        """Show which words carried the intent."""
        self._words, self._asking = words, False
        self.render_reasons()

    def show_no_words(self) -> None:
        """They could not be had; they may be asked for again."""
        self._asking = False
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
        layout.addLayout(intent_bars(reply.intent, self._names))
        if self._words is not None:
            layout.addWidget(CarriedWords(self._words))
            if self._words.intent.id != reply.intent.id:
                now = self.tr("By the intents in use now it is: {intent}")
                self._note(layout, now.format(intent=self._names.intent(self._words.intent.id)))
        elif self._asking:
            self._note(layout, self.tr("Looking for the words…"))
        elif self._question:
            which = button("link")
            which.setText(self.tr("By which words?"))
            which.clicked.connect(self.explain)
            layout.addWidget(which, alignment=Qt.AlignmentFlag.AlignLeft)

    def _note(self, layout: QVBoxLayout, text: str) -> None:
        note = label("small", wrap=True)
        note.setText(text)
        layout.addWidget(note)

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
