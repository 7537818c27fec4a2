"""The shop's orders. Whoever asks names the customer: an order is never read for someone else (S28)."""

import json
from collections.abc import Sequence
from typing import Any

from appliance.api.shop import Order, OrderItem
from appliance.base.clock import now_ms
from appliance.base.database import Connection, Database
from appliance.knowledge.upsert import Outcome, upsert_row


class OrderStore:
    """Orders by number and by customer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_customer(self, customer_id: str) -> list[Order]:
        """This customer's orders, the latest first."""
        if not customer_id:
            return []

        def read(db: Connection) -> list[Order]:
            rows = db.query(
                "SELECT * FROM orders WHERE customer_id = ? ORDER BY paid_at = '' DESC, paid_at DESC, order_id DESC",
                [customer_id],
            )
            return [order_from(row) for row in rows]

        return self._database.read(read)

    def owned(self, order_id: str, customer_id: str) -> Order | None:
        """The order, if it is this customer's."""
        order = self._get(order_id)
        return order if order and customer_id and order.customer_id == customer_id else None

    def with_phone(self, order_id: str, phone_last4: str) -> Order | None:
        """The order, if its buyer's phone ends in these four digits."""
        order = self._get(order_id)
        return order if order and order.phone_last4 and order.phone_last4 == phone_last4 else None

    def shown(self, order_id: str) -> Order | None:
        """An order that this conversation has proved to be its customer's; the caller keeps that list."""
        return self._get(order_id)

    def put(self, orders: Sequence[Order]) -> list[Outcome]:
        """Store rows, one transaction for all; tells for each whether it was new, changed, or as before."""
        return self._database.write(lambda db: [put_order_in(db, order) for order in orders])

    def count(self) -> int:
        """How many orders there are."""
        return self._database.read(lambda db: db.table("orders").count)

    def _get(self, order_id: str) -> Order | None:
        def read(db: Connection) -> Order | None:
            rows = db.query("SELECT * FROM orders WHERE order_id = ?", [order_id])
            return next((order_from(row) for row in rows), None)

        return self._database.read(read)


def put_order_in(db: Connection, order: Order) -> Outcome:
    """Store one row in the caller's transaction."""
    row = order.model_dump(exclude={"items"})
    row["items"] = json.dumps([item.model_dump() for item in order.items])
    return upsert_row(db, "orders", "order_id", row, now_ms())


def order_from(row: dict[str, Any]) -> Order:
    """A row of the table as an order."""
    items = [OrderItem(**item) for item in json.loads(row["items"])]
    return Order(**{**row, "items": items})
