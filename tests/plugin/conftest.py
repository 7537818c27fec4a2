"""Chromium, the built plugin, a simulated bridge, and a shop's page at another origin that carries the plugin."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from bridge_simulator import SITE_TOKEN, BridgeSimulator, running
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PLUGIN = Path(__file__).parents[2] / "appliance" / "plugin"
CHROMIUM = "/usr/bin/chromium"
# Playwright gives each launch a fresh user-data-dir of its own.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# A shop as strict as they come: no inline script or style, nothing but what the plugin needs.
STRICT_POLICY = "default-src 'none'; script-src {bridge}; connect-src {bridge}; style-src 'self'; require-trusted-types-for 'script'"


@dataclass
class Shop:
    """A shop's web site; `attributes` stand on its script tag."""

    port: int
    bridge: str
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://127.0.0.1:{self.port}/"

    def page(self) -> str:
        """The page's markup."""
        given = {"data-token": SITE_TOKEN, "data-locale": "zh", **self.attributes}
        attributes = " ".join(f'{name}="{escape(value)}"' for name, value in given.items())
        return (
            "<!doctype html><html lang=zh-CN><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            f"<title>店铺</title><h1>店铺</h1><button>买</button>"
            f'<script src="{self.bridge}/plugin/guitai.js" {attributes} async></script>'
        )


def launch(arguments: list[str] | None = None) -> Iterator[Browser]:
    """A Chromium of its own while the generator is open."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *(arguments or [])])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def plugin_file() -> Path:
    """The plugin, built again where its sources are newer than what was built."""
    built = PLUGIN / "dist" / "guitai.js"
    sources = [*PLUGIN.glob("src/**/*.*"), *PLUGIN.glob("*.*")]
    if not built.exists() or built.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        subprocess.run(["sh", PLUGIN / "build.sh"], check=True)
    return built


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of one file."""
    yield from launch()


@pytest.fixture
def simulator(plugin_file: Path) -> Iterator[BridgeSimulator]:
    """A bridge that does as the test says."""
    with running(plugin_file) as simulator:
        yield simulator


@pytest.fixture
def shop(simulator: BridgeSimulator) -> Iterator[Shop]:
    """A shop's site whose page carries the simulator's plugin."""
    holder: list[Shop] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = holder[0].page().encode()
            self.send_response(200)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.send_header("content-security-policy", STRICT_POLICY.format(bridge=holder[0].bridge))
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the test's output to the test."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    holder.append(Shop(server.server_address[1], simulator.url))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a fresh profile; the test fails on any error the page raised or complained of."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_address(address: str, viewport: dict[str, int] | None = None, **options: object) -> Page:
        context = browser.new_context(viewport=viewport or DESKTOP, locale="zh-CN", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None
        )
        page.goto(address)
        return page

    yield open_address
    for context in contexts:
        context.close()
    assert complaints == []
