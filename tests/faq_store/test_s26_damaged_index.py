"""S26, fast: a damaged index is never loaded, and answers come from exact search until it is built anew."""

import os
import random
import shutil
from datetime import date

import pytest

from faq_store import annoy_index
from faq_store.annoy_index import POINTER, DamagedIndexError, build_index, load_index
from faq_store.entries import FaqEntry
from faq_store.vectors import text_key

TODAY = date(2026, 11, 23)
ROWS = 120
DAMAGES = 20


@pytest.fixture
def whole(tmp_path, corpus):
    """A folder with a good index."""
    folder = tmp_path / "whole"
    keys = [text_key(text) for text in corpus.texts[:ROWS]]
    build_index(folder, keys, corpus.vectors[:ROWS], encoder="1.0.0")
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


@pytest.mark.parametrize("name", ["*.annoy", POINTER])
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


def test_s26_answers_stay_exact_over_a_damaged_index_until_it_is_built_anew(
    tmp_path, store, search, encoder, corpus, loads
):
    texts = corpus.texts[:ROWS]
    for number, text in enumerate(texts):
        store.put(FaqEntry(f"F{number:03}", text, "答案"), "anna")
    while search.embed_missing(encoder, 64):
        pass

    def answers():
        asked = corpus.texts[ROWS : ROWS + 20]
        found = [search.search(text, encoder.embed([text])[0], encoder, today=TODAY, limit=3) for text in asked]
        return [[(candidate.entry_id, round(candidate.score, 6)) for candidate in one] for one in found]

    exact = answers()
    search.rebuild()
    [file] = (tmp_path / "index").glob("*.annoy")
    half = file.read_bytes()[: file.stat().st_size // 2]
    # A new file: what this process has mapped stays whole, as it would for an engine that is started anew.
    file.unlink()
    file.write_bytes(half)
    loads.clear()
    search.open_index()
    assert loads == []
    store.changed()
    assert answers() == exact
    assert search.rebuild_needed()
    search.rebuild()
    assert not search.rebuild_needed()
    assert load_index(tmp_path / "index").keys
    assert [one[0] for one in answers()] == [one[0] for one in exact]
