"""Finding the entry that answers, with the real encoder: at once after an edit, in its dates, with and without an index."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from faq_store.calibration import Calibration
from faq_store.dense_search import STALE_VECTORS
from faq_store.entries import FaqEntry
from faq_store.saved_index import load_index
from faq_store.search import INLINE, FaqSearch
from faq_store.thresholds import CERTAIN
from faq_store.transfer import import_faq
from faq_store.vectors import VectorCache

TODAY = date(2026, 11, 23)
DEMO = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce" / "demo" / "faq.csv"


@pytest.fixture
def asking(encoder):
    """Gives what searches as a message does."""

    def over(search):
        def ask(text, today=TODAY, limit=5):
            return search.search(text, encoder.embed([text])[0], encoder, today=today, limit=limit)

        return ask

    return over


@pytest.fixture
def ask(asking, search):
    """Searches the store."""
    return asking(search)


@pytest.fixture
def ask_demo(asking, demo):
    """Searches the demo shop's FAQ."""
    return asking(demo.search)


def ids(candidates):
    """Their entries' ids."""
    return [candidate.entry_id for candidate in candidates]


def test_an_empty_store_finds_nothing(ask):
    assert ask("几天发货？") == []


def test_an_edit_is_found_by_the_next_message(store, ask):
    stored = store.put(FaqEntry("", "多久发货？", "当天。"), "anna")
    assert ids(ask("多久发货？")) == [stored.entry_id]
    store.put(replace(stored, question="可以开发票吗？", answer="可以。"), "anna")
    [found] = ask("能开发票吗")
    assert (found.entry.answer, found.matched_question) == ("可以。", "可以开发票吗？")
    assert ask("多久发货？")[0].score < 1
    store.delete(stored.entry_id, "anna")
    assert ask("可以开发票吗？") == []


@pytest.mark.parametrize("said", ["多久发货？", "多久发货", " 多久, 发货!! ", "HOW soon do you ship"])
def test_an_entrys_own_words_are_certain(store, ask, said):
    store.put(FaqEntry("F1", "多久发货？", "当天。", ("How soon do you ship?",)), "anna")
    store.put(FaqEntry("F2", "多久到货？", "三天。"), "anna")
    best, other = ask(said)
    assert (best.entry_id, best.score) == ("F1", 1.0)
    assert other.score < 1


def test_punctuation_alone_is_nobodys_own_words(store, ask):
    store.put(FaqEntry("F1", "？？", "请说具体些。"), "anna")
    assert ask("！！")[0].score < 1


@pytest.mark.parametrize(
    "change",
    [
        {"enabled": False},
        {"valid_until": date(2026, 11, 22)},
        {"valid_from": date(2026, 11, 24)},
    ],
)
def test_what_must_not_answer_today_is_never_returned(store, ask, change):
    store.put(replace(FaqEntry("F1", "多久发货？", "当天。"), **change), "anna")
    store.put(FaqEntry("F2", "可以开发票吗？", "可以。"), "anna")
    assert ids(ask("多久发货？")) == ["F2"]


def test_the_dates_are_those_of_the_day_asked_about(ask_demo):
    promotion = "双十一有什么活动？"
    assert ask_demo(promotion, date(2026, 11, 15))[0].entry_id == "FAQ033"
    assert "FAQ033" not in ids(ask_demo(promotion, date(2026, 11, 16)))
    assert "FAQ046" not in ids(ask_demo("订单可以催发货吗？"))


def test_scores_fall_and_are_probabilities(ask_demo):
    found = ask_demo("退款多长时间能到账呀")
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert found[0].entry_id == "FAQ021"
    assert len(set(ids(found))) == len(found) == 5
    assert len(ask_demo("退款", limit=2)) == 2


def test_every_question_of_the_demo_shop_finds_its_own_entry(demo, ask_demo):
    for entry in demo.store.all():
        if entry.answerable_on(TODAY):
            best = ask_demo(entry.question)[0]
            assert (best.entry_id, best.score) == (entry.entry_id, 1.0)


