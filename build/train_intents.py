"""Trains the intent head of the e-commerce pack on frozen embeddings, and writes it with its card.

    .venv-build/bin/python build/train_intents.py [--questions select.txt]

Training data are the pack's utterances, written for this project, each also with a random typo; `--questions` adds labelled questions of
real customers in the format of JDDC's `select.txt` (id, text, label, …), which are not part of the repository. Temperature and
threshold are fitted on folds that were held out.
"""

import argparse
import json
import random
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))

import numpy as np
import torch
from numpy.typing import NDArray
from progress import report

from appliance.base.paths import models_dir
from models_onnx.encoder import Encoder
from models_onnx.intent_head import ARTEFACT, OUT_OF_SCOPE

SEED = 20_261_123
FOLDS = 5
L2 = 1e-4
STEPS = 120
# What a wrongly refused shop question costs, against an answered question that no shop answers: the customer who is refused leaves.
REFUSED_COST, ANSWERED_COST = 3.0, 1.0
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


def main() -> None:
    """Train, fit temperature and threshold, write the artefact."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, help="labelled questions in the format of JDDC's select.txt")
    parser.add_argument("--models", type=Path, default=models_dir())
    arguments = parser.parse_args()
    labels = [intent["id"] for intent in _toml(PACK / "pack.toml")["intents"]]
    texts, intents = utterances()
    if arguments.questions:
        extra, names = real_questions(arguments.questions)
        texts, intents = texts + extra, intents + names
    encoder = Encoder.open(arguments.models)
    report(f"embed {len(texts)} utterances", 0, 3)
    shuffler = random.Random(SEED)
    vectors = torch.from_numpy(encoder.embed(texts))
    noisy = torch.from_numpy(encoder.embed([with_typo(text, shuffler) for text in texts]))
    targets = torch.tensor([labels.index(intent) for intent in intents])
    report("train on folds", 1, 3)
    logits = held_out(vectors, noisy, targets, len(labels))
    temperature = best_temperature(logits, targets)
    probabilities = (logits / temperature).softmax(1)
    outside = labels.index(OUT_OF_SCOPE)
    threshold = best_threshold(probabilities[:, outside].numpy(), (targets == outside).numpy())
    accuracy = float((logits.argmax(1) == targets).float().mean())
    report(f"held-out accuracy {accuracy:.3f}, temperature {temperature:.2f}, threshold {threshold:.2f}", 2, 3)
    weights, bias = fit(torch.cat([vectors, noisy]), torch.cat([targets, targets]), len(labels))
    card = {
        "name": "intents-ecommerce",
        "version": "1.0.0",
        "labels": labels,
        "temperature": temperature,
        "threshold": threshold,
        "encoder": encoder.info.version,
        "utterances": len(texts),
        "held_out_accuracy": round(accuracy, 4),
    }
    ARTEFACT.parent.mkdir(exist_ok=True)
    np.savez_compressed(ARTEFACT, weights=weights.numpy(), bias=bias.numpy(), card=json.dumps(card, ensure_ascii=False))
    report(f"{ARTEFACT.name}: {ARTEFACT.stat().st_size / 1000:.0f} kB", 3, 3)


def utterances() -> tuple[list[str], list[str]]:
    """The pack's own training utterances and their intents."""
    rows = [
        json.loads(line)
        for path in sorted((PACK / "utterances").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [row["text"] for row in rows], [row["intent"] for row in rows]


def real_questions(path: Path) -> tuple[list[str], list[str]]:
    """Real customers' questions whose label is one of the pack's intents."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    chosen = [(row[1], LABELS[row[2]]) for row in rows if row[2] in LABELS]
    return [text for text, _ in chosen], [intent for _, intent in chosen]


def with_typo(text: str, chance: random.Random) -> str:
    """One character dropped, doubled, or swapped with the next."""
    if len(text) < 4:  # noqa: PLR2004 - what is shorter would become another word
        return text
    at = chance.randrange(len(text) - 1)
    match chance.randrange(3):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def fit(vectors: torch.Tensor, targets: torch.Tensor, classes: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Multinomial logistic regression with balanced classes: weights (d, n), bias (n,)."""
    weights = torch.zeros(vectors.shape[1], classes, requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    counts = torch.bincount(targets, minlength=classes).clamp(min=1).float()
    balance = (counts.mean() / counts).sqrt()
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(vectors @ weights + bias, targets, weight=balance)
        loss = loss + L2 * weights.square().sum() / classes
        loss.backward()
        return loss

    optimiser.step(closure)
    return weights.detach(), bias.detach()


def held_out(vectors: torch.Tensor, noisy: torch.Tensor, targets: torch.Tensor, classes: int) -> torch.Tensor:
    """Logits of each utterance from a head that has not seen it."""
    generator = torch.Generator().manual_seed(SEED)
    folds = torch.randperm(len(targets), generator=generator) % FOLDS
    logits = torch.empty(len(targets), classes)
    for fold in range(FOLDS):
        train, test = folds != fold, folds == fold
        weights, bias = fit(torch.cat([vectors[train], noisy[train]]), torch.cat([targets[train]] * 2), classes)
        logits[test] = vectors[test] @ weights + bias
    return logits


def best_temperature(logits: torch.Tensor, targets: torch.Tensor) -> float:
    """The temperature at which held-out probabilities are least surprising."""
    candidates = np.linspace(0.3, 3.0, 109)
    losses = [float(torch.nn.functional.cross_entropy(logits / float(t), targets)) for t in candidates]
    return float(candidates[int(np.argmin(losses))])


def best_threshold(outside: NDArray[np.float32], truth: NDArray[np.bool_]) -> float:
    """The out-of-scope probability from which refusing costs least."""
    candidates = np.linspace(0.2, 0.95, 76)
    costs = [
        REFUSED_COST * float((outside[~truth] >= t).mean()) + ANSWERED_COST * float((outside[truth] < t).mean())
        for t in candidates
    ]
    return float(candidates[int(np.argmin(costs))])


def _toml(path: Path) -> dict[str, list[dict[str, str]]]:
    import tomllib  # noqa: PLC0415

    return tomllib.loads(path.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
