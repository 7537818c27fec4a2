"""The database's key: in the system's keyring, or in a file where there is none; and its recovery code (S15)."""

import base64
import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import keyring
from keyring.backends import fail as keyring_fail
from keyring.errors import KeyringError

from appliance.base.atomic import write_text
from appliance.base.database import KEY_BYTES
from appliance.base.errors import DatabaseError

SERVICE = "guitai"
# Two bytes of a hash tell a mistyped code (1 in 65,536 slips through, and then opening the database fails).
CHECK_BYTES = 2
GROUP = 5


@dataclass(frozen=True)
class Key:
    """The key and where it is kept; `file` means that whoever can read the data folder can read the data."""

    secret: bytes
    kept_in: Literal["keyring", "file"]


def load_key(home: Path) -> Key | None:
    """The key of the database in `home`, or None where none was made yet.

    Raises:
        DatabaseError: a key was made, but the keyring or file that should have it does not.
    """
    record = _record(home)
    if not record.exists():
        return None
    try:
        described = json.loads(record.read_text(encoding="utf-8"))
        kept_in: Literal["keyring", "file"] = "file" if described["kept_in"] == "file" else "keyring"
        if kept_in == "file":
            text = _key_file(home).read_text(encoding="ascii") if _key_file(home).exists() else ""
        else:
            text = keyring.get_password(SERVICE, described["id"]) or ""
        secret = bytes.fromhex(text)
    except KeyringError as error:
        raise lost_key(home, str(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise lost_key(home, "what is there is no key") from error
    if not secret:
        raise lost_key(home, "it is empty")
    if len(secret) != KEY_BYTES:
        raise lost_key(home, "what is there is no key")
    return Key(secret, kept_in)


def create_key(home: Path) -> Key:
    """Make a new random key for `home` and keep it."""
    return keep_key(home, secrets.token_bytes(KEY_BYTES))


def keep_key(home: Path, secret: bytes) -> Key:
    """Keep `secret` as the key of `home`: in the keyring where one works, else in a file only its owner can read."""
    identifier = uuid.uuid4().hex
    kept_in: Literal["keyring", "file"] = "keyring" if _keep_in_keyring(identifier, secret) else "file"
    if kept_in == "file":
        write_text(_key_file(home), secret.hex())
    write_text(_record(home), json.dumps({"id": identifier, "kept_in": kept_in}))
    return Key(secret, kept_in)


def recovery_code(secret: bytes) -> str:
    """The key as a code to print and put away: base32 in groups of five, with a check."""
    text = base64.b32encode(secret + _check(secret)).decode("ascii").rstrip("=")
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def key_from_recovery_code(code: str) -> bytes:
    """The key that `recovery_code` was made from; spaces, dashes and case don't matter.

    Raises:
        DatabaseError: it is no recovery code, or it has a typing error.
    """
    text = "".join(code.split()).replace("-", "").upper()
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        data = b""
    secret, check = data[:KEY_BYTES], data[KEY_BYTES:]
    if len(secret) != KEY_BYTES or check != _check(secret):
        raise DatabaseError(
            "This is not a recovery code of Guitai, or a letter in it is wrong.",
            code="recovery_code_wrong",
            hint="Compare it with the printed one, group by group.",
            exit_code=5,
        )
    return secret


def _keep_in_keyring(identifier: str, secret: bytes) -> bool:
    if isinstance(keyring.get_keyring(), keyring_fail.Keyring):
        return False
    try:
        keyring.set_password(SERVICE, identifier, secret.hex())
        return keyring.get_password(SERVICE, identifier) == secret.hex()
    except KeyringError:
        return False


def _check(secret: bytes) -> bytes:
    return hashlib.sha256(b"guitai recovery code" + secret).digest()[:CHECK_BYTES]


def _record(home: Path) -> Path:
    return home / "key.json"


def _key_file(home: Path) -> Path:
    return home / "database.key"


def lost_key(home: Path, why: str) -> DatabaseError:
    """The error that asks for the recovery code."""
    return DatabaseError(
        f"The key of the database in {home} is not where it was kept ({why}).",
        code="key_lost",
        hint="Unlock the keyring, or enter the recovery code with `guitai key recover`. Nothing was changed.",
        exit_code=5,
    )
