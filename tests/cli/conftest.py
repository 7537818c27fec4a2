"""Shops for the command line: one with the demo rows and a conversation, copied for whoever spoils it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli.shell import Guitai
from engine.engine_process import EngineProcess

from appliance.api.messages import OpenConversation


@pytest.fixture(scope="session")
def no_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models' folder with nothing in it."""
    return tmp_path_factory.mktemp("no-models")


@pytest.fixture(scope="session")
def kept_shop(tmp_path_factory: pytest.TempPathFactory, no_models: Path) -> Path:
    """The data folder of a shop that was ended; not to be changed."""
    engine = EngineProcess(tmp_path_factory.mktemp("kept") / "home", models=no_models)
    try:
        engine.start("--demo")
        with engine.client(engine.server_token()) as client:
            conversation = client.open(OpenConversation(customer_id="C1001"))
            conversation.send("帐篷防水吗", "m1")
        assert engine.end() == 0
    finally:
        engine.kill()
    return engine.home


@pytest.fixture
def shop(kept_shop: Path, no_models: Path, tmp_path: Path) -> Guitai:
    """The command in a shop of the test's own, with no models and no engine running."""
    return Guitai(Path(shutil.copytree(kept_shop, tmp_path / "home")), {"GUITAI_MODELS": str(no_models)})


@pytest.fixture
def new_shop(no_models: Path, tmp_path: Path) -> Guitai:
    """The command with a data folder that is not there yet."""
    return Guitai(tmp_path / "new" / "home", {"GUITAI_MODELS": str(no_models)})


@pytest.fixture
def running(shop: Guitai, no_models: Path) -> Iterator[EngineProcess]:
    """An engine, without models, in the test's own shop."""
    engine = EngineProcess(shop.home, models=no_models)
    engine.start()
    yield engine
    engine.kill()


@pytest.fixture
def ready(engine: object) -> Guitai:
    """The command where the session's engine runs, with models and the demo shop."""
    return Guitai(engine.home)
