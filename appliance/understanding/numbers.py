"""Numbers with their units, by value, whether written in digits or in Chinese: 四十八小时 = 48 小时 = 两天."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
TENS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10_000, "亿": 100_000_000}
# Each unit's kind and what it has of the kind's base unit. A month stays a month, for no two agree on its days.
UNITS: dict[str, dict[str, int | str]] = {
    "time": {"秒": 1, "分钟": 60, "小时": 3600, "钟头": 3600, "天": 86400, "日": 86400, "周": 604800, "星期": 604800},
    "workdays": {"工作日": 1},
    "months": {"个月": 1, "年": 12},
    "money": {"元": 1, "块": 1},
    "discount": {"折": 1},
    "share": {"%": 1},
    "mass": {"毫克": "0.001", "克": 1, "斤": 500, "公斤": 1000, "千克": 1000},
    "volume": {"毫升": 1, "升": 1000},
    "length": {"毫米": 1, "厘米": 10, "公分": 10, "米": 1000},
    "temperature": {"度": 1, "°C": 1},
    "power": {"瓦": 1, "千瓦": 1000},
    "charge": {"毫安时": 1, "毫安": 1},
    "light": {"流明": 1},
}
LATIN_UNITS: dict[str, dict[str, int | str]] = {
    "time": {"s": 1, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600, "day": 86400, "week": 604800},
    "workdays": {"working day": 1, "business day": 1},
    "months": {"month": 1, "year": 12},
    "money": {"cny": 1, "rmb": 1, "yuan": 1},
    "mass": {"mg": "0.001", "g": 1, "kg": 1000},
    "volume": {"ml": 1, "l": 1000},
    "length": {"mm": 1, "cm": 10, "m": 1000},
    "power": {"w": 1, "kw": 1000},
    "charge": {"mah": 1},
    "light": {"lm": 1, "lumen": 1},
}
SCALE = {
    unit.lower(): (kind, Decimal(factor))
    for table in (UNITS, LATIN_UNITS)
    for kind, units in table.items()
    for unit, factor in units.items()
}


def _alternatives(table: dict[str, dict[str, int | str]]) -> str:
    return "|".join(sorted((unit for units in table.values() for unit in units), key=len, reverse=True))


CHINESE_NUMBER = "[零〇一二两三四五六七八九十百千万亿]+"
QUANTITY = re.compile(
    rf"(?P<below>零下\s*|(?<![\dA-Za-z])-)?(?P<yuan>[¥￥]\s*)?(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?[万亿]?|{CHINESE_NUMBER}|半)"
    rf"\s*(?:(?:个(?!月))?(?P<unit>{_alternatives(UNITS)})|(?P<latin>{_alternatives(LATIN_UNITS)})s?(?![a-z]))?",
    re.IGNORECASE,
)
# Where these stand, a Chinese numeral counts nothing: 一下, 一些, 一般, 第一 …
IDIOM = re.compile(
    r"一(下|些|般|直|起|样|定|会|点|切|旦|边|共|律|向|并|键|同|应|经|来|方面)|(第|唯|统|万|之|同|进|逐|均|任何)一|十分(?!钟|之)|万一|千万(别|不)"
)
SMALL = 10


@dataclass(frozen=True)
class Quantity:
    """A number in a text.

    Attributes:
        written: the number as it stands there.
        kind: of its unit (`time`, `money`, `mass` …); empty where it has none that is known.
        amount: in the kind's base unit.
    """

    written: Decimal
    kind: str
    amount: Decimal


def quantities(text: str) -> set[Quantity]:
    """Every number in `text`.

    Without a known unit, a Chinese numeral below eleven or of one character counts nothing: 三防, 一款, 百搭 are words.
    """
    found = set()
    for match in QUANTITY.finditer(IDIOM.sub(" ", unicodedata.normalize("NFKC", text))):
        unit = (match["unit"] or match["latin"] or ("元" if match["yuan"] else "")).lower()
        number = _value(match["number"])
        if not unit and not match["number"][0].isascii() and (number <= SMALL or len(match["number"]) == 1):
            continue
        kind, factor = SCALE[unit] if unit else ("", Decimal(1))
        if kind == "discount" and number >= SMALL:
            # 八五折, 85 折: both digits of 8.5.
            number /= 10
        if kind == "temperature" and match["below"]:
            number = -number
        found.add(Quantity(number.normalize(), kind, (number * factor).normalize()))
    return found


def without_quantities(text: str) -> str:
    """`text` with a space for each number and its unit."""
    return QUANTITY.sub(" ", unicodedata.normalize("NFKC", text))


def chinese_number(text: str) -> int:
    """The value of a Chinese numeral: 四十八 → 48, 一万二 → 12000 as spoken, 一万零二 → 10002, 二〇二六 → 2026."""
    if not any(letter in TENS or letter in MYRIADS for letter in text):
        return int("".join(str(DIGITS[letter]) for letter in text))
    total = section = digit = 0
    # What a digit right after a place counts when nothing follows it: in 一万二 thousands.
    next_place = 1
    for letter in text:
        if letter in DIGITS:
            digit = DIGITS[letter]
            next_place = next_place if digit else 1
        elif letter in TENS:
            section += (digit or 1) * TENS[letter]
            digit, next_place = 0, TENS[letter] // 10
        else:
            total = (total + section + digit) * MYRIADS[letter]
            section, digit, next_place = 0, 0, MYRIADS[letter] // 10
    return total + section + digit * next_place


def _value(number: str) -> Decimal:
    if number == "半":
        return Decimal("0.5")
    if not number[0].isascii():
        return Decimal(chinese_number(number))
    factor = MYRIADS.get(number[-1], 1)
    return Decimal(number.rstrip("万亿").replace(",", "")) * factor
