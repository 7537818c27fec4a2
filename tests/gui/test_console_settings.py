"""Settings and the bot's switch: what is shown is what the engine has."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from appliance.api.client import BridgeClient
from appliance.api.operator import ShopSettings
from gui.window import SETTINGS


def stored(engine) -> ShopSettings:
    return ShopSettings.model_validate(engine.operator().call("GET", "/v1/operator/settings"))


@pytest.fixture
def settings(console, engine, qtbot):
    """The settings page; what a test sets is set back."""
    before = stored(engine)
    console.show_place(SETTINGS)
    qtbot.waitUntil(lambda: bool(console.settings.pairing._list.tokens))
    yield console.settings
    engine.operator().call("PUT", "/v1/operator/settings", before.model_dump())


def test_a_pairing_code_pairs_and_the_token_is_listed(settings, console, engine, qtbot):
    card = settings.pairing
    card.pair_name.setText("我的网店")
    card.origins.setText("https://shop.example，https://www.shop.example")
    qtbot.mouseClick(card.code_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(card.code.isVisible)
    code = card.code.text()
    assert len(code.replace(" ", "")) == 8
    assert card.left.text().endswith("秒内有效")
    paired = BridgeClient(engine.url).call("POST", "/v1/pair", {"code": code, "name": "我的网店"})
    assert paired["kind"] == "site"
    assert paired["origins"] == ["https://shop.example", "https://www.shop.example"]
    # The code has served: it goes, and the token stands in the list.
    qtbot.waitUntil(lambda: not card.code.isVisible())
    assert console.toast.text() == "配对成功。"
    listed = [one.text() for one in card.findChildren(type(card.title))]
    assert "我的网店" in listed
    about = "网页 · https://shop.example · https://www.shop.example · 配对于 "
    assert any(text.startswith(about) for text in listed)


def test_revoking_asks_first(settings, engine, qtbot):
    token = engine.site_token("https://gone.example")
    settings.reload()
    card = settings.pairing
    qtbot.waitUntil(lambda: any("https://gone.example" in one.origins for one in card._list.tokens))
    gone = next(one for one in card._list.tokens if "https://gone.example" in one.origins)
    card._ask_to_revoke(gone)
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox))
    next(one for one in box.findChildren(QPushButton) if one.text() == "撤销").click()
    qtbot.waitUntil(lambda: all(one.token_id != gone.token_id for one in card._list.tokens))
    assert token


def test_a_refused_origin_says_why_in_chinese(settings, console, qtbot):
    settings.pairing.origins.setText("not an origin")
    settings.pairing.code_button.click()
    qtbot.waitUntil(console.toast.isVisible)
    assert console.toast.text() == "来源要写成 https://shop.example 这样的形式。"
    assert not settings.pairing.code.isVisible()


def test_the_switch_pauses_the_bot_and_shows_it_everywhere(settings, console, engine, qtbot):
    switch = console.sidebar.bot
    assert switch.text() == "机器人已开启"
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton, pos=switch.rect().center())
    qtbot.waitUntil(lambda: switch.text() == "机器人已暂停")
    assert not stored(engine).bot_enabled
    assert not settings.shop_card.bot.isChecked()
    assert engine.conversation().send("满多少包邮").route == "handoff"
    qtbot.mouseClick(settings.shop_card.bot, Qt.MouseButton.LeftButton, pos=settings.shop_card.bot.rect().center())
    qtbot.waitUntil(lambda: switch.text() == "机器人已开启")
    assert stored(engine).bot_enabled
    assert engine.conversation().send("满多少包邮").route == "faq"


def test_the_shops_name_is_saved_and_leaves_other_settings_alone(settings, console, engine, qtbot):
    before = stored(engine)
    card = settings.shop_card
    card.shop_name.selectAll()
    qtbot.keyClicks(card.shop_name, "Shanye")
    # What is being typed outlives a fresh reading.
    settings.reload()
    qtbot.wait(200)
    assert card.shop_name.text() == "Shanye"
    qtbot.keyClick(card.shop_name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: console.sidebar.shop_name.text() == "Shanye")
    assert stored(engine) == before.model_copy(update={"shop_name": "Shanye"})


def test_the_recovery_code_is_shown_and_hidden(settings, qtbot):
    card = settings.safety
    assert not card.recovery.isVisible()
    card.recovery_button.click()
    qtbot.waitUntil(card.recovery.isVisible)
    assert len(card.recovery.text()) > 40
    assert card.recovery_button.text() == "隐藏恢复码"
    card.recovery_button.click()
    assert not card.recovery.isVisible()
    assert card.recovery.text() == ""


def test_products_and_the_demo_shop_are_read_in(settings, console, engine, qtbot, tmp_path):
    file = tmp_path / "products.csv"
    file.write_text("商品编码,商品名称,价格,库存\nNEW-1,竹编果篮,48,7\n", encoding="utf-8")
    settings.data.imports.read("products", str(file))
    qtbot.waitUntil(lambda: "新增 1" in console.toast.text())
    assert "48" in engine.conversation(product_id="NEW-1").send("这个多少钱").text
    settings.data.demo_button.click()
    qtbot.waitUntil(lambda: console.toast.text() == "示例店铺已载入。")
