"""The encoder: texts to embeddings, float32 (n, 384), L2-normalised, and in the same pass to an intent head's logits."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from sentencepiece import SentencePieceProcessor

from models_onnx.errors import ModelError
from models_onnx.manifest import ModelInfo, verify, wanted
from models_onnx.providers import choose_provider, session_providers, short_name
from models_onnx.softmax_regression import SoftmaxWeights

Array = NDArray[np.float32]
ROLE = "encoder"
# multilingual-e5 was trained with this in front of questions; both sides of a question search are questions.
PREFIX = "query: "
MAX_TOKENS = 128
BATCH = 32
# The graph's outputs, and its inputs beside the tokens.
EMBEDDING, INTENT_LOGITS = "embedding", "intent_logits"
INTENT_WEIGHTS, INTENT_BIAS = "intent_weights", "intent_bias"


class Encoder:
    """A sentence encoder in onnxruntime. Thread-safe, but one thread at a time is fastest on few cores."""

    def __init__(
        self, session: onnxruntime.InferenceSession, tokenizer: SentencePieceProcessor, info: ModelInfo
    ) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.info = info
        # The graph asks for a layer also where nobody wants logits.
        self._no_layer = SoftmaxWeights(np.zeros((info.dimensions or 0, 1), np.float32), np.zeros(1, np.float32))

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

    def embed(self, texts: Sequence[str], *, batch_size: int = BATCH) -> Array:
        """Embed texts; texts of like length share a batch so that little is padded.

        Args:
            texts: any strings, the empty one too; what goes past 128 tokens is cut off.
            batch_size: texts in one inference.

        Returns:
            float32 (n, 384), L2-normalised, in the order given.
        """
        return self._run(texts, batch_size, [EMBEDDING], self._no_layer)[0]

    def embed_with_logits(self, texts: Sequence[str], layer: SoftmaxWeights) -> tuple[Array, Array]:
        """Embed texts and classify them in one pass.

        Args:
            texts: as for `embed`.
            layer: an intent head's linear layer.

        Returns:
            Embeddings float32 (n, 384), L2-normalised, and logits float32 (n, classes).
        """
        embeddings, logits = self._run(texts, BATCH, [EMBEDDING, INTENT_LOGITS], layer)
        return embeddings, logits

    def pieces(self, text: str) -> list[tuple[int, int]]:
        """Where the vocabulary's pieces lie in `text`: first and past-the-last character of each that is not blank."""
        data = text.encode("utf-8")
        found = self._tokenizer.encode(text, return_type="proto").pieces
        # SentencePiece counts bytes.
        spans = [(len(data[: piece.begin].decode("utf-8")), len(data[: piece.end].decode("utf-8"))) for piece in found]
        return [(begin, end) for begin, end in spans if text[begin:end].strip()]

    def unknown(self, text: str) -> int:
        """How many pieces of `text` the vocabulary does not have."""
        return int(self._tokenizer.encode(text).count(self._tokenizer.unk_id()))

    def _run(self, texts: Sequence[str], batch_size: int, outputs: list[str], layer: SoftmaxWeights) -> list[Array]:
        widths = {EMBEDDING: self.info.dimensions or 0, INTENT_LOGITS: len(layer.bias)}
        found = [np.empty((len(texts), widths[name]), np.float32) for name in outputs]
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            feeds = self._padded([self._tokens(texts[index]) for index in chosen])
            feeds |= {INTENT_WEIGHTS: layer.weights, INTENT_BIAS: layer.bias}
            for array, values in zip(found, self._session.run(outputs, feeds), strict=True):
                array[chosen] = values
        return found

    def _tokens(self, text: str) -> list[int]:
        # A final space is no piece: SentencePiece drops it, so it is dropped for every text alike.
        pieces = self._tokenizer.encode(PREFIX + text.rstrip())[: MAX_TOKENS - 2]
        return [self._tokenizer.bos_id(), *pieces, self._tokenizer.eos_id()]

    def _padded(self, rows: list[list[int]]) -> dict[str, NDArray[Any]]:
        longest = max(map(len, rows))
        ids = np.full((len(rows), longest), self._tokenizer.pad_id(), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(rows):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        return {"input_ids": ids, "attention_mask": mask}
