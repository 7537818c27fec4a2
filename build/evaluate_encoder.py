"""Measures an encoder on the groups of rewordings that it never learned from: is the nearest text one of the same need?

.venv/bin/python build/evaluate_encoder.py [--models DIR]
"""

import argparse
import csv
import json
import random
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
from training_texts import labelled, rewordings
from understanding_metrics import graded, one_nearest, ranking

from appliance.base.paths import models_dir
from models_onnx.encoder import Encoder
from models_onnx.intent_training import L2
from models_onnx.softmax_regression import fit_softmax


def main() -> None:
    """Print nearest-neighbour accuracy, MRR and the accuracy of intents read off, all on held-out groups."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=models_dir())
    parser.add_argument("--data", type=Path, help="data by others, to measure on as well")
    arguments = parser.parse_args()
    encoder = Encoder.open(arguments.models)
    groups = [group for group in rewordings() if group.held_out]
    texts = [text for group in groups for text in group.texts]
    owner = np.array([number for number, group in enumerate(groups) for _ in group.texts])
    vectors = encoder.embed(texts)
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -1)
    order = np.argsort(-similarity, axis=1)
    first = (owner[order] == owner[:, None]).argmax(1) + 1
    print(
        json.dumps(
            {
                "groups": len(groups),
                "texts": len(texts),
                "one_nearest": round(float((first == 1).mean()), 4),
                "mrr": round(float((1 / first).mean()), 4),
                **intents_read_off(encoder),
                **(on_data(arguments.data, encoder) if arguments.data else {}),
            }
        )
    )


def on_data(folder: Path, encoder: Encoder) -> dict[str, object]:
    """JDDC's development half, nearest neighbours among BANKING77's training questions, and xiaomi_faq's own answers."""
    with (folder / "banking77" / "train.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    random.Random(0).shuffle(rows)
    texts, labels = [row["text"] for row in rows], [row["category"] for row in rows]
    with (folder / "xiaomi_faq" / "qa_.csv").open(encoding="utf-8") as file:
        pairs = [row for row in csv.reader(file) if len(row) > 1]
    similarity = encoder.embed([row[0] for row in pairs]) @ encoder.embed([row[1] for row in pairs]).T
    places = (similarity > np.diag(similarity)[:, None]).sum(1) + 1
    known, asked = slice(0, 2000), slice(2000, 3000)
    return {
        "jddc_dev": {
            **ranking(folder / "jddc_dev" / "select.txt", encoder.embed),
            "spearman": graded(folder / "jddc_dev" / "sts.txt", encoder.embed),
        },
        "banking77_one_nearest": one_nearest(texts[known], labels[known], texts[asked], labels[asked], encoder.embed),
        "xiaomi_mrr": round(float((1 / places).mean()), 4),
    }


def intents_read_off(encoder: Encoder) -> dict[str, float]:
    """Accuracy on the held-out groups of a linear layer fitted on everything else."""
    texts, intents, held_out = labelled()
    names = sorted(set(intents))
    targets = np.array([names.index(intent) for intent in intents])
    vectors, away = encoder.embed(texts), np.array(held_out)
    fitted = fit_softmax(vectors[~away], targets[~away], len(names), l2=L2)
    return {"intent_accuracy": round(float((fitted.logits(vectors[away]).argmax(1) == targets[away]).mean()), 4)}


if __name__ == "__main__":
    main()
