"""What an entry is, when it answers, and what is wrong with one."""

from dataclasses import replace
from datetime import date

import pytest

from faq_store.entries import MAX_ANSWER, MAX_QUESTION, FaqEntry, entry_from

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("begins", "ends", "enabled", "answers"),
    [
        (None, None, True, True),
        (None, None, False, False),
        (TODAY, TODAY, True, True),
        (date(2026, 11, 24), None, True, False),
        (None, date(2026, 11, 22), True, False),
        (date(2026, 1, 1), date(2026, 12, 31), True, True),
        (date(2026, 1, 1), date(2026, 12, 31), False, False),
    ],
)
def test_an_entry_answers_while_it_is_on_and_in_its_dates_both_included(entry, begins, ends, enabled, answers):
    dated = replace(entry, valid_from=begins, valid_until=ends, enabled=enabled)
    assert dated.answerable_on(TODAY) is answers


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"question": "  "}, "question is empty"),
        ({"answer": ""}, "answer is empty"),
        ({"question": "问" * (MAX_QUESTION + 1)}, "a question is longer than 500 characters"),
        ({"similar_questions": ("问" * (MAX_QUESTION + 1),)}, "a question is longer than 500 characters"),
        ({"answer": "答" * (MAX_ANSWER + 1)}, "answer is longer than 8000 characters"),
        (
            {"valid_from": date(2026, 2, 2), "valid_until": date(2026, 2, 1)},
            "valid_from is after valid_until",
        ),
    ],
)
def test_each_fault_has_its_words(entry, change, fault):
    assert replace(entry, **change).faults() == [fault]


def test_an_entry_at_its_limits_has_no_fault(entry):
    full = replace(entry, question="问" * MAX_QUESTION, answer="答" * MAX_ANSWER, valid_from=TODAY, valid_until=TODAY)
    assert full.faults() == []


def test_all_faults_are_named_at_once():
    assert FaqEntry("", "", "").faults() == ["question is empty", "answer is empty"]


def test_an_entry_survives_its_document(entry):
    dated = replace(entry, entry_id="F1", valid_from=TODAY, updated_at=7)
    assert entry_from(dated.document(), "F1", 7) == dated


def test_tidying_leaves_one_form_of_what_looks_the_same(entry):
    loose = replace(
        entry,
        question=" 多久发货？\u3000",
        answer="第一行\r\n第二行\r第三行\x00\x07\n",
        similar_questions=("几天发\n多久寄", "  ", ""),
        category="\t物流 ",
        tags=("发货，截单", "急,快"),
    ).tidied()
    assert loose.question == "多久发货？"
    assert loose.answer == "第一行\n第二行\n第三行"
    assert loose.similar_questions == ("几天发", "多久寄")
    assert loose.category == "物流"
    assert loose.tags == ("发货", "截单", "急", "快")
    assert loose.tidied() == loose
