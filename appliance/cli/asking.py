"""`guitai ask`: one message, the same way a customer's goes."""

from appliance.api.messages import OpenConversation
from appliance.cli.connection import operator, shop_client


def ask_once(text: str, *, customer: str | None, as_json: bool) -> str:
    """Send `text` in a conversation of its own; the reply's text, or the whole reply as JSON."""
    with operator() as bridge, shop_client(bridge) as shop:
        conversation = shop.open(OpenConversation(customer_id=customer, channel="shell"))
        reply = conversation.send(text)
        conversation.close()
    return reply.model_dump_json(indent=2) if as_json else reply.text
