"""Products and orders from a merchant's files."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from appliance.api.shop import Order, OrderItem, Product, Receipt, RefusedRow
from appliance.base.database import Connection, Database
from appliance.knowledge.orders import put_order_in
from appliance.knowledge.products import put_product_in
from appliance.knowledge.upsert import Outcome
from faq_store.table import read_table

Row = TypeVar("Row", Product, Order)
PRODUCT_COLUMNS = {
    "sku": ("商品编码",),
    "name": ("商品名称",),
    "category": ("类目",),
    "price": ("价格",),
    "stock": ("库存",),
    "attributes": ("属性",),
    "url": ("链接",),
    "description": ("描述",),
}
ORDER_COLUMNS = {
    "order_id": ("订单号",),
    "customer_id": ("客户",),
    "phone_last4": ("手机尾号",),
    "status": ("状态",),
    "paid_at": ("付款时间",),
    "shipped_at": ("发货时间",),
    "carrier": ("快递公司",),
    "tracking_no": ("快递单号",),
    "items": ("商品",),
    "amount": ("金额",),
    "region": ("收货地区",),
    "refund_status": ("退款状态",),
}
STATUS_NAMES = {
    "待付款": "unpaid", "未付款": "unpaid", "已付款": "paid", "待发货": "paid", "已发货": "shipped", "已签收": "delivered",
    "已收货": "delivered", "已完成": "delivered", "已关闭": "closed", "已取消": "closed", "退款中": "refunding", "已退款": "refunded",
}  # fmt: skip
MONEY = re.compile(r"[¥￥元,，\s]")
LAST_DIGITS = 4


def import_products(database: Database, path: Path) -> Receipt:
    """Read products from a file, in one durable write.

    Raises:
        UnreadableFileError: the file can't be read whole; nothing is imported.
    """
    return _import(database, path, PRODUCT_COLUMNS, ("sku", "name"), _product, put_product_in)


def import_orders(database: Database, path: Path) -> Receipt:
    """Read orders from a file, in one durable write.

    Raises:
        UnreadableFileError: the file can't be read whole; nothing is imported.
    """
    return _import(database, path, ORDER_COLUMNS, ("order_id", "status"), _order, put_order_in)


def _import(
    database: Database,
    path: Path,
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
    read: Callable[[dict[str, str]], Row],
    put: Callable[[Connection, Row], Outcome],
) -> Receipt:
    table = read_table(path, columns, required)
    good: list[Row] = []
    refused: list[RefusedRow] = []
    for number, row in table.rows:
        try:
            good.append(read(row))
        except ValidationError as error:
            reasons = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
            refused.append(RefusedRow(row=number, reason="; ".join(reasons)))
        except ValueError as error:
            refused.append(RefusedRow(row=number, reason=str(error)))
    outcomes = database.write(lambda db: [put(db, row) for row in good])
    return Receipt(
        read=len(table.rows),
        added=outcomes.count(Outcome.ADDED),
        changed=outcomes.count(Outcome.CHANGED),
        skipped=outcomes.count(Outcome.SKIPPED),
        refused=refused,
    )


def _product(row: dict[str, str]) -> Product:
    document: dict[str, Any] = {name: value for name, value in row.items() if value}
    document["attributes"] = attributes(row.get("attributes", ""))
    if "price" in document:
        document["price"] = MONEY.sub("", document["price"])
    return Product(**document)


def _order(row: dict[str, str]) -> Order:
    document: dict[str, Any] = {name: value for name, value in row.items() if value}
    document["items"] = [_item(part) for part in re.split(r"[;；\n]", row.get("items", "")) if part.strip()]
    document["status"] = STATUS_NAMES.get(row["status"], row["status"].lower())
    if digits := row.get("phone_last4", ""):
        # A spreadsheet drops the leading zeros of what it takes for a number; a whole phone number is cut to its end.
        document["phone_last4"] = digits.zfill(LAST_DIGITS)[-LAST_DIGITS:]
    if "amount" in document:
        document["amount"] = MONEY.sub("", document["amount"])
    return Order(**document)


def attributes(cell: str) -> dict[str, str]:
    """`k=v;k=v` or a JSON object.

    Raises:
        ValueError: it is neither.
    """
    if not cell.strip():
        return {}
    if cell.lstrip().startswith("{"):
        try:
            found = json.loads(cell)
        except json.JSONDecodeError as error:
            raise ValueError(f"attributes/属性: no JSON object ({error})") from error
        return {str(name): str(value) for name, value in found.items()}
    pairs = [part.split("=", 1) for part in re.split(r"[;；\n]", cell) if part.strip()]
    if bad := [pair[0] for pair in pairs if len(pair) != 2]:  # noqa: PLR2004 - a name and a value
        raise ValueError(f"attributes/属性: “{bad[0]}” is not name=value")
    return {name.strip(): value.strip() for name, value in pairs}


def _item(text: str) -> OrderItem:
    sku, star, quantity = text.strip().rpartition("*")
    if not star:
        return OrderItem(sku=text.strip(), quantity=1)
    return OrderItem(sku=sku.strip(), quantity=int(quantity))
