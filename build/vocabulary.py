"""A smaller vocabulary for the encoder: the pieces that Chinese, English, punctuation and emoji can be cut into.

A unigram tokenizer looks for the best way through the pieces that occur in a text. Dropping only pieces with a character that the
text does not have leaves every way as it was, so for text of the kept characters the tokens are the same; anything else
becomes <unk>. The pieces are written as a SentencePiece model, whose runtime needs a twentieth of the memory.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentencepiece import sentencepiece_model_pb2 as proto

SPACE = "▁"
SPECIAL = {"<s>": 3, "<pad>": 3, "</s>": 3, "<unk>": 2}  # SentencePiece's types: 2 unknown, 3 control
NORMAL = 1
# Unicode blocks, first and last code point.
KEPT_BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00BF),  # Latin-1 signs
    (0x00D7, 0x00D7),  # multiplication sign, as in sizes
    (0x2000, 0x206F),  # punctuation
    (0x20A0, 0x20CF),  # currencies
    (0x2100, 0x214F),  # letter-like signs
    (0x2150, 0x218F),  # number forms
    (0x2190, 0x2BFF),  # arrows, shapes, symbols
    (0x3000, 0x303F),  # Chinese punctuation
    (0x3400, 0x4DBF),  # ideographs, extension A
    (0x4E00, 0x9FFF),  # ideographs
    (0xFE0F, 0xFE0F),  # emoji style
    (0xFF00, 0xFFEF),  # full-width forms
    (0x1F000, 0x1FAFF),  # emoji
    (0x20000, 0x3FFFF),  # rare ideographs
)


@dataclass(frozen=True)
class Vocabulary:
    """The kept pieces.

    Attributes:
        model: a serialised SentencePiece model; its ids are positions in `rows`.
        rows: for each new id, the row of the embedding matrix that it had, int64 (n,).
    """

    model: bytes
    rows: NDArray[np.int64]


def keeps(piece: str) -> bool:
    """Whether every character of the piece lies in a kept block."""
    return all(letter == SPACE or any(first <= ord(letter) <= last for first, last in KEPT_BLOCKS) for letter in piece)


def prune(tokenizer: Path) -> Vocabulary:
    """Read the original `tokenizer.json` and keep what Chinese and English need.

    Raises:
        ValueError: it is no unigram tokenizer of the expected make.
    """
    document = json.loads(tokenizer.read_text(encoding="utf-8"))
    if document["model"]["type"] != "Unigram":
        raise ValueError(f"{tokenizer} is no unigram tokenizer")
    pieces = document["model"]["vocab"]
    kept = [
        (row, piece, score)
        for row, (piece, score) in enumerate(pieces)
        if piece in SPECIAL or (keeps(piece) and piece != "<mask>")
    ]
    made = proto.ModelProto()
    for _, piece, score in kept:
        made.pieces.add(piece=piece, score=score, type=SPECIAL.get(piece, NORMAL))
    trainer, normaliser = made.trainer_spec, made.normalizer_spec
    trainer.model_type = proto.TrainerSpec.UNIGRAM
    trainer.vocab_size = len(kept)
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = (
        [piece for _, piece, _ in kept].index(name) for name in ("<s>", "<pad>", "</s>", "<unk>")
    )
    normaliser.name = "nmt_nfkc"
    normaliser.precompiled_charsmap = base64.b64decode(_charsmap(document["normalizer"]))
    normaliser.add_dummy_prefix = True
    normaliser.remove_extra_whitespaces = True
    normaliser.escape_whitespaces = True
    return Vocabulary(made.SerializeToString(), np.array([row for row, _, _ in kept], np.int64))


def _charsmap(normalizer: dict[str, object]) -> str:
    parts = normalizer.get("normalizers", [normalizer])
    assert isinstance(parts, list)
    return next(str(part["precompiled_charsmap"]) for part in parts if part["type"] == "Precompiled")
