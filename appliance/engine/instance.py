"""One engine per data folder: the lock it holds, and the file that tells console and command line where it listens."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from appliance import __version__
from appliance.base.atomic import write_text
from appliance.base.errors import InstanceError
from appliance.base.paths import unusable

RUNNING = "engine.json"
LOCK = "engine.lock"


@dataclass(frozen=True)
class RunningEngine:
    """Where an engine listens. The operator's token is valid while it runs; the file is its owner's alone (0600)."""

    url: str
    port: int
    pid: int
    operator_token: str
    version: str = __version__


def lock(home: Path) -> FileLock:
    """Take the data folder for this process.

    Raises:
        InstanceError: another process has it.
        GuitaiError: it can't be written to.
    """
    taken = FileLock(home / LOCK, mode=0o600)
    try:
        taken.acquire(timeout=0)
    except Timeout:
        running = read_running(home)
        where = f" It listens on {running.url}." if running else ""
        raise InstanceError(
            f"Another Guitai is using the data folder {home}.{where}",
            code="already_running",
            hint="Use that one, or end it first.",
            exit_code=4,
        ) from None
    except OSError as error:
        raise unusable(home, error) from error
    return taken


def announce(home: Path, running: RunningEngine) -> None:
    """Tell console and command line where the engine listens."""
    write_text(home / RUNNING, json.dumps(asdict(running)))


def withdraw(home: Path) -> None:
    """The engine has ended."""
    (home / RUNNING).unlink(missing_ok=True)


def read_running(home: Path) -> RunningEngine | None:
    """The engine that says it runs; it may have been killed since, so ask its health."""
    try:
        running = RunningEngine(**json.loads((home / RUNNING).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError, ValueError, TypeError):
        return None
    return running if psutil.pid_exists(running.pid) else None
