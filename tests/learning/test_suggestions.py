"""From feedback to suggestions: what is proposed, once, and what the merchant decides."""

import asyncio

import pytest

from appliance.api.messages import Role, Route
from appliance.conversations.store import NewMessage, append_in


@pytest.fixture
def learn(suggestions, conversation):
    """Feedback on a bot's line."""

    def learned(line, *, satisfied):
        asyncio.run(suggestions.learn(conversation, line.message_id, satisfied=satisfied))
        return suggestions.open()

    return learned


@pytest.fixture
def person_says(suggestions, conversation):
    """A person answers in the conversation."""

    def said(answer):
        asyncio.run(suggestions.learn_answer(conversation, answer))
        return suggestions.open()

    return said


def test_an_unsatisfying_answer_asks_for_an_entry(conversation, turn, learn):
    [suggestion] = learn(turn("明天能到吗"), satisfied=False)
    assert (suggestion.kind, suggestion.text, suggestion.intent) == ("faq", "明天能到吗", "ship_time")
    assert (suggestion.conversation_id, suggestion.proposed_answer, suggestion.state) == (conversation, "", "open")


def test_a_satisfying_answer_gives_a_training_example(turn, learn):
    [suggestion] = learn(turn("明天能到吗"), satisfied=True)
    assert (suggestion.kind, suggestion.text, suggestion.intent) == ("training", "明天能到吗", "ship_time")


def test_the_same_feedback_twice_is_one_suggestion(turn, learn):
    line = turn("明天能到吗")
    learn(line, satisfied=False)
    assert len(learn(line, satisfied=False)) == 1
    # A customer who thinks again leaves both.
    assert {one.kind for one in learn(line, satisfied=True)} == {"faq", "training"}


def test_feedback_on_what_answers_nothing_suggests_nothing(database, conversation, learn):
    new = NewMessage(Role.BOT, "您好")
    assert learn(database.write(lambda db: append_in(db, conversation, new)), satisfied=False) == []


def test_a_persons_answer_to_what_the_bot_handed_over_is_proposed(turn, person_says):
    turn("你们收旧帐篷吗", intent="product_info", route=Route.HANDOFF, answer="已请人工客服来回复您")
    [suggestion] = person_says("收的，抵 50 元。")
    assert (suggestion.kind, suggestion.text) == ("faq", "你们收旧帐篷吗")
    assert (suggestion.intent, suggestion.proposed_answer) == ("product_info", "收的，抵 50 元。")
    # What the person says next is no answer to that question any more.
    assert person_says("还有别的吗？")[0].proposed_answer == "收的，抵 50 元。"


def test_a_persons_answer_completes_what_feedback_has_suggested(turn, learn, person_says):
    line = turn("你们收旧帐篷吗", intent="product_info", route=Route.HANDOFF)
    learn(line, satisfied=False)
    [suggestion] = person_says("收的。")
    assert (suggestion.text, suggestion.proposed_answer) == ("你们收旧帐篷吗", "收的。")


def test_the_last_question_that_was_handed_over_is_the_one_answered(turn, person_says):
    turn("第一个问题", intent="product_info", route=Route.HANDOFF)
    turn("第二个问题", intent="price", route=Route.HANDOFF)
    turn("谢谢", intent="thanks", route=Route.SMALLTALK)
    assert [one.text for one in person_says("答案")] == ["第二个问题"]


@pytest.mark.parametrize("intent", ["human_agent", "complaint"])
def test_wishing_for_a_person_or_complaining_is_no_question(turn, person_says, intent):
    turn("叫你们老板来", intent=intent, route=Route.HANDOFF)
    assert person_says("您好，请讲。") == []


def test_where_the_bot_answered_nothing_is_proposed(turn, person_says):
    turn("几天发货")
    assert person_says("当天。") == []


def test_open_suggestions_come_the_newest_first(turn, learn):
    for text in ("一", "二", "三"):
        learn(turn(text), satisfied=False)
    assert [one.text for one in learn(turn("四"), satisfied=False)] == ["四", "三", "二", "一"]


@pytest.mark.parametrize("state", ["accepted", "refused"])
def test_what_is_decided_is_open_no_more_and_decided_once(suggestions, turn, learn, state):
    [suggestion] = learn(turn("明天能到吗"), satisfied=False)
    decided = asyncio.run(suggestions.decide(suggestion.suggestion_id, state))
    assert decided == suggestion.model_copy(update={"state": state})
    assert suggestions.open() == []
    with pytest.raises(LookupError):
        asyncio.run(suggestions.decide(suggestion.suggestion_id, "accepted"))


def test_a_decided_suggestion_does_not_come_back(suggestions, turn, learn, person_says):
    line = turn("你们收旧帐篷吗", route=Route.HANDOFF)
    [suggestion] = learn(line, satisfied=False)
    asyncio.run(suggestions.decide(suggestion.suggestion_id, "refused"))
    assert learn(line, satisfied=False) == []
    assert person_says("收的。") == []


def test_there_is_nothing_to_decide_on_what_is_not_there(suggestions):
    with pytest.raises(LookupError):
        asyncio.run(suggestions.decide(7, "accepted"))
