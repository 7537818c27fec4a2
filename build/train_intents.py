"""Trains the intent head of the e-commerce pack on frozen embeddings, and writes it: `models_onnx/artefacts/intents-ecommerce.npz`.

    .venv/bin/python build/train_intents.py [--questions select.txt]

Learned from the pack's utterances and rewordings, each also as a hurried customer would type it, and, with `--questions`, from real
customers' labelled questions (`training_texts.py`). It is calibrated on the groups that the encoder never saw, and then fitted on all.
"""

import argparse
import json
import random
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
from augment import with_noise
from progress import report
from training_texts import LABELS, labelled, questions

from appliance.base.paths import models_dir
from models_onnx.encoder import Encoder
from models_onnx.intent_head import ARTEFACT
from models_onnx.intent_training import TrainingSet, train_head
from models_onnx.manifest import ModelInfo

SEED = 20_261_123
VERSION = "1.1.0"
VARIANTS = 2


def main() -> None:
    """Embed, train, write, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, help="labelled questions in the format of JDDC's select.txt")
    parser.add_argument("--models", type=Path, default=models_dir())
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    arguments = parser.parse_args()
    texts, intents, held_out = labelled()
    written = len(texts)
    if arguments.questions:
        real = [(one.text, LABELS[one.label]) for one in questions(arguments.questions) if one.label in LABELS]
        texts, intents = texts + [text for text, _ in real], intents + [intent for _, intent in real]
        held_out += [False] * len(real)
    encoder = Encoder.open(arguments.models)
    report(f"embed {len(texts)} texts", 0, 2)
    chance = random.Random(SEED)
    variants = tuple(encoder.embed([with_noise(text, chance) for text in texts]) for _ in range(VARIANTS))
    examples = TrainingSet(texts, intents, encoder.embed(texts), variants, np.array(held_out), kept=written)
    report("train", 1, 2)
    info = ModelInfo("intents-ecommerce", VERSION, "CPU", encoder.info.dimensions)
    head, trained = train_head(examples, info, encoder.info.version)
    head.save(arguments.out)
    report(f"{arguments.out.name}: {arguments.out.stat().st_size / 1000:.0f} kB", 2, 2)
    print(json.dumps(asdict(trained), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
