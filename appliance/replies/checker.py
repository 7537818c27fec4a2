"""The check that decides whether the model's words are sent: what they claim must stand in the evidence (S29).

Every clause of a reply is held against the clause of the evidence that is most about the same: a number there must be the
reply's, in whatever writing (四十八小时 = 48 小时 = 两天), and it must be denied where the reply denies it and nowhere else. Promises,
days and names must stand in the evidence as they are, and a sentence whose words mostly come from nowhere is refused.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from appliance.knowledge.products import pieces
from appliance.replies.claims import COMMON, COMMON_WORDS, COURTESY, DAYS, NAMES, NEGATION, PROMISES
from appliance.understanding.numbers import Quantity, quantities, without_quantities

# The share of a sentence's two-character pieces that must come from the evidence or the question. Written replies that
# people judged supported lie above 0.6 on the demo shop; invented ones mostly below 0.5.
COVERED_SHARE = 0.55
# The share of a clause's own words that must come from the evidence alone: the customer's words prove nothing.
KNOWN_SHARE = 0.5
SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])|(?<=[.])(?=\s)")
CLAUSE_END = re.compile(r"(?<=[，。；;！!？?\n])|(?<=[a-z])[,.](?=\s)")
HEADING = re.compile(r"(^|[，。；;！!？?\n])[^，。；;！!？?\n]*?[：:](?![\d/])")
# The merchant's own questions stand in the evidence, and ask rather than state.
QUESTION = re.compile(r"[？?]$|(吗|呢|么|不)$")
# A yes or no alone asserts everything that was asked and shows none of it in the evidence.
BARE = re.compile(
    r"不?(是|对|能|会|可以|支持|适合|行)(的|哦|呢|呀|啊)*\W*|(没)?有(的|哦|呢)*\W*|没问题\W*|(yes|no|sure|it (is|can|does))\W*",
    re.IGNORECASE,
)
LETTER = re.compile(r"[a-z0-9]+|[^\W\da-z_]")


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence may be sent; `failed` names the checks it did not pass."""

    supported: bool
    failed: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Clause:
    """A clause in parts.

    Attributes:
        about: the words that say what it is about.
        quantities: the numbers that it gives.
        text: as it stands, in lower case.
        names: the names and days that it gives.
        promises: its words that bind the shop.
        denies: whether it denies what it is about.
    """

    about: frozenset[str]
    quantities: frozenset[Quantity]
    text: str
    names: frozenset[str]
    promises: frozenset[str]
    denies: bool


@dataclass(frozen=True)
class _Evidence:
    """What a reply may rely on.

    Attributes:
        whole: all of it as one.
        facts: the clauses that state something.
        heading: what stands before a colon: the thing whose facts follow.
        subject: heading and questions together.
        known: every word that a fact is about.
    """

    whole: _Clause
    facts: Sequence[_Clause]
    heading: _Clause
    subject: _Clause
    known: frozenset[str]


def check(sentence: str, evidence: str, question: str) -> Verdict:
    """Judge one sentence of a draft.

    Args:
        sentence: what the model wrote.
        evidence: every word it may rely on.
        question: the customer's words; naming the thing asked about again is no claim.
    """
    given, said = _evidence(evidence), _clause(sentence)
    parts = [part for part in CLAUSE_END.split(COURTESY.sub(" ", sentence)) if part.strip()]
    failed = {fault for part in parts if not QUESTION.search(part) for fault in _faults(_clause(part), given)}
    failed.update(name for name in ("number", "name") if not AGREEMENT[name](said, given.whole, given.subject))
    if said.promises - given.whole.promises:
        failed.add("promise")
    if BARE.fullmatch(sentence.strip()):
        failed.add("bare")
    if covered(sentence, f"{evidence}\n{question}") < COVERED_SHARE:
        failed.add("coverage")
    return Verdict(not failed, tuple(sorted(failed)))


