"""Which intents are in use, and the way back."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout

from appliance.api.intents import IntentHeadInfo
from gui import design
from gui.api import EngineApi, Latest
from gui.cards import TitledCard
from gui.names import Names
from gui.widgets import button, label, set_tone

HEAD = "/v1/operator/intents/head"
RESTORE = "/v1/operator/intents/restore"
MOST_NAMED = 8
OUT_OF_SCOPE = "out_of_scope"


class HeadCard(TitledCard):
    """The head in use. What a training changed is taken back with one click, and that with another."""

    changed = Signal()

    def __init__(self, api: EngineApi, names: Names) -> None:
        super().__init__()
        self._api = api
        self._head = Latest(api)
        self._names = names
        self._info: IntentHeadInfo | None = None
        self.whose, self.counts = label("pill"), label()
        self.added, self.left_out = label("small", wrap=True), label(wrap=True)
        self.left_out.setStyleSheet(f"color: {design.WARN};")
        self.restore_button = button()
        self.restore_button.clicked.connect(self.restore)
        facts = QHBoxLayout()
        facts.setSpacing(design.SPACE)
        facts.addWidget(self.whose)
        facts.addWidget(self.counts)
        facts.addStretch()
        facts.addWidget(self.restore_button)
        self.column.addLayout(facts)
        self.column.addWidget(self.added)
        self.column.addWidget(self.left_out)
        self.retranslate()

    def reload(self) -> None:
        """Read anew which is in use."""
        self._head.get(HEAD, self._on_head, self.failed.emit)

    def restore(self) -> None:
        """Go back to the head before the last training."""
        self._api.post(RESTORE, {}, self._on_restored, self.failed.emit)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("Intents in use"))
        info = self._info
        own = info is not None and info.own
        for one in (self.whose, self.counts):
            one.setVisible(info is not None)
        self.whose.setText(self.tr("Your own") if own else self.tr("Built in"))
        set_tone(self.whose, "good" if own else "accent")
        if info is not None:
            count = QLocale().toString
            size = self.tr("{intents} intents · {examples} examples")
            self.counts.setText(size.format(intents=count(len(info.intents)), examples=count(info.examples)))
        self._show_difference(info)
        restorable = info is not None and info.restorable
        self.restore_button.setText(
            self.tr("Use the trained ones again") if restorable and not own else self.tr("Undo the training")
        )
        self.restore_button.setEnabled(restorable)
        self.restore_button.setToolTip(self.tr("Goes back to the intents before the last training."))

    def _show_difference(self, info: IntentHeadInfo | None) -> None:
        # What lies outside every trade is kept whatever is learned.
        pack = set(self._names.pack_intents) - {OUT_OF_SCOPE}
        used = set(info.intents) - {OUT_OF_SCOPE} if info else set()
        added = sorted(used - pack) if pack else []
        replaced = bool(pack and used) and pack.isdisjoint(used)
        named = self.tr(", ").join(added[:MOST_NAMED]) + ("…" if len(added) > MOST_NAMED else "")
        self.added.setText(self.tr("New: {names}").format(names=named))
        self.added.setVisible(bool(added))
        self.left_out.setText(
            self.tr(
                "The built-in intents are not in use: the file named none of them. If that was not meant, undo the training."
            )
        )
        self.left_out.setVisible(replaced)

    def _on_head(self, document: dict[str, object]) -> None:
        info = IntentHeadInfo.model_validate(document)
        is_other = self._info is not None and info.version != self._info.version
        self._info = info
        self.retranslate()
        if is_other:
            self.changed.emit()

    def _on_restored(self, document: dict[str, object]) -> None:
        self._on_head(document)
        self.told.emit(self.tr("Done. It counts from the next message on; once more brings it back."))
