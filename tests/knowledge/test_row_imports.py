"""Products and orders from a merchant's files: formats, Chinese names, refused rows, and what a second import does."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from appliance.api.shop import Order, OrderItem, Product
from appliance.base.errors import UnreadableFileError
from appliance.knowledge.imports import STATUS_NAMES, attributes, import_orders, import_products

DEMO = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce" / "demo"
PRODUCT_HEADERS = [
    "sku,name,category,price,stock,attributes,url,description",
    "商品编码,商品名称,类目,价格,库存,属性,链接,描述",
]
ORDER_HEADERS = [
    "order_id,customer_id,phone_last4,status,paid_at,shipped_at,carrier,tracking_no,items,amount,region,refund_status",
    "订单号,客户,手机尾号,状态,付款时间,发货时间,快递公司,快递单号,商品,金额,收货地区,退款状态",
]


@pytest.fixture
def load(database, tmp_path):
    """Import a file with this content."""

    def from_text(kind, content, encoding="utf-8"):
        path = tmp_path / "rows.csv"
        path.write_bytes(content.encode(encoding))
        return kind(database, path)

    return from_text


@pytest.mark.parametrize("header", PRODUCT_HEADERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_products_in_either_language_and_encoding(load, products, header, encoding):
    row = 'A1,双人帐篷,露营,"¥1,299.50 元",35,人数=2 人；重量=3.2 公斤,https://x.example/a,轻'
    receipt = load(import_products, f"{header}\n{row}\n", encoding)
    assert (receipt.read, receipt.added, receipt.refused) == (1, 1, [])
    assert products.get("A1") == Product(
        sku="A1",
        name="双人帐篷",
        category="露营",
        price=1299.5,
        stock=35,
        attributes={"人数": "2 人", "重量": "3.2 公斤"},
        url="https://x.example/a",
        description="轻",
    )


@pytest.mark.parametrize("header", ORDER_HEADERS)
def test_orders_in_either_language(load, orders, header):
    row = "2026112013167642,C1,13800009182,已发货,2026-11-20 22:41,2026-11-21,中通快递,ZT1,A1*2;A2,¥899.00,广东,"
    assert load(import_orders, f"{header}\n{row}\n").added == 1
    assert orders.shown("2026112013167642") == Order(
        order_id="2026112013167642",
        customer_id="C1",
        phone_last4="9182",
        status="shipped",
        paid_at="2026-11-20 22:41",
        shipped_at="2026-11-21",
        carrier="中通快递",
        tracking_no="ZT1",
        items=[OrderItem(sku="A1", quantity=2), OrderItem(sku="A2", quantity=1)],
        amount=899.0,
        region="广东",
    )


def test_a_spreadsheet_with_real_numbers_and_times(database, orders, products, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["订单号", "状态", "手机尾号", "付款时间", "金额", "商品"])
    book.active.append([2026112013167642, "待发货", 481, datetime.fromisoformat("2026-11-20T22:41"), 899, "A1*2"])
    book.save(tmp_path / "orders.xlsx")
    assert import_orders(database, tmp_path / "orders.xlsx").refused == []
    order = orders.shown("2026112013167642")
    # A spreadsheet drops the leading zero of what it takes for a number.
    assert (order.phone_last4, order.status, order.paid_at, order.amount) == (
        "0481",
        "paid",
        "2026-11-20 22:41:00",
        899,
    )
    book = openpyxl.Workbook()
    book.active.append(["商品编码", "商品名称", "价格", "库存"])
    book.active.append(["A1", "帐篷", 199.0, 3])
    book.save(tmp_path / "products.xlsx")
    assert import_products(database, tmp_path / "products.xlsx").added == 1
    assert (products.get("A1").price, products.get("A1").stock) == (199, 3)


@pytest.mark.parametrize(("name", "status"), [*STATUS_NAMES.items(), ("PAID", "paid"), ("refunding", "refunding")])
def test_every_name_of_a_status(load, orders, name, status):
    load(import_orders, f"订单号,状态\nA1234567,{name}\n")
    assert orders.shown("A1234567").status == status


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",帐篷,,,", "sku"),
        ("A1,,,,", "name"),
        ("A1,帐篷,面议,,", "price"),
        ("A1,帐篷,-1,,", "price"),
        ("A1,帐篷,inf,,", "price"),
        ("A1,帐篷,,很多,", "stock"),
        ("A1,帐篷,,-3,", "stock"),
        ("A1,帐篷,,99999999999999999999,", "stock"),
        ("A1,帐篷,,,重量", "“重量” is not name=value"),
        ('A1,帐篷,,,"{""a"": "', "no JSON object"),
    ],
)
def test_a_refused_product_has_its_number_and_why_and_the_others_go_in(load, products, row, reason):
    receipt = load(import_products, f"sku,name,price,stock,attributes\nG1,好,1,1,\n{row}\nG2,也好,,,\n")
    assert (receipt.read, receipt.added, products.count()) == (3, 2, 2)
    [refused] = receipt.refused
    assert refused.row == 2
    assert reason in refused.reason


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",paid,,,", "order_id"),
        ("A1,unknown,,,", "status"),
        ("A1,,,,", "status"),
        ("A1,paid,12ab,,", "phone_last4"),
        ("A1,paid,,贵,", "amount"),
        ("A1,paid,,,S1*0", "quantity"),
        ("A1,paid,,,S1*x", "invalid literal"),
        ("A1,paid,,,*2", "sku"),
    ],
)
def test_a_refused_order_has_its_number_and_why(load, orders, row, reason):
    receipt = load(import_orders, f"order_id,status,phone_last4,amount,items\n{row}\nG2,paid,,,\n")
    [refused] = receipt.refused
    assert (refused.row, orders.count()) == (1, 1)
    assert reason in refused.reason


@pytest.mark.parametrize(("kind", "header"), [(import_products, "sku,price"), (import_orders, "order_id,amount")])
def test_a_file_without_the_columns_that_matter_changes_nothing(load, database, kind, header):
    with pytest.raises(UnreadableFileError) as refused:
        load(kind, f"{header}\nA1,2\n")
    assert refused.value.code == "column_missing"


def test_a_second_import_adds_changes_and_skips(load, products):
    load(import_products, "sku,name,price\nA1,帐篷,100\nA2,睡袋,200\n")
    receipt = load(import_products, "sku,name,price\nA1,帐篷,100\nA2,睡袋,180\nA3,灯,50\n")
    assert (receipt.read, receipt.added, receipt.changed, receipt.skipped) == (3, 1, 1, 1)
    assert products.get("A2").price == 180


def test_the_demo_files_go_in_whole_and_again_without_a_change(database, products, orders):
    for kind, store, name in ((import_products, products, "products.csv"), (import_orders, orders, "orders.csv")):
        first, again = kind(database, DEMO / name), kind(database, DEMO / name)
        assert (first.read, first.added, first.refused) == (40, 40, [])
        assert (again.skipped, again.added, again.changed) == (40, 0, 0)
        assert store.count() == 40


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", {}),
        ("  ", {}),
        ("a=1", {"a": "1"}),
        ("a = 1 ; b=2；c=3\nd=4", {"a": "1", "b": "2", "c": "3", "d": "4"}),
        ("a=x=y", {"a": "x=y"}),
        ('{"重量": "2 公斤", "人数": 2}', {"重量": "2 公斤", "人数": "2"}),
    ],
)
def test_attributes_as_pairs_or_json(cell, found):
    assert attributes(cell) == found
