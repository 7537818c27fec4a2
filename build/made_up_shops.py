"""Shops made up from texts written for this project, with what their customers ask: for calibrating the search of the FAQ.

Of two kinds: whole FAQ lists with questions that an entry answers and near misses that none does (`appliance/packs/ecommerce/faq_lists`),
and entries made of groups of rewordings that the encoder never learned from, of which a shop knows some wordings and customers use others.
"""

import json
import random
from dataclasses import dataclass

from training_texts import PACK, Rewording

from faq_store.entries import FaqEntry

# Intents whose messages no entry answers, whatever the shop.
NEVER_ANSWERED = {
    "out_of_scope",
    "smalltalk",
    "greeting",
    "thanks",
    "goodbye",
    "affirm",
    "deny",
    "inform",
    "human_agent",
}
# Wordings that an entry made of a group has; one of a list has fewer than this.
WORDINGS = 4
# Customers of each listed shop who write something that no entry answers.
IDLE_TALK = 10


@dataclass(frozen=True)
class MadeUpShop:
    """Its entries, and what customers ask: the text with the id of the entry that answers it, empty where none does."""

    entries: tuple[FaqEntry, ...]
    asked: tuple[tuple[str, str], ...]


def listed_shops(groups: list[Rewording], chance: random.Random) -> list[MadeUpShop]:
    """The shops of the FAQ lists; an entry has up to three of its customers' wordings as similar questions."""
    idle = [text for group in groups if group.intent in NEVER_ANSWERED for text in group.texts]
    shops = []
    for path in sorted((PACK / "faq_lists").glob("*.jsonl")):
        entries, asked = [], []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            name, known = f"{path.stem}-{number}", chance.randrange(WORDINGS)
            wordings = chance.sample(row["asked"], len(row["asked"]))
            entries.append(FaqEntry(name, row["question"], row["answer"], similar_questions=tuple(wordings[:known])))
            asked += [(text, name) for text in wordings[known:]]
            asked += [(text, "") for text in row["missed"]]
        asked += [(text, "") for text in chance.sample(idle, IDLE_TALK)]
        shops.append(MadeUpShop(tuple(entries), tuple(asked)))
    return shops


def shop_of_groups(groups: list[Rewording], chance: random.Random) -> MadeUpShop:
    """A shop with entries for half of the needs; its customers have the others as well."""
    answered = [group for group in groups if group.intent not in NEVER_ANSWERED]
    chance.shuffle(answered)
    sold, unknown = answered[: len(answered) // 2], answered[len(answered) // 2 :]
    nothing = [group for group in groups if group.intent in NEVER_ANSWERED]
    entries, asked = [], []
    for group in sold:
        wordings = chance.sample(group.texts, len(group.texts))
        own, others = wordings[:WORDINGS], wordings[WORDINGS:]
        entries.append(FaqEntry(group.need, own[0], "…", similar_questions=tuple(own[1:])))
        asked += [(text, group.need) for text in others]
    asked += [(text, "") for group in [*unknown, *nothing] for text in group.texts[WORDINGS:]]
    return MadeUpShop(tuple(entries), tuple(asked))
