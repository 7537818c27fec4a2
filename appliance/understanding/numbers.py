"""Numbers and durations by value, whether written in digits or in Chinese."""

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
CHINESE_NUMBER = "[零〇一二两三四五六七八九十百千万亿]+"
# Durations meet in hours, so that two days are 48 hours; a month stays a month, for no two agree on its hours.
HOURS = {"小时": 1, "个小时": 1, "钟头": 1, "h": 1, "hour": 1, "hours": 1, "天": 24, "日": 24, "day": 24, "days": 24}
HOURS |= {"周": 168, "个星期": 168, "星期": 168, "week": 168, "weeks": 168}
UNIT = "|".join(sorted(HOURS, key=len, reverse=True))
QUANTITY = re.compile(rf"(\d+(?:,\d{{3}})*(?:\.\d+)?|{CHINESE_NUMBER})\s*(个工作日|工作日|{UNIT})?", re.IGNORECASE)
# Where these stand, a single Chinese numeral counts nothing: 一下, 一些, 一般, 第一 …
IDIOM = re.compile(
    r"一(下|些|般|直|起|样|定|会|点|切|旦|边|共|律|向|并|键|同|应|经|来|方面)|(第|唯|统|万|之|同|进|逐|均|任何)一|十分|万一|千万(别|不)"
)


def quantities(text: str) -> set[tuple[Decimal, str]]:
    """Every number in `text` with its kind: `hours` for durations, `workdays`, or nothing.

    A bare Chinese numeral below eleven without a unit of time counts nothing: 三防, 四季, 一款 are words.
    """
    found = set()
    for number, unit in QUANTITY.findall(IDIOM.sub(" ", text)):
        value = Decimal(number.replace(",", "")) if number[0].isascii() else Decimal(chinese_number(number))
        if not number[0].isascii() and not unit and value <= 10:  # noqa: PLR2004 - said in the docstring
            continue
        if unit in {"个工作日", "工作日"}:
            found.add((value.normalize(), "workdays"))
        elif unit:
            found.add(((value * HOURS[unit.lower()]).normalize(), "hours"))
        else:
            found.add((value.normalize(), ""))
    return found


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral: 四十八 → 48, 一万二 → 10002 as written, 二〇二六 → 2026."""
    if not any(letter in TENS or letter in MYRIADS for letter in text):
        return int("".join(str(DIGITS[letter]) for letter in text))
    total = section = digit = 0
    for letter in text:
        if letter in DIGITS:
            digit = DIGITS[letter]
        elif letter in TENS:
            section += (digit or 1) * TENS[letter]
            digit = 0
        else:
            total = (total + section + digit) * MYRIADS[letter]
            section = digit = 0
    return total + section + digit
