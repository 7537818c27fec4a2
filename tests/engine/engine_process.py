"""An engine process that a test starts, talks to, and ends in whichever way it likes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from appliance.api.client import BridgeClient, BridgeError
from appliance.api.messages import Health
from appliance.engine.instance import RunningEngine, read_running

COMMAND = (sys.executable, "-m", "appliance.cli.main")
START_S = 60
STOP_S = 10
POLL_S = 0.01
# The machine's own keyring is left alone, so the key lies in the data folder, where tests can reach it.
NO_KEYRING = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


@dataclass
class EngineProcess:
    """`guitai engine` with this data folder.

    Attributes:
        models: the models' folder; the built ones where None.
        environment: on top of the test's own.
    """

    home: Path
    models: Path | None = None
    environment: dict[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    running: RunningEngine | None = None

    def spawn(self, *options: str) -> None:
        """Start the process and wait for nothing."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([*COMMAND, "engine", *options], env=self.variables(), stderr=log)

    def start(self, *options: str, loaded: bool = True) -> Health:
        """Start it and wait until it answers, or until every model is loaded or has failed for good."""
        self.spawn(*options)
        return self.wait(lambda health: not loaded or settled(health))

    def wait(self, done: Callable[[Health], bool]) -> Health:
        """Wait until the engine answers and this holds of its health."""
        assert self.process is not None
        deadline, tick = time.monotonic() + START_S, threading.Event()
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.log.read_text()}"
            self.running = read_running(self.home)
            if self.running is not None and self.running.pid == self.process.pid:
                try:
                    with self.operator() as bridge:
                        health = bridge.health()
                except BridgeError:
                    health = None
                if health is not None and done(health):
                    return health
            tick.wait(POLL_S)
        raise AssertionError(f"not started after {START_S} s:\n{self.log.read_text()}")

    def wait_for_file(self, name: str) -> None:
        """Wait until the engine has made this file in its data folder."""
        assert self.process is not None
        deadline, tick = time.monotonic() + START_S, threading.Event()
        while not (self.home / name).exists():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, f"no {name} after {START_S} s"
            tick.wait(POLL_S / 10)

    def end(self, with_signal: int = signal.SIGTERM) -> int:
        """Send the signal and wait for the end; returns the exit status."""
        assert self.process is not None
        self.process.send_signal(with_signal)
        return self.process.wait(STOP_S)

    def kill(self) -> None:
        """End it at once, if it has not ended, as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def kill_after(self, seconds: float) -> None:
        """Let it run so long and kill it; it must not have ended by itself."""
        assert self.process is not None
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        else:
            raise AssertionError(f"ended by itself with {status}:\n{self.log.read_text()}")

    def variables(self) -> dict[str, str]:
        """The process's environment."""
        models = {"GUITAI_MODELS": str(self.models)} if self.models else {}
        return {
            **os.environ,
            **NO_KEYRING,
            "GUITAI_HOME": str(self.home),
            "GUITAI_PORT": "0",
            **models,
            **self.environment,
        }

    def operator(self) -> BridgeClient:
        """A client with the operator's token."""
        assert self.running is not None
        return BridgeClient(self.running.url, self.running.operator_token)

    def client(self, token: str) -> BridgeClient:
        """A client with any token."""
        assert self.running is not None
        return BridgeClient(self.running.url, token)

    def server_token(self) -> str:
        """A new server token without limits."""
        with self.operator() as bridge:
            body = {"name": "tests", "kind": "server", "origins": [], "unlimited": True}
            return str(bridge.call("POST", "/v1/operator/tokens", body)["token"])

    @property
    def log(self) -> Path:
        """Its standard error, of all its starts."""
        return self.home.with_name(f"{self.home.name}.log")


def settled(health: Health) -> bool:
    """Whether nothing is being loaded any more."""
    return health.status != "starting" and all(model.state != "loading" for model in health.models.values())
