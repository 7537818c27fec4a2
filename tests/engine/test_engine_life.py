"""The engine process from start to end: where it says it listens, who may share its folder and port, how it drains."""

import json
import signal
import socket
import stat
import subprocess
import threading
import time

import httpx
import pytest
from engine.engine_process import COMMAND, STOP_S

from appliance.api.client import BridgeError
from appliance.api.messages import OpenConversation
from appliance.engine.instance import read_running

pytestmark = pytest.mark.engine
FAQ = {"question": "周末发货吗", "answer": "周末照常发货，放心拍。"}


def refused_start(engine, **environment):
    """`guitai engine` where it must not start: status and what it said."""
    engine.environment.update(environment)
    done = subprocess.run(
        [*COMMAND, "engine"], env=engine.variables(), capture_output=True, text=True, timeout=30, check=False
    )
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def events_of(lines):
    """The names of a stream's events as they come."""
    for line in lines:
        if line.startswith("event: "):
            yield line.removeprefix("event: ")


def test_a_ready_engine_says_where_it_listens_to_its_owner_alone(engine):
    path = engine.home / "engine.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(engine.home.stat().st_mode) == 0o700
    said = json.loads(path.read_text())
    assert (said["url"], said["pid"]) == (f"http://127.0.0.1:{said['port']}", engine.process.pid)
    health = engine.operator().health()
    assert health.status == "ready"
    assert {role: model.state for role, model in health.models.items()} == dict.fromkeys(
        ("encoder", "intents", "generator"), "ready"
    )
    assert all(model.name and model.version and model.provider for model in health.models.values())


def test_a_second_engine_is_refused_and_told_where_the_first_is(engine, make_engine):
    second = make_engine()
    second.home = engine.home
    before = (engine.home / "engine.json").read_bytes()
    status, said = refused_start(second)
    assert status == 4
    assert engine.url in said
    assert str(engine.home) in said
    assert (engine.home / "engine.json").read_bytes() == before
    assert engine.operator().health().status == "ready"


def test_a_taken_port_is_refused_by_number(make_engine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        fresh = make_engine()
        status, said = refused_start(fresh, GUITAI_PORT=str(port))
    assert status == 4
    assert f"Port {port}" in said
    assert "GUITAI_PORT" in said
    assert read_running(fresh.home) is None
    # The port is free again, and nothing was left that keeps an engine from starting on it.
    fresh.start()
    assert fresh.running.port == port


@pytest.mark.parametrize("ending", ["SIGTERM", "SIGINT", "shutdown"])
def test_it_ends_cleanly_however_it_is_asked_to(make_engine, ending):
    desk = make_engine()
    desk.start()
    with desk.operator() as operator:
        operator.call("POST", "/v1/operator/faq", FAQ)
        if ending == "shutdown":
            assert operator.call("POST", "/v1/operator/shutdown") == {"state": "stopping"}
            status = desk.process.wait(STOP_S)
        else:
            status = desk.end(signal.Signals[ending])
    assert status == 0
    assert not (desk.home / "engine.json").exists()
    # Closed, not merely ended: the WAL is carried over and gone.
    assert not list(desk.home.glob("guitai.db-*"))
    assert "Traceback" not in desk.log.read_text()


def test_sigterm_ends_open_streams_within_ten_seconds(make_engine):
    desk = make_engine()
    desk.start()
    conversation = desk.client(desk.server_token()).open(OpenConversation())
    streams = {
        f"/v1/conversations/{conversation.conversation_id}/events": conversation.token,
        "/v1/operator/events": desk.running.operator_token,
    }
    begun, ended = threading.Barrier(len(streams) + 1), []

    def listen(path, token):
        headers = {"authorization": f"Bearer {token}"}
        with httpx.stream("GET", desk.running.url + path, headers=headers, timeout=30) as stream:
            lines = stream.iter_lines()
            next(lines)
            begun.wait(10)
            for _ in lines:
                pass
        ended.append(path)

    listeners = [threading.Thread(target=listen, args=item) for item in streams.items()]
    for listener in listeners:
        listener.start()
    begun.wait(10)
    asked = time.monotonic()
    assert desk.end() == 0
    assert time.monotonic() - asked < STOP_S
    for listener in listeners:
        listener.join(5)
    assert set(ended) == set(streams)


def test_sigterm_lets_a_turn_under_way_come_to_its_end(own_engine):
    conversation = own_engine.conversation()
    url = f"{own_engine.url}/v1/conversations/{conversation.conversation_id}/messages"
    headers = {"authorization": f"Bearer {conversation.token}", "accept": "text/event-stream"}
    question = {"text": "冲锋衣和软壳衣相比，哪个更适合下雨天徒步？", "client_message_id": "last"}
    with httpx.stream("POST", url, json=question, headers=headers, timeout=30) as stream:
        events = events_of(stream.iter_lines())
        assert next(events) == "accepted"
        own_engine.process.send_signal(signal.SIGTERM)
        assert list(events)[-2:] == ["reply", "done"]
    assert own_engine.process.wait(STOP_S) == 0


def test_a_second_start_finds_everything_and_gives_the_operator_a_new_token(make_engine):
    desk = make_engine()
    desk.start()
    first = desk.running
    server_token = desk.server_token()
    with desk.operator() as operator, desk.client(server_token) as shop:
        entry = operator.call("POST", "/v1/operator/faq", FAQ)
        operator.call("PUT", "/v1/operator/settings", {"shop_name": "老字号"})
        conversation = shop.open(OpenConversation(customer_id="C1"))
        reply = conversation.send("在吗", "once")
        said = conversation.transcript()
    assert desk.end() == 0
    desk.start()
    assert desk.running.operator_token != first.operator_token
    with desk.client(first.operator_token) as old, pytest.raises(BridgeError) as refused:
        old.call("GET", "/v1/operator/settings")
    assert refused.value.status == 401
    with desk.operator() as operator, desk.client(server_token) as shop:
        assert operator.call("GET", "/v1/operator/faq")["entries"] == [entry]
        assert operator.call("GET", "/v1/operator/settings")["shop_name"] == "老字号"
        conversation._bridge = shop
        assert conversation.transcript() == said
        assert conversation.send("在吗", "once") == reply
        assert shop.open(OpenConversation()).transcript().messages == []


def test_what_a_killed_engine_left_keeps_nobody_out(make_engine):
    desk = make_engine()
    desk.start()
    with desk.operator() as operator:
        entry = operator.call("POST", "/v1/operator/faq", FAQ)
    desk.kill()
    assert (desk.home / "engine.json").exists()
    assert read_running(desk.home) is None
    desk.start()
    with desk.operator() as operator:
        assert operator.call("GET", "/v1/operator/faq")["entries"] == [entry]


def test_without_models_the_desk_takes_messages_and_passes_them_on(make_engine):
    desk = make_engine()
    health = desk.start()
    assert health.status == "degraded"
    assert {role: (model.state, model.detail) for role, model in health.models.items()} == dict.fromkeys(
        ("encoder", "intents", "generator"), ("failed", "model_missing")
    )
    with desk.client(desk.server_token()) as shop, desk.operator() as operator:
        conversation = shop.open(OpenConversation())
        reply = conversation.send("帐篷防水吗")
        assert (reply.route, reply.handoff) == ("handoff", True)
        assert reply.text
        assert conversation.transcript().state == "waiting"
        assert operator.call("GET", "/v1/operator/conversations?state=waiting")["counts"]["waiting"] == 1
