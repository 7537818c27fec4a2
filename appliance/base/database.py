"""The encrypted store: one writer that commits in groups, readers that can't write.

SQLite through SQLCipher, in WAL mode with `synchronous=FULL` and no memory mapping (S13 of docs/safety.md): what `write`
returned survives a power cut. Jobs that arrive while a commit is under way share the next one, so the price of a flush to
disk is divided among them; each keeps its own savepoint, so one that fails takes none of the others with it.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils
from sqlcipher3 import dbapi2 as sqlcipher
from sqlite_utils import Migrations

from appliance.base.errors import DatabaseError

T = TypeVar("T")
Connection = sqlite_utils.Database
log = logging.getLogger(__name__)

# Earlier releases can reset the WAL while a reader still needs it, and lose committed pages (S12).
OLDEST_SAFE_SQLITE = (3, 51, 3)
KEY_BYTES = 32
BUSY_TIMEOUT_MS = 5000
# SQLite's code for a statement that is wrong in itself; other codes of an OperationalError are the machine's.
SQLITE_ERROR = 1
# A group stops growing here, so that the first job in it does not wait for a flood behind it.
LARGEST_GROUP = 64


@dataclass(frozen=True)
class _Job:
    """A write and where its outcome goes."""

    function: Callable[[Connection], Any]
    outcome: "Future[Any]"


class Database:
    """The shop's database, opened with its key.

    Args:
        path: the file; created when missing.
        key: 32 random bytes, the database's encryption key itself (no derivation).
        migrations: every package's migrations, applied in this order.

    Raises:
        DatabaseError: SQLite too old, wrong key or damaged file, or a schema from a newer release.
    """

    def __init__(self, path: Path, key: bytes, migrations: Sequence[Migrations]) -> None:
        check_sqlite_version(sqlcipher.sqlite_version_info)
        if len(key) != KEY_BYTES:
            raise ValueError(f"the key must have {KEY_BYTES} bytes, not {len(key)}")
        self.path = path
        self._key = key
        self._local = threading.local()
        self._readers: list[Connection] = []
        self._readers_lock = threading.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        # Nothing is queued behind the None that ends the writer: nobody would ever answer it.
        self._jobs_lock = threading.Lock()
        self._closed = False
        self._writer = self._connect()
        try:
            _migrate(self._writer, migrations, path)
        except BaseException as error:
            self._writer.close()
            if _environment(error):
                raise _unwritable(path, error) from error
            raise
        self._thread = threading.Thread(target=self._write_jobs, name="database-writer", daemon=True)
        self._thread.start()

    def read(self, function: Callable[[Connection], T]) -> T:
        """Run `function` on this thread's read-only connection; it sees everything committed so far."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect()
            connection.execute("PRAGMA query_only = ON")
            self._local.connection = connection
            with self._readers_lock:
                self._readers.append(connection)
        return function(connection)

    def submit(self, function: Callable[[Connection], T]) -> "Future[T]":
        """Queue `function` for the writer; the future is done after the durable commit, or holds what it raised."""
        outcome: Future[T] = Future()
        with self._jobs_lock:
            if self._closed:
                raise DatabaseError("The database is closed.", code="database_closed")
            self._jobs.put(_Job(function, outcome))
        return outcome

    def write(self, function: Callable[[Connection], T]) -> T:
        """Run `function` in a transaction on the writer and return its result once that is durable."""
        return self.submit(function).result()

    async def write_async(self, function: Callable[[Connection], T]) -> T:
        """`write` for asyncio: the event loop goes on meanwhile.

        A caller that is cancelled no longer waits, but the write still happens: an acknowledged change is never half
        undone because somebody hung up.
        """
        return await asyncio.shield(asyncio.wrap_future(self.submit(function)))

    def close(self) -> None:
        """Finish the queued writes and close every connection. Safe to call twice."""
        with self._jobs_lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        self._thread.join()
        with self._readers_lock:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
        try:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlcipher.OperationalError:
            # No room, or somebody reads: what is in the WAL is durable there, and the next start carries it over.
            log.warning("the WAL could not be carried over", exc_info=True)
        self._writer.close()

    def _connect(self) -> Connection:
        # Connections are closed by whoever closes the database, so they must not insist on their own thread.
        try:
            raw = sqlcipher.connect(str(self.path), check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000)
        except sqlcipher.OperationalError as error:
            raise _unwritable(self.path, error) from error
        try:
            raw.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
            raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "mmap_size = 0", "foreign_keys = ON"):
                raw.execute(f"PRAGMA {pragma}")
        except sqlcipher.OperationalError as error:
            raw.close()
            raise _unwritable(self.path, error) from error
        except sqlcipher.DatabaseError as error:
            raw.close()
            raise DatabaseError(
                f"The database {self.path} can't be opened: its key is another one, or the file is damaged ({error}).",
                code="database_unreadable",
                hint="Enter the recovery code with `guitai key recover`, or put a backup in its place. "
                "The file was left as it is.",
                exit_code=5,
            ) from error
        return sqlite_utils.Database(raw)

    def _write_jobs(self) -> None:
        while (first := self._jobs.get()) is not None:
            group = [first]
            last = False
            while len(group) < LARGEST_GROUP and not last:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    last = True
                else:
                    group.append(job)
            self._commit(group)
            if last:
                return

    def _commit(self, group: list[_Job]) -> None:
        results: list[tuple[_Job, Any]] = []
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            for job in group:
                try:
                    with self._writer.atomic():
                        result = job.function(self._writer)
                # The caller gets it: whatever a job raises belongs to whoever asked for the write.
                except BaseException as error:
                    if not self._writer.conn.in_transaction:
                        # A full or failing disk undoes the whole transaction, and with it the jobs before this one.
                        raise
                    job.outcome.set_exception(_unwritable(self.path, error) if _environment(error) else error)
                else:
                    results.append((job, result))
            self._writer.conn.commit()
        # Whatever it is, everyone in the group must hear of it, and the writer goes on.
        except BaseException as error:
            log.exception("a group of %d writes failed", len(group))
            if self._writer.conn.in_transaction:
                self._writer.conn.rollback()
            failure = _unwritable(self.path, error)
            for job in group:
                if not job.outcome.done():
                    job.outcome.set_exception(failure)
            return
        for job, result in results:
            job.outcome.set_result(result)


