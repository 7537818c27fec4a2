"""Answers in the merchant's own words, and the question back where two entries fit about equally."""

from appliance.api.messages import FaqHit, Route, Source
from appliance.dialogue.state import Awaiting
from appliance.dialogue.turn import Turn
from appliance.packs.pack import DomainPack
from appliance.replies.answer import Answer
from appliance.replies.phrases import Phrases
from faq_store.search import FaqCandidate
from faq_store.store import FaqStore
from faq_store.thresholds import ACCEPT, CERTAIN, CLARIFY

# Words that choose the first or the second of two offers.
FIRST = ("1", "一", "第一个", "第一", "前一个", "前者", "first", "the first", "one")
SECOND = ("2", "二", "第二个", "第二", "后一个", "后者", "second", "the second", "two")


class FaqStep:
    """The entry that answers, when one does with enough certainty.

    Args:
        pack: its guarded topics and questions about an own order need more of it: an entry that is only near would promise what
            it does not say, or speak of orders in general to somebody who asks for theirs.
    """

    def __init__(self, pack: DomainPack) -> None:
        self._pack = pack

    def answer(self, turn: Turn) -> Answer | None:
        """The entry's words, or None."""
        best = turn.best
        if best is None or best.score < (CERTAIN if self._delicate(turn) else ACCEPT):
            return None
        turn.state.settle()
        return entry_answer(best)

    def _delicate(self, turn: Turn) -> bool:
        own = self._pack.orders.question(turn.text, turn.intent.id, has_order_id=False, data_only=False)
        return own is not None or self._pack.is_guarded(turn.text, turn.intent.id)


class ClarifyStep:
    """Offers two entries that fit about equally, and takes the choice."""

    def __init__(self, phrases: Phrases, store: FaqStore) -> None:
        self._phrases = phrases
        self._store = store

    def answer(self, turn: Turn) -> Answer | None:
        """The chosen entry, the question which, or None."""
        if turn.state.awaiting == Awaiting.FAQ_CHOICE:
            return self._chosen(turn)
        close = [candidate for candidate in turn.candidates if candidate.score >= CLARIFY]
        if len(close) < 2 or close[0].score >= ACCEPT:  # noqa: PLR2004 - a choice is between two
            return None
        return self._offer(turn, close[:2])

    def _offer(self, turn: Turn, two: list[FaqCandidate]) -> Answer:
        turn.state.awaiting = Awaiting.FAQ_CHOICE
        turn.state.choices = [candidate.entry_id for candidate in two]
        questions = tuple(candidate.entry.question for candidate in two)
        text = self._phrases.say("clarify_two_entries", turn.language, first=questions[0], second=questions[1])
        return Answer(text, Route.CLARIFY, suggestions=questions)

    def _chosen(self, turn: Turn) -> Answer | None:
        said = turn.text.strip(" 。.!！").lower()
        choices = turn.state.choices
        index = 0 if said in FIRST else 1 if said in SECOND else None
        turn.state.settle()
        if index is None or index >= len(choices):
            return None
        entry = self._store.get(choices[index])
        if entry is None or not entry.answerable_on(turn.today):
            return None
        source = Source(kind="faq", id=entry.entry_id, quote=entry.answer)
        return Answer(entry.answer, Route.FAQ, (source,), FaqHit(entry_id=entry.entry_id, score=1.0))


def entry_answer(candidate: FaqCandidate) -> Answer:
    """An entry's answer, word for word."""
    return Answer(
        candidate.entry.answer,
        Route.FAQ,
        (Source(kind="faq", id=candidate.entry_id, quote=candidate.entry.answer),),
        FaqHit(entry_id=candidate.entry_id, score=round(candidate.score, 4)),
    )
