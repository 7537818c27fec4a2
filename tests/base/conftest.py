"""A store of notes on disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from base.notes import KEY, migrations

from appliance.base.database import Database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An open store; closed at the end of the test."""
    opened = Database(tmp_path / "notes.db", KEY, [migrations])
    yield opened
    opened.close()
