"""Reaching the running engine, or starting one for the while."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appliance.api.client import BridgeClient, BridgeError
from appliance.base.errors import GuitaiError
from appliance.base.paths import home_dir
from appliance.engine.instance import RunningEngine, read_running

START_S = 60
STOP_S = 15
POLL_S = 0.1
SHELL_TOKEN = "guitai command"  # noqa: S105 - a name


def running_engine() -> RunningEngine | None:
    """The engine of this data folder, if it answers."""
    running = read_running(home_dir())
    if running is None:
        return None
    with BridgeClient(running.url) as bridge:
        try:
            bridge.health()
        except BridgeError:
            return None
    return running


@contextmanager
def operator(*, start: bool = True) -> Iterator[BridgeClient]:
    """A client with the operator's token; an engine that had to be started for it is ended afterwards.

    Raises:
        GuitaiError: it can't be started.
    """
    running = running_engine()
    started: subprocess.Popen[bytes] | None = None
    if running is None and start:
        started = start_engine()
        running = wait_until_ready(started)
    if running is None:
        raise GuitaiError(
            "No engine is running.", code="not_running", hint="Start it with `guitai engine`.", exit_code=4
        )
    try:
        with BridgeClient(running.url, running.operator_token) as bridge:
            yield bridge
    finally:
        if started is not None:
            started.terminate()
            started.wait()


@contextmanager
def shop_client(bridge: BridgeClient) -> Iterator[BridgeClient]:
    """A client with a server token that lives as long as the block."""
    body = {"name": SHELL_TOKEN, "kind": "server", "origins": [], "unlimited": True}
    made = bridge.call("POST", "/v1/operator/tokens", body)
    running = read_running(home_dir())
    assert running is not None, "the operator's client has just reached it"
    try:
        with BridgeClient(running.url, made["token"]) as shop:
            yield shop
    finally:
        bridge.call("DELETE", f"/v1/operator/tokens/{made['token_id']}")


def start_engine(*options: str, log: Path | None = None) -> "subprocess.Popen[bytes]":
    """Start an engine of this data folder as a process of its own.

    Args:
        options: for `guitai engine`.
        log: where its standard error goes; None for ours.
    """
    command = [sys.executable, "-m", "appliance.cli.main", "engine", *options]
    if log is None:
        return subprocess.Popen(command)  # noqa: S603 - our own module under our own interpreter
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as file:
        return subprocess.Popen(command, stderr=file, start_new_session=True)  # noqa: S603 - see above


def stop_engine() -> None:
    """End the engine of this data folder and wait until it is gone; nothing to do where none runs.

    Raises:
        GuitaiError: it does not end.
    """
    running = running_engine()
    if running is None:
        return
    with BridgeClient(running.url, running.operator_token) as bridge:
        bridge.call("POST", "/v1/operator/shutdown")
    deadline = time.monotonic() + STOP_S
    while time.monotonic() < deadline:
        if read_running(home_dir()) is None:
            return
        time.sleep(POLL_S)
    raise GuitaiError(
        f"The engine has not ended after {STOP_S} s.", code="engine_slow", hint="See its log.", exit_code=4
    )


def wait_until_ready(process: "subprocess.Popen[bytes]") -> RunningEngine:
    """Wait until the engine answers and is no longer starting.

    Raises:
        GuitaiError: it ended, or takes longer than a minute.
    """
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise GuitaiError(
                "The engine ended while starting.", code="engine_ended", exit_code=process.returncode or 1
            )
        running = read_running(home_dir())
        if running is not None and running.pid == process.pid:
            with BridgeClient(running.url) as bridge:
                try:
                    if bridge.health().status != "starting":
                        return running
                except BridgeError:
                    # It does not listen yet.
                    pass
        time.sleep(POLL_S)
    raise GuitaiError(
        f"The engine is not ready after {START_S} s.", code="engine_slow", hint="See its log.", exit_code=4
    )
