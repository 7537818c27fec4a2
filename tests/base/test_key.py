"""The key: where it is kept, what happens when it is gone, and its recovery code (S15)."""

import json
import stat

import keyring
import pytest
from base.file_keyring import FileKeyring, ForgetfulKeyring
from hypothesis import given, settings
from hypothesis import strategies as st
from keyring.backends.fail import Keyring as NoKeyring

from appliance.base.errors import DatabaseError
from appliance.base.key import create_key, keep_key, key_from_recovery_code, load_key, recovery_code

BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
secrets_of_32 = st.binary(min_size=32, max_size=32)


@pytest.fixture(autouse=True)
def no_keyring():
    """A machine without a keyring; the machine's own, if it has one, is not touched."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def file_keyring(no_keyring, tmp_path, monkeypatch):
    """A machine with a keyring."""
    monkeypatch.setenv("FILE_KEYRING", str(tmp_path / "keyring.json"))
    backend = FileKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def bytes_in(home):
    return b"\n".join(path.read_bytes() for path in home.iterdir())


def test_s15_no_key_is_made_by_looking_for_it(home):
    assert load_key(home) is None
    assert list(home.iterdir()) == []


def test_s15_without_a_keyring_the_key_is_in_a_file_that_only_its_owner_reads(home):
    made = create_key(home)
    assert made.kept_in == "file"
    assert len(made.secret) == 32
    assert load_key(home) == made
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()} == {
        "database.key": 0o600,
        "key.json": 0o600,
    }


def test_s15_with_a_keyring_the_key_is_there_and_nowhere_else(home, file_keyring):
    made = create_key(home)
    assert made.kept_in == "keyring"
    assert load_key(home) == made
    assert [path.name for path in home.iterdir()] == ["key.json"]
    assert made.secret.hex().encode() not in bytes_in(home)
    assert made.secret not in bytes_in(home)
    assert made.secret.hex() in file_keyring.path.read_text()


def test_s15_two_data_folders_have_two_keys(tmp_path, file_keyring):
    made = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        made.append(create_key(tmp_path / name))
    assert made[0] != made[1]
    assert [load_key(tmp_path / name) for name in ("first", "second")] == made


def test_s15_a_keyring_that_forgets_is_not_trusted(home, file_keyring):
    keyring.set_keyring(ForgetfulKeyring())
    made = create_key(home)
    assert made.kept_in == "file"
    assert load_key(home) == made


def test_s15_a_locked_keyring_gets_no_key_and_a_file_has_it(home, file_keyring):
    lock = file_keyring.path.with_name("keyring.json.locked")
    lock.touch()
    assert create_key(home).kept_in == "file"


@pytest.mark.parametrize("loss", ["emptied", "locked", "gone"])
def test_s15_a_lost_keyring_asks_for_the_recovery_code(home, file_keyring, loss):
    made = create_key(home)
    before = bytes_in(home)
    if loss == "emptied":
        file_keyring.path.write_text("{}")
    elif loss == "locked":
        file_keyring.path.with_name("keyring.json.locked").touch()
    else:
        keyring.set_keyring(NoKeyring())
    with pytest.raises(DatabaseError) as lost:
        load_key(home)
    assert lost.value.code == "key_lost"
    assert lost.value.exit_code == 5
    assert str(home) in lost.value.message
    assert "guitai key recover" in lost.value.hint
    assert bytes_in(home) == before
    # The code brings it back, to wherever a key can be kept now.
    keep_key(home, key_from_recovery_code(recovery_code(made.secret)))
    assert load_key(home).secret == made.secret


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("database.key", ""),
        ("database.key", "no hexadecimal digits"),
        ("database.key", "ab" * 31),
        ("database.key", "ab" * 33),
        ("key.json", ""),
        ("key.json", "{"),
        ("key.json", "[]"),
        ("key.json", "{}"),
        ("key.json", json.dumps({"kept_in": "keyring"})),
    ],
)
def test_s15_a_damaged_key_counts_as_lost(home, name, content):
    create_key(home)
    (home / name).write_text(content)
    with pytest.raises(DatabaseError) as lost:
        load_key(home)
    assert lost.value.code == "key_lost"


def test_s15_a_deleted_key_file_counts_as_lost(home):
    create_key(home)
    (home / "database.key").unlink()
    with pytest.raises(DatabaseError) as lost:
        load_key(home)
    assert lost.value.code == "key_lost"


@given(secret=secrets_of_32, data=st.data())
def test_the_recovery_code_gives_the_key_back_however_it_is_typed(secret, data):
    code = recovery_code(secret)
    assert set(code) <= set(BASE32) | {"-"}
    assert {len(group) for group in code.split("-")} == {5}
    typed = "".join(
        character.lower() if data.draw(st.booleans()) else character
        for character in code.replace("-", data.draw(st.sampled_from(["-", " ", "", " - ", "\n", "　"])))
    )
    assert key_from_recovery_code(f" {typed}\n") == secret


@settings(derandomize=True, max_examples=500)
@given(secret=secrets_of_32, place=st.integers(0, 54), other=st.sampled_from(BASE32))
def test_a_wrong_letter_in_the_recovery_code_is_noticed(secret, place, other):
    letters = list(recovery_code(secret).replace("-", ""))
    letters[place] = other
    # The last letter has three bits that stand for nothing, so some letters there mean the same.
    assert noticed("".join(letters), secret)


@settings(derandomize=True, max_examples=500)
@given(secret=secrets_of_32, place=st.integers(0, 53))
def test_two_letters_that_changed_places_are_noticed(secret, place):
    text = recovery_code(secret).replace("-", "")
    assert noticed(text[:place] + text[place + 1] + text[place] + text[place + 2 :], secret)


@settings(derandomize=True)
@given(secret=secrets_of_32, place=st.integers(0, 54))
def test_a_letter_left_out_is_noticed(secret, place):
    text = recovery_code(secret).replace("-", "")
    with pytest.raises(DatabaseError):
        key_from_recovery_code(text[:place] + text[place + 1 :])


@given(code=st.text())
def test_what_is_no_recovery_code_is_refused_with_a_message(code):
    with pytest.raises(DatabaseError) as refused:
        key_from_recovery_code(code)
    assert refused.value.code == "recovery_code_wrong"
    assert refused.value.exit_code == 5
    assert "recovery code" in refused.value.message


def noticed(typed, secret):
    """Whether a code is refused, or means the very key it was made from."""
    try:
        return key_from_recovery_code(typed) == secret
    except DatabaseError as refused:
        return refused.code == "recovery_code_wrong"
