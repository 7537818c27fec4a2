"""What the shop pushes: products and orders, as they travel over the bridge."""

from pydantic import Field

from appliance.api.messages import MAX_ID_CHARACTERS, Wire

# More than any shop has of anything, and well within what the database can hold.
MOST = 1_000_000_000


class Product(Wire):
    """A product row. `price` in CNY; `attributes` by name, values with their unit."""

    sku: str = Field(min_length=1, max_length=MAX_ID_CHARACTERS)
    name: str = Field(min_length=1, max_length=300)
    category: str = Field(default="", max_length=100)
    price: float | None = Field(default=None, ge=0, le=MOST)
    stock: int | None = Field(default=None, ge=0, le=MOST)
    attributes: dict[str, str] = {}
    url: str = Field(default="", max_length=2048)
    description: str = Field(default="", max_length=8000)


class OrderItem(Wire):
    """So many of one product."""

    sku: str = Field(min_length=1, max_length=MAX_ID_CHARACTERS)
    quantity: int = Field(ge=1, le=MOST)


class Order(Wire):
    """An order row. Times are ISO 8601; without a zone they are the shop's."""

    order_id: str = Field(min_length=1, max_length=MAX_ID_CHARACTERS)
    customer_id: str = Field(default="", max_length=MAX_ID_CHARACTERS)
    phone_last4: str = Field(default="", pattern=r"^(\d{4})?$")
    status: str = Field(pattern=r"^(unpaid|paid|shipped|delivered|closed|refunding|refunded)$")
    paid_at: str = Field(default="", max_length=40)
    shipped_at: str = Field(default="", max_length=40)
    carrier: str = Field(default="", max_length=100)
    tracking_no: str = Field(default="", max_length=100)
    items: list[OrderItem] = []
    amount: float | None = Field(default=None, ge=0, le=MOST)
    region: str = Field(default="", max_length=200)
    refund_status: str = Field(default="", max_length=200)


class RefusedRow(Wire):
    """A row that did not go in: its number in the file (1 = first data row) or list, and why."""

    row: int
    reason: str


class Receipt(Wire):
    """What an import did, row by row in sums."""

    read: int = 0
    added: int = 0
    changed: int = 0
    skipped: int = 0
    refused: list[RefusedRow] = []


class PutProducts(Wire):
    """Body of the bulk form `PUT /v1/products`."""

    products: list[Product] = Field(max_length=500)


class PutOrders(Wire):
    """Body of the bulk form `PUT /v1/orders`."""

    orders: list[Order] = Field(max_length=500)
