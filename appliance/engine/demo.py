"""The demo shop: its rows, and the site token of its page. Loaded only when someone asks for it."""

import base64
import hashlib
import hmac
import secrets
from pathlib import Path

from appliance.api.operator import ShopSettings
from appliance.base.database import Database
from appliance.bridge.settings import SettingsStore
from appliance.bridge.tokens import TokenStore
from appliance.knowledge.imports import import_orders, import_products
from appliance.knowledge.products import ProductStore
from faq_store.store import FaqStore
from faq_store.transfer import import_faq

SECRET = "demo_secret"  # noqa: S105 - a setting's name
LOADED = "demo_loaded"
AUTHOR = "demo"
SHOP_NAME = "山野杂货铺"


class DemoShop:
    """Loads the pack's demo rows and gives the demo page its token."""

    def __init__(
        self,
        folder: Path,
        database: Database,
        faq: FaqStore,
        products: ProductStore,
        tokens: TokenStore,
        settings: SettingsStore,
    ) -> None:
        self._folder = folder
        self._database = database
        self._faq = faq
        self._products = products
        self._tokens = tokens
        self._settings = settings

    def load(self) -> dict[str, int]:
        """Import the rows, and pair the demo page; how many rows of each kind the shop has."""
        entries = import_faq(self._database, self._faq, self._folder / "faq.csv", AUTHOR)
        products = import_products(self._database, self._folder / "products.csv")
        orders = import_orders(self._database, self._folder / "orders.csv")
        self._products.forget()
        if not self._settings.shop.shop_name:
            self._settings.put_shop(ShopSettings(**{**self._settings.shop.model_dump(), "shop_name": SHOP_NAME}))
        if self._settings.get(SECRET) is None:
            self._settings.put(SECRET, secrets.token_hex(32))
        if (token := self.token()) is None or self._tokens.find(token) is None:
            self._tokens.add("site", "demo", [], secret=self._derived())
            self._settings.put(LOADED, "yes")
        return {"faq": entries.read, "products": products.read, "orders": orders.read}

    def token(self) -> str | None:
        """The demo page's site token; None where the demo was never loaded or its token was revoked.

        It is derived from a secret in the encrypted store, so that it can be shown again and only its hash is kept.
        """
        if self._settings.get(LOADED) is None:
            return None
        derived = self._derived()
        return derived if self._tokens.find(derived) else None

    def _derived(self) -> str:
        secret = self._settings.get(SECRET) or ""
        digest = hmac.new(secret.encode("ascii"), b"demo page", hashlib.sha256).digest()
        return "gts_" + base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
