"""`guitai doctor`: what works on this machine and what doesn't, and what to do about it."""

import os
import shutil
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import keyring
import psutil
from keyring.backends import fail as keyring_fail
from sqlcipher3 import dbapi2 as sqlcipher

from appliance import __version__
from appliance.base.database import check_sqlite_version
from appliance.base.errors import GuitaiError
from appliance.base.key import load_key
from appliance.cli.connection import running_engine
from appliance.cli.main import port_from_environment
from models_onnx.manifest import load_manifest, verify
from models_onnx.providers import choose_provider

GIGABYTE = 1e9
FREE_BYTES = 2e9
MEMORY_BYTES = 2e9
GOOD, BAD = "✓", "✗"


def examine(home: Path, models: Path) -> tuple[str, bool]:
    """A line for each check; the second part is False where something keeps the desk from working."""
    checks: list[tuple[str, Callable[[], str]]] = [
        ("version", lambda: f"{__version__}, Python {sys.version.split()[0]}, {os.cpu_count()} cores"),
        ("SQLite", _sqlite),
        ("data folder", lambda: _folder(home)),
        ("key", lambda: _key(home)),
        ("models", lambda: _models(models)),
        ("GPU", lambda: f"{choose_provider().name} ({choose_provider().reason})"),
        ("memory", _memory),
        ("engine", _engine),
        ("console", _console),
    ]
    lines, healthy = [], True
    for name, check in checks:
        try:
            lines.append(f"{GOOD} {name}: {check()}")
        except GuitaiError as error:
            healthy = False
            lines.append(f"{BAD} {name}: {error}")
    return "\n".join(lines), healthy


def _sqlite() -> str:
    check_sqlite_version(sqlcipher.sqlite_version_info)
    return f"{sqlcipher.sqlite_version} with SQLCipher"


def _folder(home: Path) -> str:
    existing = next(path for path in (home, *home.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        raise GuitaiError(
            f"{existing} can't be written to.", code="not_writable", hint="Set GUITAI_HOME to a folder of yours."
        )
    if free < FREE_BYTES:
        raise GuitaiError(
            f"{home} has {free / GIGABYTE:.1f} GB left.",
            code="disk_low",
            hint="Make room: backups and updates need 2 GB.",
        )
    return f"{home}, {free / GIGABYTE:.0f} GB free"


def _key(home: Path) -> str:
    key = load_key(home)
    if key is not None:
        return f"in the {key.kept_in}" + (
            " (whoever can read the data folder can read the data)" if key.kept_in == "file" else ""
        )
    usable = not isinstance(keyring.get_keyring(), keyring_fail.Keyring)
    return "none yet; it will be kept in " + (
        "the system keyring" if usable else "a file, for there is no system keyring"
    )


def _models(models: Path) -> str:
    entries = load_manifest(models)
    for entry in entries.values():
        verify(entry, models)
    return ", ".join(f"{entry.name} {entry.version}" for entry in entries.values())


def _memory() -> str:
    available = psutil.virtual_memory().available
    if available < MEMORY_BYTES:
        raise GuitaiError(
            f"{available / GIGABYTE:.1f} GB are free.", code="memory_low", hint="Close other programs: 2 GB are needed."
        )
    return f"{available / GIGABYTE:.1f} GB free"


def _engine() -> str:
    running = running_engine()
    if running is not None:
        return f"runs at {running.url}"
    port = port_from_environment()
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise GuitaiError(f"Port {port} is taken by another program.", code="port_taken", hint="Set GUITAI_PORT.")
    return f"not running; port {port} is free"


def _console() -> str:
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform == "linux" and not display:
        return "no display here; the engine runs without one"
    return "a display is there"