def test_the_index_finds_what_exact_search_finds(demo, ask_demo):
    questions = [entry.similar_questions[0] + "啊" for entry in demo.store.all()[::3]]
    exact = [ids(ask_demo(question)) for question in questions]
    assert demo.search.rebuild_needed()
    demo.search.rebuild()
    indexed = [ids(ask_demo(question)) for question in questions]
    assert not demo.search.rebuild_needed()
    assert [one[0] for one in indexed] == [one[0] for one in exact]
    same = sum(len(set(one) & set(two)) for one, two in zip(exact, indexed, strict=True))
    assert same / sum(map(len, exact)) >= 0.99


def reopened(demo):
    """Search of a new process over the same data folder."""
    again = FaqSearch(demo.store, VectorCache(demo.database), demo.database.path.parent / "index", Calibration.load())
    again.open_index()
    return again


def test_a_new_process_uses_the_index_that_lies_there(demo, asking, ask_demo):
    ask_demo("发货")
    demo.search.rebuild()
    again = reopened(demo)
    assert asking(again)("退款多长时间能到账呀")[0].entry_id == "FAQ021"
    assert not again.rebuild_needed()


def test_no_index_on_disk_stops_no_answer(demo, ask_demo):
    demo.search.open_index()
    assert ask_demo("付款后多久发货？")[0].entry_id == "FAQ001"
    assert demo.search.rebuild_needed()


def test_an_index_of_another_encoder_is_built_anew(store, database, search, encoder, tmp_path):
    store.put(FaqEntry("F1", "多久发货？", "当天。"), "anna")
    search.embed_missing(encoder, 1)
    search.rebuild()
    newer = object.__new__(type(encoder))
    newer.__dict__.update(encoder.__dict__, info=replace(encoder.info, version="9.9.9"))
    again = FaqSearch(store, VectorCache(database), tmp_path / "index", Calibration.load())
    again.open_index()
    again.embed_missing(encoder, 1)
    assert not again.rebuild_needed()
    store.changed()
    again.embed_missing(newer, 1)
    assert again.rebuild_needed()
    again.rebuild()
    assert load_index(tmp_path / "index").state.encoder == "9.9.9"


def test_an_entry_added_after_the_index_was_built_is_found_beside_it(demo, ask_demo):
    ask_demo("发货")
    demo.search.rebuild()
    demo.store.put(FaqEntry("NEW", "你们回收旧帐篷吗？", "回收，抵 50 元。"), "anna")
    assert ids(ask_demo("旧帐篷你们回收吗"))[0] == "NEW"
    assert not demo.search.rebuild_needed()


def test_a_large_import_is_found_by_its_words_at_once_and_embedded_bit_by_bit(database, store, search, encoder, ask):
    import_faq(database, store, DEMO, "demo")
    assert (ask("付款后多久发货？")[0].entry_id, ask("付款后多久发货？")[0].score) == ("FAQ001", 1.0)
    remaining = search.embed_missing(encoder, 10)
    assert search.embed_missing(encoder, 10) == remaining - 10 > 0


def test_a_few_new_wordings_are_embedded_within_the_search(store, search, encoder, ask):
    for number in range(INLINE):
        store.put(FaqEntry(f"F{number}", f"第{number}个问题", "答案"), "anna")
    ask("第3个问题")
    assert search.embed_missing(encoder, 1) == 0


def test_the_index_is_built_anew_once_enough_is_outside_it(store, search, encoder, ask):
    store.put(FaqEntry("F", "第一个问题", "答案"), "anna")
    ask("第一个问题")
    search.rebuild()
    wordings = tuple(f"{number} 号尺码多大" for number in range(STALE_VECTORS))
    store.put(FaqEntry("G", "尺码表", "见详情页", wordings[:-1]), "anna")
    while search.embed_missing(encoder, 128):
        pass
    assert not search.rebuild_needed()
    store.put(FaqEntry("H", wordings[-1], "见详情页"), "anna")
    ask("尺码")
    assert search.rebuild_needed()


@pytest.mark.parametrize("text", ["双人自动帐篷有多重？", "你们招聘客服吗", "鞋子能刻字吗"])
def test_no_entry_is_certain_for_want_of_others_that_are_not_embedded_yet(database, store, search, encoder, ask, text):
    import_faq(database, store, DEMO, "anna")
    scores = []
    while search.embed_missing(encoder, 40):
        scores.append(ask(text)[0].score)
    assert len(scores) > 5
    assert ask(text)[0].score < CERTAIN
    assert max(scores) < CERTAIN
