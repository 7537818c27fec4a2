"""The settings page: cards in two columns, in one where there is less room."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from gui import design
from gui.api import EngineApi
from gui.language import Language
from gui.settings.data_card import DataCard
from gui.settings.pairing_card import PairingCard
from gui.settings.safety_card import SafetyCard
from gui.settings.shop_card import ShopCard
from gui.shop import Shop

WIDEST = 1160
TWO_COLUMNS_FROM = 860


class SettingsView(QScrollArea):
    """What the merchant sets."""

    failed = Signal(str)
    told = Signal(str)

    def __init__(self, api: EngineApi, shop: Shop, language: Language) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.shop_card = ShopCard(shop, language)
        self.pairing = PairingCard(api)
        self.data = DataCard(api)
        self.safety = SafetyCard(api)
        self._shop = shop
        for one in (self.shop_card, self.pairing, self.data, self.safety):
            one.told.connect(self.told)
            one.failed.connect(self.failed)
        self.data.loaded.connect(self.reload)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(design.SPACE * 2)
        for cards in ((self.shop_card, self.pairing), (self.data, self.safety)):
            column = QVBoxLayout()
            column.setSpacing(design.SPACE * 2)
            for one in cards:
                column.addWidget(one)
            column.addStretch()
            self._columns.addLayout(column, 1)
        middle = QWidget()
        middle.setMaximumWidth(WIDEST)
        middle.setLayout(self._columns)
        margin = design.SPACE * 2
        self._columns.setContentsMargins(margin, margin, margin, margin)
        inside = QWidget()
        inside.setObjectName("page")
        outer = QHBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(middle, 1)
        outer.addStretch()
        self.setWidget(inside)

    def reload(self) -> None:
        """Read settings and tokens anew."""
        self._shop.reload()
        self.pairing.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room, else one below the other."""
        wide = self.viewport().width() >= TWO_COLUMNS_FROM
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)
