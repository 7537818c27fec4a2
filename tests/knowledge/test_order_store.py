"""Orders: never read for someone else (S28)."""

import pytest

from appliance.api.shop import Order, OrderItem
from appliance.knowledge.upsert import Outcome


def order(order_id, customer_id="C1", phone="0481", **fields):
    """An order row."""
    return Order(order_id=order_id, customer_id=customer_id, phone_last4=phone, status="paid", **fields)


def test_an_order_reads_back_as_it_was_put(orders):
    row = order("A1", items=[OrderItem(sku="S1", quantity=2)], amount=9.5, paid_at="2026-11-20T10:00:00", region="浙江")
    assert orders.put([row]) == [Outcome.ADDED]
    assert orders.owned("A1", "C1") == row


def test_s28_an_order_is_shown_only_to_its_customer(orders):
    orders.put([order("A1", "C1"), order("A2", "C2"), order("A3", "")])
    assert orders.owned("A1", "C2") is None
    assert orders.owned("A1", "") is None
    # An order of nobody's is not everybody's.
    assert orders.owned("A3", "") is None
    assert orders.owned("A9", "C1") is None


@pytest.mark.parametrize("digits", ["0482", "481", "", "00481", "0481 ", "____", "%"])
def test_s28_a_phone_opens_an_order_only_with_all_its_four_digits(orders, digits):
    orders.put([order("A1", phone="0481")])
    assert orders.with_phone("A1", digits) is None
    assert orders.with_phone("A1", "0481").order_id == "A1"


def test_s28_an_order_without_a_phone_is_opened_by_none(orders):
    orders.put([order("A1", phone="")])
    assert orders.with_phone("A1", "") is None
    assert orders.with_phone("A1", "0000") is None


def test_s28_a_customers_list_has_only_their_own(orders):
    orders.put([order(f"A{number}", f"C{number % 3}") for number in range(30)])
    for customer in ("C0", "C1", "C2"):
        found = orders.of_customer(customer)
        assert len(found) == 10
        assert {one.customer_id for one in found} == {customer}
    assert orders.of_customer("") == []
    assert orders.of_customer("C9") == []


def test_a_customers_list_begins_with_what_is_unpaid_then_the_latest(orders):
    orders.put(
        [
            order("OLD", paid_at="2026-10-01T10:00:00"),
            order("NEW", paid_at="2026-11-20T10:00:00"),
            order("OPEN", paid_at=""),
        ]
    )
    assert [one.order_id for one in orders.of_customer("C1")] == ["OPEN", "NEW", "OLD"]


def test_an_order_that_changes_hands_is_the_new_customers(orders):
    orders.put([order("A1", "C1")])
    assert orders.put([order("A1", "C2"), order("A1", "C2")]) == [Outcome.CHANGED, Outcome.SKIPPED]
    assert orders.owned("A1", "C1") is None
    assert orders.owned("A1", "C2").order_id == "A1"
    assert (orders.count(), orders.of_customer("C1")) == (1, [])
