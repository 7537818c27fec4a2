"""From what was typed to what can be worked with: normal form, language, and the data in it.

Numbers are only told apart by their form here; whether an order number exists is the order store's to say.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]

# Mainland mobile numbers, also in groups and with the country's code.
PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
# Order numbers of shops: 8 to 32 letters, digits and dashes with at least six digits in them.
ORDER_ID = re.compile(r"(?<![A-Za-z0-9])(?=(?:[A-Za-z-]*\d){6})[A-Za-z0-9][A-Za-z0-9-]{6,30}[A-Za-z0-9](?![A-Za-z0-9])")
# Dates and landline numbers have an order number's form and are none.
NO_ORDER_ID = re.compile(r"(?<![\d-])(?:(?:19|20)\d\d-\d{1,2}-\d{1,2}(?:T[\d:]+)?|0\d{2,3}-\d{7,8})(?![\d-])")
# A long number typed in groups; what is longer than a group is a number of its own.
GROUPED = re.compile(r"(?<!\d)\d{1,8}(?:[ \t]+\d{3,8})+(?!\d)")
GROUPED_DIGITS = range(12, 25)
LAST4 = re.compile(
    r"(?:尾号|后四位|后4位|末四位)\D{0,6}(\d{4})(?!\d)|last\s*(?:4|four)\b\D{0,24}(\d{4})(?!\d)|"
    r"(?<!\d)(\d{4})\D{0,8}(?:尾号|后四位|后4位|末四位)",
    re.IGNORECASE,
)
# Four digits that are all that is said, with words that lead to them but none, as a unit or a question, after them.
ALONE = re.compile(r"^[^\d¥]{0,8}(?<!\d)(\d{4})(?:[\W_]|的|哦|啊|呀|吧|呢|噢|呗){0,4}$")
AMOUNT = re.compile(
    r"¥\s*(\d+(?:,\d{3})*(?:\.\d+)?)|(\d+(?:,\d{3})*(?:\.\d+)?)\s*(?:元|块钱|块|rmb|yuan|cny)", re.IGNORECASE
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
REPEATED = re.compile(r"(.)\1{3,}")
KEPT_REPEATS = 3
# Format and control characters: the customer does not see them, but they would split words and numbers.
INVISIBLE = frozenset({"Cf", "Cc"})


@dataclass(frozen=True)
class Parsed:
    """A message in normal form with the data found in it.

    Attributes:
        text: NFKC, without invisible characters, no run of one character longer than three.
        language: of the message; None where it has no words (a number, an emoji).
        order_ids: what has the form of an order number, in order of appearance.
        phones: mainland mobile numbers.
        phone_last4: four digits given as, or standing alone like, the end of a phone number.
        amounts: sums of money in CNY.
    """

    text: str
    language: Language | None
    order_ids: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    phone_last4: str | None = None
    amounts: tuple[str, ...] = ()

    @property
    def is_data_only(self) -> bool:
        """Nothing is said beside numbers and the words that introduce them."""
        rest = ORDER_ID.sub("", PHONE.sub("", self.text))
        rest = re.sub(
            r"订单号?|单号|编号|手机号?|电话|尾号|后四位|是|为|我的|order|number|no\.?|phone|[\W\d_]",
            "",
            rest,
            flags=re.IGNORECASE,
        )
        return bool(self.order_ids or self.phones or self.phone_last4) and not rest

    @property
    def slots(self) -> dict[str, str]:
        """What the reply reports as found in the message; a phone only by its last four digits."""
        found = {"order_id": self.order_ids[0] if self.order_ids else None, "phone_last4": self.phone_last4}
        if self.amounts:
            found["amount"] = self.amounts[0]
        return {name: value for name, value in found.items() if value}


def parse(message: str) -> Parsed:
    """Read a customer's message."""
    text = _visible(unicodedata.normalize("NFKC", message)).strip()
    text = REPEATED.sub(lambda run: run[1] * KEPT_REPEATS if not run[1].isdigit() else run[0], text)
    phones = tuple("".join(groups) for groups in PHONE.findall(text))
    numbers = GROUPED.sub(_joined, NO_ORDER_ID.sub(" ", PHONE.sub(" ", text)))
    last4 = LAST4.search(text) or ALONE.search(ORDER_ID.sub(" ", numbers).strip())
    return Parsed(
        text=text,
        language=_language(text),
        order_ids=tuple(ORDER_ID.findall(numbers)),
        phones=phones,
        phone_last4=next(filter(None, last4.groups()), None) if last4 else (phones[0][-4:] if phones else None),
        amounts=tuple((first or second).replace(",", "") for first, second in AMOUNT.findall(text)),
    )


def _visible(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) not in INVISIBLE)


def _joined(groups: re.Match[str]) -> str:
    digits = "".join(groups[0].split())
    return digits if len(digits) in GROUPED_DIGITS else groups[0]


def _language(text: str) -> Language | None:
    if CHINESE.search(text):
        return "zh"
    # An order number is no English; a word is.
    words = [word for word in re.findall(r"[A-Za-z']+", ORDER_ID.sub(" ", text)) if len(word) > 1]
    return "en" if words else None
