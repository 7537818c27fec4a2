"""Pairing: a code for a page or a server, and what is paired."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from appliance.api.operator import PairedToken, PairingCode, TokenList
from gui import design
from gui.api import EngineApi
from gui.cards import TitledCard
from gui.names import Names
from gui.times import moment
from gui.widgets import button, confirm, label, rule

SECOND_MS = 1000
KINDS = ("site", "server")
LONGEST_NAME = 64


class PairingCard(TitledCard):
    """A code lives two minutes and is used once; a token lives until it is revoked."""

    def __init__(self, api: EngineApi) -> None:
        super().__init__()
        self._api = api
        self._names = Names(self)
        self._left = 0
        self._list = TokenList(tokens=[])
        self._tick = QTimer(self)
        self._tick.setInterval(SECOND_MS)
        self._tick.timeout.connect(self._count_down)
        self.kind = QComboBox()
        self.kind.addItems(["", ""])
        self.kind.currentIndexChanged.connect(lambda _: self.retranslate())
        self.pair_name, self.origins = QLineEdit(), QLineEdit()
        self.pair_name.setMaxLength(LONGEST_NAME)
        self._hint = label("small", wrap=True)
        self.column.addWidget(self._hint)
        self._labels = self.form(self.kind, self.pair_name, self.origins)
        self.code_button = button("primary")
        self.code_button.clicked.connect(self.make_code)
        self.column.addWidget(self.code_button, alignment=design.LEFT)
        self.code, self.left = label("code"), label("muted")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        shown = QHBoxLayout()
        shown.addWidget(self.code)
        shown.addWidget(self.left)
        shown.addStretch()
        self.column.addLayout(shown)
        self._tokens = QVBoxLayout()
        self._tokens.setSpacing(design.SPACE)
        self.column.addLayout(self._tokens)
        self._show_code("")
        self.retranslate()

    def reload(self) -> None:
        """Read the tokens anew."""
        self._api.get("/v1/operator/tokens", self._on_tokens, self.failed.emit)

    def make_code(self) -> None:
        """Show a pairing code."""
        body = {
            "name": self.pair_name.text().strip() or self.tr("Shop site"),
            "kind": KINDS[self.kind.currentIndex()],
            "origins": self.origins.text().replace(",", " ").replace("，", " ").split(),
        }
        self._api.post("/v1/operator/pairing-codes", body, self._on_code, self.failed.emit)

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("Pairing"))
        self._hint.setText(self.tr("A page or server that is paired may bring customers to this desk."))
        names = [self.tr("What it is for"), self.tr("Name"), self.tr("Address")]
        for one, field, name in zip(self._labels, (self.kind, self.pair_name, self.origins), names, strict=True):
            one.setText(name)
            field.setAccessibleName(name)
        self.kind.setItemText(0, self.tr("A page with the chat plugin"))
        self.kind.setItemText(1, self.tr("The shop's own server"))
        self.pair_name.setPlaceholderText(self.tr("Shop site"))
        server = KINDS[self.kind.currentIndex()] == "server"
        self.origins.setPlaceholderText(self.tr("not needed") if server else "https://shop.example")
        self.code_button.setText(self.tr("Make a pairing code"))
        self._show_left()
        self._show_tokens()

    def _on_code(self, document: dict[str, object]) -> None:
        made = PairingCode.model_validate(document)
        self._left = made.expires_in
        self._show_code(f"{made.code[:4]} {made.code[4:]}")
        self._tick.start()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._tick.stop()
            self._show_code("")
        self._show_left()
        # Once the other side has used the code, it stands in the list.
        self.reload()

    def _show_code(self, code: str) -> None:
        self.code.setText(code)
        self.code.setVisible(bool(code))
        self.left.setVisible(bool(code))
        self._show_left()

    def _show_left(self) -> None:
        self.left.setText(self.tr("valid for {seconds} s").format(seconds=self._left))

    def _on_tokens(self, document: dict[str, object]) -> None:
        tokens = TokenList.model_validate(document)
        new = {one.token_id for one in tokens.tokens} - {one.token_id for one in self._list.tokens}
        if self._list.tokens and new and self._tick.isActive():
            self._tick.stop()
            self._show_code("")
            self.told.emit(self.tr("Paired."))
        if tokens != self._list:
            self._list = tokens
            self._show_tokens()

    def _show_tokens(self) -> None:
        while self._tokens.count():
            item = self._tokens.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for token in self._list.tokens:
            self._tokens.addWidget(rule())
            self._tokens.addWidget(self._token_line(token))

    def _token_line(self, token: PairedToken) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        name, about, revoke = label(wrap=True), label("small", wrap=True), button("danger")
        name.setText(token.name)
        paired = self.tr("paired {when}").format(when=moment(token.created_at))
        about.setText(" · ".join([self._names.token_kind(token.kind), *token.origins, paired]))
        revoke.setText(self.tr("Revoke"))
        revoke.clicked.connect(lambda: self._ask_to_revoke(token))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(about)
        layout.addLayout(words, 1)
        layout.addWidget(revoke)
        return line

    def _ask_to_revoke(self, token: PairedToken) -> None:
        question = self.tr("Revoke “{name}”? It is refused from then on.").format(name=token.name)
        confirm(self, question, self.tr("Revoke"), self.tr("Keep it"), lambda: self._revoke(token.token_id))

    def _revoke(self, token_id: str) -> None:
        self._api.delete(f"/v1/operator/tokens/{token_id}", lambda _: self.reload(), self.failed.emit)