def check_sqlite_version(version: tuple[int, ...]) -> None:
    """Refuse an SQLite that can lose committed data (S12).

    Raises:
        DatabaseError: `version` is older than 3.51.3.
    """
    if version < OLDEST_SAFE_SQLITE:
        found, needed = (".".join(map(str, number)) for number in (version, OLDEST_SAFE_SQLITE))
        raise DatabaseError(
            f"The SQLite linked in is {found}, and versions before {needed} can lose committed data.",
            code="sqlite_too_old",
            hint="Install Guitai's own packages again (`make run` does), which bring a newer one.",
            exit_code=5,
        )


def _environment(error: BaseException) -> bool:
    """Whether the disk or another process is at fault, rather than our statement."""
    return isinstance(error, sqlcipher.OperationalError) and error.sqlite_errorcode != SQLITE_ERROR


def _unwritable(path: Path, error: BaseException) -> DatabaseError:
    """The disk's fault, not the data's: nothing of the write is stored, and what was there is whole."""
    return DatabaseError(
        f"The database {path} can't be written: {error}.",
        code="database_write",
        hint="Nothing was changed. Check the disk's free space and whether the folder is yours.",
    )


def _migrate(connection: Connection, migrations: Sequence[Migrations], path: Path) -> None:
    # What is recorded and unknown to us came from a later release.
    table = connection.table(Migrations.migrations_table)
    recorded = {(row["migration_set"], row["name"]) for row in table.rows} if table.exists() else set()
    ours = {(group.name, one.name) for group in migrations for one in group._migrations}  # noqa: SLF001 - no public list
    for _, name in sorted(recorded - ours):
        raise DatabaseError(
            f"The database {path} was written by a newer Guitai (it has “{name}”).",
            code="database_newer",
            hint="Install that version, or a newer one. The file was left as it is.",
            exit_code=5,
        )
    for group in migrations:
        group.apply(connection)
