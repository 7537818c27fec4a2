"""Pictures of the demo desk for the documentation: `make screenshots` → dist/screenshots.

The console's pages in Chinese and English, and the demo shop's page with the chat open; a real engine with the demo shop behind both.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Drawn without a screen; set before Qt is loaded.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.append(str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import sync_playwright
from progress import report
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from appliance.api.client import BridgeClient
from appliance.api.messages import OpenConversation, PageContext, SendFeedback
from appliance.cli.connection import start_engine, wait_until_ready
from appliance.engine.instance import RunningEngine
from gui.main import compose
from gui.window import INBOX, INTENTS, KNOWLEDGE, SETTINGS, MainWindow

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "dist" / "screenshots"
SIZE = (1440, 900)
LANGUAGES = ("zh_CN", "en")
SETTLE_MS = 400
PATIENCE_MS = 15_000
CHROMIUM = "/usr/bin/chromium"
TRIED = {"zh_CN": "收到的杯子碎了，我想退货，运费谁出", "en": "A cup arrived broken. Who pays to send it back?"}
DEMO_QUESTIONS = {"zh": "满多少包邮？", "en": "Is there free shipping?"}
# Who asks what; the last of each list is the latest line of the inbox.
CUSTOMERS: tuple[tuple[str, dict[str, str], tuple[str, ...]], ...] = (
    ("C1001", {}, ("你好", "我的快递到哪了", "谢谢")),
    ("王女士", {}, ("发票抬头可以改吗",)),
    ("David", {}, ("Hi, do you have free shipping?",)),
    ("周先生", {"product_id": "GT-DJ-001"}, ("这件多重？", "有货吗")),
    ("林小满", {}, ("支持七天无理由退货吗", "退货运费谁出", "退款多久到账")),
    ("陈悦", {}, ("在吗", "收到的杯子碎了，你们要赔我")),
    ("阿木", {}, ("满多少包邮", "转人工")),
)
SHOWN, TAKEN, UNHAPPY = "林小满", "王女士", "周先生"


@contextmanager
def demo_engine(home: Path) -> Iterator[RunningEngine]:
    """An engine with the demo shop, while the block lasts."""
    os.environ |= {"GUITAI_HOME": str(home), "GUITAI_PORT": "0"}
    process = start_engine("--demo", log=home / "engine.log")
    try:
        yield wait_until_ready(process)
    finally:
        process.terminate()
        process.wait()


def talk(engine: RunningEngine) -> None:
    """Fill the inbox."""
    operator = BridgeClient(engine.url, engine.operator_token)
    body = {"name": "shop.example", "kind": "server", "origins": []}
    shop = BridgeClient(engine.url, operator.call("POST", "/v1/operator/tokens", body)["token"])
    for name, context, lines in CUSTOMERS:
        conversation = shop.open(OpenConversation(customer_id=name, channel="web", context=PageContext(**context)))
        replies = [conversation.send(line) for line in lines]
        path = f"/v1/operator/conversations/{conversation.conversation_id}"
        if name == UNHAPPY:
            conversation.feedback(SendFeedback(message_id=replies[0].message_id, satisfied=False))
        if name == TAKEN:
            operator.call("POST", f"{path}/take-over", {"operator": "客服"})
            operator.call("POST", f"{path}/messages", {"text": "可以的，新的发票已经发到您的邮箱。"})


def console_pages(application: QApplication, home: Path, language: str) -> None:
    """The console's pages in one language."""
    (home / "console.ini").write_text(f"[General]\nlanguage={language}\n", encoding="utf-8")
    window = compose(application, start_engine=False)
    window.resize(*SIZE)
    window.show()
    inbox = window.inbox
    until(lambda: inbox.model.count(None) == len(CUSTOMERS) and window.shop.known)
    rows = {inbox.model.index(row).data().split(":")[0]: row for row in range(inbox.model.rowCount())}
    inbox.list.setCurrentIndex(inbox.model.index(rows[SHOWN]))
    until(lambda: len(inbox.desk.transcript.bubbles()) > 1 and inbox.reasons.has_words)
    picture(window, INBOX, f"console-inbox-{language}")
    window.show_place(KNOWLEDGE)
    until(lambda: window.knowledge.model.rowCount() > 0)
    window.knowledge.browser.table.selectRow(1)
    picture(window, KNOWLEDGE, f"console-knowledge-{language}")
    window.show_place(INTENTS)
    window.intents.trial.field.setText(TRIED[language])
    window.intents.trial.ask()
    until(lambda: window.intents.trial.explanation is not None and bool(window.intents.head.counts.text()))
    picture(window, INTENTS, f"console-intents-{language}")
    window.show_place(SETTINGS)
    window.settings.pairing.make_code()
    until(lambda: bool(window.settings.pairing.code.text()))
    picture(window, SETTINGS, f"console-settings-{language}")
    window.close()
    window.deleteLater()
    wait(SETTLE_MS)


def picture(window: MainWindow, place: int, name: str) -> None:
    """Go there, let it settle, and keep what is seen."""
    window.show_place(place)
    wait(SETTLE_MS)
    window.grab().save(str(TARGET / f"{name}.png"))


def demo_page(engine: RunningEngine) -> None:
    """The demo shop's page with the chat open and a question answered, in both languages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for language, question in DEMO_QUESTIONS.items():
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            page.goto(f"{engine.url}/demo/?lang={language}")
            page.locator("[data-guitai-open]").first.click()
            page.get_by_role("textbox").last.fill(question)
            page.get_by_role("textbox").last.press("Enter")
            page.locator(".line.bot").nth(1).wait_for()
            page.wait_for_timeout(SETTLE_MS)
            page.screenshot(path=TARGET / f"demo-page-{language}.png")
        browser.close()


def until(true: Callable[[], bool]) -> None:
    """Let Qt work until something is so.

    Raises:
        TimeoutError: it never was.
    """
    for _ in range(PATIENCE_MS // 50):
        if true():
            return
        wait(50)
    raise TimeoutError("the console did not show what was to be seen")


def wait(milliseconds: int) -> None:
    """Let Qt work for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def main() -> None:
    """Take every picture."""
    TARGET.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv)
    with tempfile.TemporaryDirectory() as folder, demo_engine(Path(folder)) as engine:
        talk(engine)
        for done, language in enumerate(LANGUAGES):
            report(f"console in {language}", done, len(LANGUAGES) + 1)
            console_pages(application, Path(folder), language)
        report("demo page", len(LANGUAGES), len(LANGUAGES) + 1)
        demo_page(engine)
    report(f"pictures in {TARGET.relative_to(ROOT)}", 1, 1)


if __name__ == "__main__":
    main()
