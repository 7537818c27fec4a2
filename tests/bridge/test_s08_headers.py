"""Headers must arrive within ten seconds (S08), also on a connection that has been used."""

import socket
import time
from urllib.parse import urlsplit

import pytest

from appliance.bridge.limits import HEADER_SECONDS

pytestmark = pytest.mark.engine
BYTE_EVERY_S = 0.5
SLACK_S = 3.0


def seconds_until_closed(connection: socket.socket) -> float:
    """Send a header byte by byte until the engine hangs up."""
    began = time.monotonic()
    connection.settimeout(BYTE_EVERY_S)
    while time.monotonic() - began < 2 * HEADER_SECONDS:
        try:
            connection.sendall(b"a")
            if connection.recv(1) == b"":
                break
        except TimeoutError:
            continue
        except OSError:
            break
    return time.monotonic() - began


@pytest.mark.parametrize("requests_before", [0, 1])
def test_s08_slow_headers_are_cut_off(engine, requests_before):
    where = urlsplit(engine.url)
    with socket.create_connection((where.hostname, where.port)) as connection:
        for _ in range(requests_before):
            connection.sendall(f"GET /v1/health HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")
        connection.sendall(f"GET /v1/health HTTP/1.1\r\nHost: {where.netloc}\r\nX-Slow: ".encode())
        assert HEADER_SECONDS - 1 < seconds_until_closed(connection) < HEADER_SECONDS + SLACK_S
