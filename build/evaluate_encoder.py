"""Measures an encoder on the groups of rewordings that it never learned from: is the nearest text one of the same need?

.venv/bin/python build/evaluate_encoder.py [--models DIR]
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
from public_data import nearness_figures
from training_texts import labelled, rewordings
from understanding_metrics import by_cosine

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
                **(nearness_figures(arguments.data, by_cosine(encoder.embed)) if arguments.data else {}),
            }
        )
    )


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
