"""multilingual-e5-small as it is, in onnxruntime, from the same 4-bit weights as ours."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer
from understanding_metrics import by_cosine

from models_onnx.encoder import BATCH, MAX_TOKENS, PREFIX
from understanding_bench.places import FLOAT, INT8, TOKENIZER, bench_dir
from understanding_bench.systems import THREADS, Array, bytes_of

PADDING = "<pad>"


class OnnxE5:
    """The whole vocabulary, in onnxruntime with its own defaults but for as many threads as ours has."""

    def __init__(self, graph: Path) -> None:
        self._graph, self._tokens = graph, bench_dir() / TOKENIZER
        self._tokenizer = Tokenizer.from_file(str(self._tokens))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id(PADDING), pad_token=PADDING)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        self._session = onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self.scores = by_cosine(self.embed)

    def embed(self, texts: Sequence[str]) -> Array:
        """Embed as ours does: texts of like length share a batch."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        batches = []
        for start in range(0, len(order), BATCH):
            read = self._tokenizer.encode_batch([PREFIX + texts[index] for index in order[start : start + BATCH]])
            feeds = {
                "input_ids": np.array([one.ids for one in read], np.int64),
                "attention_mask": np.array([one.attention_mask for one in read], np.int64),
            }
            batches.append(self._session.run(None, feeds)[0])
        vectors = np.empty((len(texts), batches[0].shape[1]), np.float32)
        vectors[order] = np.concatenate(batches)
        return vectors

    read = embed

    def size(self) -> int:
        """Of graph and tokenizer."""
        return bytes_of(self._graph, self._tokens)


class Float32E5(OnnxE5):
    """As exported."""

    def __init__(self) -> None:
        super().__init__(bench_dir() / FLOAT)


class Int8E5(OnnxE5):
    """Quantised dynamically."""

    def __init__(self) -> None:
        super().__init__(bench_dir() / INT8)
