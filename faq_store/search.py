"""Finding the entry that answers: near by meaning or by words, scored exactly, as one calibrated probability."""

import heapq
import logging
import math
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from faq_store.annoy_index import POINTER, ApproximateIndex, DamagedIndexError, build_index, load_index
from faq_store.calibration import Calibration, Features
from faq_store.entries import FaqEntry
from faq_store.lexical import TermWeights, terms
from faq_store.store import FaqStore
from faq_store.vectors import TextEncoder, VectorCache, text_key

log = logging.getLogger(__name__)
NEAREST = 64
LEXICAL = 32
# Texts embedded within a search, so that an edit counts for the next message; more are embedded in the background.
INLINE = 16
# The index is built anew when this share of the store, or this many texts, is not in it.
STALE_SHARE, STALE_TEXTS = 0.05, 256


@dataclass(frozen=True)
class FaqCandidate:
    """An entry that may answer, and why it is thought to.

    `score` is the probability that it answers, computed from `features`; `matched_question` the wording of it that came nearest.
    """

    entry_id: str
    score: float
    features: Features
    matched_question: str
    entry: FaqEntry


@dataclass(frozen=True)
class _Text:
    """One wording of one entry."""

    owner: int
    text: str
    terms: frozenset[str]


@dataclass
class _Snapshot:
    """The store as searched: its entries, their wordings, their vectors, and who holds which term."""

    entries: list[FaqEntry] = field(default_factory=list)
    texts: list[_Text] = field(default_factory=list)
    matrix: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))
    rows_by_key: dict[bytes, list[int]] = field(default_factory=dict)
    fresh_rows: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    holders: dict[str, list[int]] = field(default_factory=dict)
    weights: TermWeights = field(default_factory=lambda: TermWeights(()))
    missing: list[str] = field(default_factory=list)
    encoder: str = ""
    # First and second moments of all vectors: the mean and spread of a question's cosines with the whole store, at no search.
    mean: NDArray[np.float32] = field(default_factory=lambda: np.empty(0, np.float32))
    moment: NDArray[np.float32] = field(default_factory=lambda: np.empty((0, 0), np.float32))

    def spread(self, vector: NDArray[np.float32]) -> tuple[float, float]:
        """Mean and standard deviation of the cosines of `vector` with every wording."""
        mean = float(self.mean @ vector)
        return mean, math.sqrt(max(float(vector @ self.moment @ vector) - mean * mean, 0.0)) or 1.0


