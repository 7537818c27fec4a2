"""The console as its own process on a real X server: its window appears, and there is something in it."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

SIZE = (1280, 780)
WAIT_S = 30
ARTEFACTS = Path(__file__).parents[2] / "tests-artifacts"
# Another client of the same display: takes its picture.
GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
application.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """An environment with an X server of the window's own size."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as numbers:
        number = numbers.readline().strip()
    yield {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    server.terminate()
    server.wait()


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """A command and all that it starts, while the block lasts."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=WAIT_S)


def picture(environment: dict[str, str], path: Path) -> QImage:
    subprocess.run([sys.executable, "-c", GRAB, path], env=environment, check=True)
    return QImage(str(path))


def colours(image: QImage) -> set[str]:
    """Those of a grid of points."""
    width, height = image.width(), image.height()
    return {image.pixelColor(x, y).name() for x in range(0, width, 4) for y in range(0, height, 4)}


@pytest.mark.timeout(120)
def test_the_window_appears_on_an_x_server(engine, display, models_dir):
    customer = engine.conversation("xvfb-customer")
    customer.send("满多少包邮")
    ARTEFACTS.mkdir(exist_ok=True)
    shot = ARTEFACTS / "console.png"
    environment = {**display, "GUITAI_HOME": str(engine.home)}
    (engine.home / "console.ini").write_text("[General]\nlanguage=zh_CN\n", encoding="utf-8")
    with running([sys.executable, "-m", "appliance.cli.main", "console"], environment) as console:
        deadline = time.monotonic() + WAIT_S
        image = picture(environment, shot)
        # The unread mark is there once the console has the engine's conversations.
        while "#b3261e" not in colours(image):
            assert console.poll() is None
            assert time.monotonic() < deadline, "no window, or nothing in it"
            image = picture(environment, shot)
    assert (image.width(), image.height()) == SIZE
    assert len(colours(image)) > 30
    # The sidebar, the page's ground and the state bar stand where they should.
    assert image.pixelColor(60, 400).name() == "#ffffff"
    assert image.pixelColor(176, 300).name() == "#f4f6fa"
    assert image.pixelColor(700, SIZE[1] - 8).name() == "#ffffff"


def test_it_says_when_it_can_be_seen(engine, display, capsys):
    environment = {**display, "GUITAI_HOME": str(engine.home)}
    started = time.time()
    with running([sys.executable, "-m", "gui.main", "--report-visible"], environment) as console:
        assert console.stdout is not None
        assert select.select([console.stdout], [], [], WAIT_S)[0]
        visible_at = json.loads(console.stdout.readline())["visible_at"]
    with capsys.disabled():
        sys.stdout.write(f"\nconsole window visible after {visible_at - started:.2f} s\n")
    assert started < visible_at < time.time()
