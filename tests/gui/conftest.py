"""The console in this process, without a screen, against a real engine; what it leaves behind fails the test."""

import gc
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Before Qt makes its application.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from gui.main import compose
from gui.window import MainWindow

HERE = Path(__file__).parent
WAIT_MS = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever Qt warns of fails these tests."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.engine)
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@dataclass
class Held:
    """Threads and sockets of this process, and timers that run, those of Python's own clients left out."""

    threads: set[str]
    sockets: set[str]
    timers: set[int]

    @classmethod
    def now(cls) -> "Held":
        """What is held at this moment."""
        gc.collect()
        python = {thread.native_id for thread in threading.enumerate()}
        threads = {task.name for task in Path("/proc/self/task").iterdir() if int(task.name) not in python}
        objects = gc.get_objects()
        ours = {one.fileno() for one in objects if isinstance(one, socket.socket)}
        timers = {id(one) for one in objects if isinstance(one, QTimer) and shiboken6.isValid(one) and one.isActive()}
        sockets = {_target(entry) for entry in Path("/proc/self/fd").iterdir() if int(entry.name) not in ours} - {""}
        return cls(threads, sockets, timers)

    def beyond(self, before: "Held") -> tuple[set[str], set[str], set[int]]:
        """What was not held before."""
        return self.threads - before.threads, self.sockets - before.sockets, self.timers - before.timers


def _target(descriptor: Path) -> str:
    try:
        target = str(descriptor.readlink())
    except OSError:
        # The folder's own descriptor is gone by now.
        return ""
    return target if target.startswith("socket:") else ""


@pytest.fixture
def open_console(
    qtbot: Any, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Opens the console on an engine's data folder, in Chinese unless said otherwise."""
    windows: list[MainWindow] = []
    # The application itself holds some: it is made before they are counted.
    QCoreApplication.processEvents()
    before = Held.now()

    def opened(home: Path, *, language: str = "zh_CN", start_engine: bool = False) -> MainWindow:
        monkeypatch.setenv("GUITAI_HOME", str(home))
        home.mkdir(parents=True, exist_ok=True)
        (home / "console.ini").write_text(f"[General]\nlanguage={language}\n", encoding="utf-8")
        window = compose(qapp, start_engine=start_engine)
        windows.append(window)
        window.show()
        window.activateWindow()
        qtbot.waitExposed(window)
        return window

    yield opened
    for window in windows:
        window.close()
        window.deleteLater()
    windows.clear()

    def given_back() -> None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert Held.now().beyond(before) == (set(), set(), set())

    qtbot.waitUntil(given_back, timeout=WAIT_MS)
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == []


@pytest.fixture
def console(open_console: Callable[..., MainWindow], engine: Any, qtbot: Any) -> MainWindow:
    """The console, connected to the shared engine."""
    window = open_console(engine.home)
    qtbot.waitUntil(lambda: window.state_bar.words.text() == "正在接待", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.shop.known and window.names.intent("price") == "价格", timeout=WAIT_MS)
    return window


@dataclass
class Desk:
    """The inbox as a merchant uses it: looks and clicks."""

    window: MainWindow
    qtbot: Any

    def row(self, conversation_id: str) -> int:
        """The conversation's row once it is listed."""
        model = self.window.inbox.model
        self.qtbot.waitUntil(lambda: model.row_of(conversation_id) >= 0, timeout=WAIT_MS)
        return int(model.row_of(conversation_id))

    def summary(self, conversation_id: str) -> Any:
        """What the list says of a conversation."""
        self.row(conversation_id)
        return self.window.inbox.model.summary(conversation_id)

    def open(self, conversation_id: str) -> None:
        """Choose it in the list and wait for its lines."""
        inbox = self.window.inbox
        inbox.list.setCurrentIndex(inbox.model.index(self.row(conversation_id)))
        last = self.summary(conversation_id).last_seq
        self.qtbot.waitUntil(lambda: inbox.desk.transcript.last_seq() >= last, timeout=WAIT_MS)

    def lines(self) -> list[tuple[str, str]]:
        """Who said what in the open conversation."""
        bubbles = self.window.inbox.desk.transcript.bubbles()
        return [(str(one.message.role), one.words.toPlainText()) for one in bubbles]

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to be so."""
        self.qtbot.waitUntil(true, timeout=WAIT_MS)


@pytest.fixture
def desk(console: MainWindow, qtbot: Any) -> Desk:
    """The connected console's inbox."""
    return Desk(console, qtbot)
