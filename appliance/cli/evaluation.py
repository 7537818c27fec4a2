"""`guitai eval`: labelled questions against the models, or scenarios through the HTTP bridge."""

import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from appliance.api.messages import OpenConversation, PageContext, Reply
from appliance.base.errors import UnreadableFileError
from appliance.base.paths import home_dir, models_dir
from appliance.cli.connection import operator, shop_client
from appliance.cli.models import lines_of
from appliance.understanding.own_intents import OwnIntents
from appliance.understanding.parse import parse
from models_onnx.encoder import Encoder

CALIBRATION_BINS = 10
MILLISECONDS = 1000


def evaluate_file(file: Path, *, as_json: bool) -> str:
    """The figures of a JSONL file, whichever kind it is.

    Raises:
        UnreadableFileError: a line is no JSON, or neither a labelled question nor a scenario.
    """
    rows = []
    for number, line in enumerate(lines_of(file), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise UnreadableFileError(f"{file}, line {number}: no JSON ({error}).") from error
        if not (_is_labelled(row) or _is_scenario(row)):
            raise UnreadableFileError(f"{file}, line {number}: neither text and intent, nor turns.")
        rows.append(row)
    if not rows:
        raise UnreadableFileError(f"{file} is empty.", code="file_empty")
    if len({_is_scenario(row) for row in rows}) > 1:
        raise UnreadableFileError(f"{file} has labelled questions and scenarios.", hint="Put them in a file each.")
    figures = scenarios(rows) if _is_scenario(rows[0]) else labelled(rows)
    return json.dumps(figures, ensure_ascii=False, indent=2) if as_json else _readable(figures)


def labelled(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Accuracy, macro-F1, expected calibration error (10 bins of equal mass) and latency of labelled questions."""
    encoder = Encoder.open(models_dir())
    head = OwnIntents(home_dir()).head(encoder)
    encoder.embed(["预热"])
    found, confidences, times = [], [], []
    for row in rows:
        started = time.perf_counter()
        prediction = head.predict(*encoder.embed_with_logits([parse(row["text"]).text], head.softmax))[0]
        times.append((time.perf_counter() - started) * MILLISECONDS)
        found.append(prediction.id)
        confidences.append(prediction.confidence)
    accepted = [{row["intent"], *row.get("also", ())} for row in rows]
    right = np.array([name in names for name, names in zip(found, accepted, strict=True)])
    # Where two ids are right and the second was given, it counts as the label.
    labels = [name if name in names else row["intent"] for name, names, row in zip(found, accepted, rows, strict=True)]
    learned = set(head.examples.texts)
    unseen = np.array([parse(row["text"]).text not in learned for row in rows])
    return {
        "questions": len(rows),
        "accuracy": round(float(right.mean()), 4),
        # What everybody types stands in the training texts too.
        "accuracy_unseen": round(float(right[unseen].mean()), 4) if unseen.any() else None,
        "unseen": int(unseen.sum()),
        "macro_f1": round(macro_f1(labels, found), 4),
        "expected_calibration_error": round(calibration_error(np.array(confidences), right), 4),
        "latency_ms": {
            "p50": round(float(np.percentile(times, 50)), 2),
            "p99": round(float(np.percentile(times, 99)), 2),
        },
    }


def macro_f1(labels: list[str], found: list[str]) -> float:
    """The mean over the labels' classes of the harmonic mean of precision and recall."""
    scores = []
    for name in set(labels):
        hits = sum(label == name and guess == name for label, guess in zip(labels, found, strict=True))
        total = labels.count(name) + found.count(name)
        scores.append(2 * hits / total)
    return float(np.mean(scores))


def calibration_error(confidences: "np.ndarray[Any, Any]", right: "np.ndarray[Any, Any]") -> float:
    """Expected calibration error over bins of equal mass."""
    order = np.argsort(confidences)
    bins = [part for part in np.array_split(order, CALIBRATION_BINS) if len(part)]
    return float(sum(len(part) * abs(confidences[part].mean() - right[part].mean()) for part in bins) / len(order))


def scenarios(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """How many turns met what was expected, with the ones that did not; through the bridge, one conversation each."""
    failed: list[dict[str, Any]] = []
    turns = 0
    with operator() as bridge, shop_client(bridge) as shop:
        for number, row in enumerate(rows, 1):
            sys.stderr.write(f"\r{number}/{len(rows)} ")
            request = OpenConversation(
                customer_id=row.get("customer_id"), channel="eval", context=PageContext(**row.get("context", {}))
            )
            conversation = shop.open(request)
            for turn in row["turns"]:
                turns += 1
                reply = conversation.send(turn["user"])
                if wrong := unmet(turn.get("expect", {}), reply):
                    failed.append(
                        {
                            "id": row.get("id"),
                            "user": turn["user"],
                            "unmet": wrong,
                            "route": reply.route,
                            "text": reply.text,
                        }
                    )
            conversation.close()
    sys.stderr.write("\n")
    return {
        "scenarios": len(rows),
        "turns": turns,
        "met": turns - len(failed),
        "share": round(1 - len(failed) / turns, 4),
        "failed": failed,
    }


def unmet(expect: dict[str, Any], reply: Reply) -> list[str]:
    """What a reply does not have of what was expected of it."""
    given = {"intent": reply.intent.id, "route": str(reply.route), "faq_id": reply.faq.entry_id if reply.faq else None}
    wrong = []
    for name, value in given.items():
        wanted = expect.get(name)
        if wanted is not None and value not in (wanted if isinstance(wanted, list) else [wanted]):
            wrong.append(f"{name} is {value}, not {wanted}")
    wrong += [f"“{part}” is missing" for part in _texts(expect, "contains") if part not in reply.text]
    wrong += [f"“{part}” is there" for part in _texts(expect, "excludes") if part in reply.text]
    some = _texts(expect, "contains_any")
    if some and not any(part in reply.text for part in some):
        wrong.append(f"none of {some} is there")
    if "handoff" in expect and expect["handoff"] != reply.handoff:
        wrong.append(f"handoff is {reply.handoff}")
    return wrong


def _is_labelled(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("text"), str) and isinstance(row.get("intent"), str)


def _is_scenario(row: Any) -> bool:
    turns = row.get("turns") if isinstance(row, dict) else None
    return bool(turns) and isinstance(turns, list) and all(_is_turn(turn) for turn in turns)


def _is_turn(turn: Any) -> bool:
    return isinstance(turn, dict) and isinstance(turn.get("user"), str) and isinstance(turn.get("expect", {}), dict)


def _texts(expect: dict[str, Any], name: str) -> list[str]:
    value = expect.get(name, [])
    return [value] if isinstance(value, str) else value


def _readable(figures: dict[str, Any]) -> str:
    lines = [f"{name}: {value}" for name, value in figures.items() if name != "failed"]
    lines += [
        f"  {one['id']}: {one['user']} → {one['route']}: {'; '.join(one['unmet'])}" for one in figures.get("failed", [])
    ]
    return "\n".join(lines)
