"""Tables of products and orders."""

from sqlite_utils import Migrations

from appliance.base.database import Connection

migrations = Migrations("knowledge")


@migrations()
def create_rows(db: Connection) -> None:
    """Products by sku, orders by number."""
    db.execute("""
        CREATE TABLE products (
            sku TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            category TEXT NOT NULL,
            price REAL,
            stock INTEGER,
            attributes TEXT NOT NULL,
            url TEXT NOT NULL,
            description TEXT NOT NULL,
            updated_at INTEGER NOT NULL
        )""")
    db.execute("""
        CREATE TABLE orders (
            order_id TEXT PRIMARY KEY,
            customer_id TEXT NOT NULL,
            phone_last4 TEXT NOT NULL,
            status TEXT NOT NULL,
            paid_at TEXT NOT NULL,
            shipped_at TEXT NOT NULL,
            carrier TEXT NOT NULL,
            tracking_no TEXT NOT NULL,
            items TEXT NOT NULL,
            amount REAL,
            region TEXT NOT NULL,
            refund_status TEXT NOT NULL,
            updated_at INTEGER NOT NULL
        )""")
    db.execute("CREATE INDEX orders_by_customer ON orders (customer_id, paid_at)")
