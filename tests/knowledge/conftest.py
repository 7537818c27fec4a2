"""Products and orders in a real database."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from appliance.base.database import KEY_BYTES, Database
from appliance.knowledge.orders import OrderStore
from appliance.knowledge.products import ProductStore
from appliance.knowledge.schema import migrations


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with the tables of rows."""
    opened = Database(tmp_path / "rows.db", secrets.token_bytes(KEY_BYTES), [migrations])
    yield opened
    opened.close()


@pytest.fixture
def products(database: Database) -> ProductStore:
    """No products yet."""
    return ProductStore(database)


@pytest.fixture
def orders(database: Database) -> OrderStore:
    """No orders yet."""
    return OrderStore(database)
