"""Reading a domain pack: `pack.toml` (intents, guarded topics), `tasks.toml` (answers from rows) and `phrases/`."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Field = Literal["attribute", "price", "stock", "link", "overview"]
# A shorter part of a product's name may be what is asked for: 保温 in 保温杯.
SHORTEST_PART = 3


@dataclass(frozen=True)
class Intent:
    """An intent of the pack."""

    id: str
    group: str
    name_zh: str
    name_en: str
    guarded: bool


@dataclass(frozen=True)
class Asked:
    """Which of a product's fields a message asks for; `attribute` names it where it is one."""

    field: Field
    attribute: str = ""


@dataclass(frozen=True)
class OrderTask:
    """How questions about an own order are told from others, and which of an order's facts answers which intent."""

    answers: dict[str, tuple[str, bool]]
    focused: frozenset[str]
    own_cues: re.Pattern[str]
    general_cues: re.Pattern[str]
    other_order_cues: re.Pattern[str]

    def question(
        self, text: str, intent: str, *, has_order_id: bool, data_only: bool, in_focus: bool = False
    ) -> str | None:
        """Which fact of an own order the message asks for, or None where it asks about none.

        Args:
            text: the message in normal form.
            intent: its intent.
            has_order_id: it names an order.
            data_only: it says nothing else.
            in_focus: an order is being talked about, so that some questions need no word for it.
        """
        if data_only:
            return "status" if has_order_id else None
        if intent not in self.answers:
            return None
        phrase, own = self.answers[intent]
        if has_order_id:
            return phrase
        if self.general_cues.search(text) and not self.own_cues.search(text):
            return None
        own = own or (in_focus and intent in self.focused)
        return phrase if own or self.own_cues.search(text) else None

    def drops_focus(self, text: str) -> bool:
        """Whether the customer means another order than the one talked about."""
        return bool(self.other_order_cues.search(text))


@dataclass(frozen=True)
class ProductTask:
    """Which intents a product's row may answer, and how its fields are asked for."""

    intents: frozenset[str]
    pronouns: re.Pattern[str]
    cues: tuple[tuple[Field, re.Pattern[str]], ...]
    attribute_words: dict[str, tuple[str, ...]]

    def refers(self, text: str) -> bool:
        """Whether the message points at a product without naming it."""
        return bool(self.pronouns.search(text))

    def asked(self, text: str, name: str, attributes: Sequence[str]) -> tuple[Asked, ...]:
        """The fields that the message asks for, in its order; empty where it asks for something the row does not have.

        Args:
            text: the message in normal form.
            name: of the product; its words in the message name it and ask for nothing.
            attributes: the names of the row's attributes.
        """
        rest = without_name(text.lower(), name.lower())
        found = [
            Asked("attribute", attribute)
            for topic in self._topics(rest, attributes)
            if (attribute := next((one for one in attributes if topic in one or one in topic), None))
        ]
        fields = [Asked(field) for field, pattern in self.cues if pattern.search(rest)]
        plain = [asked for asked in fields if asked.field != "overview"]
        if found or plain:
            return tuple(dict.fromkeys([*found, *plain]))
        return () if self._topics(rest, attributes) else tuple(fields)

    def _topics(self, text: str, attributes: Sequence[str]) -> list[str]:
        """What is asked for by name: the longest words first, so that 坐多重 is not taken for 多重."""
        words = {word: topic for topic, synonyms in self.attribute_words.items() for word in synonyms}
        words |= {attribute.lower(): attribute for attribute in attributes}
        found: dict[int, str] = {}
        for word in sorted(words, key=len, reverse=True):
            while (at := text.find(word)) >= 0:
                found[at] = words[word]
                text = text[:at] + " " * len(word) + text[at + len(word) :]
        return [found[at] for at in sorted(found)]


def without_name(text: str, name: str) -> str:
    """The text without the name, or the parts of it that are long enough to be nothing else."""
    for length in range(len(name), SHORTEST_PART - 1, -1):
        for start in range(len(name) - length + 1):
            text = text.replace(name[start : start + length], " ", 1)
    return text


@dataclass(frozen=True)
class DomainPack:
    """A trade's data."""

    folder: Path
    id: str
    version: str
    intents: tuple[Intent, ...]
    guarded_topics: tuple[tuple[str, re.Pattern[str]], ...]
    orders: OrderTask
    products: ProductTask

    def guarded_topic(self, text: str) -> str | None:
        """The guarded topic that the message touches, if any."""
        return next((topic for topic, pattern in self.guarded_topics if pattern.search(text)), None)

    def is_guarded(self, text: str, intent: str) -> bool:
        """Whether the model's own words may not answer this message."""
        return self.guarded_topic(text) is not None or any(one.guarded for one in self.intents if one.id == intent)


def load_pack(folder: Path) -> DomainPack:
    """Read the pack in `folder`.

    Raises:
        OSError: a file is missing.
        ValueError: a file is not as it should be; says which.
    """
    with _blaming(folder / "pack.toml") as described:
        identifier, version = str(described["id"]), str(described["version"])
        intents = tuple(Intent(**{name: row[name] for name in Intent.__annotations__}) for row in described["intents"])
        guarded_topics = tuple(
            (str(row["id"]), pattern([*row["triggers_zh"], *row["triggers_en"]])) for row in described["guarded_topics"]
        )
    with _blaming(folder / "tasks.toml") as tasks:
        orders, products = _order_task(tasks["orders"]), _product_task(tasks["products"])
    return DomainPack(folder, identifier, version, intents, guarded_topics, orders, products)


def pattern(alternatives: Sequence[str]) -> re.Pattern[str]:
    """One expression that any of the alternatives matches, without case."""
    return re.compile("|".join(f"(?:{one})" for one in alternatives), re.IGNORECASE)


def _order_task(tasks: dict[str, Any]) -> OrderTask:
    return OrderTask(
        answers={intent: (row["phrase"], row["own"]) for intent, row in tasks["answers"].items()},
        focused=frozenset(tasks["focused"]),
        own_cues=pattern(tasks["own_cues"]),
        general_cues=pattern(tasks["general_cues"]),
        other_order_cues=pattern(tasks["other_order_cues"]),
    )


def _product_task(tasks: dict[str, Any]) -> ProductTask:
    order: tuple[Field, ...] = ("stock", "price", "link", "overview")
    return ProductTask(
        intents=frozenset(tasks["intents"]),
        pronouns=pattern(tasks["pronouns"]),
        cues=tuple((field, pattern(tasks[f"{field}_cues"])) for field in order),
        attribute_words={name: tuple(words) for name, words in tasks["attribute_words"].items()},
    )


@contextmanager
def _blaming(path: Path) -> Iterator[dict[str, Any]]:
    """The document in `path`; whatever is wrong with it while the block reads it is told of that file."""
    try:
        yield tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError, re.error) as error:
        raise ValueError(f"{path}: {error!r}") from error
