"""The check that decides whether the model's words are sent: what they claim must stand in the evidence (S29).

Numbers are compared by value, however written: 四十八小时 = 48 小时 = 两天. A promise or a negation that no evidence makes is
refused, and so is a sentence whose words mostly come from nowhere.
"""

import re
from dataclasses import dataclass

from appliance.knowledge.products import pieces
from appliance.understanding.numbers import quantities

# Words that bind the shop. Each must stand in the evidence when it stands in the reply.
PROMISES = (
    "保证|一定|肯定|承诺|免费|包邮|包退|包换|赔|补偿|退款|全额|终身|永久|随时|立即|马上|优惠|折扣|赠送|送货上门|"
    "guarantee|promise|free|refund|compensat|lifetime|discount|always|immediately"
)
NEGATIONS = "不支持|不能|不可以|不会|没有|无法|不提供|不含|禁止|not|never|cannot|can't|doesn't|don't|no"
# The share of a sentence's two-character pieces that must come from the evidence or the question. Written replies that
# people judged supported lie above 0.6 on the demo shop; invented ones mostly below 0.5.
COVERED_SHARE = 0.55
SENTENCE_END = re.compile(r"(?<=[。！？!?；;\n])|(?<=[.])(?=\s)")
# Courtesies carry no claim and need no evidence.
COURTESY = re.compile(
    r"您好|你好|亲|感谢[^，。！]*|谢谢[^，。！]*|请问|希望[^，。！]*|如果?您?还?有[^，。！]*|欢迎[^，。！]*|很高兴[^，。！]*|根据[^，。]{0,12}(信息|资料|说明)|"
    r"hello|hi|thank you[^.!]*|thanks[^.!]*|please let [^.!]*|if you have [^.!]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Verdict:
    """Whether a sentence may be sent; `failed` names the checks it did not pass."""

    supported: bool
    failed: tuple[str, ...] = ()


def check(sentence: str, evidence: str, question: str) -> Verdict:
    """Judge one sentence of a draft.

    Args:
        sentence: what the model wrote.
        evidence: every word it may rely on.
        question: the customer's words; naming the thing asked about again is no claim.
    """
    failed = []
    known = quantities(evidence)
    if not all(quantity in known for quantity in quantities(sentence)):
        failed.append("number")
    if _words(PROMISES, sentence) - _words(PROMISES, evidence):
        failed.append("promise")
    if _words(NEGATIONS, sentence) and not _words(NEGATIONS, evidence):
        failed.append("negation")
    if covered(sentence, f"{evidence}\n{question}") < COVERED_SHARE:
        failed.append("coverage")
    return Verdict(not failed, tuple(failed))


def covered(sentence: str, sources: str) -> float:
    """The share of the sentence's words, courtesies aside, that stand in the sources; 1 where nothing is claimed."""
    claimed = set(pieces(COURTESY.sub(" ", sentence)))
    if not claimed:
        return 1.0
    return len(claimed & set(pieces(sources))) / len(claimed)


def sentences(draft: str) -> tuple[list[str], str]:
    """The finished sentences of a growing draft, and what is not finished yet."""
    *finished, rest = SENTENCE_END.split(draft)
    return [part for part in finished if part], rest


def _words(pattern: str, text: str) -> set[str]:
    return {found.lower() for found in re.findall(rf"(?<![a-z])(?:{pattern})", text, re.IGNORECASE)}
