"""The settings page."""

from gui.api import EngineApi
from gui.cards import CardPage
from gui.language import Language
from gui.settings.data_card import DataCard
from gui.settings.pairing_card import PairingCard
from gui.settings.safety_card import SafetyCard
from gui.settings.shop_card import ShopCard
from gui.shop import Shop


class SettingsView(CardPage):
    """What the merchant sets."""

    def __init__(self, api: EngineApi, shop: Shop, language: Language) -> None:
        super().__init__()
        self.shop_card = ShopCard(shop, language)
        self.pairing = PairingCard(api)
        self.data = DataCard(api)
        self.safety = SafetyCard(api)
        self._shop = shop
        self.fill((self.shop_card, self.pairing), (self.data, self.safety))
        self.data.loaded.connect(self.reload)

    def reload(self) -> None:
        """Read settings and tokens anew."""
        self._shop.reload()
        self.pairing.reload()
