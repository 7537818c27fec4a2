"""How well nearness finds what belongs together, on data by others."""

import json

from progress import report
from public_data import nearness_figures

from understanding_bench.part import SYSTEM, Part, Row, Settings
from understanding_bench.places import FOLDS
from understanding_bench.processes import running
from understanding_bench.systems import FLOAT_E5, INT8_E5, NANO, OURS, SYSTEMS

LEARNED = "JDDC learned from"
SLOW = {FLOAT_E5, INT8_E5, NANO}


def measure(settings: Settings) -> list[Row]:
    """One system after the other, and what was measured on the labels that an encoder never learned from."""
    rows: list[Row] = []
    systems = [name for name in SYSTEMS if name not in SLOW or not settings.quick]
    for number, name in enumerate(systems):
        report(f"quality: {name}", number, len(systems))
        with running(name) as process:
            figures = nearness_figures(settings.data, process.scores)
        rows.append({SYSTEM: f"{name} ({LEARNED})" if name == OURS else name, **figures})
    report("quality", 1, 1)
    return rows + folds()


def folds() -> list[Row]:
    """The means over five folds, as `folds.py` has written them; none where it has not."""
    if not FOLDS.exists():
        return []
    means = json.loads(FOLDS.read_text(encoding="utf-8"))["mean"]
    names = {"tuned": f"{OURS}, labels never seen", "raw": f"{FLOAT_E5}, the same folds"}
    return [
        {SYSTEM: title, **{f"jddc_{figure}": value for figure, value in means[kind].items()}}
        for kind, title in names.items()
    ]


PART = Part(
    title="Nearness",
    columns={
        SYSTEM: ("system", ""),
        "jddc_map": ("JDDC MAP", ".3f"),
        "jddc_mrr": ("MRR", ".3f"),
        "jddc_one_nearest": ("1-NN", ".3f"),
        "jddc_spearman": ("Spearman", ".3f"),
        "xiaomi_mrr": ("xiaomi_faq MRR", ".3f"),
        "banking77_one_nearest": ("BANKING77 1-NN", ".3f"),
    },
    measure=measure,
    needs_data=True,
    notes=(
        "JDDC's negatives were chosen to share words with the question, which is hard on what counts characters.",
        f"{LEARNED}: our encoder was tuned on JDDC's development half, so this row is a sign of health only.",
        "labels never seen: five encoders, each tuned without a fifth of the labels and measured on it, in float32; means of the five.",
        "1-NN of the folds looks among a fold's questions alone: the two rows compare with each other and with no other row.",
    ),
)
