"""Finding the engine, starting it, and starting it again when it dies."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil
from PySide6.QtCore import QObject, QTimer, Signal

ENGINE = [sys.executable, "-m", "appliance.cli.main", "engine"]
FIRST_RETRY_MS = 300
LONGEST_RETRY_MS = 10_000
LOOK_MS = 150
# An engine that is draining holds the data folder for a few seconds more; after so many tries it is somebody else's.
PATIENCE = 5
LAST_WORDS = re.compile(r"^guitai: (?P<words>.*?)(?: \[(?P<code>[a-z_]+)\])?$", re.MULTILINE)


@dataclass(frozen=True)
class Endpoint:
    """Where an engine listens, and the token that this run of it takes."""

    url: str
    token: str
    pid: int


class EngineProcess(QObject):
    """The engine as the console sees it: a file that says where it listens, and a way to start it.

    The engine outlives the console: it is started detached, and found again by its file.

    Signals:
        found: there is one to connect to.
        gave_up: the one that was started has ended: the code and the words it ended with. It is tried again.
    """

    found = Signal()
    gave_up = Signal(str, str)

    def __init__(self, home: Path, *, start: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._may_start = start
        self._delay = FIRST_RETRY_MS
        self._child: subprocess.Popen[bytes] | None = None
        self._awaited = False
        self._log_begin = 0
        self._refused: Endpoint | None = None
        self._tries = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def endpoint(self) -> Endpoint | None:
        """The running engine, or None. A file left by a killed engine does not count."""
        try:
            document = json.loads((self._home / "engine.json").read_text(encoding="utf-8"))
            endpoint = Endpoint(document["url"], document["operator_token"], document["pid"])
        except (OSError, ValueError, KeyError):
            return None
        return endpoint if _alive(endpoint.pid) else None

    def ensure(self) -> None:
        """Find the engine, or start it; `found` follows."""
        running = self.endpoint()
        starting = self._awaited and not self._has_ended()
        if self._may_start and not starting and (running is None or running == self._refused):
            self._start()
        self._timer.start(LOOK_MS)

    def lost(self, *, answered: bool) -> None:
        """The engine no longer answers: look for it again, waiting longer each time.

        Args:
            answered: whether it had answered before. Where it had not, its file may be left from before a power cut, and
                its process id be another program's by now.
        """
        self._refused = None if answered else self.endpoint()
        self._timer.start(self._delay)
        self._delay = min(self._delay * 2, LONGEST_RETRY_MS)

    def settled(self) -> None:
        """It answers: the next loss is a new one."""
        self._delay, self._tries, self._refused, self._awaited = FIRST_RETRY_MS, 0, None, False

    def retry(self) -> None:
        """Try again at once."""
        self._delay = FIRST_RETRY_MS
        self.ensure()

    def rest(self) -> None:
        """Look no more: the console is closing. The engine goes on."""
        self._timer.stop()

    def _look(self) -> None:
        if self._awaited and self._has_ended():
            self._ended()
            return
        running = self.endpoint()
        if running is None or running == self._refused:
            self.ensure()
        if running is not None:
            self._timer.stop()
            self.found.emit()

    def _ended(self) -> None:
        self._awaited = False
        self._tries += 1
        code, words = self._last_words()
        if code != "already_running" or self._tries > PATIENCE:
            self.gave_up.emit(code, words)
        self.lost(answered=True)

    def _start(self) -> None:
        log = self._home / "logs" / "engine.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        self._log_begin = log.stat().st_size if log.exists() else 0
        with log.open("ab") as errors:
            # In a session of its own it goes on when the console is closed, or ended from a terminal.
            self._child = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
                ENGINE,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        self._awaited = True

    def _has_ended(self) -> bool:
        return self._child is not None and self._child.poll() is not None

    def _last_words(self) -> tuple[str, str]:
        try:
            with (self._home / "logs" / "engine.log").open("rb") as log:
                log.seek(self._log_begin)
                text = log.read().decode("utf-8", errors="replace")
        except OSError:
            return "", ""
        said = list(LAST_WORDS.finditer(text))
        return (said[-1]["code"] or "", said[-1]["words"]) if said else ("", "")


def _alive(pid: int) -> bool:
    try:
        # What has ended stays a zombie where nobody takes note of it, as in a container without an init.
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
