"""The store while it is open: what it is built on, who writes, what a commit means (S12, S13)."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from base.notes import KEY, add, migrations, texts
from sqlcipher3 import dbapi2 as sqlcipher

from appliance.base.database import LARGEST_GROUP, OLDEST_SAFE_SQLITE, Database, check_sqlite_version
from appliance.base.errors import DatabaseError

WAIT_S = 10


class Held:
    """The writer, held by a job until it is let go, so that the jobs behind it make one group."""

    def __init__(self, database: Database) -> None:
        self._go, reached = threading.Event(), threading.Event()
        self.outcome = database.submit(lambda _: reached.set() or self._go.wait(WAIT_S))
        assert reached.wait(WAIT_S)

    def let_go(self) -> None:
        self._go.set()


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2), (3, 7), (3, 51)])
def test_s12_an_older_sqlite_is_refused_by_name(version):
    with pytest.raises(DatabaseError) as refused:
        check_sqlite_version(version)
    assert refused.value.code == "sqlite_too_old"
    assert ".".join(map(str, version)) in refused.value.message
    assert "3.51.3" in refused.value.message
    assert refused.value.exit_code == 5
    assert refused.value.hint


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 51, 4), (3, 53, 4), (4, 0, 0)])
def test_s12_a_newer_sqlite_is_taken(version):
    check_sqlite_version(version)


def test_s12_the_store_is_not_even_created_by_an_older_sqlite(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", (3, 40, 1))
    with pytest.raises(DatabaseError, match=r"3\.40\.1"):
        Database(tmp_path / "notes.db", KEY, [migrations])
    assert list(tmp_path.iterdir()) == []


def test_s12_the_sqlite_linked_in_is_safe(database):
    linked = database.read(lambda db: db.execute("SELECT sqlite_version()").fetchone()[0])
    assert tuple(map(int, linked.split("."))) >= OLDEST_SAFE_SQLITE == (3, 51, 3)


@pytest.mark.parametrize("way", ["write", "read"])
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("mmap_size", 0), ("foreign_keys", 1)]
)
def test_s13_every_connection_is_wal_with_full_sync_and_no_mmap(database, way, pragma, value):
    found = getattr(database, way)(lambda db: db.execute(f"PRAGMA {pragma}").fetchone())
    # An SQLite built without memory mapping has nothing to say of it.
    assert found == (value,) or (pragma == "mmap_size" and found is None)


def test_s13_all_writes_go_through_one_thread_and_one_connection(database):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: database.read(lambda db: db.execute("SELECT 1")), range(8)))
        seen = list(pool.map(lambda _: database.write(lambda db: (threading.get_ident(), id(db.conn))), range(100)))
    assert len(set(seen)) == 1
    assert seen[0][0] != threading.get_ident()


def test_s13_a_reader_cannot_write(database):
    with pytest.raises(sqlcipher.OperationalError, match="readonly"):
        database.read(add("by the back door"))
    assert texts(database) == []


def test_a_write_is_seen_by_every_reader_once_it_returns(database):
    with ThreadPoolExecutor(4) as pool:
        for number in range(50):
            database.write(add(f"note {number}"))
            assert pool.submit(texts, database).result()[-1] == f"note {number}"


def test_nothing_is_acknowledged_before_it_is_committed(database, tmp_path):
    seen = []

    def look(_):
        other = Database(tmp_path / "notes.db", KEY, [migrations])
        seen.append(texts(other))
        other.close()

    held = Held(database)
    outcome = database.submit(add("committed"))
    outcome.add_done_callback(look)
    held.let_go()
    outcome.result(WAIT_S)
    database.write(lambda _: None)
    assert seen == [["committed"]]


def test_jobs_that_wait_together_share_a_commit(database):
    statements = []
    database.write(lambda db: db.conn.set_trace_callback(statements.append))
    held = Held(database)
    statements.clear()
    outcomes = [database.submit(add(f"note {number}")) for number in range(LARGEST_GROUP + 10)]
    held.let_go()
    for outcome in outcomes:
        outcome.result(WAIT_S)
    database.write(lambda db: db.conn.set_trace_callback(None))
    # The holder's own, a full group, the ten left over; the last write was still under way when tracing ended.
    assert statements.count("COMMIT") == 3
    assert len(texts(database)) == LARGEST_GROUP + 10


def test_a_job_that_fails_takes_no_other_with_it(database):
    def fail(db):
        add("half done")(db)
        raise LookupError("in the middle")

    held = Held(database)
    first, failing, last = (database.submit(job) for job in (add("first"), fail, add("last")))
    doubled, unlinked = (
        database.submit(add("first")),
        database.submit(lambda db: db.execute("INSERT INTO links VALUES (99)")),
    )
    held.let_go()
    assert [first.result(WAIT_S), last.result(WAIT_S)] == [1, 2]
    with pytest.raises(LookupError, match="in the middle"):
        failing.result(WAIT_S)
    for refused in (doubled, unlinked):
        with pytest.raises(sqlcipher.IntegrityError):
            refused.result(WAIT_S)
    assert texts(database) == ["first", "last"]


def test_a_full_disk_acknowledges_nothing_that_it_undid(database):
    def fill(db):
        db.execute("PRAGMA max_page_count = 64")
        for number in range(1000):
            add(f"{number} {'x' * 1000}")(db)

    held = Held(database)
    before, filling = database.submit(add("before")), database.submit(fill)
    held.let_go()
    with pytest.raises(DatabaseError, match="full") as refused:
        filling.result(WAIT_S)
    assert refused.value.code == "database_write"
    # SQLite undoes the whole transaction when the disk is full: whoever shared it must not believe to be stored.
    stored = texts(database)
    assert ("before" in stored) == (before.exception(WAIT_S) is None)
    assert not any("x" in text for text in stored)
    database.write(lambda db: db.execute("PRAGMA max_page_count = 1000000"))
    database.write(add("there is room again"))
    assert texts(database)[-1] == "there is room again"


def test_a_store_that_is_locked_by_another_process_refuses_and_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr("appliance.base.database.BUSY_TIMEOUT_MS", 50)
    database = Database(tmp_path / "notes.db", KEY, [migrations])
    other = sqlcipher.connect(str(database.path), isolation_level=None)
    other.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError, match="locked"):
        database.submit(add("too early")).result(WAIT_S)
    other.execute("ROLLBACK")
    other.close()
    database.write(add("free again"))
    assert texts(database) == ["free again"]
    database.close()


def test_a_caller_who_hangs_up_does_not_undo_the_write(database):
    async def hang_up():
        writing = asyncio.create_task(database.write_async(add("said and done")))
        await asyncio.sleep(0)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing

    held = Held(database)
    asyncio.run(hang_up())
    held.let_go()
    database.write(lambda _: None)
    assert texts(database) == ["said and done"]


def test_closing_finishes_what_is_queued_and_refuses_what_comes_later(tmp_path):
    database = Database(tmp_path / "notes.db", KEY, [migrations])
    held = Held(database)
    outcomes = [database.submit(add(f"note {number}")) for number in range(100)]
    closing = threading.Thread(target=database.close)
    closing.start()
    held.let_go()
    closing.join(WAIT_S)
    assert all(outcome.done() for outcome in outcomes)
    database.close()
    for late in (database.submit, database.write):
        with pytest.raises(DatabaseError) as refused:
            late(add("late"))
        assert refused.value.code == "database_closed"
    # The WAL was carried over, and no thread is left.
    assert [path.name for path in tmp_path.iterdir()] == ["notes.db"]
    assert "database-writer" not in {thread.name for thread in threading.enumerate()}
    again = Database(tmp_path / "notes.db", KEY, [migrations])
    assert len(texts(again)) == 100
    again.close()


def test_whoever_writes_while_it_closes_gets_an_answer(tmp_path):
    for round_number in range(20):
        database = Database(tmp_path / f"{round_number}.db", KEY, [migrations])
        start = threading.Barrier(5)

        def write(who, database=database, start=start):
            start.wait()
            answered = 0
            try:
                for answered in range(1000):
                    database.submit(add(f"{who} {answered}")).result(WAIT_S)
            except DatabaseError as error:
                if error.code != "database_closed":
                    raise
            return answered

        with ThreadPoolExecutor(4) as pool:
            writers = [pool.submit(write, who) for who in range(4)]
            start.wait()
            database.close()
            answered = sum(writer.result() for writer in writers)
        again = Database(tmp_path / f"{round_number}.db", KEY, [migrations])
        assert len(texts(again)) == answered
        again.close()


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path):
    from sqlite_utils import Migrations

    faulty = Migrations("faulty")

    @faulty()
    def half(db):
        db.execute("CREATE TABLE half (x)")
        db.execute("INSERT INTO nowhere VALUES (1)")

    with pytest.raises(sqlcipher.OperationalError, match="nowhere"):
        Database(tmp_path / "notes.db", KEY, [migrations, faulty])
    database = Database(tmp_path / "notes.db", KEY, [migrations])
    assert "half" not in database.read(lambda db: db.table_names())
    database.close()
