"""Training the shop's own intents from a file: what the file looks like, how far it is, and whether it worked."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from appliance.api.intents import IntentTraining
from gui import design
from gui.api import EngineApi, Latest
from gui.cards import TitledCard
from gui.intent_bars import BAR_HEIGHT, BAR_STYLE
from gui.names import Names
from gui.widgets import button, label

TRAINING = "/v1/operator/intents/training"
POLL_MS = 300


class TrainingCard(TitledCard):
    """Chooses a file, has the engine train in the background, and asks how far it is while it runs.

    `state_changed` follows every answer of the engine, `learned` a training that this console has seen end well.
    """

    state_changed = Signal(IntentTraining)
    learned = Signal()

    def __init__(self, api: EngineApi, names: Names) -> None:
        super().__init__()
        self._api = api
        self._read = Latest(api)
        self._names = names
        self._state = IntentTraining()
        self._refused = ""
        self._cancelling = False
        self._poll = QTimer(self)
        self._poll.setSingleShot(True)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self.reload)
        self._hint, self._names_hint = label("small", wrap=True), label("small", wrap=True)
        self.sample, self.pack_names = label("quote", wrap=True), label("small", wrap=True)
        for one in (self.sample, self.pack_names):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.format = QWidget()
        self.file_button, self.format_button, self.cancel_button = button("primary"), button("link"), button()
        self.file_button.clicked.connect(self.choose)
        self.format_button.clicked.connect(lambda: self.format.setVisible(self.format.isHidden()))
        self.cancel_button.clicked.connect(self.cancel)
        self.bar, self.stage, self.outcome = QProgressBar(), label("small"), label(wrap=True)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(BAR_HEIGHT)
        self.bar.setStyleSheet(BAR_STYLE)
        self._arrange()
        self.retranslate()

    def reload(self) -> None:
        """Read anew how far the engine is."""
        self._read.get(TRAINING, self._on_state, self._on_lost)

    def choose(self) -> QFileDialog:
        """Let the merchant choose a file."""
        dialog = QFileDialog(self, self.tr("Choose the examples"), "", "CSV, XLSX, JSONL (*.csv *.xlsx *.xlsm *.jsonl)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.train)
        dialog.open()
        return dialog

    def train(self, path: str) -> None:
        """Have the engine train from this file."""
        self._refused, self._cancelling = "", False
        self._read.post(TRAINING, {"path": path}, self._on_state, self._on_refused)

    def cancel(self) -> None:
        """End the training; the intents stay as they are."""
        self._cancelling = True
        self._api.delete(TRAINING, None, self.failed.emit)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("Teach it your own"))
        self._hint.setText(
            self.tr("A CSV, XLSX or JSONL file: on each line what a customer says, and which intent that is.")
        )
        self.sample.setText(
            self.tr(
                'CSV, XLSX:\ntext,intent\nDo you take old tents in exchange?,trade-in\nWhen do I get my invoice?,Invoice\n\nJSONL:\n{"text": "When do I get my invoice?", "intent": "Invoice"}'
            )
        )
        self._names_hint.setText(
            self.tr(
                "The name of a built-in intent gives it more examples, another name makes a new intent. A file without any built-in name replaces them all."
            )
        )
        pack = self.tr(", ").join(self._names.intent(one) for one in self._names.pack_intents)
        self.pack_names.setText(self.tr("Built in: {names}").format(names=pack))
        self.format_button.setText(self.tr("How to write the file"))
        self.file_button.setText(self.tr("Choose a file and train…"))
        self.cancel_button.setText(self.tr("Cancelling…") if self._cancelling else self.tr("Cancel"))
        self._show_progress()
        self._show_outcome()

    def _arrange(self) -> None:
        self.column.addWidget(self._hint)
        details = QVBoxLayout(self.format)
        details.setContentsMargins(0, 0, 0, 0)
        details.setSpacing(design.SPACE + 2)
        for one in (self.sample, self._names_hint, self.pack_names):
            details.addWidget(one)
        self.column.addWidget(self.format)
        self.row(self.file_button, self.format_button)
        self._progress = QWidget()
        line = QHBoxLayout(self._progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(design.SPACE)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stage)
        line.addWidget(self.cancel_button)
        self.column.addWidget(self._progress)
        self.column.addWidget(self.outcome)

    def _show_progress(self) -> None:
        state = self._state
        running = state.state == "running"
        for one in (self.file_button, self.format_button):
            one.setVisible(not running)
        self._progress.setVisible(running)
        self.cancel_button.setEnabled(not self._cancelling)
        if not running:
            return
        reading = state.done < state.total
        # How long it fits and checks is not known beforehand: the bar shows that it is at it.
        self.bar.setRange(0, state.total if reading else 0)
        self.bar.setValue(state.done)
        self.stage.setText(
            self.tr("Reading {done} of {total}").format(done=state.done, total=state.total)
            if reading
            else self.tr("Learning and checking…")
        )
        self.bar.setAccessibleName(self.stage.text())

    def _show_outcome(self) -> None:
        why = {"internal": self.tr("Something went wrong in the engine; its log says what.")}
        reason = why.get(self._state.reason, self._state.reason)
        texts = {
            "failed": self.tr("Nothing was learned, the intents are as they were. {reason}").format(reason=reason),
            "cancelled": self.tr("Cancelled, the intents are as they were."),
        }
        text = texts.get(self._state.state, "")
        if self._refused:
            text = self.tr("The file was not used. {reason}").format(reason=self._refused)
        bad = bool(self._refused) or self._state.state == "failed"
        self.outcome.setText(text)
        self.outcome.setStyleSheet(f"color: {design.BAD if bad else design.MUTED};")
        self.outcome.setVisible(bool(text) and self._state.state != "running")

    def _on_state(self, document: dict[str, object]) -> None:
        before, self._state = self._state, IntentTraining.model_validate(document)
        if self._state.state == "running":
            self._poll.start()
        else:
            self._poll.stop()
            self._cancelling = False
        if self._state.report is not None and before.report is None:
            # Who has trained knows how; the report comes into sight.
            self.format.hide()
        self.retranslate()
        self.state_changed.emit(self._state)
        if before.state == "running" and self._state.state == "finished":
            self.learned.emit()
            self.told.emit(self.tr("Learned. It counts from the next message on."))

    def _on_refused(self, problem: str) -> None:
        self._refused = problem
        self.retranslate()

    def _on_lost(self, problem: str) -> None:
        # A training ends with its engine; one that only answered late is found when the page is read anew.
        self._poll.stop()
        self._state, self._cancelling = IntentTraining(), False
        self.retranslate()
        self.failed.emit(problem)
