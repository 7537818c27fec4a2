"""Where things lie, and a data folder that can't be."""

import os
import stat
from pathlib import Path

import pytest

from appliance.base.errors import GuitaiError
from appliance.base.paths import ensure_private, home_dir, models_dir


@pytest.mark.parametrize(("name", "folder"), [("GUITAI_HOME", home_dir), ("GUITAI_MODELS", models_dir)])
def test_the_environment_says_where(name, folder, tmp_path, monkeypatch):
    monkeypatch.setenv(name, str(tmp_path / "a" / ".." / "b"))
    assert folder() == tmp_path / "b"
    assert not folder().exists()
    monkeypatch.setenv(name, "~/guitai")
    assert folder() == Path.home() / "guitai"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(name, "here")
    assert folder() == tmp_path / "here"


def test_without_it_the_platform_says_where(monkeypatch):
    for name in ("GUITAI_HOME", "GUITAI_MODELS"):
        monkeypatch.setenv(name, "")
        default = home_dir(), models_dir()
        monkeypatch.delenv(name)
        assert (home_dir(), models_dir()) == default
    assert home_dir().is_absolute()
    assert home_dir() != models_dir()
    assert "guitai" in home_dir().parts


def test_a_data_folder_is_its_owners_alone(tmp_path):
    before = os.umask(0)
    try:
        made = ensure_private(tmp_path / "a" / "home")
    finally:
        os.umask(before)
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert ensure_private(made) == made


@pytest.mark.parametrize("below", ["home", "some/home"])
def test_a_data_folder_that_cannot_be_is_refused_with_a_message(tmp_path, below):
    (tmp_path / "file").touch()
    with pytest.raises(GuitaiError) as refused:
        ensure_private(tmp_path / "file" / below)
    assert refused.value.code == "home_unusable"
    assert "GUITAI_HOME" in refused.value.hint
    assert str(tmp_path / "file") in refused.value.message
