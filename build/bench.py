"""The figures of this machine: `make bench`. Printed as a table, kept as JSON in docs/figures/desk.json.

One engine with the demo shop is started and asked over HTTP, as a shop's own software would.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import httpx
import numpy as np
import psutil
from console_start import console_visible_s
from machine import machine
from progress import report

from appliance.api.client import BridgeClient, ConversationClient
from appliance.api.messages import OpenConversation, Reply
from appliance.base.atomic import write_text
from appliance.base.paths import home_dir
from appliance.cli.connection import shop_client, start_engine, wait_until_ready
from appliance.engine.instance import RunningEngine, read_running
from faq_store.table import read_table
from faq_store.transfer import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "figures" / "desk.json"
DEMO_FAQ = ROOT / "appliance" / "packs" / "ecommerce" / "demo" / "faq.csv"
STARTS = 3
FAQ_ROUNDS = 2
# Questions whose answer combines facts, so that neither an entry nor one field of a row is the answer.
WRITTEN = (
    "自充气防潮垫舒服吗",
    "随行腰包能装下手机和水壶吗",
    "大容量焖烧壶能焖粥吗",
    "周末露营带什么灯好",
    "秋语羽绒睡袋冬天够暖和吗",
    "护眼阅读台灯适合孩子写作业用吗",
    "逐光300流明头灯适合夜跑吗",
    "便携卡式炉冬天能用吗",
)
WORLD_READABLE = 0o644
MILLISECONDS = 1000
MEGABYTE = 1e6
POLL_S = 0.01


@dataclass(frozen=True)
class Figure:
    """One measured value with the goal it is held against; lower is better."""

    name: str
    value: float
    unit: str
    goal: float

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.value <= self.goal


def main() -> int:
    """Measure, print, keep; exit 1 where a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GUITAI_HOME": str(Path(folder) / "home"), "GUITAI_PORT": "0"}
        steps: list[tuple[str, Callable[[], list[Figure]]]] = [
            ("start", starts),
            ("answers", answers),
            ("console", console),
        ]
        figures: list[Figure] = []
        for number, (name, measure) in enumerate(steps):
            report(name, number, len(steps))
            figures += measure()
        report("done", len(steps), len(steps))
    keep(figures)
    print(table(figures))
    return 0 if all(figure.reached for figure in figures) else 1


@contextmanager
def running(*options: str) -> Iterator[RunningEngine]:
    """An engine of the bench's own, ready."""
    process = start_engine(*options, log=home_dir() / "logs" / "engine.log")
    try:
        yield wait_until_ready(process)
    finally:
        process.terminate()
        process.wait()


def starts() -> list[Figure]:
    """Seconds from starting the process to the first FAQ answer; the demo shop is loaded and indexed before."""
    with running("--demo") as engine:
        first_faq_answer(engine)
    seconds = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        process = start_engine(log=home_dir() / "logs" / "engine.log")
        try:
            while (engine_found := read_running(home_dir())) is None or engine_found.pid != process.pid:
                time.sleep(POLL_S)
            first_faq_answer(engine_found)
            seconds.append(time.perf_counter() - begun)
        finally:
            process.terminate()
            process.wait()
    return [Figure("FAQ answering after start", statistics.median(seconds), "s", 3.0)]


def first_faq_answer(engine: RunningEngine) -> None:
    """Ask until the desk listens; what it takes while the encoder loads waits in line and is answered."""
    with BridgeClient(engine.url, engine.operator_token) as operator, shop_client(operator) as shop:
        reply = shop.open(OpenConversation()).send("满多少包邮")
    if reply.route != "faq":
        raise RuntimeError(f"the first answer's route is {reply.route}, not faq")


def answers() -> list[Figure]:
    """Latency of FAQ answers, of a written reply's first words, and the engine's memory after both."""
    with (
        running() as engine,
        BridgeClient(engine.url, engine.operator_token) as operator,
        shop_client(operator) as shop,
    ):
        faq = faq_latencies(shop)
        written = first_words(engine, shop)
        resident = psutil.Process(engine.pid).memory_info().rss / MEGABYTE
    return [
        Figure("FAQ answer over HTTP, p50", float(np.percentile(faq, 50)), "ms", 20.0),
        Figure("FAQ answer over HTTP, p95", float(np.percentile(faq, 95)), "ms", 100.0),
        Figure("first words of a written reply, p50", statistics.median(written), "s", 1.5),
        Figure("engine resident, both models", resident, "MB", 900.0),
    ]


def faq_latencies(shop: BridgeClient) -> list[float]:
    """Milliseconds of every wording of the demo FAQ that an entry answered."""
    rows = read_table(DEMO_FAQ, COLUMNS, ("question", "answer")).rows
    texts = [text for _, row in rows for text in (row["question"], *row["similar_questions"].split("|"))]
    conversation = shop.open(OpenConversation())
    timed: list[float] = []
    for _ in range(FAQ_ROUNDS):
        for text in texts:
            reply, seconds = _timed(conversation, text)
            if reply.route == "faq":
                timed.append(seconds * MILLISECONDS)
            if reply.handoff:
                conversation = shop.open(OpenConversation())
    return timed


def first_words(engine: RunningEngine, shop: BridgeClient) -> list[float]:
    """Seconds from sending a question to the first words of its written reply, checked and on the wire."""
    seconds = []
    for text in WRITTEN:
        conversation = shop.open(OpenConversation())
        url = f"{engine.url}/v1/conversations/{conversation.conversation_id}/messages"
        headers = {"authorization": f"Bearer {conversation.token}", "accept": "text/event-stream"}
        begun = time.perf_counter()
        with httpx.stream("POST", url, json={"text": text}, headers=headers, timeout=60) as stream:
            arrivals = [time.perf_counter() - begun for line in stream.iter_lines() if line == "event: delta"]
        seconds += arrivals[:1]
    if not seconds:
        raise RuntimeError("no reply was written by the model")
    return seconds


def console() -> list[Figure]:
    """Seconds from starting the console to its window on the screen, with an engine running."""
    with running():
        seconds = [console_visible_s() for _ in range(STARTS)]
    return [Figure("console window visible", statistics.median(seconds), "s", 2.0)]


def keep(figures: list[Figure]) -> None:
    """Write the figures with the machine they come from."""
    document = {
        "machine": machine(),
        "figures": [
            {**asdict(figure), "value": round(figure.value, 3), "reached": figure.reached} for figure in figures
        ],
    }
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    write_text(FIGURES, json.dumps(document, ensure_ascii=False, indent=2) + "\n", mode=WORLD_READABLE)


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [
        f"| {one.name} | {one.value:.2f} {one.unit} | ≤ {one.goal:g} {one.unit} | {'yes' if one.reached else 'NO'} |"
        for one in figures
    ]
    return "\n".join(["| figure | measured | goal | reached |", "| --- | --- | --- | --- |", *rows])


def _timed(conversation: ConversationClient, text: str) -> tuple[Reply, float]:
    begun = time.perf_counter()
    reply = conversation.send(text)
    return reply, time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
