"""The store as it lies on disk: unreadable without its key (S15), left alone when it is from a later release (S20)."""

import shutil

import pytest
from base.notes import KEY, add, migrations, texts
from sqlite_utils import Migrations

from appliance.base.database import Database
from appliance.base.errors import DatabaseError

PLANTED = "身份证 110101199003070135 planted-in-plain-text"
OTHER_KEY = bytes(reversed(KEY))
later = Migrations("notes")
unknown_set = Migrations("graph")


@later()
def create_notes(db):
    migrations._migrations[0].fn(db)


@later()
def colour_notes(db):
    db.execute("ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'white'")


@unknown_set()
def create_graph(db):
    db.execute("CREATE TABLE edges (a INTEGER, b INTEGER)")


def everything_in(folder):
    """Each file's bytes, by name."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def closed_store(path, *sets, key=KEY):
    """A store with one note in it, properly closed."""
    database = Database(path, key, sets or [migrations])
    database.write(add(PLANTED))
    database.close()


def test_s15_no_plain_text_lies_on_the_disk(database, tmp_path):
    for number in range(200):
        database.write(add(f"{PLANTED} {number}"))
    while_open = everything_in(tmp_path)
    assert {"notes.db", "notes.db-wal"} <= while_open.keys()
    assert len(texts(database)) == 200
    database.close()
    for content in [*while_open.values(), *everything_in(tmp_path).values()]:
        for encoding in ("utf-8", "utf-16-le"):
            for words in ("planted-in-plain-text", "身份证", "110101199003070135", "CREATE TABLE"):
                assert words.encode(encoding) not in content
        assert not content.startswith(b"SQLite format 3")
        assert KEY not in content
        assert KEY.hex().encode() not in content


def test_s15_the_same_note_under_the_same_key_looks_different_each_time(tmp_path):
    for name in ("a.db", "b.db"):
        closed_store(tmp_path / name)
    a, b = ((tmp_path / name).read_bytes() for name in ("a.db", "b.db"))
    assert not {a[start : start + 64] for start in range(0, len(a), 64)} & {
        b[start : start + 64] for start in range(0, len(b), 64)
    }


def test_s15_another_key_is_refused_and_the_file_left_alone(tmp_path):
    closed_store(tmp_path / "notes.db")
    before = everything_in(tmp_path)
    with pytest.raises(DatabaseError) as refused:
        Database(tmp_path / "notes.db", OTHER_KEY, [migrations])
    assert refused.value.code == "database_unreadable"
    assert refused.value.exit_code == 5
    assert str(tmp_path / "notes.db") in refused.value.message
    assert "guitai key recover" in refused.value.hint
    assert everything_in(tmp_path) == before


def test_s15_another_key_loses_nothing_of_a_store_that_was_killed(database, tmp_path):
    for number in range(100):
        database.write(add(f"note {number}"))
    # What a power cut leaves: the file as it was at the start, and everything since in the WAL.
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in ("notes.db", "notes.db-wal"):
        shutil.copy(tmp_path / name, killed)
    with pytest.raises(DatabaseError):
        Database(killed / "notes.db", OTHER_KEY, [migrations])
    recovered = Database(killed / "notes.db", KEY, [migrations])
    assert len(texts(recovered)) == 100
    recovered.close()


@pytest.mark.parametrize("content", [b"no database at all" * 500, b"SQLite format 3\0" + bytes(8176), bytes(4096)])
def test_s15_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path, content):
    (tmp_path / "notes.db").write_bytes(content)
    with pytest.raises(DatabaseError) as refused:
        Database(tmp_path / "notes.db", KEY, [migrations])
    assert refused.value.code == "database_unreadable"
    assert (tmp_path / "notes.db").read_bytes() == content


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_s15_a_key_of_another_length_never_reaches_the_file(tmp_path, length):
    with pytest.raises(ValueError, match="32 bytes"):
        Database(tmp_path / "notes.db", bytes(length), [migrations])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_no_wrong_key(tmp_path):
    with pytest.raises(DatabaseError) as refused:
        Database(tmp_path / "nowhere" / "notes.db", KEY, [migrations])
    assert refused.value.code == "database_write"


@pytest.mark.parametrize(
    ("written_by", "named"), [([later], "colour_notes"), ([migrations, unknown_set], "create_graph")]
)
def test_s20_a_store_of_a_later_release_is_refused_and_left_alone(tmp_path, written_by, named):
    closed_store(tmp_path / "notes.db", *written_by)
    before = everything_in(tmp_path)
    with pytest.raises(DatabaseError) as refused:
        Database(tmp_path / "notes.db", KEY, [migrations])
    assert refused.value.code == "database_newer"
    assert refused.value.exit_code == 5
    assert named in refused.value.message
    assert "newer" in refused.value.message
    assert everything_in(tmp_path) == before


def test_s20_a_store_of_this_release_opens_in_the_later_one(tmp_path):
    closed_store(tmp_path / "notes.db")
    database = Database(tmp_path / "notes.db", KEY, [later, unknown_set])
    assert database.read(lambda db: db.execute("SELECT text, colour FROM notes").fetchall()) == [(PLANTED, "white")]
    database.close()
