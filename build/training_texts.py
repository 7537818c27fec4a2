"""What the encoder and the intent head learn from, and what the head is calibrated on.

Written for this project: the pack's utterances (text, intent), rewordings (groups of texts that ask for the same thing) and, never
learned from, calibration questions. Not part of the repository, and left out where it is absent: labelled questions of real customers in the format of JDDC's `select.txt`
(id, text, label, …) and pairs with a similarity from 1 to 5 in the format of its `sts.txt`.
"""

import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HELD_OUT_OF = 7
PACK = Path(__file__).resolve().parent.parent / "appliance" / "packs" / "ecommerce"
# JDDC's labels in the pack's terms; labels that no one intent covers are left out.
LABELS = {
    "预约配送时间": "delivery_options", "购物流程": "purchase_link", "纠纷单申请": "complaint", "退款到哪儿": "refund",
    "近期活动咨询": "promotion", "订单状态解释": "order_status", "电子发票": "invoice", "使用咨询": "product_info",
    "优惠券获得方式": "promotion", "返回地址": "return_request", "白条还款方式": "payment", "支付方式": "payment",
    "拆分订单": "order_change", "恢复订单": "order_cancel", "家电安装": "repair_warranty", "安装收费": "repair_warranty",
    "取消退款": "refund", "修改订单": "order_change", "价保记录查询": "price", "价保条件": "price", "价保申请流程": "price",
    "什么时间出库": "ship_time", "为什么显示无货": "stock", "订单无故取消": "order_cancel", "订单合并": "order_change",
    "自营与第三方区别": "product_info", "能否自提": "delivery_options", "礼品卡使用": "payment",
    "物流信息不正确": "delivery_problem", "查询取消是否成功": "order_cancel", "是否提供发票": "invoice", "拒收": "return_request",
    "属性咨询": "product_info", "如何取消订单": "order_cancel", "商品价格咨询": "price", "发错货": "exchange",
    "充值未到账充值到账时间": "payment", "优惠券退回": "promotion", "代收": "delivery_options", "下单备注": "order_change",
}  # fmt: skip


@dataclass(frozen=True)
class Rewording:
    """Texts that ask for the same thing."""

    intent: str
    need: str
    texts: tuple[str, ...]

    @property
    def held_out(self) -> bool:
        """Whether the encoder never learns from it, so that what follows can be calibrated on it: one group of seven."""
        return zlib.crc32(f"{self.intent}/{self.need}".encode()) % HELD_OUT_OF == 0


@dataclass(frozen=True)
class Question:
    """A real customer's question with its topic."""

    text: str
    label: str


@dataclass(frozen=True)
class Pair:
    """Two texts and how alike they are, 1 to 5."""

    left: str
    right: str
    likeness: float


def utterances() -> list[tuple[str, str]]:
    """The pack's utterances and their intents."""
    return [(row["text"], row["intent"]) for row in _rows(PACK / "utterances")]


def rewordings() -> list[Rewording]:
    """The pack's groups."""
    return [Rewording(row["intent"], row["need"], tuple(row["texts"])) for row in _rows(PACK / "rewordings")]


def labelled() -> tuple[list[str], list[str], list[bool]]:
    """Every text written for this project with its intent, each text once, and whether the encoder never learned from it."""
    found = {text: (intent, False) for text, intent in utterances()}
    found |= {text: (group.intent, group.held_out) for group in rewordings() for text in group.texts}
    return list(found), [intent for intent, _ in found.values()], [held_out for _, held_out in found.values()]


def calibration() -> list[tuple[str, str, tuple[str, ...]]]:
    """Everyday questions with their intents and what is right as well, by an author of their own; probabilities are fitted on them."""
    return [(row["text"], row["intent"], tuple(row.get("also", ()))) for row in _rows(PACK / "calibration")]


def questions(path: Path) -> list[Question]:
    """Real customers' questions."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [Question(line[1], line[2]) for line in lines]


def pairs(path: Path) -> list[Pair]:
    """Pairs with their likeness."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [Pair(line[1], line[2], float(line[0])) for line in lines]


def _rows(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
