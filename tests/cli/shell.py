"""The `guitai` command as a shell runs it, and what a shop's store holds."""

import hashlib
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from engine.engine_process import COMMAND, NO_KEYRING

from appliance.base.database import Connection, Database
from appliance.base.key import load_key
from appliance.engine.composition import DATABASE, MIGRATIONS

TIMEOUT_S = 60
# Everything that is somebody's; embeddings and the times of a token's use come and go by themselves.
TABLES = ("faq_entries", "faq_changes", "products", "orders", "conversations", "messages", "feedback", "settings")


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Guitai:
    """The command with a data folder.

    Attributes:
        environment: on top of the test's own.
        largest_file: bytes that a file may grow to, as where a disk is full; None for no such limit.
    """

    home: Path
    environment: dict[str, str] = field(default_factory=dict)
    largest_file: int | None = None

    def __call__(self, *arguments: str | Path, given: str = "") -> Result:
        """Run it with these arguments and this standard input."""
        command = [*COMMAND, *map(str, arguments)]
        if self.largest_file is not None:
            command = ["bash", "-c", f'ulimit -f {self.largest_file // 1024}; exec "$@"', "bash", *command]
        environment = {
            **os.environ,
            **NO_KEYRING,
            "GUITAI_HOME": str(self.home),
            "GUITAI_PORT": "0",
            **self.environment,
        }
        done = subprocess.run(
            command, env=environment, input=given, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
        )
        return Result(done.returncode, done.stdout, done.stderr)


def holdings(home: Path) -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a hash over them all."""
    key = load_key(home)
    assert key is not None
    database = Database(home / DATABASE, key.secret, MIGRATIONS)
    try:
        return database.read(lambda db: {table: _rows(db, table) for table in TABLES})
    finally:
        database.close()


def _rows(db: Connection, table: str) -> tuple[int, str]:
    rows = db.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()
    return len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()
