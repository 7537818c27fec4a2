"""An order's facts in words: each from the field that has it, in either language, and nothing where no field has it."""

import re

import pytest

from appliance.api.messages import Route
from appliance.api.shop import Order, OrderItem
from appliance.replies.order_answers import OrderAnswers, moment

SHIPPED = "2026111622670407"
UNPAID = "2026111621878594"
PAID = "2026111818710950"
DELIVERED = "2026111623462377"
REFUNDING = "2026111721086673"
REFUNDED = "2026111524254296"
CLOSED = "2026111525046197"
EVERY = (SHIPPED, UNPAID, PAID, DELIVERED, REFUNDING, REFUNDED, CLOSED)


@pytest.fixture
def said(phrases, products, orders):
    """What is said of an order."""
    answers = OrderAnswers(phrases, products)

    def answer(question, order, language="zh"):
        found = answers.answer(question, order if isinstance(order, Order) else orders.shown(order), language)
        return found.text if found else None

    return answer


@pytest.mark.parametrize(
    ("question", "order_id", "parts"),
    [
        ("status", UNPAID, [UNPAID, "大容量焖烧壶", "199.00 元"]),
        ("status", PAID, ["护眼阅读台灯", "11月18日 11:50", "等待发货"]),
        ("status", SHIPPED, ["10000毫安磁吸充电宝", "11月16日 20:20", "中通快递", "ZT0017440016961"]),
        ("status", DELIVERED, ["20000毫安充电宝", "已签收"]),
        ("status", CLOSED, ["已关闭"]),
        ("status", REFUNDING, ["触屏保暖手套、复古露营灯", "正在退款", "等待仓库验货"]),
        ("status", REFUNDED, ["已退款", "已原路退回 129.00 元"]),
        ("tracking", SHIPPED, ["中通快递", "ZT0017440016961", "四川省成都市武侯区"]),
        ("tracking", PAID, ["等待发货"]),
        ("tracking", DELIVERED, ["已签收"]),
        ("ship_time", PAID, ["还没有发出"]),
        ("ship_time", SHIPPED, ["11月16日 20:20 发出"]),
        ("ship_time", UNPAID, ["还没有付款"]),
        ("refund", REFUNDING, ["退货已寄回，等待仓库验货"]),
    ],
)
def test_the_row_says_it(said, question, order_id, parts):
    text = said(question, order_id)
    assert [part for part in parts if part not in text] == []
    assert order_id in text


@pytest.mark.parametrize("order_id", EVERY)
@pytest.mark.parametrize("question", ["status", "tracking", "ship_time"])
def test_both_languages_give_the_same_facts(said, question, order_id):
    chinese, english = said(question, order_id), said(question, order_id, "en")
    codes = r"\d{16}|[A-Z]{2}\d{13}|\d\d:\d\d|\d+\.\d\d"
    assert sorted(re.findall(codes, chinese)) == sorted(re.findall(codes, english))
    assert "{" not in chinese + english


def test_no_refund_is_told_where_the_row_has_none(said):
    assert said("refund", SHIPPED) is None


def test_what_is_missing_is_not_said(said):
    bare = Order(order_id="A1234567", status="shipped")
    assert "还没有更新" in said("status", bare)
    assert "None" not in said("status", Order(order_id="A1234567", status="unpaid"))
    assert said("status", Order(order_id="A1234567", status="refunding")).endswith("正在退款。")
    assert said("ship_time", bare) == said("status", bare)


def test_several_pieces_and_a_product_the_shop_no_longer_has(said):
    items = [OrderItem(sku="GT-ST-001", quantity=2), OrderItem(sku="GT-GONE", quantity=1)]
    assert "（触屏保暖手套 ×2、GT-GONE）" in said("status", Order(order_id="A1234567", status="closed", items=items))


def test_an_answer_quotes_its_row_and_names_its_order(phrases, products, orders):
    answer = OrderAnswers(phrases, products).answer("status", orders.shown(SHIPPED), "zh")
    assert (answer.route, answer.slots) == (Route.ORDER, {"order_id": SHIPPED})
    [source] = answer.sources
    assert (source.kind, source.id) == ("order", SHIPPED)
    assert "tracking_no=ZT0017440016961" in source.quote
    assert "refund_status" not in source.quote
    # Whose order it is and the buyer's phone are nobody's business in a reply.
    assert "C1017" not in source.quote + answer.text
    assert "0869" not in source.quote + answer.text


def test_a_line_to_choose_from(phrases, products, orders):
    line = OrderAnswers(phrases, products).choice(2, orders.shown(SHIPPED), "zh")
    assert line == f"2. 10000毫安磁吸充电宝（已发货，订单号 {SHIPPED}）"


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("2026-11-20T14:05:00", "11月20日 14:05", "Nov 20, 14:05"),
        ("2026-11-20 08:00", "11月20日 08:00", "Nov 20, 08:00"),
        ("2026-01-02T03:04:05+08:00", "1月2日 03:04", "Jan 2, 03:04"),
        ("昨天下午", "昨天下午", "昨天下午"),
        ("", "", ""),
    ],
)
def test_times_as_people_say_them(text, chinese, english):
    assert (moment(text, "zh"), moment(text, "en")) == (chinese, english)
