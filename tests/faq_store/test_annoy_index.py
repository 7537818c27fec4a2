"""The index on disk: named by its content, checked before it is loaded, near enough to exact."""

import hashlib
import json

import numpy as np
import pytest

from faq_store.annoy_index import POINTER, DamagedIndexError, build_index, load_index
from faq_store.search import NEAREST
from faq_store.vectors import text_key

TOP = 10


def built(folder, corpus, count=None):
    """An index over (the first `count` of) the corpus."""
    texts = corpus.texts[:count]
    return build_index(folder, [text_key(text) for text in texts], corpus.vectors[:count], encoder="1.0.0")


def test_recall_at_10_against_exact_search(tmp_path, corpus, encoder):
    index = built(tmp_path, corpus)
    keys = np.array([text_key(text).hex() for text in corpus.texts])
    asked = encoder.embed([f"请问{text}" for text in corpus.texts[::5]])
    exact = keys[np.argsort(-(asked @ corpus.vectors.T), axis=1)[:, :TOP]]
    found = [{key.hex() for key in index.near(vector, NEAREST)} for vector in asked]
    hits = sum(len(found[row] & set(exact[row])) for row in range(len(asked)))
    assert hits / exact.size >= 0.99


def test_an_indexed_text_is_its_own_nearest(tmp_path, corpus):
    index = built(tmp_path, corpus)
    for row in range(0, len(corpus.texts), 50):
        assert index.near(corpus.vectors[row], 1) == [text_key(corpus.texts[row])]


def test_what_is_loaded_is_what_was_built(tmp_path, corpus):
    made = built(tmp_path, corpus)
    loaded = load_index(tmp_path)
    assert (loaded.keys, loaded.encoder) == (made.keys, "1.0.0")
    for vector in corpus.vectors[::100]:
        assert loaded.near(vector, TOP) == made.near(vector, TOP)


def test_the_file_is_named_by_its_content(tmp_path, corpus):
    built(tmp_path, corpus, 50)
    [file] = tmp_path.glob("*.annoy")
    assert file.name == f"faq-{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}.annoy"


def test_the_same_content_gives_the_same_file(tmp_path, corpus):
    for folder in ("one", "two"):
        built(tmp_path / folder, corpus, 50)
    assert [path.name for path in (tmp_path / "one").iterdir()] == [path.name for path in (tmp_path / "two").iterdir()]


def test_a_new_index_takes_the_old_ones_place_and_leaves_nothing_behind(tmp_path, corpus):
    old = built(tmp_path, corpus, 50)
    new = built(tmp_path, corpus, 60)
    assert load_index(tmp_path).keys == new.keys
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".annoy", ".json"]
    # Whoever still searches the old one can go on.
    assert old.near(corpus.vectors[0], 1) == [text_key(corpus.texts[0])]


def test_no_index_is_told_from_an_index(tmp_path):
    with pytest.raises(DamagedIndexError, match=POINTER):
        load_index(tmp_path)


def test_a_pointer_out_of_the_folder_leads_nowhere(tmp_path, corpus):
    built(tmp_path / "outside", corpus, 50)
    [file] = (tmp_path / "outside").glob("*.annoy")
    pointer = json.loads((tmp_path / "outside" / POINTER).read_text().split("\n")[1])
    content = json.dumps({**pointer, "file": f"../outside/{file.name}"})
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / POINTER).write_text(f"{hashlib.sha256(content.encode()).hexdigest()}\n{content}")
    with pytest.raises(DamagedIndexError):
        load_index(tmp_path / "index")
