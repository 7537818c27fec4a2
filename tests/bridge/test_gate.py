"""The gate: hosts, origins, content types, sizes (S02, S03, S05, S08)."""

import http.client
import json
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.engine
ROUTES = [
    ("GET", "/v1/health"),
    ("GET", "/v1/openapi.json"),
    ("GET", "/demo/"),
    ("GET", "/plugin/guitai.js"),
    ("POST", "/v1/pair"),
    ("POST", "/v1/conversations"),
    ("GET", "/v1/conversations/x/events"),
    ("GET", "/v1/operator/events"),
    ("OPTIONS", "/v1/conversations"),
    ("GET", "/nowhere"),
]
BAD_HOSTS = [
    "", "0.0.0.0", "0.0.0.0:{port}", "127.0.0.1", "localhost", "127.0.0.1:{other}", "localhost:{other}", "127.0.0.1.:{port}",
    "localhost.:{port}", "evil.example", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "localhost.evil.example:{port}",
    "127.0.0.2:{port}", "127.1:{port}", "2130706433:{port}", "0x7f000001:{port}", "0177.0.0.1:{port}", "[::1]:{port}", "[::]:{port}",
    "[::ffff:127.0.0.1]:{port}", "127.0.0.1:{port}:80", "127.0.0.1:0{port}", "127.0.0.1:+{port}", "127.0.0.1: {port}",
    "user@127.0.0.1:{port}", "127.0.0.1:{port}/x", "http://127.0.0.1:{port}", "127.0.0.1:{port},evil.example", "localhost:{port}#",
    "localhost%00:{port}", "1ocalhost:{port}", "192.168.0.1:{port}", "A7f-rebind.network:{port}", "localhost:", ":{port}",
]  # fmt: skip


def send(url, method, path, headers=(), body=b"", host=None):
    """One request with exactly these headers; status, headers, body."""
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for value in [where.netloc] if host is None else host if isinstance(host, list) else [host]:
        connection.putheader("Host", value)
    for name, value in headers:
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    response = connection.getresponse()
    streaming = response.getheader("content-type", "").startswith("text/event-stream")
    data = b"" if streaming else response.read()
    connection.close()
    return response.status, dict(response.getheaders()), data


@pytest.mark.parametrize("template", BAD_HOSTS)
def test_s02_a_bad_host_gets_421_on_every_route(engine, template):
    host = template.format(port=engine.port, other=engine.port - 1)
    for method, path in ROUTES:
        status, _, data = send(engine.url, method, path, host=host)
        assert status == 421, (method, path, host)
        assert json.loads(data)["code"] == "host_refused"


def test_s02_two_hosts_are_no_host(engine):
    good = f"127.0.0.1:{engine.port}"
    assert send(engine.url, "GET", "/v1/health", host=[good, "evil.example"])[0] == 421
    assert send(engine.url, "GET", "/v1/health", host=[good, good])[0] == 421


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
def test_s02_the_desks_own_hosts_come_in(engine, host):
    assert send(engine.url, "GET", "/v1/health", host=host.format(port=engine.port))[0] == 200


@pytest.mark.parametrize(
    "origin", ["null", "https://evil.example", "http://127.0.0.1:1", "file://", "", "https://shop.example.evil"]
)
def test_s03_an_origin_that_is_not_paired_gets_403(engine, origin):
    engine.site_token("https://shop.example")
    for method, path in ROUTES:
        status, headers, data = send(
            engine.url, method, path, [("Origin", origin), ("Content-Type", "application/json")]
        )
        assert status == 403, (method, path)
        assert json.loads(data)["code"] == "origin_refused"
        assert "access-control-allow-origin" not in headers


def test_s03_a_paired_origin_is_answered_by_name(engine):
    token = engine.site_token("https://paired.example")
    status, headers, _ = send(engine.url, "OPTIONS", "/v1/conversations", [("Origin", "https://paired.example")])
    assert status == 204
    assert headers["access-control-allow-origin"] == "https://paired.example"
    asked = [
        ("Origin", "https://paired.example"),
        ("Content-Type", "application/json"),
        ("Authorization", f"Bearer {token}"),
    ]
    status, headers, _ = send(engine.url, "POST", "/v1/conversations", asked, b"{}")
    assert status == 201
    assert headers["access-control-allow-origin"] == "https://paired.example"
    # Another paired page may not use this page's token.
    engine.site_token("https://second.example")
    asked[0] = ("Origin", "https://second.example")
    assert send(engine.url, "POST", "/v1/conversations", asked, b"{}")[0] == 401


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonp"]
)
def test_s05_a_post_that_is_not_json_gets_415(engine, kind):
    headers = [("Content-Type", kind)] if kind else []
    for path in ("/v1/pair", "/v1/conversations", "/v1/conversations/x/messages", "/v1/operator/shutdown"):
        assert send(engine.url, "POST", path, headers, b"{}")[0] == 415


def test_s08_a_body_over_64_kib_gets_413(engine):
    json_type = ("Content-Type", "application/json")
    assert send(engine.url, "POST", "/v1/pair", [json_type], b" " * (64 * 1024 + 1))[0] == 413
    # Chunked, no length is announced.
    chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
    where = urlsplit(engine.url)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=20)
    connection.putrequest("POST", "/v1/pair")
    connection.putheader("Content-Type", "application/json")
    connection.putheader("Transfer-Encoding", "chunked")
    connection.endheaders()
    connection.send(chunk * 17 + b"0\r\n\r\n")
    response = connection.getresponse()
    assert response.status == 413
    assert json.loads(response.read())["code"] == "body_too_large"
    connection.close()


def test_problems_speak_the_callers_language(engine):
    english = send(engine.url, "GET", "/nowhere", [("Accept-Language", "en")])[2]
    chinese = send(engine.url, "GET", "/nowhere", [("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.8")])[2]
    assert json.loads(english)["title"] == "Not found"
    assert json.loads(chinese)["title"] == "没有找到"
