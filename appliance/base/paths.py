"""Where things lie: the data folder (GUITAI_HOME) and the models' folder (GUITAI_MODELS)."""

import os
from pathlib import Path

from platformdirs import user_data_path

from appliance.base.errors import GuitaiError

APP_NAME = "guitai"
PRIVATE_DIRECTORY_MODE = 0o700


def home_dir() -> Path:
    """The data folder: `GUITAI_HOME`, else the platform's place for application data. Not created here."""
    return _from_environment("GUITAI_HOME") or user_data_path(APP_NAME, appauthor=False) / "home"


def models_dir() -> Path:
    """The models' folder: `GUITAI_MODELS`, else `models` in the platform's place. Not created here."""
    return _from_environment("GUITAI_MODELS") or user_data_path(APP_NAME, appauthor=False) / "models"


def ensure_private(directory: Path) -> Path:
    """Create `directory` (and its parents) so that only its owner can read it, and return it.

    Raises:
        GuitaiError: it can't be created.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=PRIVATE_DIRECTORY_MODE)
    except OSError as error:
        raise unusable(directory, error) from error
    return directory


def unusable(directory: Path, error: OSError) -> GuitaiError:
    """The error that asks for another data folder, or for room in this one."""
    return GuitaiError(
        f"The data folder {directory} can't be used: {error.strerror}.",
        code="home_unusable",
        hint="Set GUITAI_HOME to a folder of yours on a disk with room.",
    )


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name, "")
    return Path(value).expanduser().resolve() if value else None