def covered(sentence: str, sources: str) -> float:
    """The share of the sentence's words, courtesies aside, that stand in the sources; 1 where nothing is claimed."""
    claimed = set(pieces(without_quantities(COURTESY.sub(" ", sentence))))
    if not claimed:
        return 1.0
    return len(claimed & set(pieces(without_quantities(sources)))) / len(claimed)


def sentences(draft: str) -> tuple[list[str], str]:
    """The finished sentences of a growing draft, and what is not finished yet."""
    *finished, rest = SENTENCE_END.split(draft)
    return [part for part in finished if part], rest


def _evidence(text: str) -> _Evidence:
    plain = COURTESY.sub(" ", text)
    headings = " ".join(match[0] for match in HEADING.finditer(plain))
    parts = [part.strip() for part in CLAUSE_END.split(HEADING.sub(r"\1", plain)) if part.strip()]
    facts = [_clause(part) for part in parts if not QUESTION.search(part)]
    asked = " ".join(part for part in parts if QUESTION.search(part))
    known: frozenset[str] = frozenset().union(*(fact.about for fact in facts))
    return _Evidence(_clause(text), facts, _clause(headings), _clause(f"{headings} {asked}"), known)


def _faults(claim: _Clause, given: _Evidence) -> set[str]:
    """In what one clause differs from the facts that are most about the same."""
    # Naming the thing again says nothing about which of its facts is meant, and its name may have numbers in it.
    about, counted = claim.about - given.heading.about, claim.quantities - given.heading.quantities
    claim = replace(claim, about=about, quantities=counted)
    nearest = _nearest(claim, given.facts)
    agreements = [{name for name, agree in AGREEMENT.items() if agree(claim, fact, given.subject)} for fact in nearest]
    failed = set(AGREEMENT) - set().union(*agreements)
    if not failed and not any(agreed == set(AGREEMENT) for agreed in agreements):
        failed.add("mixed")
    if _drops_condition(claim, nearest):
        failed.add("promise")
    if len(claim.about & given.known) < KNOWN_SHARE * len(claim.about):
        failed.add("coverage")
    return failed


def _clause(text: str) -> _Clause:
    plain = NEGATION.sub(" ", without_quantities(text)).lower()
    named = NAMES.sub(" ", DAYS.sub(" ", plain))
    return _Clause(
        # Where nothing but names is said, they are what it is about: 支持白条.
        about=_content(named) or _content(plain),
        quantities=frozenset(quantities(text)),
        text=text.lower(),
        names=_found(NAMES, text) | _found(DAYS, text),
        promises=_found(PROMISES, text),
        denies=NEGATION.search(text) is not None,
    )


def _content(text: str) -> frozenset[str]:
    return frozenset(LETTER.findall(text)) - COMMON - COMMON_WORDS


def _nearest(claim: _Clause, facts: Sequence[_Clause]) -> list[_Clause]:
    best = max((len(fact.about & claim.about) for fact in facts), default=0)
    return [fact for fact in facts if len(fact.about & claim.about) == best]


def _counts_alike(claim: _Clause, fact: _Clause, _: _Clause) -> bool:
    """Whether the fact has the claim's numbers; one without a unit may have any there."""
    written = {known.written for known in fact.quantities}
    amounts = {(known.kind, known.amount) for known in fact.quantities}
    return all((one.kind, one.amount) in amounts if one.kind else one.written in written for one in claim.quantities)


def _names_alike(claim: _Clause, fact: _Clause, subject: _Clause) -> bool:
    return all(name in fact.text or name in subject.text for name in claim.names)


def _denies_alike(claim: _Clause, fact: _Clause, _: _Clause) -> bool:
    return claim.denies == fact.denies


AGREEMENT: dict[str, Callable[[_Clause, _Clause, _Clause], bool]] = {
    "number": _counts_alike,
    "name": _names_alike,
    "negation": _denies_alike,
}


def _drops_condition(claim: _Clause, nearest: Sequence[_Clause]) -> bool:
    """Whether a promise leaves out the number that bounds it: from how much, for how long."""
    return bool(claim.promises) and not claim.quantities and bool(nearest) and all(fact.quantities for fact in nearest)


def _found(words: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(found.lower() for found in words.findall(text))
