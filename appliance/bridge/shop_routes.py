"""Routes through which the shop's own software pushes products and orders, with a server token."""

from collections import Counter
from collections.abc import Sequence

from fastapi import APIRouter, Depends

from appliance.api.shop import Order, Product, PutOrders, PutProducts, Receipt
from appliance.bridge.authorise import Authority
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError
from appliance.knowledge.upsert import Outcome


def shop_routes(parts: BridgeParts, authority: Authority) -> APIRouter:
    """Products and orders, one by one and in bulk."""
    routes = APIRouter(prefix="/v1", tags=["shop"], dependencies=[Depends(authority.server)])

    @routes.put("/products/{sku}")
    def put_product(sku: str, body: Product) -> Receipt:
        """Store one product."""
        if body.sku != sku:
            raise ProblemError(422, "body_invalid", reason=f"sku: {body.sku} ≠ {sku}")
        return receipt(parts.products.put([body]))

    @routes.put("/products")
    def put_products(body: PutProducts) -> Receipt:
        """Store several products."""
        return receipt(parts.products.put(body.products))

    @routes.put("/orders/{order_id}")
    def put_order(order_id: str, body: Order) -> Receipt:
        """Store one order."""
        if body.order_id != order_id:
            raise ProblemError(422, "body_invalid", reason=f"order_id: {body.order_id} ≠ {order_id}")
        return receipt(parts.orders.put([body]))

    @routes.put("/orders")
    def put_orders(body: PutOrders) -> Receipt:
        """Store several orders."""
        return receipt(parts.orders.put(body.orders))

    return routes


def receipt(outcomes: Sequence[Outcome]) -> Receipt:
    """What storing these rows did, in sums."""
    count = Counter(outcomes)
    return Receipt(
        read=len(outcomes),
        added=count[Outcome.ADDED],
        changed=count[Outcome.CHANGED],
        skipped=count[Outcome.SKIPPED],
    )
