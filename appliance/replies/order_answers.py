"""An order's facts in words, each from a field of the row that has it."""

from collections.abc import Callable
from datetime import datetime

from appliance.api.messages import Route, Source
from appliance.api.shop import Order
from appliance.knowledge.products import ProductStore
from appliance.replies.answer import Answer
from appliance.replies.phrases import Phrases
from appliance.understanding.parse import Language

FIELDS = ("status", "paid_at", "shipped_at", "carrier", "tracking_no", "amount", "region", "refund_status")


class OrderAnswers:
    """Written forms for questions about one order."""

    def __init__(self, phrases: Phrases, products: ProductStore) -> None:
        self._phrases = phrases
        self._products = products

    def answer(self, question: str, order: Order, language: Language) -> Answer | None:
        """What the row says to `question` (a name of the pack's `orders.answers`); None where no field has it."""
        text = self._text(question, order, language)
        if text is None:
            return None
        quote = "; ".join(f"{name}={value}" for name in FIELDS if (value := getattr(order, name)) not in {"", None})
        source = Source(kind="order", id=order.order_id, quote=quote)
        return Answer(text, Route.ORDER, (source,), slots={"order_id": order.order_id})

    def choice(self, number: int, order: Order, language: Language) -> str:
        """One line of a list to choose from."""
        return self._phrases.say("order_choice_item", language, number=number, **self._values(order, language))

    def _text(self, question: str, order: Order, language: Language) -> str | None:
        special: dict[str, Callable[[Order], str | None]] = {
            "tracking": _tracking_phrase,
            "ship_time": _ship_time_phrase,
            "refund": _refund_phrase,
        }
        code = special.get(question, _status_phrase)(order)
        return self._phrases.say(code, language, **self._values(order, language)) if code else None

    def _values(self, order: Order, language: Language) -> dict[str, str]:
        status = f"order_status_name_{order.status}"
        return {
            "order_id": order.order_id,
            "items": self._items(order, language),
            "paid_at": moment(order.paid_at, language),
            "shipped_at": moment(order.shipped_at, language),
            "carrier": order.carrier,
            "tracking_no": order.tracking_no,
            "amount": "" if order.amount is None else f"{order.amount:.2f}",
            "region": order.region,
            "refund_status": order.refund_status,
            "status": self._phrases.say(status, language),
        }

    def _items(self, order: Order, language: Language) -> str:
        names = []
        for item in order.items:
            product = self._products.get(item.sku)
            name = product.name if product else item.sku
            names.append(name if item.quantity == 1 else f"{name} ×{item.quantity}")
        return ("、" if language == "zh" else ", ").join(names)


def _status_phrase(order: Order) -> str:
    if order.status == "shipped" and not order.tracking_no:
        return "order_status_shipped_no_tracking"
    if order.status in {"refunding", "refunded"} and not order.refund_status:
        return f"order_status_{order.status}_plain"
    return f"order_status_{order.status}"


def _tracking_phrase(order: Order) -> str:
    # Before dispatch and after delivery the state is the answer to where the parcel is.
    return "order_tracking" if order.status == "shipped" and order.tracking_no else _status_phrase(order)


def _ship_time_phrase(order: Order) -> str:
    if order.status == "paid":
        return "order_not_shipped_yet"
    return "order_ship_time" if order.shipped_at and order.carrier else _status_phrase(order)


def _refund_phrase(order: Order) -> str | None:
    return "order_refund" if order.refund_status else None


def moment(text: str, language: Language) -> str:
    """An ISO time as people say it: 11月20日 14:05; Nov 20, 14:05. What is no ISO time is given as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at.month}月{at.day}日 {at:%H:%M}" if language == "zh" else f"{at:%b} {at.day}, {at:%H:%M}"
