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


def read_weights(path: Path) -> tuple[E5Config, dict[str, NDArray[np.float32]]]:
    """The configuration, and every tensor by its name in the file, as float32 (rows are outputs).

    Raises:
        ValueError: it is no such file.
    """
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
    tensors: dict[str, NDArray[np.float32]] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, position)
        name = bytes(data[position + 2 : position + 2 + length]).decode("utf-8")
        position += 2 + length
        kind, number, offset, size = struct.unpack_from("<BIQQ", data, position)
        position += struct.calcsize("<BIQQ")
        tensors[name] = _tensor(data[offset : offset + size], kind, number)
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
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    packed = blocks[:, 2:]
    nibbles = np.concatenate([packed & 0x0F, packed >> 4], axis=1).astype(np.float32) - ZERO_POINT
    return (nibbles * scales).reshape(-1)[:number]
