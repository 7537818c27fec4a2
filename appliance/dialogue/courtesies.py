"""Requests for a person, small talk and the courteous refusal of what a shop does not answer."""

import re

from appliance.api.messages import Route
from appliance.dialogue.state import Awaiting
from appliance.dialogue.turn import Turn
from appliance.knowledge.products import ProductStore
from appliance.packs.pack import DomainPack
from appliance.replies.answer import Answer
from appliance.replies.phrases import Phrases

# Asking for a person must work in one turn, however it is put (S31); the classifier alone is not enough for that.
PERSON = re.compile(
    r"转.{0,4}(人工|客服|真人)|(要|找|叫|换|接|来|给我|有没有|有|是不是|能不能|帮我).{0,6}(人工|真人|活人|客服|店主|老板|店长|负责人)|^\W*(人工|真人|活人)(客服|服务)?\W*$|"
    r"人工(客服|服务|在)|不(要|想|跟|和).{0,5}(机器人|智能|ai)|(别|不要).{0,4}机器人|"
    r"\b(human|real person|live (agent|person|chat)|representative|operator|talk to (a|an|some)?\s?(one|body|person|human|agent|staff))\b|"
    r"\b(speak|talk|chat|connect me) (to|with) (a|an|the|your|some)?\s?(human|person|agent|manager|staff|someone|somebody|customer service)",
    re.IGNORECASE,
)
# Asked about rather than for: "are you a human?" is small talk, "no human answers the phone" a complaint.
NOT_FOR_A_PERSON = re.compile(
    r"你是(不是)?(真人|人工|机器人|活人|人)|是(真人|人工|机器人)(吗|还是|么)|are you (a )?(human|real|bot|robot)",
    re.IGNORECASE,
)
# Instructions to the desk itself, which is no one's to give: answered like anything that is not the shop's business (S27).
INJECTION = re.compile(
    r"忽略.{0,12}(指令|规则|设定|提示|要求|以上|之前)|(系统|初始|隐藏)?(提示词|prompt)|(你现在是|从现在起你是|扮演|假装你是?)|开发者模式|越狱|"
    r"ignore .{0,20}(instruction|rule|prompt|previous|above)|system prompt|(you are now|pretend (to be|you)|act as)|developer mode|jailbreak|"
    r"<\|?[a-z_]+\|?>|\bDAN\b",
    re.IGNORECASE,
)
# From this probability on, a message is out of scope even where it names a product: 写一首关于帐篷的诗.
BEYOND_DOUBT = 0.9
SOCIAL = {
    "greeting": "greeting",
    "thanks": "thanks",
    "goodbye": "goodbye",
    "smalltalk": "smalltalk_identity",
    "affirm": "affirm_ack",
    "deny": "deny_ack",
}


class PersonStep:
    """Hands over at once to whoever asks for a person."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, turn: Turn) -> Answer | None:
        """A hand-off, or None."""
        asked = turn.intent.id == "human_agent" or PERSON.search(turn.text)
        # An entry in these very words, as "客服几点上班", is a question about people rather than for one.
        if not asked or turn.in_entrys_words or NOT_FOR_A_PERSON.search(turn.text):
            return None
        return Answer(self._phrases.say("handoff_requested", turn.language), Route.HANDOFF, handoff="requested")


class InjectionStep:
    """Declines instructions to the desk itself."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, turn: Turn) -> Answer | None:
        """A courteous refusal, or None."""
        if not INJECTION.search(turn.text):
            return None
        return Answer(self._phrases.say("injected_refusal", turn.language), Route.SMALLTALK)


class SmallTalkStep:
    """Answers greetings, thanks, goodbyes and chat, where no open question makes them an answer."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def answer(self, turn: Turn) -> Answer | None:
        """A courtesy, or None."""
        if not turn.text.strip():
            return Answer(self._phrases.say("empty_message", turn.language), Route.CLARIFY)
        phrase = SOCIAL.get(turn.intent.id)
        if phrase is None or turn.in_entrys_words:
            return None
        if turn.intent.id in {"affirm", "deny"} and turn.state.awaiting != Awaiting.NOTHING:
            return None
        return Answer(self._phrases.say(phrase, turn.language), Route.SMALLTALK)


class OutOfScopeStep:
    """Courteously refuses what no shop answers; who names one of the shop's products is given the benefit of the doubt."""

    def __init__(self, phrases: Phrases, products: ProductStore) -> None:
        self._phrases = phrases
        self._products = products

    def answer(self, turn: Turn) -> Answer | None:
        """The refusal, or None."""
        if not turn.intent.out_of_scope:
            return None
        if turn.intent.confidence < BEYOND_DOUBT and self._products.named_in(turn.text, limit=1):
            return None
        return Answer(self._phrases.say("out_of_scope_refusal", turn.language), Route.SMALLTALK)


class GuardedStep:
    """Leaves guarded topics to a person, once neither an entry nor a row has answered."""

    def __init__(self, pack: DomainPack, phrases: Phrases) -> None:
        self._pack = pack
        self._phrases = phrases

    def answer(self, turn: Turn) -> Answer | None:
        """A hand-off, or None."""
        if not self._pack.is_guarded(turn.text, turn.intent.id):
            return None
        return Answer(self._phrases.say("handoff_guarded", turn.language), Route.HANDOFF, handoff="guarded")
