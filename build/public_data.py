"""Data by others, kept outside the repository, for measuring: JDDC's development half, xiaomi_faq, BANKING77, CLINC150."""

import csv
import json
import random
from pathlib import Path

from understanding_metrics import Scores, graded, one_nearest, own_answer, ranking

# Of BANKING77's training questions, shuffled: these are known, and each of those is asked.
KNOWN, ASKED = slice(0, 2000), slice(2000, 3000)
Labelled = list[tuple[str, str]]


def nearness_figures(folder: Path, scores: Scores) -> dict[str, float]:
    """JDDC's MAP, MRR, 1-NN and Spearman, xiaomi_faq's MRR of a question's own answer, BANKING77's 1-NN."""
    rows = banking77(folder, "train")
    random.Random(0).shuffle(rows)
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    questions, answers = zip(*xiaomi_faq(folder), strict=True)
    return {
        **{f"jddc_{name}": value for name, value in ranking(folder / "jddc_dev" / "select.txt", scores).items()},
        "jddc_spearman": graded(folder / "jddc_dev" / "sts.txt", scores),
        "xiaomi_mrr": own_answer(questions, answers, scores),
        "banking77_one_nearest": one_nearest(texts[KNOWN], labels[KNOWN], texts[ASKED], labels[ASKED], scores),
    }


def banking77(folder: Path, part: str) -> Labelled:
    """Questions and intents of `train` or `test`."""
    with (folder / "banking77" / f"{part}.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def clinc150(folder: Path, part: str) -> Labelled:
    """Texts and intents of `train`, `test` or `oos_test`."""
    document = json.loads((folder / "clinc150" / "data_full.json").read_text(encoding="utf-8"))
    return [(text, intent) for text, intent in document[part]]


def xiaomi_faq(folder: Path) -> Labelled:
    """Questions and their answers."""
    with (folder / "xiaomi_faq" / "qa_.csv").open(encoding="utf-8", newline="") as file:
        return [(row[0], row[1]) for row in csv.reader(file) if len(row) > 1]
