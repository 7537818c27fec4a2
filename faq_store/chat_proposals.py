"""Entries that a chat suggests: what a customer asked, and what the shop answered. Nothing here is stored; a person looks first."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from faq_store.chat_log import ChatLine
from faq_store.entries import MAX_ANSWER, MAX_QUESTION, FaqEntry

SIGNS = re.compile(r"[\s,，.。!！?？~～、…:：;；'\"“”‘’()（）\[\]【】]+")
# Pictures and the like, as logs write them.
MEDIA = re.compile(
    r"[\[【<](图片|表情|语音|视频|文件|链接|动画表情|image|photo|sticker|video|voice)[^\]】>]{0,40}[\]】>]",
    re.IGNORECASE,
)
# Said by everyone to anyone: no question, and no answer.
COURTESIES = frozenset({
    "在吗", "在么", "在不在", "有人吗", "有人在吗", "你好", "您好", "hi", "hello", "哈喽", "亲", "亲亲", "好",
    "好的", "好的呢", "好滴", "好哒", "嗯", "嗯嗯", "哦", "哦哦", "ok", "行", "可以", "谢谢", "谢谢你", "谢谢您",
    "谢谢啦", "感谢", "多谢", "辛苦了", "收到", "知道了", "明白", "明白了", "再见", "拜拜", "在的", "在的亲",
    "在的哦", "亲在的", "您好在的", "不客气", "不客气哦", "不用谢", "稍等", "稍等哦", "请稍等", "您稍等",
    "亲稍等", "我看一下", "帮您看一下", "您好亲", "亲您好", "您好欢迎光临", "欢迎光临", "thanks",
    "thankyou", "bye", "yes", "no", "okay",
})  # fmt: skip
# Order numbers, telephones, identity cards: seven digits and more are somebody's.
PERSONAL = re.compile(r"\d{7,}|\d{3}[- ]?\d{4}[- ]?\d{4}|[\w.+-]+@[\w-]+\.\w+|(省|市|区|县).{1,20}(路|街|号|村|室)")


@dataclass(frozen=True)
class Proposal:
    """An entry that might be made.

    Attributes:
        entry_id: of an entry that has this question already; empty for none.
        personal: something in it looks like a customer's own data.
    """

    question: str
    answer: str
    similar_questions: tuple[str, ...] = ()
    entry_id: str = ""
    personal: bool = False


def propose(chat: list[ChatLine], shop: Collection[str], entries: Collection[FaqEntry]) -> list[Proposal]:
    """Each question of a customer with the shop's words after it, in the chat's order; the same answer is proposed once.

    Args:
        chat: who said what.
        shop: who speaks for the shop; everybody else is a customer.
        entries: what the shop has already.
    """
    known = {_key(question): entry.entry_id for entry in entries for question in entry.questions}
    found: dict[str, Proposal] = {}
    for question, answer in _pairs(chat, shop):
        if not 0 < len(question) <= MAX_QUESTION or not 0 < len(answer) <= MAX_ANSWER:
            continue
        before = found.get(_key(answer))
        if before is None:
            found[_key(answer)] = Proposal(
                question, answer, (), known.get(_key(question), ""), bool(PERSONAL.search(f"{question}\n{answer}"))
            )
        elif _key(question) not in {_key(one) for one in (before.question, *before.similar_questions)}:
            found[_key(answer)] = replace(
                before,
                similar_questions=(*before.similar_questions, question),
                entry_id=before.entry_id or known.get(_key(question), ""),
                personal=before.personal or bool(PERSONAL.search(question)),
            )
    return list(found.values())


def _pairs(chat: list[ChatLine], shop: Collection[str]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    asked: list[str] = []
    answered: list[str] = []
    for line in chat:
        text = _said(line.text)
        if line.who not in shop:
            if answered:
                pairs.append((" ".join(asked), "\n".join(answered)))
                asked, answered = [], []
            # Thanks and greetings neither ask nor end what was asked.
            asked += [text] if text else []
        elif asked and text:
            answered.append(text)
    if answered:
        pairs.append((" ".join(asked), "\n".join(answered)))
    return pairs


def _said(text: str) -> str:
    """The words that matter, in one piece; empty for pictures and courtesies."""
    lines = (MEDIA.sub("", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if _key(line) and _key(line) not in COURTESIES)


def _key(text: str) -> str:
    return SIGNS.sub("", text).lower()
