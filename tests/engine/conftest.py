"""Engines without models: they start in half a second, and take messages as any other does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from engine.engine_process import EngineProcess


@pytest.fixture
def no_models(tmp_path: Path) -> Path:
    """A models' folder with nothing in it."""
    folder = tmp_path / "no-models"
    folder.mkdir()
    return folder


@pytest.fixture
def make_engine(tmp_path: Path, no_models: Path) -> Iterator[Callable[..., EngineProcess]]:
    """Makes engines that are not started yet; what still runs at the end of the test is killed."""
    made: list[EngineProcess] = []

    def make(name: str = "home", **options: object) -> EngineProcess:
        made.append(EngineProcess(tmp_path / name, **{"models": no_models, **options}))
        return made[-1]

    yield make
    for engine in made:
        engine.kill()
