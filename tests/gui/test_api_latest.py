"""Answers come in any order; what is shown belongs to what was asked last."""

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PySide6.QtNetwork import QNetworkReply

from gui.api import EngineApi, Latest
from gui.connection import Endpoint


@pytest.fixture
def api(qapp) -> Iterator[EngineApi]:
    """An engine that answers `/old` only once `/new` has been answered."""
    new_answered = threading.Event()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/old":
                new_answered.wait()
            document = json.dumps({"path": self.path}).encode("ascii")
            self.send_response(200)
            self.send_header("content-length", str(len(document)))
            self.end_headers()
            self.wfile.write(document)
            if self.path == "/new":
                new_answered.set()

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield EngineApi(lambda: Endpoint(f"http://127.0.0.1:{server.server_port}", "token", os.getpid()))
    new_answered.set()
    server.shutdown()
    server.server_close()
    thread.join()


def all_answered(api: EngineApi) -> bool:
    return api.network.findChildren(QNetworkReply) == []


def test_a_slow_answer_to_an_old_call_is_not_shown(api, qtbot):
    shown, latest = [], Latest(api)
    latest.get("/old", shown.append, pytest.fail)
    latest.get("/new", shown.append, pytest.fail)
    qtbot.waitUntil(lambda: all_answered(api))
    assert shown == [{"path": "/new"}]


def test_what_is_no_longer_wanted_is_not_shown(api, qtbot):
    shown, latest = [], Latest(api)
    latest.get("/new", shown.append, pytest.fail)
    latest.drop()
    qtbot.waitUntil(lambda: all_answered(api))
    assert shown == []
