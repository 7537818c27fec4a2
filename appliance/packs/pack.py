"""Reading a domain pack: `pack.toml` (intents, guarded topics), `tasks.toml` (answers from rows) and `phrases/`."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Field = Literal["attribute", "price", "stock", "link", "overview"]


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
    own_cues: re.Pattern[str]
    general_cues: re.Pattern[str]
    other_order_cues: re.Pattern[str]

    def question(self, text: str, intent: str, *, has_order_id: bool, data_only: bool) -> str | None:
        """Which fact of an own order the message asks for, or None where it asks about none.

        Args:
            text: the message in normal form.
            intent: its intent.
            has_order_id: it names an order.
            data_only: it says nothing else.
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
        return phrase if own or self.own_cues.search(text) else None

    def drops_focus(self, text: str) -> bool:
        """Whether the customer means another order than the one talked about."""
        return bool(self.other_order_cues.search(text))


@dataclass(frozen=True)
class ProductTask:
    """Which intents a product's row may answer, and how its fields are asked for."""

    intents: frozenset[str]
    cues: tuple[tuple[Field, re.Pattern[str]], ...]
    attribute_words: dict[str, tuple[str, ...]]

    def asked(self, text: str, attributes: Sequence[str]) -> Asked | None:
        """The field that the message asks for.

        Args:
            text: the message in normal form.
            attributes: the names of the row's attributes; the longest one that is asked for wins.
        """
        low = text.lower()
        for name in sorted(attributes, key=len, reverse=True):
            words = {name.lower()}
            for key, synonyms in self.attribute_words.items():
                if key in name or name in key:
                    words.update(synonyms)
            if any(word in low for word in words):
                return Asked("attribute", name)
        for field, pattern in self.cues:
            if pattern.search(text):
                return Asked(field)
        return None


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
    described, tasks = _toml(folder / "pack.toml"), _toml(folder / "tasks.toml")
    try:
        return DomainPack(
            folder=folder,
            id=described["id"],
            version=str(described["version"]),
            intents=tuple(
                Intent(**{name: row[name] for name in Intent.__annotations__}) for row in described["intents"]
            ),
            guarded_topics=tuple(
                (row["id"], pattern([*row["triggers_zh"], *row["triggers_en"]])) for row in described["guarded_topics"]
            ),
            orders=_order_task(tasks["orders"]),
            products=_product_task(tasks["products"]),
        )
    except (KeyError, re.error) as error:
        raise ValueError(f"{folder}: {error!r} in pack.toml or tasks.toml") from error


def pattern(alternatives: Sequence[str]) -> re.Pattern[str]:
    """One expression that any of the alternatives matches, without case."""
    return re.compile("|".join(f"(?:{one})" for one in alternatives), re.IGNORECASE)


def _order_task(tasks: dict[str, Any]) -> OrderTask:
    return OrderTask(
        answers={intent: (row["phrase"], row["own"]) for intent, row in tasks["answers"].items()},
        own_cues=pattern(tasks["own_cues"]),
        general_cues=pattern(tasks["general_cues"]),
        other_order_cues=pattern(tasks["other_order_cues"]),
    )


def _product_task(tasks: dict[str, Any]) -> ProductTask:
    order: tuple[Field, ...] = ("stock", "price", "link", "overview")
    return ProductTask(
        intents=frozenset(tasks["intents"]),
        cues=tuple((field, pattern(tasks[f"{field}_cues"])) for field in order),
        attribute_words={name: tuple(words) for name, words in tasks["attribute_words"].items()},
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path}: {error}") from error
