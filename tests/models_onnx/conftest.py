"""The built models, opened once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models_onnx.encoder import Encoder
from models_onnx.generator import Generator
from models_onnx.intent_head import IntentHead


@pytest.fixture(scope="session")
def encoder(models_dir: Path) -> Encoder:
    """The built encoder."""
    return Encoder.open(models_dir)


@pytest.fixture(scope="session")
def head() -> IntentHead:
    """The intent head that comes with the code."""
    return IntentHead.open()


@pytest.fixture(scope="session")
def generator(models_dir: Path) -> Iterator[Generator]:
    """The built generator."""
    opened = Generator.open(models_dir)
    yield opened
    opened.close()
