"""The sidebar: whose desk this is, its places, and the bot's switch."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui import design
from gui.icons import SIZE, icon
from gui.shop import Shop
from gui.widgets import button, is_language_change, label, rule, switch

WIDTH = 168
PLACES = ("inbox", "knowledge", "intents", "settings")


class Sidebar(QWidget):
    """Places to go to, and whether the bot answers, always in sight."""

    chosen = Signal(int)

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._shop = shop
        self._waiting = 0
        self.brand, self.shop_name = label("title"), label("small", wrap=True)
        self.places = [button("nav", checkable=True) for _ in PLACES]
        self.bot = switch()
        self.bot.setEnabled(False)
        self.bot.clicked.connect(lambda on: shop.put(bot_enabled=on))
        shop.changed.connect(self.retranslate)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 16, 12, 14)
        column.setSpacing(4)
        for one in (self.brand, self.shop_name):
            one.setContentsMargins(8, 0, 0, 0)
            column.addWidget(one)
        column.addSpacing(design.SPACE * 2)
        for index, (place, name) in enumerate(zip(self.places, PLACES, strict=True)):
            place.setAutoExclusive(True)
            place.setIcon(icon(name))
            place.setIconSize(QSize(SIZE, SIZE))
            place.clicked.connect(lambda _=False, index=index: self.chosen.emit(index))
            column.addWidget(place)
        self.places[0].setChecked(True)
        column.addStretch()
        column.addWidget(rule())
        column.addSpacing(design.SPACE)
        column.addWidget(self.bot)
        self.retranslate()

    def show_waiting(self, count: int) -> None:
        """How many customers wait for a person."""
        self._waiting = count
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.brand.setText(self.tr("Guitai"))
        self.shop_name.setText(self._shop.settings.shop_name)
        self.shop_name.setVisible(bool(self._shop.settings.shop_name))
        inbox = self.tr("Inbox")
        names = (
            f"{inbox}  {self._waiting}" if self._waiting else inbox,
            self.tr("Knowledge"),
            self.tr("Intents"),
            self.tr("Settings"),
        )
        for number, (place, name) in enumerate(zip(self.places, names, strict=True), 1):
            place.setText(name)
            place.setToolTip(f"Ctrl+{number}")
        on = self._shop.settings.bot_enabled
        self.bot.setEnabled(self._shop.known)
        self.bot.setChecked(on)
        self.bot.setText(self.tr("Bot is on") if on else self.tr("Bot is paused"))
        self.bot.setStyleSheet("" if on else f"color: {design.WARN}; font-weight: 600;")
        self.bot.setToolTip(self.tr("Off, every message waits for a person."))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
