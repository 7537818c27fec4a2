"""Search finds and scores as the definitions of its features say, at once, after many edits, and from an index on disk."""

import json
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from exact_ranking import ExactRanking

from faq_store import saved_index
from faq_store.annoy_index import ANNOY
from faq_store.calibration import FEATURES, Calibration
from faq_store.dense_index import EXACT
from faq_store.entries import FaqEntry
from faq_store.inverted_lists import INVERTED_LISTS
from faq_store.search import FaqSearch
from faq_store.store import put_in
from faq_store.vectors import VectorCache, text_key

PACK = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce"
TODAY = date(2026, 11, 25)
TOP = 5
WORDINGS, ASKED = 4, 40
# Sums of 384 products in single precision, in whatever order; the spread is a small difference of two of them.
TOLERANCE = dict.fromkeys(FEATURES, 2e-06) | {"prominence": 2e-3}


def groups():
    """Texts that ask for the same, of all the pack's groups: they make some eight hundred entries."""
    for path in sorted((PACK / "rewordings").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["texts"]


@pytest.fixture(scope="module")
def made():
    """Entries, one of nine switched off or out of its dates, and questions that ask for them in other words."""
    chance = random.Random(4)
    entries, asked = [], []
    for number, texts in enumerate(groups()):
        own = texts[:WORDINGS]
        off = {0: {"enabled": False}, 1: {"valid_until": date(2026, 11, 24)}}.get(number % 18, {})
        entries.append(replace(FaqEntry(f"M{number:04}", own[0], "答案", tuple(own[1:])), **off))
        asked += [texts[-1], own[-1]]
    return entries, chance.sample(asked, ASKED)


@pytest.fixture(scope="module")
def made_vectors(made, encoder):
    """The embeddings of what `made` says, by text."""
    entries, asked = made
    texts = list({text for entry in entries for text in entry.questions} | set(asked))
    return dict(zip(texts, encoder.embed(texts), strict=True))


class Known:
    """The encoder, over texts that it has embedded before."""

    def __init__(self, encoder, vectors):
        self.info = encoder.info
        self._encoder, self._vectors = encoder, vectors

    def embed(self, texts):
        """Their vectors, float32 (n, d)."""
        new = [text for text in texts if text not in self._vectors]
        self._vectors |= dict(zip(new, self._encoder.embed(new), strict=True)) if new else {}
        return np.stack([self._vectors[text] for text in texts])


@pytest.fixture
def stored(database, store, search, made, made_vectors, encoder):
    """The made entries in the store, all taken in."""
    known = Known(encoder, dict(made_vectors))
    database.write(lambda db: [put_in(db, entry, "tests") for entry in made[0]])
    store.changed()
    while search.embed_missing(known, 512):
        pass
    return known


def agree(search, store, known, asked):
    """How many of the best five are the same; the best and all features are."""
    entries = store.all()
    texts = [text for entry in entries for text in entry.questions]
    # As they were embedded: the encoder's last digits depend on which texts share a batch.
    vectors = VectorCache(store.database).load(texts, known.info.version)
    exact = ExactRanking(entries, np.stack([vectors[text_key(text)] for text in texts]))
    same = 0
    for text in asked:
        [vector] = known.embed([text])
        expected = exact.ranked(text, vector, TODAY)
        found = search.search(text, vector, known, today=TODAY, limit=TOP)
        by_id = {entry_id: (score, features) for entry_id, score, features in expected}
        assert found[0].entry_id == expected[0][0]
        for one in found:
            score, features = by_id[one.entry_id]
            assert one.score == pytest.approx(score, abs=1e-4)
            for name in FEATURES:
                assert getattr(one.features, name) == pytest.approx(getattr(features, name), abs=TOLERANCE[name]), name
        same += len({one.entry_id for one in found} & {entry_id for entry_id, *_ in expected[:TOP]})
    return same / (TOP * len(asked))


def test_the_demo_shops_ranking_is_the_exact_one(demo, encoder):
    known = Known(encoder, {})
    asked = [entry.similar_questions[-1] + "吗" for entry in demo.store.all()]
    assert agree(demo.search, demo.store, known, [*asked, "今天天气怎么样", "hello", "？"]) == 1


@pytest.mark.parametrize("kind", [EXACT, ANNOY, INVERTED_LISTS], ids=lambda kind: kind.name)
def test_the_ranking_of_thousands_of_wordings_is_the_exact_one(
    tmp_path, monkeypatch, database, store, search, made, stored, kind
):
    asked = made[1]
    assert agree(search, store, stored, asked) >= 0.99
    monkeypatch.setattr(saved_index, "kind_for", lambda _: kind)
    search.rebuild()
    assert agree(search, store, stored, asked) >= 0.98
    again = FaqSearch(store, VectorCache(database), tmp_path / "index", Calibration.load())
    again.open_index()
    assert agree(again, store, stored, asked) >= 0.98
    assert not again.rebuild_needed()


def test_after_hundreds_of_edits_the_ranking_is_still_the_exact_one(store, search, made, stored):
    chance = random.Random(12)
    search.rebuild()
    entries, asked = made
    for number in range(200):
        entry = chance.choice(entries)
        wordings = [*entry.questions[1:], f"{entry.question}（{number}）"]
        match number % 4:
            case 0:
                store.put(replace(entry, question=wordings[0], similar_questions=tuple(wordings[1:])), "tests")
            case 1 if store.get(entry.entry_id):
                store.delete(entry.entry_id, "tests")
            case _:
                store.put(replace(entry, enabled=not entry.enabled), "tests")
        if number % 50 == 0:
            search.search(asked[0], stored.embed([asked[0]])[0], stored, today=TODAY)
    while search.embed_missing(stored, 64):
        pass
    assert agree(search, store, stored, asked) >= 0.99
    search.rebuild()
    assert agree(search, store, stored, asked) >= 0.99


def test_the_nearest_are_found_behind_many_that_must_not_answer(store, search, encoder):
    asked = "多久发货"
    off = tuple(f"多久发货{letter}" for letter in "呀呢啊吧嘛哦哈嗯呐啦")
    for number in range(20):
        store.put(FaqEntry(f"OFF{number}", asked, "没有", off, enabled=False), "tests")
    store.put(FaqEntry("A", "可以开发票吗", "可以"), "tests")
    store.put(FaqEntry("B", "衣服掉色吗", "不会"), "tests")
    while search.embed_missing(encoder, 64):
        pass
    known = Known(encoder, {})
    assert agree(search, store, known, [asked]) == 2 / TOP
