"""Trains the intent head of the e-commerce pack on frozen embeddings, and writes it: `models_onnx/artefacts/intents-ecommerce.npz`.

    .venv/bin/python build/train_intents.py

Learned from the pack's utterances and calibrated on questions that it never learns from (`training_texts.py`). The rewordings and JDDC's
questions, which the encoder learns from, make the head worse: on the calibration questions 0.917 with all, 0.931 with utterances alone.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
from progress import report
from training_texts import calibration, utterances

from appliance.base.paths import models_dir
from appliance.understanding.parse import parse
from models_onnx.encoder import Encoder
from models_onnx.intent_head import ARTEFACT
from models_onnx.intent_training import TrainingSet, train_head
from models_onnx.manifest import ModelInfo

VERSION = "1.2.0"


def main() -> None:
    """Embed, train, write, and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=models_dir())
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    arguments = parser.parse_args()
    learned, judged = utterances(), calibration()
    rows = [(parse(text).text, intent) for text, intent in (*learned, *((text, intent) for text, intent, _ in judged))]
    encoder = Encoder.open(arguments.models)
    report(f"embed {len(rows)} texts", 0, 2)
    held_out = np.arange(len(rows)) >= len(learned)
    texts = [text for text, _ in rows]
    examples = TrainingSet(
        texts,
        [intent for _, intent in rows],
        encoder.embed(texts),
        held_out=held_out,
        cross_validated=np.zeros(len(rows), bool),
        also={row: also for row, (_, _, also) in enumerate(judged, len(learned)) if also},
    )
    report("train", 1, 2)
    info = ModelInfo("intents-ecommerce", VERSION, "CPU", encoder.info.dimensions)
    head, trained = train_head(examples, info, encoder.info.version)
    head.save(arguments.out)
    report(f"{arguments.out.name}: {arguments.out.stat().st_size / 1000:.0f} kB", 2, 2)
    print(json.dumps(asdict(trained), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
