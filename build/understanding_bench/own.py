"""Intents that a shop trains itself, on others' data: how good, and how long it takes from the file to the trained head."""

import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
from progress import report
from public_data import Labelled, banking77, clinc150
from understanding_metrics import rejected

from appliance.base.paths import models_dir
from appliance.understanding.own_intents import LabelledText, OwnIntents
from appliance.understanding.parse import parse
from models_onnx.encoder import Encoder
from understanding_bench.answers import Answers, probe
from understanding_bench.part import SYSTEM, Part, Row, Settings
from understanding_bench.processes import SystemProcess, running
from understanding_bench.systems import FLOAT_E5, OURS, Array

EACH, SEEDS = 10, (0, 1, 2)
# Of SetFit: pairs in a step, and steps, so many that it ends within ten minutes on two cores.
PAIRS, STEPS = 16, 200
# Of the texts inside, so many may be refused.
REFUSED = 0.05
QUICK_INTENTS, QUICK_EACH, QUICK_STEPS = 8, 20, 3
ALL, FEW, CLINC = "BANKING77, all", f"BANKING77, {EACH} each", "CLINC150"
PROBE = f"{FLOAT_E5}, logistic regression"
# From embeddings, float32 (n, d), to what they mean.
Classify = Callable[[Array], Answers]


def measure(settings: Settings) -> list[Row]:
    """Ours and a linear probe on every task, SetFit where there are few examples."""
    bank, bank_test = (_thinned(banking77(settings.data, part), settings) for part in ("train", "test"))
    clinc, clinc_test = (_thinned(clinc150(settings.data, part), settings) for part in ("train", "test"))
    few = [_drawn(bank, seed) for seed in SEEDS]
    encoder = Encoder.open(models_dir())
    rows: list[Row] = []
    with running(FLOAT_E5) as process:
        for name, embed, learn in (
            (OURS, partial(_as_read, encoder), partial(ours, encoder)),
            (PROBE, process.embed, partial(probed, process)),
        ):
            report(f"own intents: {name}", 0, 1)
            asked, clinc_asked = (embed([text for text, _ in test]) for test in (bank_test, clinc_test))
            outside = embed([text for text, _ in clinc150(settings.data, "oos_test")])
            rows += [
                {"task": ALL, SYSTEM: name, **_figures(learn(bank), bank_test, asked)},
                {"task": FEW, SYSTEM: name, **_mean([_figures(learn(drawn), bank_test, asked) for drawn in few])},
                {"task": CLINC, SYSTEM: name, **_figures(learn(clinc), clinc_test, clinc_asked, outside)},
            ]
            report(f"own intents: {name}", 1, 1)
    rows.append({"task": FEW, SYSTEM: "SetFit", **tuned(few[0], bank_test, settings.few(STEPS, QUICK_STEPS))})
    return sorted(rows, key=lambda row: (ALL, FEW, CLINC).index(str(row["task"])))


def ours(encoder: Encoder, train: Labelled) -> tuple[Classify, float]:
    """What `guitai intents train` does with a file of these examples, and the seconds it takes."""
    rows = [LabelledText(text, intent) for text, intent in train]
    with tempfile.TemporaryDirectory() as home:
        began = time.perf_counter()
        head, _ = OwnIntents(Path(home)).train(
            rows, encoder, progress=lambda *done: report(f"{OURS}: embed {len(train)} examples", *done)
        )
        seconds = time.perf_counter() - began
    return lambda asked: Answers.of_predictions(head.predict(asked)), seconds


def probed(process: SystemProcess, train: Labelled) -> tuple[Classify, float]:
    """Logistic regression on untuned embeddings, and the seconds it takes."""
    report(f"{PROBE}: {len(train)} examples", 0, 1)
    began = time.perf_counter()
    classifier = probe().fit(process.embed([text for text, _ in train]), [intent for _, intent in train])
    seconds = time.perf_counter() - began
    report(f"{PROBE}: {len(train)} examples", 1, 1)
    return lambda asked: Answers.of_classifier(classifier, asked), seconds


def tuned(train: Labelled, test: Labelled, steps: int) -> Row:
    """SetFit, which asks nobody else for anything."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    # Imported here: it takes seconds, and must see that there is nobody to ask.
    from understanding_bench.few_shot import setfit  # noqa: PLC0415

    found, seconds = setfit(train, [text for text, _ in test], pairs=PAIRS, steps=steps)
    accuracy = _share(found, test)
    return {"accuracy": accuracy, "accuracy_inside": accuracy, "seconds": seconds}


def _figures(learned: tuple[Classify, float], test: Labelled, asked: Array, outside: Array | None = None) -> Row:
    """Of a classifier: `asked` are the embeddings of the test, `outside` those of texts from outside."""
    classify, seconds = learned
    answers = classify(asked)
    return {
        "accuracy": _share(answers.found, test),
        "accuracy_inside": _share(answers.inside, test),
        "rejected": None if outside is None else rejected(answers.outside, classify(outside).outside, REFUSED),
        "seconds": seconds,
    }


def _as_read(encoder: Encoder, texts: list[str]) -> Array:
    return encoder.embed([parse(text).text for text in texts])


def _share(found: list[str], test: Labelled) -> float:
    return float(np.mean([name == intent for name, (_, intent) in zip(found, test, strict=True)]))


def _mean(rows: list[Row]) -> Row:
    return {
        name: None if value is None else float(np.mean([row[name] for row in rows])) for name, value in rows[0].items()
    }


def _drawn(rows: Labelled, seed: int) -> Labelled:
    """So many examples of each intent, drawn by chance."""
    chance = random.Random(seed)
    return [one for own in _by_intent(rows) for one in chance.sample(own, EACH)]


def _thinned(rows: Labelled, settings: Settings) -> Labelled:
    if not settings.quick:
        return rows
    return [one for own in list(_by_intent(rows))[:QUICK_INTENTS] for one in own[:QUICK_EACH]]


def _by_intent(rows: Labelled) -> Iterator[Labelled]:
    found: dict[str, Labelled] = defaultdict(list)
    for text, intent in rows:
        found[intent].append((text, intent))
    return (found[intent] for intent in sorted(found))


PART = Part(
    title="Own intents",
    columns={
        "task": ("task", ""),
        SYSTEM: ("system", ""),
        "accuracy": ("accuracy", ".3f"),
        "accuracy_inside": ("with nothing refused", ".3f"),
        "rejected": (f"outside rejected, {1 - REFUSED:.0%} inside kept", ".3f"),
        "seconds": ("seconds to train", ".1f"),
    },
    measure=measure,
    needs_data=True,
    notes=(
        "seconds to train: from texts to the trained head, embedding included; ours also cross-validates, for its report and thresholds.",
        "outside: ours adds the pack's texts from outside to the examples, as `guitai intents train` does; the other goes by its doubt.",
        f"{FEW}: the mean of {len(SEEDS)} draws, SetFit on the first of them with {STEPS} steps of {PAIRS} pairs.",
    ),
)
