"""JDDC's labels that an encoder never learned from: one encoder for each fifth of them, beside the untuned network.

    PYTHONPATH=.:build .venv-build/bin/python -m understanding_bench.folds LAYERS… [--data DIR]

Each file of LAYERS is what `build/train_encoder.py --fold K` has written, for K from 0 to 4 in this order. Both networks compute in
float32, so nothing is measured but the tuning.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from encoder import SentenceEncoder, keep_rows, load_encoder
from fetch import fetch
from machine import machine
from progress import report
from sources import ENCODER_TOKENIZER, ENCODER_WEIGHTS
from train_encoder import Tokens, training_questions
from training_texts import questions
from tuned_layers import apply_layers
from understanding_metrics import Array, ranking
from vocabulary import prune

from appliance.base.atomic import write_text
from appliance.base.paths import models_dir
from models_onnx.encoder import BATCH, EMBEDDING
from understanding_bench.places import FOLDS, ROOT

FOLD_COUNT = 5
DIGITS = 4
WORLD_READABLE = 0o644
Figures = dict[str, float]


def main() -> int:
    """Measure, print, keep; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("layers", type=Path, nargs=FOLD_COUNT, help="the tuned layers, fold 0 first")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="the folder with jddc_dev")
    arguments = parser.parse_args()
    file = arguments.data / "jddc_dev" / "select.txt"
    if missing := [str(path) for path in (*arguments.layers, file) if not path.is_file()]:
        print(f"Not to be found: {', '.join(missing)}.", file=sys.stderr)
        return 1
    work = models_dir() / ".work"
    weights, vocabulary = fetch(ENCODER_WEIGHTS, work), prune(fetch(ENCODER_TOKENIZER, work))
    tokens = Tokens(vocabulary.model)

    def vectors(layers: Path | None) -> Array:
        model = load_encoder(weights)
        keep_rows(model, vocabulary)
        if layers is not None:
            apply_layers(model, layers)
        return embeddings(model, tokens, [question.text for question in questions(file)])

    raw = vectors(None)
    folds = []
    for fold, layers in enumerate(arguments.layers):
        report(f"folds: {layers.name}", fold, FOLD_COUNT)
        folds.append(measured(file, left_out(file, fold), vectors(layers), raw))
    report("folds", FOLD_COUNT, FOLD_COUNT)
    means = {kind: mean([one[kind] for one in folds]) for kind in folds[0]}
    document = {"machine": machine(), "folds": folds, "mean": means}
    FOLDS.parent.mkdir(parents=True, exist_ok=True)
    write_text(FOLDS, json.dumps(document, ensure_ascii=False, indent=2) + "\n", mode=WORLD_READABLE)
    print(table(folds, means))
    return 0


def left_out(file: Path, fold: int) -> set[str]:
    """The labels that the encoder of this fold did not learn from."""
    return {one.label for one in questions(file)} - {one.label for one in training_questions(file, fold)}


def measured(file: Path, labels: set[str], tuned: Array, raw: Array) -> dict[str, Figures]:
    """Figures of the tuned and the untuned network on questions of these labels, and what the tuning adds."""
    found: dict[str, Figures] = {}
    for kind, vectors in (("tuned", tuned), ("raw", raw)):
        nearness = vectors @ vectors.T
        found[kind] = ranking(file, lambda *_, known=nearness: known, labels)
    gain = {name: round(found["tuned"][name] - found["raw"][name], DIGITS) for name in found["raw"]}
    return {**found, "gain": gain}


def mean(figures: Sequence[Figures]) -> Figures:
    """Of each figure over the folds."""
    return {name: round(float(np.mean([one[name] for one in figures])), DIGITS) for name in figures[0]}


def embeddings(model: SentenceEncoder, tokens: Tokens, texts: list[str]) -> Array:
    """float32 (n, hidden), L2-normalised."""
    model.eval()
    order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    vectors = np.empty((len(texts), model.config.hidden_size), np.float32)
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        with torch.inference_mode():
            vectors[chosen] = model(**tokens([texts[place] for place in chosen]))[EMBEDDING].numpy()
    return vectors


def table(folds: list[dict[str, Figures]], means: dict[str, Figures]) -> str:
    """As Markdown: for each fold and figure the untuned network, the tuned one, and the difference."""
    names = list(means["raw"])
    lines = [f"| fold | {' | '.join(names)} |", f"| --- | {' | '.join('---' for _ in names)} |"]
    for title, one in [*((str(number), fold) for number, fold in enumerate(folds)), ("mean", means)]:
        cells = [f"{one['raw'][name]:.3f} → {one['tuned'][name]:.3f} ({one['gain'][name]:+.3f})" for name in names]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
