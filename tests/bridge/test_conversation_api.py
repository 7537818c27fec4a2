"""The bridge's contract: replies, idempotence, streams that resume, feedback, hand-off."""

import json

import httpx
import pytest

from appliance.api.client import BridgeError
from appliance.api.messages import SendFeedback

pytestmark = pytest.mark.engine


def events_of(response):
    """(id, event, data) of a stream until it ends."""
    found, fields = [], {}
    for line in response.iter_lines():
        if not line:
            if "data" in fields:
                found.append((fields.get("id"), fields.get("event"), json.loads(fields["data"])))
                yield found[-1]
            fields = {}
        elif not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value


def stream(engine, conversation, method, path, **options):
    headers = {
        "authorization": f"Bearer {conversation.token}",
        "accept": "text/event-stream",
        **options.pop("headers", {}),
    }
    return httpx.stream(
        method,
        f"{engine.url}/v1/conversations/{conversation.conversation_id}{path}",
        headers=headers,
        timeout=30,
        **options,
    )


def test_a_reply_has_every_field(engine):
    reply = engine.conversation().send("满多少包邮")
    assert reply.route == "faq"
    assert reply.faq.entry_id == "FAQ004"
    assert reply.sources[0].quote == reply.text
    assert reply.intent.id == "shipping_fee"
    assert len(reply.intent.alternatives) == 3
    assert reply.ai_generated
    assert not reply.handoff
    assert set(reply.timing_ms) >= {"total", "encode", "search"}


def test_the_same_client_message_id_is_one_turn(engine):
    conversation = engine.conversation()
    first = conversation.send("怎么退货", "once")
    again = conversation.send("怎么退货", "once")
    assert again == first
    assert [message.role for message in conversation.transcript().messages] == ["customer", "bot"]


def test_a_streamed_message_has_its_events_in_order(engine):
    conversation = engine.conversation()
    with stream(
        engine, conversation, "POST", "/messages", json={"text": "退款多久到账", "client_message_id": "s1"}
    ) as response:
        names = [name for _, name, _ in events_of(response)]
    assert names == ["accepted", "intent", "reply", "done"]
    # Streamed or not, it is the same turn.
    assert conversation.send("退款多久到账", "s1").faq.entry_id == "FAQ021"
    assert len(conversation.transcript().messages) == 2


def test_an_event_stream_resumes_where_it_broke(engine):
    conversation = engine.conversation()
    conversation.send("你好")
    seen = conversation.transcript().messages[-1].seq
    conversation.send("满多少包邮")
    with stream(engine, conversation, "GET", "/events", headers={"last-event-id": str(seen)}) as response:
        events = events_of(response)
        first, second, state = next(events), next(events), next(events)
    assert [first[2]["text"], second[2]["role"]] == ["满多少包邮", "bot"]
    assert int(first[0]) > seen
    assert state[1:] == ("state", {"state": "bot", "position": None, "handoff": False, "text": ""})


def test_feedback_is_stored_and_offers_a_person(engine):
    conversation = engine.conversation()
    reply = conversation.send("满多少包邮")
    recorded = conversation.feedback(
        SendFeedback(message_id=reply.message_id, satisfied=False, rating=2, comment="不清楚")
    )
    assert recorded.offer_person
    assert conversation.transcript().messages[-1].satisfied is False
    suggestions = engine.operator().call("GET", "/v1/operator/suggestions")["suggestions"]
    assert any(one["text"] == "满多少包邮" and one["kind"] == "faq" for one in suggestions)
    with pytest.raises(BridgeError) as refused:
        conversation.feedback(SendFeedback(message_id="nothing", satisfied=True))
    assert refused.value.status == 404


def test_the_bot_is_silent_while_a_person_has_the_conversation(engine):
    conversation, operator = engine.conversation(), engine.operator()
    path = f"/v1/operator/conversations/{conversation.conversation_id}"
    conversation.send("你好")
    assert operator.call("POST", f"{path}/take-over", {"operator": "小山"})["state"] == "person"
    reply = conversation.send("满多少包邮")
    assert (reply.text, reply.route, reply.handoff, reply.intent.id) == ("", "handoff", True, "shipping_fee")
    operator.call("POST", f"{path}/messages", {"text": "满 99 包邮哦", "client_message_id": "m1"})
    with pytest.raises(BridgeError) as taken:
        operator.call("POST", f"{path}/take-over", {"operator": "小野"})
    assert taken.value.status == 409
    assert operator.call("POST", f"{path}/give-back")["state"] == "bot"
    assert conversation.send("满多少包邮").route == "faq"
    said = [
        (message.role, message.author) for message in conversation.transcript().messages if message.role == "person"
    ]
    assert said == [("person", "小山")]


def test_a_customer_in_line_keeps_the_intent_and_the_place(engine):
    conversation = engine.conversation()
    assert conversation.send("转人工").handoff
    waiting = conversation.send("退款多久到账")
    assert waiting.handoff
    assert waiting.intent.id == "refund"
    assert waiting.text
    transcript = conversation.transcript()
    assert transcript.state == "waiting"
    assert transcript.position >= 1
    assert conversation.close().state == "closed"
    # Who writes again is the bot's customer again.
    assert conversation.send("满多少包邮").route == "faq"


def test_the_shop_pushes_what_it_knows(engine):
    shop = engine.shop()
    product = {"sku": "PUSH-1", "name": "星河投影灯", "price": 88, "stock": 3, "attributes": {"亮度": "120 流明"}}
    assert shop.call("PUT", "/v1/products/PUSH-1", product)["added"] == 1
    assert shop.call("PUT", "/v1/products", {"products": [product]})["skipped"] == 1
    assert "120 流明" in engine.conversation().send("星河投影灯亮度多少").text
    order = {
        "order_id": "PUSH20260001",
        "customer_id": "P1",
        "status": "paid",
        "items": [{"sku": "PUSH-1", "quantity": 1}],
    }
    assert shop.call("PUT", "/v1/orders/PUSH20260001", order)["added"] == 1
    assert "PUSH20260001" in engine.conversation("P1").send("我的订单到哪一步了").text
    with pytest.raises(BridgeError) as refused:
        shop.call("PUT", "/v1/orders/other", order)
    assert refused.value.status == 422


def test_an_edit_answers_the_next_message(engine):
    operator = engine.operator()
    entry = {"question": "可以带宠物进店吗", "answer": "我们是网店，没有实体店可进，谢谢您和毛孩子的惦记。"}
    made = operator.call("POST", "/v1/operator/faq", entry)
    assert engine.conversation().send("可以带宠物进店吗？").faq.entry_id == made["entry_id"]
    operator.call("DELETE", f"/v1/operator/faq/{made['entry_id']}")
    assert engine.conversation().send("可以带宠物进店吗？").faq is None
