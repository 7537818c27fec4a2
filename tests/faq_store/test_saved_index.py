"""The index on disk: named by its content, checked before it is loaded, near enough to exact in every kind."""

import hashlib
import json

import numpy as np
import pytest

from faq_store.annoy_index import ANNOY
from faq_store.dense_index import EXACT
from faq_store.inverted_lists import INVERTED_LISTS
from faq_store.saved_index import (
    EXACT_UP_TO,
    POINTER,
    DamagedIndexError,
    IndexedState,
    kind_for,
    load_index,
    save_index,
)
from faq_store.search import NEAREST
from faq_store.wordings import Marks

TOP = 10
STATE = IndexedState("1.0.0", Marks(500, 3), "7 1234")


def built(folder, corpus, count=None, kind=None):
    """An index over (the first `count` of) the corpus, in two parts; a text's id is 100 above its row."""
    vectors = corpus.vectors[:count]
    ids = np.arange(len(vectors)) + 100
    parts = [(ids[:20], vectors[:20]), (ids[20:], vectors[20:])]
    return save_index(folder, parts, len(vectors), STATE, kind=kind)


def near(index, vector, count):
    """The ids of the nearest, best first."""
    rows = index.dense.nearest(vector, count)
    return index.ids[rows[np.argsort(-(index.dense.vectors[rows] @ vector))]].tolist()


@pytest.fixture(params=[EXACT, ANNOY, INVERTED_LISTS], ids=lambda kind: kind.name)
def kind(request):
    """Every kind of index."""
    return request.param


def test_recall_at_10_against_exact_search(tmp_path, corpus, encoder, kind):
    index = built(tmp_path, corpus, kind=kind)
    asked = encoder.embed([f"请问{text}" for text in corpus.texts[::5]])
    exact = np.argsort(-(asked @ corpus.vectors.T), axis=1)[:, :TOP] + 100
    found = [set(near(index, vector, NEAREST)) for vector in asked]
    hits = sum(len(found[row] & set(exact[row].tolist())) for row in range(len(asked)))
    assert hits / exact.size >= 0.98


def test_an_indexed_text_is_its_own_nearest(tmp_path, corpus, kind):
    index = built(tmp_path, corpus, kind=kind)
    for row in range(0, len(corpus.texts), 50):
        assert near(index, corpus.vectors[row], 1) == [row + 100]


def test_its_vectors_are_those_given_bit_for_bit(tmp_path, corpus, kind):
    index = built(tmp_path, corpus, 80, kind)
    assert sorted(index.ids.tolist()) == list(range(100, 180))
    assert np.array_equal(index.dense.vectors, corpus.vectors[index.ids - 100])


def test_as_many_are_found_as_are_asked_for(tmp_path, corpus, kind):
    index = built(tmp_path, corpus, kind=kind)
    for count in (1, 64, 300, 5000):
        rows = index.dense.nearest(corpus.vectors[3], count).tolist()
        assert len(set(rows)) == len(rows) == min(count, len(corpus.texts))


def test_its_sums_are_those_of_its_vectors(tmp_path, corpus):
    index = built(tmp_path, corpus, 80)
    cosines = corpus.vectors[:80].astype(float) @ corpus.vectors[200].astype(float)
    assert index.moments.spread(corpus.vectors[200], 80) == pytest.approx((cosines.mean(), cosines.std()))


def test_what_is_loaded_is_what_was_built(tmp_path, corpus, kind):
    made = built(tmp_path, corpus, kind=kind)
    loaded = load_index(tmp_path)
    assert (loaded.state, loaded.kind) == (STATE, kind.name)
    assert np.array_equal(loaded.ids, made.ids)
    for vector in corpus.vectors[::100]:
        assert near(loaded, vector, TOP) == near(made, vector, TOP)


def test_the_kind_goes_by_the_number_of_vectors():
    assert [kind_for(number) for number in (1, EXACT_UP_TO, EXACT_UP_TO + 1)] == [EXACT, EXACT, INVERTED_LISTS]


def test_the_files_are_named_by_their_content(tmp_path, corpus, kind):
    built(tmp_path, corpus, 50, kind)
    files = [path for path in tmp_path.iterdir() if path.name != POINTER]
    assert sorted(path.suffix for path in files) == sorted([f".{kind.name}", ".ids"])
    for file in files:
        assert file.stem == f"faq-{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}"


def test_the_same_content_gives_the_same_files(tmp_path, corpus, kind):
    for folder in ("one", "two"):
        built(tmp_path / folder, corpus, 50, kind)
    names = [sorted(path.name for path in (tmp_path / folder).iterdir()) for folder in ("one", "two")]
    assert names[0] == names[1]


def test_a_new_index_takes_the_old_ones_place_and_leaves_nothing_behind(tmp_path, corpus, kind):
    old = built(tmp_path, corpus, 50, kind)
    (tmp_path / ".building-killed").mkdir()
    new = built(tmp_path, corpus, 60, kind)
    assert np.array_equal(load_index(tmp_path).ids, new.ids)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == sorted([f".{kind.name}", ".ids", ".json"])
    # Whoever still searches the old one can go on.
    assert near(old, corpus.vectors[0], 1) == [100]


def test_a_build_that_is_stopped_leaves_the_index_as_it_was(tmp_path, corpus, kind):
    built(tmp_path, corpus, 50, kind)
    before = sorted(path.name for path in tmp_path.iterdir())
    told = []

    def stop(share):
        told.append(share)
        if share > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        save_index(tmp_path, [(np.arange(60), corpus.vectors[:60])], 60, STATE, stop, kind=kind)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert told == sorted(told)
    assert sorted(load_index(tmp_path).ids.tolist()) == list(range(100, 150))


def test_no_index_is_told_from_an_index(tmp_path):
    with pytest.raises(DamagedIndexError, match=POINTER):
        load_index(tmp_path)


def test_a_pointer_out_of_the_folder_leads_nowhere(tmp_path, corpus):
    built(tmp_path / "outside", corpus, 50)
    pointer = json.loads((tmp_path / "outside" / POINTER).read_text().split("\n")[1])
    pointer["files"] = {key: [f"../outside/{name}", digest] for key, (name, digest) in pointer["files"].items()}
    content = json.dumps(pointer)
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / POINTER).write_text(f"{hashlib.sha256(content.encode()).hexdigest()}\n{content}")
    with pytest.raises(DamagedIndexError):
        load_index(tmp_path / "index")
