"""`guitai embed` and `guitai intents predict`: the models alone, with no engine and no data."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from appliance.base.atomic import replacing
from appliance.base.errors import GuitaiError, UnreadableFileError
from appliance.base.paths import home_dir
from appliance.understanding.own_intents import OwnIntents
from appliance.understanding.parse import parse
from models_onnx.encoder import Encoder

CHUNK = 256


def lines_of(file: Path) -> list[str]:
    """The file's lines, blank ones too; a last line break begins no further line.

    Raises:
        UnreadableFileError: missing, or no UTF-8.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"{file} can't be read: {error}.", hint="It must be a text file in UTF-8.") from error
    lines = text.split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def embed_lines(file: Path, out: Path, models_dir: Path) -> None:
    """Write float32 (n, d), L2-normalised, one row a line.

    Raises:
        GuitaiError: a file can't be read or written, or there is no encoder.
    """
    lines = lines_of(file)
    vectors = Encoder.open(models_dir).embed(lines)
    try:
        with replacing(out) as target:
            np.save(target, vectors, allow_pickle=False)
    except OSError as error:
        raise GuitaiError(f"{out} can't be written: {error.strerror}.", code="export_failed", exit_code=2) from error


def predict_lines(file: Path, models_dir: Path) -> Iterator[str]:
    """One JSON document a line: text, intent, confidence, out_of_scope."""
    encoder = Encoder.open(models_dir)
    head = OwnIntents(home_dir()).head(encoder)
    lines = lines_of(file)
    for start in range(0, len(lines), CHUNK):
        part = lines[start : start + CHUNK]
        for text, found in zip(part, head.predict(encoder.embed([parse(text).text for text in part])), strict=True):
            document = {
                "text": text,
                "intent": found.id,
                "confidence": round(found.confidence, 4),
                "out_of_scope": found.out_of_scope,
            }
            yield json.dumps(document, ensure_ascii=False)
