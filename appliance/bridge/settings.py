"""The merchant's settings: one row each, read from memory, durable before they count."""

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from appliance.api.operator import ShopSettings
from appliance.base.clock import today_in
from appliance.base.database import Connection, Database
from appliance.base.errors import GuitaiError

SHOP = "shop"


class SettingsStore:
    """Named settings."""

    def __init__(self, database: Database) -> None:
        self._database = database
        text = self.get(SHOP)
        self._shop = ShopSettings.model_validate_json(text) if text else ShopSettings()

    @property
    def shop(self) -> ShopSettings:
        """What the merchant may set."""
        return self._shop

    @property
    def bot_enabled(self) -> bool:
        """Whether the bot answers at all."""
        return self._shop.bot_enabled

    def today(self) -> date:
        """The shop's calendar day."""
        return today_in(self._shop.timezone)

    def put_shop(self, settings: ShopSettings) -> None:
        """Store the merchant's settings.

        Raises:
            GuitaiError: no such time zone.
        """
        try:
            ZoneInfo(settings.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise GuitaiError(
                f"There is no time zone “{settings.timezone}”.", code="refused", hint="Write it as in Asia/Shanghai."
            ) from error
        self.put(SHOP, settings.model_dump_json())
        self._shop = settings

    def get(self, name: str) -> str | None:
        """A stored setting, or None."""

        def read(db: Connection) -> str | None:
            row = db.execute("SELECT value FROM settings WHERE name = ?", [name]).fetchone()
            return row[0] if row else None

        return self._database.read(read)

    def put(self, name: str, value: str) -> None:
        """Store a setting."""
        self._database.write(lambda db: db.table("settings").upsert({"name": name, "value": value}, pk="name"))
