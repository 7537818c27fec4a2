"""The engine dies, hangs back or can't start: the console says so at once and carries on when it can."""

import json
import os
import sys
import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtNetwork import QHostAddress, QTcpServer

pytestmark = pytest.mark.fault
SOON_S = 10


@pytest.fixture
def engine_of(monkeypatch):
    """Ends whatever engine the console has started in these data folders."""
    homes: list[Path] = []

    def watched(home: Path, port: int = 0) -> Path:
        monkeypatch.setenv("GUITAI_PORT", str(port))
        homes.append(home)
        return home

    yield watched
    # By the data folder, not by the engine's file: one that is only just starting has written none.
    started = [one for one in psutil.Process().children() if one.environ().get("GUITAI_HOME") in map(str, homes)]
    for one in started:
        one.terminate()
    _, left = psutil.wait_procs(started, timeout=SOON_S)
    assert left == []


def running_in(home: Path) -> dict | None:
    try:
        found = json.loads((home / "engine.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    alive = psutil.pid_exists(found["pid"]) and psutil.Process(found["pid"]).status() != psutil.STATUS_ZOMBIE
    return found if alive else None


def is_open(window) -> bool:
    return window.state_bar.words.text() == "正在接待"


def test_a_killed_engine_is_seen_at_once_and_started_again(open_console, own_engine, engine_of, qtbot, capsys):
    home = engine_of(own_engine.home, own_engine.port)
    window = open_console(home, start_engine=True)
    qtbot.waitUntil(lambda: is_open(window), timeout=SOON_S * 1000)
    customer = own_engine.conversation("before-the-kill")
    customer.send("满多少包邮")
    customer.send("转人工")
    inbox = window.inbox
    qtbot.waitUntil(lambda: inbox.model.row_of(customer.conversation_id) >= 0)
    inbox.list.setCurrentIndex(inbox.model.index(inbox.model.row_of(customer.conversation_id)))
    qtbot.waitUntil(lambda: len(inbox.desk.transcript.bubbles()) == 4)
    inbox.desk.composer.setPlainText("写到一半")

    own_engine.kill()
    killed = time.monotonic()
    qtbot.waitUntil(lambda: window.state_bar.words.text() == "与柜台的连接断了，正在重新启动…", timeout=SOON_S * 1000)
    noticed = time.monotonic() - killed
    assert not window.state_bar.restart_button.isEnabled()
    qtbot.waitUntil(lambda: is_open(window), timeout=60_000)
    ready = time.monotonic() - killed
    with capsys.disabled():
        sys.stdout.write(f"\nengine killed: noticed after {noticed * 1000:.0f} ms, open again after {ready:.1f} s\n")
    assert noticed < 1
    assert ready < SOON_S * 2
    # Everything acknowledged is there, and what was typed as well.
    assert not window.banner.isVisible()
    assert inbox.desk.composer.toPlainText() == "写到一半"
    assert inbox.desk.transcript.bubbles()[0].message.text == "满多少包邮"
    assert len(inbox.desk.transcript.bubbles()) == 4
    assert inbox.model.summary(customer.conversation_id).state == "waiting"
    # And it is live again: the old conversation goes on.
    own_engine.url = running_in(home)["url"]
    inbox.desk.take_button.click()
    qtbot.waitUntil(lambda: inbox.model.summary(customer.conversation_id).state == "person", timeout=SOON_S * 1000)
    inbox.desk.send_button.click()
    qtbot.waitUntil(lambda: inbox.desk.transcript.bubbles()[-1].message.text == "写到一半", timeout=SOON_S * 1000)


def test_the_restart_button_restarts(open_console, own_engine, engine_of, qtbot):
    home = engine_of(own_engine.home, own_engine.port)
    window = open_console(home, start_engine=True)
    qtbot.waitUntil(lambda: is_open(window), timeout=SOON_S * 1000)
    window.state_bar.restart_button.click()
    qtbot.waitUntil(lambda: own_engine.process.poll() == 0, timeout=SOON_S * 1000)
    qtbot.waitUntil(lambda: is_open(window) and running_in(home)["pid"] != own_engine.process.pid, timeout=60_000)
    assert not window.banner.isVisible()


def test_the_console_starts_an_engine_when_none_runs(open_console, models_dir, engine_of, qtbot, tmp_path):
    home = engine_of(tmp_path / "home")
    window = open_console(home, start_engine=True)
    assert window.state_bar.words.text() == "正在打开柜台…"
    qtbot.waitUntil(lambda: is_open(window), timeout=60_000)
    assert window.inbox.empty.isVisible()
    assert window.inbox.empty.text().startswith("还没有对话")


def test_a_file_left_by_a_power_cut_is_not_taken_for_an_engine(open_console, models_dir, engine_of, qtbot, tmp_path):
    home = engine_of(tmp_path / "home")
    home.mkdir()
    # The process id is another program's by now, and nobody listens at the address.
    left = {"url": "http://127.0.0.1:9", "port": 9, "pid": os.getppid(), "operator_token": "gto_old"}
    (home / "engine.json").write_text(json.dumps(left), encoding="utf-8")
    window = open_console(home, start_engine=True)
    qtbot.waitUntil(lambda: is_open(window), timeout=60_000)
    assert running_in(home)["pid"] != left["pid"]


def test_a_lost_key_is_told_in_the_merchants_language(open_console, models_dir, engine_of, qtbot, tmp_path):
    home = engine_of(tmp_path / "home")
    home.mkdir()
    (home / "guitai.db").write_bytes(os.urandom(8192))
    window = open_console(home, start_engine=True)
    qtbot.waitUntil(window.banner.isVisible, timeout=30_000)
    assert "数据的密钥丢失了" in window.banner.words.text()
    assert window.state_bar.words.text() == "柜台启动不了。"
    # It stays said while the console keeps trying, and goes when the engine starts.
    (home / "guitai.db").unlink()
    window.banner.retry_button.click()
    qtbot.waitUntil(lambda: is_open(window), timeout=60_000)
    assert not window.banner.isVisible()


def test_a_taken_port_is_told(open_console, models_dir, engine_of, qtbot, tmp_path):
    other = QTcpServer()
    assert other.listen(QHostAddress(QHostAddress.SpecialAddress.LocalHost))
    window = open_console(engine_of(tmp_path / "home", other.serverPort()), start_engine=True)
    qtbot.waitUntil(window.banner.isVisible, timeout=30_000)
    assert "柜台的端口被别的程序占用了" in window.banner.words.text()
    other.close()
    qtbot.waitUntil(lambda: is_open(window), timeout=60_000)


def test_an_engine_that_ends_without_a_word_is_told(open_console, engine_of, qtbot, tmp_path, monkeypatch):
    # The interpreter itself refuses this.
    monkeypatch.setenv("PYTHONHASHSEED", "nonsense")
    window = open_console(engine_of(tmp_path / "home"), start_engine=True)
    qtbot.waitUntil(window.banner.isVisible, timeout=30_000)
    assert window.banner.words.text() == "柜台启动不了。 它没有说明原因就退出了，日志在数据文件夹里。"
    assert "PYTHONHASHSEED" in (tmp_path / "home" / "logs" / "engine.log").read_text(encoding="utf-8")


def test_a_failed_model_is_named(open_console, tmp_path, monkeypatch, engine_of, qtbot):
    monkeypatch.setenv("GUITAI_MODELS", str(tmp_path / "no models"))
    window = open_console(engine_of(tmp_path / "home"), start_engine=True)
    qtbot.waitUntil(lambda: window.state_bar.words.text() == "有一部分出了问题，其余照常接待。", timeout=60_000)
    assert "语义：不可用（model_missing）" in window.state_bar.models.text()
    assert "撰写：不可用（model_missing）" in window.state_bar.models.text()
