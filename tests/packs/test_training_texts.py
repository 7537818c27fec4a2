"""What the intent head is trained on: the contract's ids, enough of each, one intent per text, and no line kept for measuring."""

import json
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from appliance.packs.pack import load_pack

PACK = Path(__file__).parents[2] / "appliance" / "packs" / "ecommerce"
DATA = Path(__file__).parents[1] / "data"
ENOUGH = 60
# So short that two people say the same by chance: 在吗, 转人工, thanks.
SHORT_CHARACTERS, SHORT_WORDS = 4, 2


def plain(text):
    """The text without what people add or leave out."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).lower() if letter.isalnum())


def short(text):
    """Whether it is said by chance."""
    return len(plain(text)) <= SHORT_CHARACTERS or (text.isascii() and len(text.split()) <= SHORT_WORDS)


def rows(path):
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


FILES = sorted(PACK.rglob("*.jsonl"))
UTTERANCES = [row for path in FILES if path.parent.name == "utterances" for row in rows(path)]
REWORDINGS = [row for path in FILES if path.parent.name == "rewordings" for row in rows(path)]
TRAINED = [(row["text"], row["intent"]) for row in UTTERANCES]
TRAINED += [(text, row["intent"]) for row in REWORDINGS for text in row["texts"]]
MEASURED = {
    plain(row["text"]) for name in ("intents_independent", "faq_independent") for row in rows(DATA / f"{name}.jsonl")
}


def test_only_the_packs_intents_are_used_and_each_has_enough():
    counts = Counter(intent for _, intent in TRAINED)
    assert set(counts) == {intent.id for intent in load_pack(PACK).intents}
    assert [(name, count) for name, count in counts.items() if count < ENOUGH] == []


def test_no_text_is_empty_and_each_utterance_says_its_language():
    assert all(text.strip() == text != "" for text, _ in TRAINED)
    assert {row["lang"] for row in UTTERANCES} == {"zh", "en"}


def test_no_text_has_two_intents_and_no_utterance_stands_there_twice():
    intents = defaultdict(set)
    for text, intent in TRAINED:
        intents[plain(text) or text].add(intent)
    assert {text: names for text, names in intents.items() if len(names) > 1} == {}
    counts = Counter(row["text"] for row in UTTERANCES)
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_line_kept_for_measuring_is_trained_on():
    assert len(MEASURED) > 1500
    assert {text for text, _ in TRAINED if plain(text) in MEASURED and not short(text)} == set()


def test_a_need_is_one_intents_and_has_several_wordings():
    assert all(len(set(row["texts"])) > 2 for row in REWORDINGS)
    needs = Counter((row["intent"], row["need"]) for row in REWORDINGS)
    assert [need for need, count in needs.items() if count > 1] == []
