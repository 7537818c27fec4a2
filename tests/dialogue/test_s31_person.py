"""Asking for a person works within one turn, in fifty ways of saying it (S31)."""

import pytest

pytestmark = pytest.mark.engine
WAYS = (
    "转人工", "人工", "人工客服", "我要人工", "找人工客服", "帮我转人工", "能转人工吗", "转接人工", "请转真人", "有没有真人",
    "叫个真人来", "找个活人跟我说", "我要跟真人聊", "不要机器人", "别让机器人回我", "我不想跟机器人说话", "换个人来", "换人工",
    "人工在吗", "人工服务", "有人吗，真人那种", "给我接客服", "接一下人工", "我要找老板", "叫你们老板来", "让店长跟我说", "找你们负责人",
    "zhuan人工", "转人公", "转任工客服", "你听不懂，给我转人工", "机器人没用，找人来", "能不能来个人", "喊个客服出来", "客服呢，出来个人",
    "我想和人工客服谈谈", "麻烦帮我转接一下人工客服谢谢", "人工人工人工", "人工！！！", "就要人工，别的不要",
    "human please", "I want to talk to a human", "real person", "can I speak to someone", "connect me to an agent",
    "live chat with a person please", "stop the bot, get me a human", "talk to a representative", "let me speak with your manager",
    "operator",
)  # fmt: skip


def test_there_are_fifty():
    assert len(set(WAYS)) == 50


@pytest.mark.parametrize("text", WAYS)
def test_s31_a_person_is_asked_for_and_comes(engine, text):
    reply = engine.conversation().send(text)
    assert (reply.route, reply.handoff) == ("handoff", True), (reply.intent.id, reply.text)
