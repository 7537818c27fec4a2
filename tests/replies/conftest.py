"""The desk's words and the demo shop's rows, in a real database."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.base.database import KEY_BYTES, Database
from appliance.knowledge.imports import import_orders, import_products
from appliance.knowledge.orders import OrderStore
from appliance.knowledge.products import ProductStore
from appliance.knowledge.schema import migrations
from appliance.replies.phrases import Phrases

PACK = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce"


@pytest.fixture(scope="session")
def phrases() -> Phrases:
    """The pack's phrases."""
    return Phrases(PACK / "phrases")


@pytest.fixture(scope="session")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database with the demo shop's products and orders, to read."""
    database = Database(tmp_path_factory.mktemp("rows") / "rows.db", secrets.token_bytes(KEY_BYTES), [migrations])
    import_products(database, PACK / "demo" / "products.csv")
    import_orders(database, PACK / "demo" / "orders.csv")
    yield database
    database.close()


@pytest.fixture(scope="session")
def products(rows: Database) -> ProductStore:
    """The demo shop's products."""
    return ProductStore(rows)


@pytest.fixture(scope="session")
def orders(rows: Database) -> OrderStore:
    """The demo shop's orders."""
    return OrderStore(rows)
