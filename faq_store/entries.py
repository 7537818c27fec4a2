"""A FAQ entry: the merchant's question, other wordings of it, and the answer that customers get word for word."""

import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

MAX_QUESTION = 500
MAX_ANSWER = 8000
# What neither XML nor a terminal takes: no spreadsheet could hold an entry with these.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
TAG_BREAK = re.compile(r"[,，\n]")


@dataclass(frozen=True)
class FaqEntry:
    """An entry. The validity dates are inclusive; None leaves that side open.

    Attributes:
        entry_id: the merchant's own id where the imported file gave one.
        question: the wording that the merchant sees.
        similar_questions: other wordings that mean the same.
        answer: what customers get.
        category: for the merchant's order.
        tags: likewise.
        valid_from: first day on which it answers.
        valid_until: last day on which it answers.
        enabled: switched off, it never answers.
        updated_at: milliseconds since 1970, UTC.
    """

    entry_id: str
    question: str
    answer: str
    similar_questions: tuple[str, ...] = ()
    category: str = ""
    tags: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    enabled: bool = True
    updated_at: int = 0

    @property
    def questions(self) -> tuple[str, ...]:
        """Every wording, the merchant's first."""
        return (self.question, *self.similar_questions)

    def answerable_on(self, day: date) -> bool:
        """Whether it may answer on this day."""
        begun = self.valid_from is None or self.valid_from <= day
        ended = self.valid_until is not None and self.valid_until < day
        return self.enabled and begun and not ended

    def tidied(self) -> "FaqEntry":
        """As it is stored, so that a file holds it without loss: no blank ends, one kind of line break, no control characters.

        A wording or tag with a line break, and a tag with a comma, is several.
        """
        return replace(
            self,
            question=_tidy(self.question),
            answer=_tidy(self.answer),
            similar_questions=_parts(self.similar_questions, re.compile("\n")),
            category=_tidy(self.category),
            tags=_parts(self.tags, TAG_BREAK),
        )

    def faults(self) -> list[str]:
        """Why it can't be stored; empty where it can."""
        found = []
        if not self.question.strip():
            found.append("question is empty")
        if not self.answer.strip():
            found.append("answer is empty")
        if max(map(len, self.questions)) > MAX_QUESTION:
            found.append(f"a question is longer than {MAX_QUESTION} characters")
        if len(self.answer) > MAX_ANSWER:
            found.append(f"answer is longer than {MAX_ANSWER} characters")
        if self.valid_from and self.valid_until and self.valid_from > self.valid_until:
            found.append("valid_from is after valid_until")
        return found

    def document(self) -> dict[str, Any]:
        """Its content as plain data, without id and time of change; dates as YYYY-MM-DD."""
        data = asdict(self)
        for name in ("entry_id", "updated_at"):
            del data[name]
        for name in ("valid_from", "valid_until"):
            data[name] = data[name].isoformat() if data[name] else None
        return data


def entry_from(document: dict[str, Any], entry_id: str, updated_at: int = 0) -> FaqEntry:
    """The entry that `document` describes."""
    dates = {
        name: date.fromisoformat(document[name]) if document[name] else None for name in ("valid_from", "valid_until")
    }
    lists = {name: tuple(document[name]) for name in ("similar_questions", "tags")}
    return FaqEntry(**{**document, **dates, **lists}, entry_id=entry_id, updated_at=updated_at)


def _tidy(text: str) -> str:
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _parts(texts: tuple[str, ...], separator: re.Pattern[str]) -> tuple[str, ...]:
    parts = (part.strip() for text in texts for part in separator.split(_tidy(text)))
    return tuple(part for part in parts if part)
