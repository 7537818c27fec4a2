"""Settings: the shop, the bot's switch, the language, pairing, the recovery code, the demo shop."""

from functools import partial

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from appliance.api.operator import PairedToken, PairingCode, ShopSettings, TokenList
from gui import design
from gui.api import EngineApi
from gui.language import CHINESE, ENGLISH, Language
from gui.widgets import button, card, label

SECOND_MS = 1000
COLUMN_WIDTH = 760
KINDS = ("site", "server")


class SettingsView(QScrollArea):
    """What the merchant sets."""

    failed = Signal(str)
    told = Signal(str)

    def __init__(self, api: EngineApi, language: Language) -> None:
        super().__init__()
        self._api = api
        self._language = language
        self._shop = ShopSettings()
        self._left = 0
        self._tick = QTimer(self)
        self._tick.setInterval(SECOND_MS)
        self._tick.timeout.connect(self._count_down)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._build()
        self.retranslate()

    def reload(self) -> None:
        """Read settings and tokens anew."""
        self._api.get("/v1/operator/settings", self._on_settings, self.failed.emit)
        self._api.get("/v1/operator/tokens", self._on_tokens, self.failed.emit)

    def make_code(self) -> None:
        """Show a pairing code."""
        body = {
            "name": self.pair_name.text().strip() or self.tr("Shop site"),
            "kind": KINDS[self.kind.currentIndex()],
            "origins": self.origins.text().replace(",", " ").split(),
        }
        self._api.post("/v1/operator/pairing-codes", body, self._on_code, self.failed.emit)

    def retranslate(self) -> None:
        """Write every text anew."""
        titles = [self.tr("Shop"), self.tr("Pairing"), self.tr("Safety"), self.tr("Demo shop")]
        for one, title in zip(self._titles, titles, strict=True):
            one.setText(title)
        names = [
            self.tr("Shop name"),
            self.tr("Language"),
            self.tr("What it is for"),
            self.tr("Name"),
            self.tr("Origins"),
        ]
        for name, text in zip(self._names, names, strict=True):
            name.setText(text)
        self.bot.setText(self.tr("The bot answers customers. Off, every message waits for a person."))
        self.kind.setItemText(0, self.tr("A page with the chat plugin"))
        self.kind.setItemText(1, self.tr("The shop's own server"))
        self.origins.setPlaceholderText("https://shop.example")
        self.save_button.setText(self.tr("Save"))
        self.code_button.setText(self.tr("Make a pairing code"))
        self.recovery_button.setText(self.tr("Show the recovery code"))
        self.recovery_hint.setText(
            self.tr(
                "The data is encrypted. If the key is ever lost, this code brings it back: print it and put it away."
            )
        )
        self.demo_button.setText(self.tr("Load the demo shop"))
        self.demo_hint.setText(self.tr("60 FAQ entries, 40 products and 40 invented orders to try the desk with."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _build(self) -> None:
        self._titles = [label("section") for _ in range(4)]
        self._names = [QLabel() for _ in range(5)]
        self.shop_name, self.pair_name, self.origins = QLineEdit(), QLineEdit(), QLineEdit()
        self.bot = QCheckBox()
        self.language = QComboBox()
        self.language.addItem("中文", CHINESE)
        self.language.addItem("English", ENGLISH)
        self.language.setCurrentIndex(self.language.findData(self._language.current))
        self.language.activated.connect(lambda _: self._language.use(self.language.currentData()))
        self.kind = QComboBox()
        self.kind.addItems(["", ""])
        self.save_button, self.code_button = button("primary"), button("primary")
        self.recovery_button, self.demo_button = button(), button()
        self.recovery_hint, self.demo_hint = label("muted", wrap=True), label("muted", wrap=True)
        self.code, self.left, self.recovery = label("code"), label("muted"), label("section", wrap=True)
        for one in (self.code, self.recovery):
            one.setTextInteractionFlags(one.textInteractionFlags().TextSelectableByMouse)
        self.save_button.clicked.connect(self._save)
        self.code_button.clicked.connect(self.make_code)
        self.recovery_button.clicked.connect(self._show_recovery)
        self.demo_button.clicked.connect(self._load_demo)
        self._tokens = QVBoxLayout()
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout()
        column.setSpacing(design.SPACE * 2)
        for frame in self._cards():
            column.addWidget(frame)
        column.addStretch()
        middle = QWidget()
        middle.setMaximumWidth(COLUMN_WIDTH)
        middle.setLayout(column)
        outer = QHBoxLayout(inside)
        outer.addWidget(middle)
        outer.addStretch()
        self.setWidget(inside)

    def _cards(self) -> list[QWidget]:
        shop, pairing, safety, demo = (card() for _ in range(4))
        names = self._names
        form = QFormLayout()
        form.addRow(names[0], self.shop_name)
        form.addRow(names[1], self.language)
        pair_form = QFormLayout()
        for name, field in zip(names[2:], (self.kind, self.pair_name, self.origins), strict=True):
            pair_form.addRow(name, field)
        shown = QHBoxLayout()
        shown.addWidget(self.code)
        shown.addWidget(self.left)
        shown.addStretch()
        contents = (
            (shop, (form, self.bot, self.save_button)),
            (pairing, (pair_form, self.code_button, shown, self._tokens)),
            (safety, (self.recovery_hint, self.recovery_button, self.recovery)),
            (demo, (self.demo_hint, self.demo_button)),
        )
        for title, (frame, parts) in zip(self._titles, contents, strict=True):
            layout = QVBoxLayout(frame)
            layout.setContentsMargins(20, 16, 20, 16)
            layout.addWidget(title)
            for part in parts:
                if isinstance(part, QWidget):
                    fixed = part in {self.save_button, self.code_button, self.recovery_button, self.demo_button}
                    layout.addWidget(part, alignment=design.LEFT if fixed else design.FILL)
                else:
                    layout.addLayout(part)
        return [shop, pairing, safety, demo]

    def _on_settings(self, document: dict[str, object]) -> None:
        self._shop = ShopSettings.model_validate(document)
        self.shop_name.setText(self._shop.shop_name)
        self.bot.setChecked(self._shop.bot_enabled)

    def _save(self) -> None:
        changed = {"shop_name": self.shop_name.text().strip(), "bot_enabled": self.bot.isChecked()}
        body = {**self._shop.model_dump(), **changed}
        self._api.put("/v1/operator/settings", body, lambda _: self.told.emit(self.tr("Saved.")), self.failed.emit)

    def _on_code(self, document: dict[str, object]) -> None:
        made = PairingCode.model_validate(document)
        self.code.setText(f"{made.code[:4]} {made.code[4:]}")
        self._left = made.expires_in
        self._tick.start()
        self._count_down()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left > 0:
            self.left.setText(self.tr("valid for {seconds} s").format(seconds=self._left))
            return
        self._tick.stop()
        self.code.clear()
        self.left.clear()
        self.reload()

    def _on_tokens(self, document: dict[str, object]) -> None:
        while self._tokens.count():
            item = self._tokens.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for token in TokenList.model_validate(document).tokens:
            self._tokens.addWidget(self._token_line(token))

    def _token_line(self, token: PairedToken) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        words = QLabel(f"{token.name} · {token.kind} · {' '.join(token.origins) or '—'}")
        words.setTextFormat(words.textFormat().PlainText)
        revoke = button()
        revoke.setText(self.tr("Revoke"))
        revoke.clicked.connect(partial(self._revoke, token.token_id))
        layout.addWidget(words, 1)
        layout.addWidget(revoke)
        return line

    def _revoke(self, token_id: str) -> None:
        self._api.delete(f"/v1/operator/tokens/{token_id}", lambda _: self.reload(), self.failed.emit)

    def _show_recovery(self) -> None:
        def shown(document: dict[str, str]) -> None:
            self.recovery.setText(document["code"])

        self._api.post("/v1/operator/recovery-code", {}, shown, self.failed.emit)

    def _load_demo(self) -> None:
        def loaded(_: object) -> None:
            self.told.emit(self.tr("The demo shop is loaded."))
            self.reload()

        self._api.post("/v1/operator/demo", {}, loaded, self.failed.emit)
