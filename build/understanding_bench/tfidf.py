"""Nearness from the characters that texts share: cosines of TF-IDF."""

import pickle
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from training_texts import labelled

from understanding_bench.systems import Array

NGRAMS = (1, 3)


def vectorizer(*, least_texts: int = 1) -> TfidfVectorizer:
    """TF-IDF of one to three characters, L2-normalised; what fewer texts have is left out."""
    return TfidfVectorizer(analyzer="char", ngram_range=NGRAMS, min_df=least_texts, dtype=np.float32)


class TfIdf:
    """What comes in is read with the weights of the texts written for this project."""

    def __init__(self) -> None:
        self._fitted = vectorizer().fit(labelled()[0])

    def read(self, texts: Sequence[str]) -> csr_matrix:
        """Sparse vectors."""
        return self._fitted.transform(texts)

    def scores(self, queries: Sequence[str], documents: Sequence[str]) -> Array:
        """Cosines; the weights are the documents' own."""
        fitted = vectorizer()
        known = fitted.fit_transform(documents)
        return np.asarray((fitted.transform(queries) @ known.T).toarray(), np.float32)

    def size(self) -> int:
        """As pickled."""
        return len(pickle.dumps(self._fitted))
