"""Tokens, pairing, conversations of others (S04, S06, S07, S09) and rate limits (S08)."""

import secrets
import threading
import time

import httpx
import pytest

from appliance.api.client import BridgeClient, BridgeError
from appliance.api.messages import OpenConversation
from appliance.bridge.tokens import customer_proof

pytestmark = pytest.mark.engine
OPEN_ROUTES = {"/v1/health", "/v1/pair"}


def test_s04_every_other_route_needs_a_token(engine):
    paths = httpx.get(f"{engine.url}/v1/openapi.json").json()["paths"]
    assert len(paths) > 25
    for path, methods in paths.items():
        for method in methods:
            if path in OPEN_ROUTES:
                continue
            for headers in (
                {},
                {"authorization": "Bearer wrong"},
                {"authorization": f"Bearer {secrets.token_urlsafe(32)}"},
            ):
                url = engine.url + path.replace("{", "").replace("}", "")
                answer = httpx.request(method, url, json={} if method in {"post", "put"} else None, headers=headers)
                assert answer.status_code == 401, (method, path, headers, answer.text)


def test_s04_tokens_are_not_stored_and_not_logged(engine):
    token = engine.site_token("https://stored.example")
    conversation = engine.conversation()
    conversation.send("你好")
    for path in engine.home.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert token.encode() not in data, path
            assert conversation.token.encode() not in data, path
    assert token not in engine.log.read_text()


def test_a_site_token_only_opens_conversations(engine):
    site = BridgeClient(engine.url, engine.site_token("https://only.example"))
    opened = site.open(OpenConversation())
    assert opened.send("你好").text
    with pytest.raises(BridgeError) as refused:
        site.call("PUT", "/v1/products/x", {"sku": "x", "name": "x"})
    assert refused.value.status == 403


def test_a_customer_id_counts_only_when_the_shop_vouches(engine, demo_rows):
    body = {"name": "proof", "kind": "site", "origins": []}
    made = engine.operator().call("POST", "/v1/operator/tokens", body)
    site = BridgeClient(engine.url, made["token"])
    order = next(row for row in demo_rows["orders"] if row["status"] == "shipped")
    customer = order["customer_id"]
    claimed = site.open(OpenConversation(customer_id=customer))
    assert claimed.send(f"订单{order['order_id']}到哪了").route == "dialogue"
    forged = site.open(OpenConversation(customer_id=customer, customer_proof="0" * 64))
    assert order["tracking_no"] not in forged.send(f"订单{order['order_id']}到哪了").text
    proof = customer_proof(made["customer_secret"], customer)
    vouched = site.open(OpenConversation(customer_id=customer, customer_proof=proof))
    assert order["tracking_no"] in vouched.send(f"订单{order['order_id']}到哪了").text


def test_s06_a_code_works_once_and_dies_after_five_wrong_tries(engine):
    operator, anyone = engine.operator(), BridgeClient(engine.url)
    code = operator.call("POST", "/v1/operator/pairing-codes", {"name": "p", "kind": "server", "origins": []})["code"]
    paired = anyone.call("POST", "/v1/pair", {"code": code.lower(), "name": "till"})
    assert BridgeClient(engine.url, paired["token"]).open(OpenConversation()).send("你好").text
    with pytest.raises(BridgeError):
        anyone.call("POST", "/v1/pair", {"code": code, "name": "again"})
    code = operator.call("POST", "/v1/operator/pairing-codes", {"name": "p"})["code"]
    for _ in range(5):
        with pytest.raises(BridgeError) as refused:
            anyone.call("POST", "/v1/pair", {"code": "WRONGONE", "name": "x"})
        assert refused.value.code == "pairing_refused"
    with pytest.raises(BridgeError):
        anyone.call("POST", "/v1/pair", {"code": code, "name": "late"})


def test_s07_a_revoked_token_ends_at_once_with_its_streams(engine):
    made = engine.operator().call("POST", "/v1/operator/tokens", {"name": "gone", "kind": "server", "origins": []})
    conversation = BridgeClient(engine.url, made["token"]).open(OpenConversation())
    ended = threading.Event()
    begun = threading.Event()

    def listen():
        url = f"{engine.url}/v1/conversations/{conversation.conversation_id}/events"
        with httpx.stream("GET", url, headers={"authorization": f"Bearer {conversation.token}"}, timeout=30) as stream:
            for _ in stream.iter_lines():
                begun.set()
        ended.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert begun.wait(5)
    revoked_at = time.monotonic()
    engine.operator().call("DELETE", f"/v1/operator/tokens/{made['token_id']}")
    with pytest.raises(BridgeError) as refused:
        conversation.send("还在吗")
    assert refused.value.status == 401
    assert ended.wait(1)
    assert time.monotonic() - revoked_at < 1
    listener.join()


def test_s08_sixty_messages_a_minute_then_429(engine):
    made = engine.operator().call("POST", "/v1/operator/tokens", {"name": "limited", "kind": "server", "origins": []})
    conversation = BridgeClient(engine.url, made["token"]).open(OpenConversation())
    url = f"{engine.url}/v1/conversations/{conversation.conversation_id}/messages"
    with httpx.Client(headers={"authorization": f"Bearer {conversation.token}"}) as http:
        answers = [http.post(url, json={"text": "谢谢"}) for _ in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60


def test_s09_ten_thousand_probes_read_no_conversation(engine):
    secret = engine.conversation()
    secret.send("我的暗号是 7788")
    other = engine.conversation()
    tokens = [
        other.token,
        engine.server_token,
        "gtc_" + secrets.token_urlsafe(32),
        secret.token[:-1],
        secret.token + "A",
    ]
    url = f"{engine.url}/v1/conversations/{secret.conversation_id}"
    probes = 0
    with httpx.Client() as http:
        while probes < 10_000:
            token = tokens[probes % len(tokens)] if probes < 1000 else "gtc_" + secrets.token_urlsafe(32)
            answer = http.get(f"{url}/messages", headers={"authorization": f"Bearer {token}"})
            assert answer.status_code == 401
            assert "7788" not in answer.text
            probes += 1
    assert secret.transcript().messages
