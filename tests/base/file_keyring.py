"""A keyring in a file: stands in for the desktop's, which a machine that runs tests seldom has.

An engine process uses it when `PYTHON_KEYRING_BACKEND` is `base.file_keyring.FileKeyring` and `FILE_KEYRING` names the file.
"""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Passwords by service and user; locked while a file with `.locked` behind its name lies beside it."""

    priority = 1

    @property
    def path(self) -> Path:
        return Path(os.environ["FILE_KEYRING"])

    def get_password(self, service: str, username: str) -> str | None:
        return self._all().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.path.write_text(json.dumps({**self._all(), f"{service} {username}": password}))

    def delete_password(self, service: str, username: str) -> None:
        kept = self._all()
        if kept.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError(username)
        self.path.write_text(json.dumps(kept))

    def _all(self) -> dict[str, str]:
        if self.path.with_name(f"{self.path.name}.locked").exists():
            raise KeyringLocked("the keyring is locked")
        return json.loads(self.path.read_text()) if self.path.exists() else {}


class ForgetfulKeyring(FileKeyring):
    """Takes every password and keeps none, as some desktops' do where no session is open."""

    def set_password(self, service: str, username: str, password: str) -> None:
        pass
