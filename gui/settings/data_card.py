"""The shop's own rows, and the demo shop's."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices

from gui.api import EngineApi
from gui.cards import TitledCard
from gui.imports import Imports
from gui.widgets import button, label, rule


class DataCard(TitledCard):
    """Imports of products and orders; the demo shop to try the desk with."""

    loaded = Signal()

    def __init__(self, api: EngineApi) -> None:
        super().__init__()
        self._api = api
        self.imports = Imports(api, self)
        self.imports.told.connect(self.told)
        self.imports.failed.connect(self.failed)
        self._hint, self._demo_title, self._demo_hint = (
            label("small", wrap=True),
            label("section"),
            label("small", wrap=True),
        )
        self.products_button, self.orders_button = button(), button()
        self.demo_button, self.page_button = button(), button()
        self.products_button.clicked.connect(lambda: self.imports.choose("products"))
        self.orders_button.clicked.connect(lambda: self.imports.choose("orders"))
        self.demo_button.clicked.connect(self._load_demo)
        self.page_button.clicked.connect(self._open_page)
        self.column.addWidget(self._hint)
        self.row(self.products_button, self.orders_button)
        self.column.addWidget(rule())
        self.column.addWidget(self._demo_title)
        self.column.addWidget(self._demo_hint)
        self.row(self.demo_button, self.page_button)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.title.setText(self.tr("Products and orders"))
        self._hint.setText(
            self.tr("From these rows the bot answers what a product costs and where a parcel is. CSV or XLSX.")
        )
        self.products_button.setText(self.tr("Import products…"))
        self.orders_button.setText(self.tr("Import orders…"))
        self._demo_title.setText(self.tr("Demo shop"))
        self._demo_hint.setText(self.tr("FAQ entries, products and invented orders to try the desk with."))
        self.demo_button.setText(self.tr("Load the demo shop"))
        self.page_button.setText(self.tr("Open its page"))

    def _load_demo(self) -> None:
        def loaded(_: object) -> None:
            self.told.emit(self.tr("The demo shop is loaded."))
            self.loaded.emit()

        self._api.post("/v1/operator/demo", {}, loaded, self.failed.emit)

    def _open_page(self) -> None:
        if request := self._api.request("/demo/"):
            QDesktopServices.openUrl(QUrl(request.url()))