class FaqSearch:
    """Searches a store. `search` and `embed_missing` belong to the encoder's thread; `changed` may come from any.

    Args:
        store: the entries.
        cache: their embeddings.
        folder: where the index lies.
        calibration: the fitted coefficients.
    """

    def __init__(self, store: FaqStore, cache: VectorCache, folder: Path, calibration: Calibration) -> None:
        self._store = store
        self._cache = cache
        self._folder = folder
        self._calibration = calibration
        self._snapshot = _Snapshot()
        self._index: ApproximateIndex | None = None
        self._stale = threading.Event()
        self._stale.set()
        store.on_change(self._stale.set)

    def open_index(self) -> None:
        """Load the index on disk; one that is damaged is left, answers come from exact search until it is rebuilt."""
        if not (self._folder / POINTER).exists():
            return
        try:
            self._index = load_index(self._folder)
        except DamagedIndexError as error:
            log.warning("the FAQ index is not used: %s", error)
            self._index = None

    def search(
        self, text: str, vector: NDArray[np.float32], encoder: TextEncoder, *, today: date, limit: int = 5
    ) -> list[FaqCandidate]:
        """The entries most likely to answer `text` today, best first.

        Args:
            text: the question.
            vector: its embedding, float32 (d,), L2-normalised.
            encoder: embeds wordings that are new.
            today: entries that are off or out of their dates on this day are left out.
            limit: at most so many.
        """
        if self._stale.is_set():
            self._refresh(encoder)
        snapshot = self._snapshot
        if not snapshot.texts:
            return []
        query = terms(text)
        rows = self._candidate_rows(vector, query)
        cosines = snapshot.matrix[rows] @ vector
        return self._ranked(text, query, rows, cosines, snapshot.spread(vector), today)[:limit]

    def embed_missing(self, encoder: TextEncoder, count: int) -> int:
        """Embed some of the wordings that have no vector yet; returns how many remain."""
        if self._stale.is_set():
            self._refresh(encoder)
        if chosen := self._snapshot.missing[:count]:
            self._cache.add(chosen, encoder)
            self._refresh(encoder)
        return len(self._snapshot.missing)

    def rebuild_needed(self) -> bool:
        """Whether too much of the store is outside the index."""
        fresh, total = len(self._snapshot.fresh_rows), len(self._snapshot.texts)
        return total > 0 and (self._index is None or fresh > max(STALE_TEXTS, STALE_SHARE * total))

    def rebuild(self) -> None:
        """Build the index anew and use it."""
        snapshot = self._snapshot
        keys = list(snapshot.rows_by_key)
        first = [snapshot.rows_by_key[key][0] for key in keys]
        if keys:
            self._index = build_index(self._folder, keys, snapshot.matrix[first], encoder=snapshot.encoder)
        self._stale.set()

    def _refresh(self, encoder: TextEncoder) -> None:
        # Cleared first: a change that comes while the store is read makes it stale again.
        self._stale.clear()
        entries = self._store.all()
        wordings = [(owner, text) for owner, entry in enumerate(entries) for text in entry.questions]
        known = self._cache.load([text for _, text in wordings], encoder.info.version)
        missing = list(dict.fromkeys(text for _, text in wordings if text_key(text) not in known))
        if missing and len(missing) <= INLINE:
            known |= self._cache.add(missing, encoder)
            missing = []
        texts = [_Text(owner, text, terms(text)) for owner, text in wordings]
        dimensions = encoder.info.dimensions or 0
        matrix = np.zeros((len(texts), dimensions), np.float32)
        rows_by_key: defaultdict[bytes, list[int]] = defaultdict(list)
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for row, wording in enumerate(texts):
            key = text_key(wording.text)
            if key in known:
                matrix[row] = known[key]
                rows_by_key[key].append(row)
            for term in wording.terms:
                holders[term].append(row)
        if self._index is not None and self._index.encoder != encoder.info.version:
            # Embeddings of two versions are not compared.
            self._index = None
        indexed = set(self._index.keys) if self._index else set()
        fresh = [row for key, rows in rows_by_key.items() if key not in indexed for row in rows]
        self._snapshot = _Snapshot(
            entries,
            texts,
            matrix,
            dict(rows_by_key),
            np.array(fresh, np.int64),
            dict(holders),
            TermWeights(wording.terms for wording in texts),
            missing,
            encoder.info.version,
            matrix.mean(axis=0) if texts else matrix.sum(axis=0),
            (matrix.T @ matrix / max(len(texts), 1)).astype(np.float32),
        )

    def _candidate_rows(self, vector: NDArray[np.float32], query: frozenset[str]) -> NDArray[np.int64]:
        snapshot = self._snapshot
        rows: set[int] = set(snapshot.fresh_rows.tolist())
        if self._index is not None:
            for key in self._index.near(vector, NEAREST):
                rows.update(snapshot.rows_by_key.get(key, ()))
        shared: defaultdict[int, int] = defaultdict(int)
        for term in query:
            for row in snapshot.holders.get(term, ()):
                shared[row] += 1
        rows.update(heapq.nlargest(LEXICAL, shared, key=shared.__getitem__))
        return np.array(sorted(rows), np.int64)

    def _ranked(
        self,
        text: str,
        query: frozenset[str],
        rows: NDArray[np.int64],
        cosines: NDArray[np.float32],
        spread: tuple[float, float],
        today: date,
    ) -> list[FaqCandidate]:
        snapshot = self._snapshot
        best: dict[int, tuple[float, int]] = {}
        for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True):
            owner = snapshot.texts[row].owner
            if snapshot.entries[owner].answerable_on(today) and cosine > best.get(owner, (-2.0, 0))[0]:
                best[owner] = (cosine, row)
        if not best:
            return []
        ordered = sorted((cosine for cosine, _ in best.values()), reverse=True)
        mean, deviation = spread
        first, second = ordered[0], ordered[1] if len(ordered) > 1 else mean
        plain = _plain(text)
        found = []
        for owner, (cosine, row) in best.items():
            entry = snapshot.entries[owner]
            overlaps = [terms(question) for question in entry.questions]
            similarity = max(snapshot.weights.similarity(query, other) for other in overlaps)
            features = Features(
                cosine=cosine,
                margin=cosine - (second if cosine == first else first),
                prominence=(cosine - mean) / deviation,
                similarity=similarity,
                coverage=snapshot.weights.coverage(query, frozenset().union(*overlaps)),
                exact=float(bool(plain) and any(plain == _plain(question) for question in entry.questions)),
            )
            score = self._calibration.probability(features)
            found.append(FaqCandidate(entry.entry_id, score, features, snapshot.texts[row].text, entry))
        return sorted(found, key=lambda candidate: (-candidate.score, -candidate.features.cosine))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
