"""One conversation at the desk: who it is, what was said, and where a reply is typed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from appliance.api.messages import ConversationState
from appliance.api.operator import ConversationSummary
from gui import design
from gui.icons import pixmap
from gui.inbox.composer import Composer
from gui.inbox.conversations import name_of
from gui.inbox.transcript import TranscriptView
from gui.names import Names
from gui.widgets import OneLine, button, is_language_change, label, rule, set_tone

EMPTY_ICON = 56
TONES = {ConversationState.BOT: "good", ConversationState.WAITING: "warn", ConversationState.PERSON: "accent"}


class ConversationDesk(QFrame):
    """Head, transcript and composer. It tells what is wanted, and leaves doing so to the inbox."""

    wanted = Signal(str)
    submitted = Signal(str)

    def __init__(self, names: Names) -> None:
        super().__init__()
        self.setObjectName("card")
        self._names = names
        self._summary: ConversationSummary | None = None
        self._bot_writes = False
        self.name, self.state, self.note = OneLine("section"), label("pill"), OneLine("small")
        self.take_button, self.back_button = button("primary"), button()
        self.close_button, self.send_button = button(), button("primary")
        for one, verb in (
            (self.take_button, "take-over"),
            (self.back_button, "give-back"),
            (self.close_button, "close"),
        ):
            one.clicked.connect(lambda _=False, chosen=verb: self.wanted.emit(chosen))
        self.transcript = TranscriptView(names)
        self.transcript.grown.connect(self._order_tabs)
        self.composer = Composer()
        self.composer.submitted.connect(self._submit)
        self.send_button.clicked.connect(self._submit)
        self._arrange()
        self.retranslate()

    def show_summary(self, summary: ConversationSummary | None) -> None:
        """Show whose conversation this is and who answers; None for no conversation."""
        self._summary = summary
        self._pages.setCurrentIndex(0 if summary is None else 1)
        state = summary.state if summary else None
        self.name.setText(name_of(summary) if summary else "")
        self.state.setText(self._names.state(summary.state) if summary else "")
        self._write_note()
        set_tone(self.state, TONES.get(state, "") if state else "")
        bot_has_it = state in {ConversationState.BOT, ConversationState.WAITING, ConversationState.CLOSED}
        self.take_button.setVisible(bot_has_it)
        self.back_button.setVisible(state in {ConversationState.PERSON, ConversationState.WAITING})
        self.close_button.setEnabled(state is not None and state != ConversationState.CLOSED)

    def show_writing(self, *, on: bool) -> None:
        """The bot is writing, or no longer is."""
        self._bot_writes = on
        self._write_note()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.take_button.setText(self.tr("Take over"))
        self.back_button.setText(self.tr("Give back"))
        self.close_button.setText(self.tr("End"))
        self.close_button.setToolTip(self.tr("Ends the conversation. If the customer writes again, the bot answers."))
        self.send_button.setText(self.tr("Send"))
        self.composer.setPlaceholderText(self.tr("Type a reply. Enter sends, Shift+Enter begins a new line."))
        self.composer.setAccessibleName(self.tr("Reply"))
        self.transcript.setAccessibleName(self.tr("Transcript"))
        self._hint.setText(self.tr("Choose a conversation on the left"))
        self.show_summary(self._summary)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 10)
        head.setSpacing(design.SPACE)
        who, how = QVBoxLayout(), QHBoxLayout()
        who.setSpacing(3)
        how.setSpacing(design.SPACE)
        how.addWidget(self.state)
        how.addWidget(self.note, 1)
        who.addWidget(self.name)
        who.addLayout(how)
        head.addLayout(who, 1)
        for one in (self.take_button, self.back_button, self.close_button):
            head.addWidget(one)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 10, 12, 12)
        foot.setSpacing(design.SPACE)
        foot.addWidget(self.composer)
        foot.addWidget(self.send_button, alignment=Qt.AlignmentFlag.AlignBottom)
        talk = QWidget()
        column = QVBoxLayout(talk)
        column.setContentsMargins(1, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.transcript)
        column.addWidget(rule())
        column.addLayout(foot)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._nothing())
        self._pages.addWidget(talk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)

    def _nothing(self) -> QWidget:
        page, picture, self._hint = QWidget(), label(), label("muted")
        picture.setPixmap(pixmap("inbox", "#c5cddc", EMPTY_ICON))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(page)
        column.addStretch()
        column.addWidget(picture)
        column.addWidget(self._hint)
        column.addStretch()
        return page

    def _order_tabs(self, line: QWidget) -> None:
        """Lines are made later than whatever else is in the window, and would be reached last."""
        lines = self.transcript.bubbles()
        QWidget.setTabOrder(lines[-2] if len(lines) > 1 else self.close_button, line)

    def _write_note(self) -> None:
        waiting = self._summary is not None and self._summary.state == ConversationState.WAITING
        reason = self._names.reason(self._summary.handoff_reason) if self._summary and waiting else ""
        self.note.setText(self.tr("The bot is writing…") if self._bot_writes else reason)

    def _submit(self) -> None:
        if text := self.composer.toPlainText().strip():
            self.submitted.emit(text)
