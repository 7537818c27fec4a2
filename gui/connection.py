"""Finding the engine, starting it, and starting it again when it dies."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QTimer, Signal

FIRST_RETRY_MS = 300
LONGEST_RETRY_MS = 10_000
LOOK_MS = 150


@dataclass(frozen=True)
class Endpoint:
    """Where an engine listens, and the token that this run of it takes."""

    url: str
    token: str
    pid: int


class EngineProcess(QObject):
    """The engine as the console sees it: a file that says where it listens, and a way to start it.

    The engine outlives the console: it is started detached, and found again by its file.
    """

    found = Signal()
    gave_up = Signal(str)

    def __init__(self, home: Path, *, start: bool = True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._may_start = start
        self._delay = FIRST_RETRY_MS
        self._started_pid = 0
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
        if self.endpoint() is None and self._may_start and not (self._started_pid and _alive(self._started_pid)):
            self._start()
        self._timer.start(LOOK_MS)

    def lost(self) -> None:
        """The engine no longer answers: look for it again, waiting longer each time."""
        self._timer.start(self._delay)
        self._delay = min(self._delay * 2, LONGEST_RETRY_MS)

    def settled(self) -> None:
        """It answers: the next loss is a new one."""
        self._delay = FIRST_RETRY_MS

    def _look(self) -> None:
        if self.endpoint() is not None:
            self.found.emit()
            return
        if self._started_pid and not _alive(self._started_pid):
            self._started_pid = 0
            self.gave_up.emit(self._last_words())
            self.lost()
            return
        self.ensure()

    def _start(self) -> None:
        log = self._home / "logs" / "engine.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        process = QProcess()
        process.setProgram(sys.executable)
        process.setArguments(["-m", "appliance.cli.main", "engine"])
        process.setStandardErrorFile(str(log))
        process.setStandardOutputFile(QProcess.nullDevice())
        started, pid = process.startDetached()
        self._started_pid = pid if started else 0

    def _last_words(self) -> str:
        try:
            lines = (self._home / "logs" / "engine.log").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return next((line for line in reversed(lines) if line.startswith("guitai:")), "")


def _alive(pid: int) -> bool:
    try:
        # A detached child that has ended is still there until its parent, which is us, has taken note.
        if os.name == "posix":
            os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
