"""How long a system takes with what comes in, and how much memory and disk it needs."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial

import numpy as np
from numpy.typing import NDArray
from progress import report

from understanding_bench.part import SYSTEM, Part, Row, Settings
from understanding_bench.processes import SystemProcess, running
from understanding_bench.systems import INT8_E5, OURS, SYSTEMS
from understanding_bench.texts import MANY, ONE

ROUNDS_OF_ONE, ROUNDS_OF_MANY = 500, 50
QUICK_ROUNDS = 5
WARM_UP = 5
PROGRESS_EVERY = 20
SEED = 20_261_125
# Between two systems' turns, so that threads which wait for work by spinning have gone to sleep.
PAUSE_S = 0.01
MEGABYTE = 1e6
MILLISECONDS = 1000
TO_INTENT = f"{OURS}, to the intent"
Call = Callable[[list[str]], float]
Times = NDArray[np.float64]


def measure(settings: Settings) -> list[Row]:
    """Every system in a process of its own, all taking turns, so that what else the machine does hits all alike."""
    with ExitStack() as stack:
        calls: dict[str, Call] = {}
        footprints: dict[str, Row] = {}
        for number, name in enumerate(SYSTEMS):
            report(f"latency: load {name}", number, len(SYSTEMS))
            process = stack.enter_context(running(name))
            calls[name] = partial(process.timed, "read")
            footprints[name] = _footprint(process, calls[name], process.ask("size"))
            if name == OURS:
                calls[TO_INTENT] = partial(process.timed, "intents")
                size = process.ask("size") + process.ask("size_of_head")
                footprints[TO_INTENT] = _footprint(process, calls[TO_INTENT], size)
        one = take_turns(list(calls.values()), settings.few(ROUNDS_OF_ONE, QUICK_ROUNDS), [ONE])
        many = take_turns(list(calls.values()), settings.few(ROUNDS_OF_MANY, QUICK_ROUNDS), MANY)
    yardstick = list(calls).index(INT8_E5)
    return [
        {
            SYSTEM: name,
            **_figures("one", one[:, place], one[:, yardstick]),
            **_figures("many", many[:, place], many[:, yardstick]),
            "texts_per_s": len(MANY) * MILLISECONDS / float(np.median(many[:, place])),
            **footprints[name],
        }
        for place, name in enumerate(calls)
    ]


def take_turns(calls: Sequence[Call], rounds: int, texts: list[str]) -> Times:
    """Milliseconds of each call in each round, float64 (rounds, calls); every round has an order of its own."""
    chance = np.random.default_rng(SEED)
    times = np.empty((rounds, len(calls)))
    for number in range(rounds):
        if number % PROGRESS_EVERY == 0:
            report(f"latency: {len(texts)} at once", number, rounds)
        for place in chance.permutation(len(calls)):
            time.sleep(PAUSE_S)
            times[number, place] = calls[place](texts)
    report(f"latency: {len(texts)} at once", rounds, rounds)
    return times


def _footprint(process: SystemProcess, call: Call, size: int) -> Row:
    """Disk, and memory after a few inferences."""
    call(MANY)
    for _ in range(WARM_UP):
        call([ONE])
    memory = process.memory()
    return {
        "size_mb": size / MEGABYTE,
        "resident_mb": (memory["now"] - memory["bare"]) / MEGABYTE,
        "resident_total_mb": memory["now"] / MEGABYTE,
    }


def _figures(prefix: str, times: Times, yardstick: Times) -> Row:
    """Percentiles, and the median over the rounds of how much longer than the yardstick it took in the same round."""
    return {
        f"{prefix}_p50_ms": float(np.percentile(times, 50)),
        f"{prefix}_p99_ms": float(np.percentile(times, 99)),
        f"{prefix}_ratio": float(np.median(times / yardstick)),
    }


PART = Part(
    title="Latency, memory, disk",
    columns={
        SYSTEM: ("system", ""),
        "one_p50_ms": ("1 text, p50 ms", ".2f"),
        "one_p99_ms": ("p99", ".2f"),
        "one_ratio": ("× int8", ".2f"),
        "many_p50_ms": (f"{len(MANY)} texts, p50 ms", ".1f"),
        "many_p99_ms": ("p99", ".1f"),
        "many_ratio": ("× int8", ".2f"),
        "texts_per_s": ("texts/s", ".0f"),
        "size_mb": ("disk MB", ".1f"),
        "resident_mb": ("resident MB, own", ".0f"),
        "resident_total_mb": ("in all", ".0f"),
    },
    measure=measure,
    notes=(
        f"1 text: {ONE}. × int8: the median over the rounds of the ratio to {INT8_E5}.",
        "resident, own: what comes on top of the interpreter with numpy and onnxruntime imported, after a few inferences.",
        "BM25 has no embeddings: its time is that of scoring the texts written for this project.",
    ),
)
