"""Embeddings of question texts, kept so that no text is embedded twice by the same encoder."""

import hashlib
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from appliance.base.database import Connection, Database
from faq_store.statements import rows_in
from models_onnx.manifest import ModelInfo


class TextEncoder(Protocol):
    """What turns texts into embeddings; see `models_onnx.encoder.Encoder`."""

    info: ModelInfo

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """float32 (n, d), L2-normalised."""
        ...


def text_key(text: str) -> bytes:
    """What a text is known by: 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).digest()[:16]


class VectorCache:
    """Stored embeddings by text and encoder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, texts: Sequence[str], encoder: str) -> dict[bytes, NDArray[np.float32]]:
        """The stored embeddings of these texts, by `text_key`; those never embedded are missing."""
        return self.load_keys([text_key(text) for text in texts], encoder)

    def load_keys(self, keys: Sequence[bytes], encoder: str) -> dict[bytes, NDArray[np.float32]]:
        """The same for texts that are known by their keys alone."""
        sql = "SELECT text_hash, vector FROM faq_vectors WHERE encoder = ? AND text_hash IN ({})"

        def read(db: Connection) -> dict[bytes, NDArray[np.float32]]:
            rows = rows_in(db, sql, list(set(keys)), encoder)
            return {bytes(key): np.frombuffer(vector, np.float32) for key, vector in rows}

        return self._database.read(read)

    def add(self, texts: Sequence[str], encoder: TextEncoder) -> dict[bytes, NDArray[np.float32]]:
        """Embed these texts and store the embeddings."""
        vectors = encoder.embed(texts)
        made = {text_key(text): vector for text, vector in zip(texts, vectors, strict=True)}
        rows = [(key, encoder.info.version, vector.tobytes()) for key, vector in made.items()]

        def write(db: Connection) -> None:
            db.conn.executemany("INSERT OR REPLACE INTO faq_vectors VALUES (?, ?, ?)", rows)

        self._database.write(write)
        return made
