"""The shop's name, the console's language, and whether the bot answers."""

from PySide6.QtWidgets import QComboBox, QLineEdit

from gui import design
from gui.cards import TitledCard
from gui.language import CHINESE, ENGLISH, Language
from gui.shop import Shop
from gui.widgets import button, label, switch

LONGEST_NAME = 100


class ShopCard(TitledCard):
    """The switch and the language count at once; the name is saved."""

    def __init__(self, shop: Shop, language: Language) -> None:
        super().__init__()
        self._shop = shop
        self._language = language
        self.shop_name = QLineEdit()
        self.shop_name.setMaxLength(LONGEST_NAME)
        self.shop_name.returnPressed.connect(self._save)
        self.language = QComboBox()
        self.language.addItem("中文", CHINESE)
        self.language.addItem("English", ENGLISH)
        self.language.setCurrentIndex(self.language.findData(language.current))
        self.language.activated.connect(lambda _: language.use(self.language.currentData()))
        self._names = self.form(self.shop_name, self.language)
        self.bot = switch()
        self.bot.clicked.connect(lambda on: shop.put(bot_enabled=on))
        self._bot_hint = label("small", wrap=True)
        self.save_button = button("primary")
        self.save_button.clicked.connect(self._save)
        self.column.addWidget(self.bot, alignment=design.LEFT)
        self.column.addWidget(self._bot_hint)
        self.column.addWidget(self.save_button, alignment=design.LEFT)
        shop.changed.connect(self._show)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("Shop"))
        for one, field, name in zip(
            self._names,
            (self.shop_name, self.language),
            (self.tr("Shop name"), self.tr("Language")),
            strict=True,
        ):
            one.setText(name)
            field.setAccessibleName(name)
        self.bot.setText(self.tr("The bot answers customers"))
        self._bot_hint.setText(self.tr("Off, every message waits for a person."))
        self.save_button.setText(self.tr("Save"))

    def _show(self) -> None:
        self.bot.setChecked(self._shop.settings.bot_enabled)
        if not self.shop_name.isModified():
            self.shop_name.setText(self._shop.settings.shop_name)

    def _save(self) -> None:
        def saved() -> None:
            self.shop_name.setModified(False)
            self.told.emit(self.tr("Saved."))

        self._shop.put(saved, shop_name=self.shop_name.text().strip())
