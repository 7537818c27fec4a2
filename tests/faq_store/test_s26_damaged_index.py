"""S26, fast: a damaged index is never loaded, and answers come from exact search until it is built anew."""

import os
import random
import shutil
from datetime import date

import numpy as np
import pytest

from faq_store import annoy_index, saved_index
from faq_store.annoy_index import ANNOY
from faq_store.calibration import Calibration
from faq_store.entries import FaqEntry
from faq_store.inverted_lists import INVERTED_LISTS
from faq_store.saved_index import POINTER, DamagedIndexError, IndexedState, load_index, save_index
from faq_store.search import FaqSearch
from faq_store.vectors import VectorCache
from faq_store.wordings import Marks

TODAY = date(2026, 11, 23)
ROWS = 120
DAMAGES = 20


@pytest.fixture
def whole(tmp_path, corpus):
    """A folder with a good Annoy index."""
    folder = tmp_path / "whole"
    parts = [(np.arange(ROWS), corpus.vectors[:ROWS])]
    save_index(folder, parts, ROWS, IndexedState("1.0.0", Marks(), "1 1"), kind=ANNOY)
    return folder


@pytest.fixture
def loads(monkeypatch):
    """Counts the files that Annoy is made to load."""
    made = []

    class Watched(annoy_index.AnnoyIndex):
        def load(self, path, **options):
            made.append(path)
            return super().load(path, **options)

    monkeypatch.setattr(annoy_index, "AnnoyIndex", Watched)
    return made


def damaged(whole, folder, name, change):
    """A copy of the index with one file of it changed."""
    shutil.copytree(whole, folder)
    path = next(folder.glob(name))
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)
    return folder


def flip(chance):
    """Flips one bit."""

    def change(data):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)

    return change


def cut(chance):
    """Cuts the end off, or overwrites it, or makes it longer."""

    def change(data):
        at = chance.randrange(len(data))
        match chance.randrange(3):
            case 0:
                del data[at:]
            case 1:
                data[at:] = bytes(len(data) - at)
            case 2:
                data += data[at:]

    return change


@pytest.mark.parametrize("name", ["*.annoy", "*.ids", POINTER])
@pytest.mark.parametrize("damage", [flip, cut])
def test_s26_no_damaged_file_is_ever_loaded(tmp_path, whole, loads, name, damage):
    chance = random.Random(26)
    load_index(whole)
    assert len(loads) == 1
    for attempt in range(DAMAGES):
        folder = damaged(whole, tmp_path / f"{attempt}", name, damage(chance))
        with pytest.raises(DamagedIndexError):
            load_index(folder)
    assert len(loads) == 1


@pytest.mark.parametrize("link", [os.symlink, os.link], ids=["symbolic", "hard"])
def test_s25_an_index_behind_a_link_is_refused(tmp_path, whole, loads, link):
    [file] = whole.glob("*.annoy")
    elsewhere = tmp_path / "elsewhere.annoy"
    file.rename(elsewhere)
    link(elsewhere, file)
    with pytest.raises(DamagedIndexError, match="is a link"):
        load_index(whole)
    assert loads == []


def test_s26_a_lost_or_emptied_file_is_refused(whole, loads):
    [file] = whole.glob("*.annoy")
    file.write_bytes(b"")
    with pytest.raises(DamagedIndexError):
        load_index(whole)
    file.unlink()
    with pytest.raises(DamagedIndexError):
        load_index(whole)
    assert loads == []


@pytest.mark.parametrize("kind", [ANNOY, INVERTED_LISTS], ids=lambda kind: kind.name)
def test_s26_answers_stay_exact_over_a_damaged_index_until_it_is_built_anew(
    tmp_path, monkeypatch, database, store, search, encoder, corpus, loads, kind
):
    monkeypatch.setattr(saved_index, "kind_for", lambda _: kind)
    texts = corpus.texts[:ROWS]
    for number, text in enumerate(texts):
        store.put(FaqEntry(f"F{number:03}", text, "答案"), "anna")
    while search.embed_missing(encoder, 64):
        pass
    asked = corpus.texts[ROWS : ROWS + 20]
    vectors = encoder.embed(asked)

    def answers(searched):
        found = [
            searched.search(text, vector, encoder, today=TODAY, limit=3)
            for text, vector in zip(asked, vectors, strict=True)
        ]
        return [[(candidate.entry_id, round(candidate.score, 6)) for candidate in one] for one in found]

    exact = answers(search)
    search.rebuild()
    [file] = (tmp_path / "index").glob(f"*.{kind.name}")
    half = file.read_bytes()[: file.stat().st_size // 2]
    # A new file: what this process has mapped stays whole, as it would for an engine that is started anew.
    file.unlink()
    file.write_bytes(half)
    loads.clear()
    again = FaqSearch(store, VectorCache(database), tmp_path / "index", Calibration.load())
    again.open_index()
    assert loads == []
    assert answers(again) == exact
    assert again.rebuild_needed()
    again.rebuild()
    assert not again.rebuild_needed()
    assert load_index(tmp_path / "index").kind == kind.name
    assert [one[0] for one in answers(again)] == [one[0] for one in exact]
