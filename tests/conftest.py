"""A real engine for tests: its own data folder, a free port, the demo shop, the real models."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from appliance.api.client import BridgeClient, BridgeError, ConversationClient
from appliance.api.messages import OpenConversation, PageContext
from appliance.base.paths import models_dir as default_models_dir
from appliance.engine.instance import read_running
from models_onnx.manifest import present

START_S = 60
STOP_S = 10


@dataclass
class EngineUnderTest:
    """An engine process and how to talk to it."""

    home: Path
    process: "subprocess.Popen[bytes] | psutil.Process | None" = None
    url: str = ""
    operator_token: str = ""
    server_token: str = ""
    port: int = 0
    log: Path = field(default_factory=Path)

    def start(self, *, demo: bool = True) -> None:
        """Start the engine and wait until it is ready."""
        environment = {**os.environ, "GUITAI_HOME": str(self.home), "GUITAI_PORT": str(self.port)}
        self.log = self.home.parent / f"{self.home.name}.log"
        command = [sys.executable, "-m", "appliance.cli.main", "engine", *(["--demo"] if demo else [])]
        with self.log.open("ab") as log:
            started = subprocess.Popen(command, env=environment, stderr=log)
        self.process = started
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            assert started.poll() is None, self.log.read_text()
            running = read_running(self.home)
            if running is not None and running.pid == started.pid:
                self.url, self.operator_token, self.port = running.url, running.operator_token, running.port
                try:
                    if self.operator().health().status == "ready":
                        return
                except BridgeError:
                    pass
            time.sleep(0.05)
        self.kill()
        raise AssertionError(f"not ready after {START_S} s: {self.log.read_text()}")

    def adopt(self) -> None:
        """Go on with the engine that somebody else, as the console, has started in this data folder."""
        running = read_running(self.home)
        assert running is not None
        self.url, self.operator_token, self.port = running.url, running.operator_token, running.port
        self.process = psutil.Process(running.pid)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """End it as an operating system would; returns its exit status (0 for one that was adopted)."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOP_S) or 0

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        process = self.process
        if isinstance(process, subprocess.Popen):
            return process.poll() is None
        return process is not None and process.is_running()

    def operator(self) -> BridgeClient:
        """A client with the operator's token."""
        return BridgeClient(self.url, self.operator_token)

    def shop(self) -> BridgeClient:
        """A client with a server token without limits."""
        if not self.server_token:
            body = {"name": "tests", "kind": "server", "origins": [], "unlimited": True}
            self.server_token = self.operator().call("POST", "/v1/operator/tokens", body)["token"]
        return BridgeClient(self.url, self.server_token)

    def site_token(self, origin: str) -> str:
        """A site token for pages of this origin."""
        body = {"name": "site", "kind": "site", "origins": [origin]}
        return str(self.operator().call("POST", "/v1/operator/tokens", body)["token"])

    def conversation(self, customer_id: str | None = None, **context: str) -> ConversationClient:
        """A fresh conversation, vouched for where a customer is named."""
        return self.shop().open(OpenConversation(customer_id=customer_id, context=PageContext(**context)))


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """The built models."""
    folder = default_models_dir()
    assert present(folder), f"no models in {folder}: run `make models`"
    return folder


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, models_dir: Path) -> Iterator[EngineUnderTest]:
    """One engine with the demo shop for all tests that leave it running."""
    running = EngineUnderTest(tmp_path_factory.mktemp("engine") / "home")
    running.start()
    yield running
    assert running.stop() == 0, running.log.read_text()


@pytest.fixture
def own_engine(tmp_path: Path, models_dir: Path) -> Iterator[EngineUnderTest]:
    """An engine of the test's own, to kill."""
    running = EngineUnderTest(tmp_path / "home")
    running.start()
    yield running
    if running.alive:
        running.stop()


@pytest.fixture(scope="session")
def demo_rows() -> dict[str, list[dict[str, str]]]:
    """The demo shop's orders and products as they stand in its files."""
    import csv

    folder = Path(__file__).parents[1] / "appliance" / "packs" / "ecommerce" / "demo"
    return {
        kind: list(csv.DictReader((folder / f"{kind}.csv").open(encoding="utf-8")))
        for kind in ("orders", "products", "faq")
    }
