"""Reading `e5-small-q4.bin`: multilingual-e5-small in 4-bit blocks, as `docs/models.md` describes the format."""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
F32, Q4_0 = 0, 1
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
ZERO_POINT = 8


@dataclass(frozen=True)
class E5Config:
    """The network's sizes."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Blocks:
    """A matrix as it is stored: weight = nibble × the scale of its block of 32.

    Attributes:
        nibbles: int8 (rows, columns), -8 to 7.
        scales: float16 (rows, columns / 32).
    """

    nibbles: NDArray[np.int8]
    scales: NDArray[np.float16]

    def rows(self, chosen: NDArray[np.int64]) -> "Blocks":
        """These rows alone, in this order."""
        return Blocks(self.nibbles[chosen], self.scales[chosen])


def read_weights(path: Path) -> tuple[E5Config, dict[str, NDArray[np.float32]]]:
    """The configuration, and every tensor by its name in the file, as float32 (rows are outputs).

    Raises:
        ValueError: it is no such file.
    """
    config, raw = _read(path)
    return config, {name: _tensor(*one) for name, one in raw.items()}


def read_word_rows(path: Path) -> Blocks:
    """The vocabulary's rows as they are stored, in 4-bit blocks along each row.

    Raises:
        ValueError: it is no such file, or they are stored otherwise.
    """
    config, raw = _read(path)
    data, kind, number = raw["emb.word"]
    if kind != Q4_0 or number != config.vocabulary * config.hidden:
        raise ValueError(f"{path}: the vocabulary's rows are not in 4-bit blocks")
    scales, nibbles = _blocks(data)
    return Blocks(nibbles.reshape(config.vocabulary, config.hidden), scales.reshape(config.vocabulary, -1))


def _read(path: Path) -> tuple[E5Config, dict[str, tuple[memoryview, int, int]]]:
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != MAGIC:
        raise ValueError(f"{path} does not begin with {MAGIC!r}")
    *sizes, epsilon, block = struct.unpack_from("<7ifi", data, 8)
    if block != BLOCK:
        raise ValueError(f"{path}: blocks of {block} weights, {BLOCK} expected")
    config = E5Config(*sizes, epsilon)
    position = _after_tokenizer(data, 8 + struct.calcsize("<7ifi"))
    (count,) = struct.unpack_from("<i", data, position)
    position += 4
    tensors: dict[str, tuple[memoryview, int, int]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, position)
        name = bytes(data[position + 2 : position + 2 + length]).decode("utf-8")
        position += 2 + length
        kind, number, offset, size = struct.unpack_from("<BIQQ", data, position)
        position += struct.calcsize("<BIQQ")
        tensors[name] = data[offset : offset + size], kind, number
    return config, tensors


def _after_tokenizer(data: memoryview, position: int) -> int:
    count, *_special, blob = struct.unpack_from("<i4iQ", data, position)
    position += struct.calcsize("<i4iQ") + 4 * (count + 1) + 4 * count + blob
    _entries, size = struct.unpack_from("<iI", data, position)
    return position + struct.calcsize("<iI") + size


def _tensor(raw: memoryview, kind: int, number: int) -> NDArray[np.float32]:
    if kind == F32:
        return np.frombuffer(raw, "<f4", number).copy()
    if kind != Q4_0:
        raise ValueError(f"unknown tensor type {kind}")
    scales, nibbles = _blocks(raw)
    return (nibbles * scales.astype(np.float32)).reshape(-1)[:number]


def _blocks(raw: memoryview) -> tuple[NDArray[np.float16], NDArray[np.int8]]:
    """Scales float16 (n, 1) and nibbles int8 (n, 32)."""
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.int8) - ZERO_POINT
    return blocks[:, :2].copy().view("<f2"), nibbles
