"""Times of calls, and how they grow."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p99: float


def times(calls: Iterable[Callable[[], Any]]) -> Times:
    """How long calls take, one after another."""
    taken = []
    for call in calls:
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1000)
    return Times(*(round(float(value), 3) for value in np.percentile(taken, (50, 99))))


def growth(sizes: list[int], values: list[float]) -> float | None:
    """The exponent e of value ~ size^e, fitted; None for fewer than two sizes. 1 doubles with the size, 0 stays."""
    if len(sizes) < 2 or min(values) <= 0:  # noqa: PLR2004 - a line needs two points
        return None
    return round(float(np.polyfit(np.log(sizes), np.log(values), 1)[0]), 2)
