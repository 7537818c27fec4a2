"""The shop's settings as the console shows them: read from the engine, written back whole, shown wherever they count."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from appliance.api.operator import ShopSettings
from gui.api import EngineApi

PATH = "/v1/operator/settings"


class Shop(QObject):
    """What the merchant set; `changed` follows every answer of the engine."""

    changed = Signal()
    failed = Signal(str)

    def __init__(self, api: EngineApi, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._api = api
        self.settings = ShopSettings()
        self.known = False

    def reload(self) -> None:
        """Read the settings anew."""
        self._api.get(PATH, self._on_settings, self.failed.emit)

    def put(self, then: Callable[[], None] = lambda: None, **changed: object) -> None:
        """Change some settings; `then` is called once the engine has them."""

        def stored(document: dict[str, object]) -> None:
            self._on_settings(document)
            then()

        body = {**self.settings.model_dump(), **changed}
        self._api.put(PATH, body, stored, self._refused)

    def _refused(self, problem: str) -> None:
        # Whoever showed the wish as done goes back to what is.
        self.changed.emit()
        self.failed.emit(problem)

    def _on_settings(self, document: dict[str, object]) -> None:
        self.settings = ShopSettings.model_validate(document)
        self.known = True
        self.changed.emit()
