"""The engine process from start to drain: lock, key, database, socket, models, bridge."""

import asyncio
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from sse_starlette.sse import AppStatus

from appliance.base.errors import GuitaiError, InstanceError
from appliance.base.key import Key, create_key, load_key, lost_key
from appliance.base.paths import ensure_private, unusable
from appliance.bridge.app import create_app
from appliance.bridge.http_protocol import DeadlineProtocol
from appliance.bridge.security import Doors
from appliance.engine.composition import DATABASE, Engine, Shop, compose, open_shop
from appliance.engine.instance import RunningEngine, announce, lock, withdraw

log = logging.getLogger(__name__)
LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8765
# Streams are ended at once and turns finish within this; with the rest, SIGTERM to exit stays under ten seconds.
DRAIN_S = 5
BACKLOG = 256


def run_engine(
    home: Path, models_dir: Path, port: int, *, demo: bool = False, ready: Callable[[str], None] = lambda _: None
) -> None:
    """Run the engine in the foreground until SIGTERM or SIGINT.

    Args:
        home: the data folder.
        models_dir: the models' folder.
        port: to listen on, on loopback; 0 for any free one.
        demo: load the demo shop first, if it was not.
        ready: told the address once it listens.

    Raises:
        GuitaiError: the folder is in use, the port is taken, the key is lost, the database can't be opened.
    """
    ensure_private(home)
    with lock(home):
        listening = listen(port)
        try:
            shop = open_home(home)
            try:
                if demo and shop.demo.token() is None:
                    shop.demo.load()
                asyncio.run(_serve(shop, models_dir, listening, ready))
            finally:
                shop.database.close()
                withdraw(home)
        finally:
            listening.close()


def open_home(home: Path) -> Shop:
    """Open the data folder, making key and database where there are none yet.

    Raises:
        DatabaseError: the key is lost or another one, or the database is damaged; it never starts anew in silence (S15).
    """
    return open_shop(home, open_key(home).secret)


def open_key(home: Path) -> Key:
    """The data folder's key; a new one only where there is no database yet.

    Raises:
        DatabaseError: the key is lost.
        GuitaiError: a new one can't be kept, for want of room or permission.
    """
    ensure_private(home)
    key = load_key(home)
    if key is None:
        if (home / DATABASE).exists():
            # A database without a record of its key: the record was deleted, or the folder was copied by halves.
            raise lost_key(home, "there is no record of it")
        try:
            key = create_key(home)
        except OSError as error:
            raise unusable(home, error) from error
    if key.kept_in == "file":
        log.warning("no system keyring here: the database's key is in a file in %s that only its owner can read", home)
    return key


def listen(port: int) -> socket.socket:
    """A listening socket on loopback.

    Raises:
        InstanceError: the port is taken.
    """
    # Named in full: asyncio turns Nagle's algorithm off only where it reads TCP, and with it on every answer waits 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        # Elsewhere this option would let a second process share the port.
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise InstanceError(
            f"Port {port} on {LOOPBACK} can't be used: {error.strerror}.",
            code="port_taken",
            hint="End what uses it, or choose another with GUITAI_PORT.",
            exit_code=4,
        ) from error
    return listening


async def _serve(shop: Shop, models_dir: Path, listening: socket.socket, ready: Callable[[str], None]) -> None:
    port: int = listening.getsockname()[1]
    names = ("127.0.0.1", "localhost")
    hosts = frozenset(f"{name}:{port}" for name in names)
    own_origins = frozenset(f"http://{host}" for host in hosts)
    holder: list[Engine] = []

    def doors() -> Doors:
        parts = holder[0].parts
        return Doors(hosts, own_origins, parts.tokens.origins, parts.pairing.origins)

    def stop() -> None:
        server.should_exit = True

    engine = compose(shop, models_dir, doors, stop)
    holder.append(engine)
    config = uvicorn.Config(
        create_app(engine.parts),
        http=DeadlineProtocol,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=DRAIN_S,
        server_header=False,
        date_header=False,
        lifespan="on",
    )
    server = _Server(config, engine)
    # It would cut every stream at the signal, a reply's half way too; the hub ends the live ones, turns end by themselves.
    AppStatus.enable_automatic_graceful_drain = False
    engine.models.load(engine.search.open_index)
    url = f"http://{LOOPBACK}:{port}"
    announce(shop.home, RunningEngine(url, port, os.getpid(), engine.operator_token))
    catching_up = asyncio.create_task(_keep_index(engine))
    log.info("listening on %s", url)
    ready(url)
    try:
        await server.serve(sockets=[listening])
    finally:
        catching_up.cancel()
        await asyncio.gather(catching_up, return_exceptions=True)
        await asyncio.to_thread(engine.models.close)


async def _keep_index(engine: Engine) -> None:
    """Follow every change of the FAQ: embed what is new, rebuild the index where it has fallen behind."""
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()
    changed.set()

    def mark_changed() -> None:
        loop.call_soon_threadsafe(changed.set)

    engine.shop.faq.on_change(mark_changed)
    while True:
        await changed.wait()
        changed.clear()
        try:
            await engine.faq.catch_up()
        except GuitaiError as error:
            # Without its encoder the desk can't; health says so.
            log.warning("the FAQ index could not follow a change: %s", error.code)
        except Exception:
            # Answers still come from exact search over what is embedded; the next change tries again.
            log.exception("the FAQ index could not follow a change")


class _Server(uvicorn.Server):
    """uvicorn, ending the live streams first (they would never end by themselves) and leaving the end to us."""

    def __init__(self, config: uvicorn.Config, engine: Engine) -> None:
        super().__init__(config)
        self._engine = engine

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._engine.hub.close()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            yield
            # uvicorn would now raise the signal again: the process would die of it with models and database still open.
            self._captured_signals.clear()


def log_to_stderr(level: int = logging.INFO) -> None:
    """Plain lines on standard error. No message text, token or row ever goes into a log."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
