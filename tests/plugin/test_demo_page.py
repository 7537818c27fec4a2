"""The demo shop's page in a real browser, served and answered by a real engine."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, expect

pytestmark = [pytest.mark.browser, pytest.mark.engine]
Visit = Callable[..., Page]

ADDRESSES = {"zh": "/demo/", "en": "/demo/?lang=en"}
ORDER, PHONE_LAST4 = "2026111817919029", "0481"
HAN = re.compile(r"[\u3400-\u9fff]")
WIDTHS = [390, 600, 820, 1024, 1440]


@pytest.fixture
def visit(engine, plugin_file, browser: Browser) -> Iterator[Visit]:
    """Opens the page in a fresh profile. Whatever the test did, nothing was complained of and nothing left the engine."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    addresses: list[str] = []

    def note_answer(response: Response) -> None:
        if response.status >= httpx.codes.BAD_REQUEST:
            complaints.append(f"{response.status} {response.url}")

    def open_page(language: str = "zh", width: int = 1280, height: int = 800) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(f"{line.type}: {line.text}"))
        page.on("response", note_answer)
        page.on("request", lambda request: addresses.append(request.url))
        page.goto(engine.url + ADDRESSES[language])
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert addresses
    assert [address for address in addresses if not address.startswith(f"{engine.url}/")] == []


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def drafts(engine, language: str) -> list[tuple[str, str | None]]:
    """What the page's buttons offer to ask, each with the product it stands at."""
    markup = httpx.get(engine.url + ADDRESSES[language]).text
    return re.findall(r'data-guitai-open="([^"]+)"(?: data-product-id="([^"]+)")?', markup)


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_page_is_whole_and_allows_nothing_inline(engine, visit: Visit, language: str) -> None:
    policy = httpx.get(engine.url + ADDRESSES[language]).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = visit(language)
    pictures = page.locator("img")
    assert pictures.count() == 13
    assert pictures.evaluate_all("images => images.every((image) => image.complete && image.naturalWidth > 0)")
    assert page.locator("main, header, footer, h1").count() == 4
    assert page.locator("[style], style").count() == 0
    assert page.locator("script:not([src])").count() == 0


@pytest.mark.parametrize("path", ["/", "/demo", "/demo/"])
def test_every_address_of_the_shop_shows_it(engine, path: str) -> None:
    answer = httpx.get(engine.url + path)
    assert answer.status_code == httpx.codes.OK
    assert "山野杂货铺" in answer.text
    assert "__GUITAI_SITE_TOKEN__" not in answer.text


@pytest.mark.parametrize("language", ADDRESSES)
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_runs_out_of_the_window(visit: Visit, language: str, width: int) -> None:
    page = visit(language, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_goods_are_the_shops_own(visit: Visit, demo_rows, language: str) -> None:
    rows = {row["sku"]: row for row in demo_rows["products"]}
    goods = visit(language).locator(".goods")
    assert goods.count() == 12
    for card in goods.all():
        row = rows[card.get_by_role("button").get_attribute("data-product-id")]
        expect(card.locator(".price")).to_have_text(f"¥{row['price']}")
        assert int(row["stock"]) > 0
        if language == "zh":
            expect(card.get_by_role("heading")).to_have_text(row["name"])


@pytest.mark.parametrize("language", ADDRESSES)
def test_what_the_page_offers_to_ask_is_answered(engine, language: str) -> None:
    offered = drafts(engine, language)
    assert len(offered) == 16
    for text, sku in offered:
        reply = engine.conversation().send(text)
        if sku:
            assert (reply.route, reply.sources[0].id) == ("product", sku), text
        elif reply.intent.id == "human_agent":
            assert reply.handoff
        else:
            assert reply.route in {"faq", "dialogue"}, text


def test_a_question_from_the_page_is_answered_in_chinese(visit: Visit, demo_rows) -> None:
    entry = next(row for row in demo_rows["faq"] if row["question"] == "付款后多久发货？")
    page = visit()
    page.get_by_role("button", name=entry["question"]).click()
    expect(page.get_by_role("dialog", name="山野杂货铺")).to_be_visible()
    composer = page.get_by_role("textbox")
    expect(composer).to_be_focused()
    expect(composer).to_have_value(entry["question"])
    composer.press("Enter")
    expect(page.locator(".line.bot .bubble").last).to_have_text(entry["answer"])
    expect(page.locator(".line.bot").last.get_by_text("AI 生成", exact=True)).to_be_visible()


def test_an_order_is_told_only_after_its_phone(visit: Visit, demo_rows) -> None:
    tracking = next(row["tracking_no"] for row in demo_rows["orders"] if row["order_id"] == ORDER)
    page = visit()
    page.get_by_role("button", name=f"订单 {ORDER} 到哪了").click()
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".line.bot .bubble").last).to_contain_text("后四位")
    expect(page.get_by_text(tracking)).to_have_count(0)
    assert f"这一单填 {PHONE_LAST4}" in page.locator(".try").inner_text()
    ask(page, PHONE_LAST4)
    expect(page.locator(".line.bot .bubble").last).to_contain_text(tracking)


def test_a_person_is_called_from_the_page(visit: Visit) -> None:
    page = visit()
    page.locator(".try").get_by_role("button", name="转人工").click()
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".banner")).to_contain_text("正在等待人工客服")


def test_a_product_opens_the_chat_about_it_from_the_keyboard(visit: Visit, demo_rows) -> None:
    colours = next(row["attributes"] for row in demo_rows["products"] if row["sku"] == "GT-CF-001")
    page = visit()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到商品")).to_be_focused()
    page.get_by_role("button", name="问客服：云峰三层硬壳冲锋衣").press("Enter")
    with page.expect_request(lambda request: request.url.endswith("/v1/conversations")) as opening:
        page.get_by_role("textbox").press("Enter")
    assert opened_about(opening.value) == "GT-CF-001"
    expect(page.locator(".line.bot .bubble").last).to_contain_text("石墨、湖蓝、砖红")
    assert "石墨、湖蓝、砖红" in colours
    # A second product while the chat is open: the words change, and the visitor goes on writing.
    page.get_by_role("button", name="问客服：复古露营灯").press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".line.bot .bubble").last).to_contain_text("6–80 小时")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def opened_about(request: Request) -> str:
    return str(request.post_data_json["context"]["product_id"])


def test_the_english_page_speaks_english(visit: Visit) -> None:
    page = visit("en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    switch = page.get_by_role("link", name="中文")
    assert not HAN.search(page.locator("body").inner_text().replace("中文", ""))
    page.get_by_role("button", name="Chat with us").click()
    chat = page.get_by_role("dialog", name="Shanye Store")
    expect(chat).to_be_visible()
    assert not HAN.search(chat.inner_text())
    ask(page, f"Where is my order {ORDER}?")
    expect(page.locator(".line.bot .bubble").last).to_contain_text("last four digits")
    ask(page, PHONE_LAST4)
    expect(page.locator(".line.bot .bubble").last).to_contain_text("was shipped on")
    switch.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("dialog", name="山野杂货铺")).to_be_visible()
