"""The encoder: texts to embeddings, float32 (n, 384), L2-normalised."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from models_onnx.errors import ModelError
from models_onnx.manifest import ModelInfo, verify, wanted
from models_onnx.providers import choose_provider, session_providers, short_name

ROLE = "encoder"
# multilingual-e5 was trained with this in front of questions; both sides of a question search are questions.
PREFIX = "query: "
MAX_TOKENS = 128
BATCH = 32


class Encoder:
    """A sentence encoder in onnxruntime. Thread-safe, but one thread at a time is fastest on few cores."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: SentencePieceProcessor, info: ModelInfo
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.info = info

    @classmethod
    def open(cls, models_dir: Path, *, threads: int = 2) -> "Encoder":
        """Check and load the encoder.

        Args:
            models_dir: the folder with the manifest.
            threads: for one inference; they sleep between inferences so that the other models have the cores.

        Raises:
            ModelError: missing, damaged, or not to be run.
        """
        entry = wanted(ROLE, models_dir)
        verify(entry, models_dir)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.enable_cpu_mem_arena = False
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        folder = models_dir / ROLE
        try:
            tokenizer = SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
            session = onnxruntime.InferenceSession(
                str(folder / "model.int8.onnx"), options, providers=session_providers(choose_provider())
            )
        # Neither library has an exception class of its own to name here.
        except Exception as error:
            raise ModelError(f"The encoder in {folder} can't be loaded: {error}", code="model_damaged") from error
        provider = short_name(session.get_providers())
        return cls(session, tokenizer, ModelInfo(entry.name, entry.version, provider, entry.dimensions))

    def embed(self, texts: Sequence[str], *, batch_size: int = BATCH) -> NDArray[np.float32]:
        """Embed texts; texts of like length share a batch so that little is padded.

        Args:
            texts: any strings, the empty one too; what goes past 128 tokens is cut off.
            batch_size: texts in one inference.

        Returns:
            float32 (n, 384), L2-normalised, in the order given.
        """
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        vectors = np.empty((len(texts), self.info.dimensions or 0), np.float32)
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            feeds = self._padded([self._tokens(texts[index]) for index in chosen])
            vectors[chosen] = self._session.run(None, feeds)[0]
        return vectors

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Where the vocabulary's pieces lie in `text`: first and past-the-last character of each that is not blank."""
        found = self._tokenizer.encode(text, return_type="proto").pieces
        return [(piece.begin, piece.end) for piece in found if text[piece.begin : piece.end].strip()]

    def unknown(self, text: str) -> int:
        """How many pieces of `text` the vocabulary does not have."""
        return int(self._tokenizer.encode(text).count(self._tokenizer.unk_id()))

    def _tokens(self, text: str) -> list[int]:
        # A final space is no piece: SentencePiece drops it, so it is dropped for every text alike.
        pieces = self._tokenizer.encode(PREFIX + text.rstrip())[: MAX_TOKENS - 2]
        return [self._tokenizer.bos_id(), *pieces, self._tokenizer.eos_id()]

    def _padded(self, rows: list[list[int]]) -> dict[str, NDArray[np.int64]]:
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), self._tokenizer.pad_id(), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(rows):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return {"input_ids": ids, "attention_mask": mask}
