"""Chats as people paste them: who said what, from 千牛, 抖店 and WeChat logs or plain `客户：…` and `客服：…`."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

CUSTOMER_WORDS = ("客户", "顾客", "买家", "用户", "访客", "customer", "buyer", "client", "user")
SHOP_WORDS = (
    "客服",
    "商家",
    "店家",
    "卖家",
    "店铺",
    "掌柜",
    "店主",
    "旗舰店",
    "专营店",
    "专卖店",
    "shop",
    "seller",
    "agent",
    "merchant",
    "support",
    "我",
)
ROLE_WORDS = (*CUSTOMER_WORDS, *SHOP_WORDS)
DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[ \tT]*"
HOUR = r"(?:(?:上午|下午|凌晨|晚上)[ ]?)?\d{1,2}:\d{2}(?::\d{2})?(?:[ ]?[AP]M)?"
WHEN = rf"(?P<day>{DAY})?{HOUR}"
# `小美 (2026-11-20 10:11:12): 在的`, `小美 2026-11-20 10:11:12` with the words below it.
NAME_FIRST = re.compile(
    rf"(?P<who>\S.{{0,39}}?)[ \t]*[\[(（【]?[ \t]*{WHEN}[ \t]*[\])）】]?[ \t]*(?:[:：](?P<text>.*))?"
)
# `[2026-11-20 10:11:12] 小美: 在的`, `2026-11-20 10:11:12 小美` with the words below it.
TIME_FIRST = re.compile(rf"[\[(（【]?{WHEN}[\])）】]?[ \t]+(?P<who>[^:：]{{1,40}}?)[ \t]*(?:[:：](?P<text>.*))?")
NAMED = re.compile(r"(?P<who>[^:：]{1,40}?)[ \t]*[:：][ \t]*(?P<text>.*)")
# What stands before a colon and is nobody: the start of an address, a number or an hour.
NO_NAME = re.compile(r".*https?|\d+", re.IGNORECASE)
# Lines of the chat program, not of a person.
SYSTEM = re.compile(
    r"系统(消息|提示|通知)|.*(撤回了一条消息|已读|加入了会话|结束了会话|转接给|以下为|历史消息|以上是).*|[-—=*_·\s]+|—.*—"
)
# `名字:子账号` of 千牛.
SUB_ACCOUNT = re.compile(r"[^:：]+[:：][^:：]+")


# A longer one before a colon is a sentence that speaks of customers.
LONGEST_ROLE = 16


@dataclass(frozen=True)
class ChatLine:
    """Words of one person; a message of several lines is one."""

    who: str
    text: str


def read_chat(text: str) -> list[ChatLine]:
    """Who said what, in order. What stands before the first name is nobody's and left out."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    style = _Style.of([line for line in lines if line and not SYSTEM.fullmatch(line)])
    said: list[tuple[str, list[str]]] = []
    for line in lines:
        if not line or SYSTEM.fullmatch(line):
            continue
        who, words = style.heading(line)
        if who:
            said.append((who, [words] if words else []))
        elif said:
            said[-1][1].append(line)
    return [ChatLine(who, "\n".join(words)) for who, words in said if words and not SYSTEM.fullmatch(who)]


def speakers(chat: list[ChatLine]) -> list[str]:
    """Everyone who speaks, in the order of their first words."""
    return list(dict.fromkeys(line.who for line in chat))


def shop_speakers(chat: list[ChatLine]) -> frozenset[str]:
    """Who speaks for the shop, as far as names and turns tell; in an unnamed pair, whoever does not begin."""
    everyone = speakers(chat)
    customers = {who for who in everyone if _has(who, CUSTOMER_WORDS)}
    shop = {who for who in everyone if who not in customers and (_has(who, SHOP_WORDS) or SUB_ACCOUNT.fullmatch(who))}
    if shop or not everyone:
        return frozenset(shop)
    unknown = [who for who in everyone if who not in customers]
    if customers:
        return frozenset(unknown)
    # One shop talks with many customers: it is beside more different people than any of them.
    beside = Counter({who: len({other for pair in _turns(chat) if who in pair for other in pair}) for who in unknown})
    most = max(beside.values())
    candidates = [who for who in unknown if beside[who] == most]
    return frozenset({candidates[1] if len(candidates) > 1 else candidates[0]})


def _turns(chat: list[ChatLine]) -> set[tuple[str, str]]:
    return {(one.who, other.who) for one, other in pairwise(chat) if one.who != other.who}


def _has(who: str, words: tuple[str, ...]) -> bool:
    # “我” is how WeChat calls whoever copied the chat, and a part of many a nickname.
    return any(word in who.lower() if word != "我" else who == word for word in words)


@dataclass(frozen=True)
class _Style:
    """How a chat says who speaks. Times and colons stand in what people write, too; a log keeps to one style.

    Attributes:
        timed: names beside a time.
        dated: whether a date belongs to that time.
        named: names before a colon.
    """

    timed: frozenset[str]
    dated: bool
    named: frozenset[str]

    @classmethod
    def of(cls, lines: list[str]) -> "_Style":
        """The style of these lines."""
        times = [match for line in lines if (match := _timed(line))]
        dated = any(match["day"] for match in times)
        beside = Counter(match["who"] for match in times if match["day"] or not dated)
        timed = {who for who, count in beside.items() if dated or count > 1 or _has(who, ROLE_WORDS)}
        colons = [match for line in lines if (match := NAMED.fullmatch(line)) and len(match["who"]) <= LONGEST_ROLE]
        before = Counter(match["who"] for match in colons)
        named = {who for who in before if _has(who, ROLE_WORDS)}
        if not timed and not any(match["text"] for match in colons if match["who"] in named):
            # Names alone on their lines, or names without a word for their role that come again and again.
            named |= {match["who"] for match in colons if not match["text"]}
            named |= {who for who, count in before.items() if count > 1 and not NO_NAME.fullmatch(who)}
        return cls(frozenset(timed), dated, frozenset(named))

    def heading(self, line: str) -> tuple[str, str]:
        """Who begins to speak here, and the words on the same line; nobody where the line goes on with what was said."""
        match = _timed(line)
        if match and match["who"] in self.timed and (match["day"] or not self.dated):
            return match["who"], (match["text"] or "").strip()
        match = NAMED.fullmatch(line)
        return (match["who"], match["text"]) if match and match["who"] in self.named else ("", "")


def _timed(line: str) -> re.Match[str] | None:
    return TIME_FIRST.fullmatch(line) or NAME_FIRST.fullmatch(line)
