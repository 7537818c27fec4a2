"""How well intents are told on the independent questions, which nothing is trained, tuned or chosen on."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
from progress import report
from training_texts import labelled
from understanding_metrics import auroc, rejected

from appliance.cli.evaluation import calibration_error, macro_f1
from appliance.understanding.parse import parse
from models_onnx.intent_head import OUT_OF_SCOPE
from understanding_bench.answers import Answers, probe, sparse_probe
from understanding_bench.part import SYSTEM, Part, Row, Settings
from understanding_bench.places import ROOT
from understanding_bench.processes import running
from understanding_bench.systems import FLOAT_E5, OURS
from understanding_bench.tfidf import vectorizer

QUESTIONS = ROOT / "tests" / "data" / "intents_independent.jsonl"
# Of the questions that the shop can answer, so many may be refused.
REFUSED = 0.03
QUICK_EVERY = 20


def measure(settings: Settings) -> list[Row]:
    """Ours as shipped; the others trained on the texts that were written for ours."""
    every = settings.few(1, QUICK_EVERY)
    questions = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][::every]
    texts = [parse(question["text"]).text for question in questions]
    learned, intents, _ = labelled()
    learned, intents = learned[::every], intents[::every]
    systems: dict[str, Callable[[], Answers]] = {
        OURS: lambda: shipped(texts),
        f"{FLOAT_E5}, logistic regression": lambda: probed(learned, intents, texts),
        "TF-IDF, logistic regression": lambda: counted(learned, intents, texts),
    }
    rows = []
    for number, (name, answer) in enumerate(systems.items()):
        report(f"intents: {name}", number, len(systems))
        rows.append({SYSTEM: name, **figures(questions, answer())})
    report("intents", 1, 1)
    return rows


def shipped(texts: list[str]) -> Answers:
    """Our head's."""
    with running(OURS) as process:
        return Answers.of_predictions(process.ask("intents", texts))


def probed(learned: list[str], intents: list[str], texts: list[str]) -> Answers:
    """Those of logistic regression on untuned embeddings."""
    with running(FLOAT_E5) as process:
        return Answers.of_classifier(probe().fit(process.embed(learned), intents), process.embed(texts))


def counted(learned: list[str], intents: list[str], texts: list[str]) -> Answers:
    """Those of logistic regression on TF-IDF."""
    fitted = vectorizer(least_texts=2)
    return Answers.of_classifier(sparse_probe().fit(fitted.fit_transform(learned), intents), fitted.transform(texts))


def figures(questions: list[dict[str, Any]], answers: Answers) -> Row:
    """Accuracy, macro-F1 and calibration as `guitai eval` has them, and what becomes of questions from outside.

    A question that may be taken for either, from outside or not, tells nothing about rejection and is left out of it.
    """
    accepted = [{question["intent"], *question.get("also", ())} for question in questions]
    right = np.array([name in names for name, names in zip(answers.found, accepted, strict=True)])
    labels = [
        name if name in names else question["intent"]
        for name, names, question in zip(answers.found, accepted, questions, strict=True)
    ]
    outside = np.array([names == {OUT_OF_SCOPE} for names in accepted])
    inside = np.array([OUT_OF_SCOPE not in names for names in accepted])
    refused = np.array([name == OUT_OF_SCOPE for name in answers.found])
    return {
        "accuracy": float(right.mean()),
        "macro_f1": macro_f1(labels, answers.found),
        "calibration_error": calibration_error(answers.confidence, right),
        "auroc": auroc(answers.outside[inside], answers.outside[outside]),
        "rejected_at_most_refused": rejected(answers.outside[inside], answers.outside[outside], REFUSED),
        "rejected": float(refused[outside].mean()),
        "refused": float(refused[inside].mean()),
    }


PART = Part(
    title="Intents of independent questions",
    columns={
        SYSTEM: ("system", ""),
        "accuracy": ("accuracy", ".3f"),
        "macro_f1": ("macro-F1", ".3f"),
        "calibration_error": ("ECE", ".3f"),
        "auroc": ("outside: AUROC", ".3f"),
        "rejected_at_most_refused": (f"rejected, ≤ {REFUSED:.0%} inside refused", ".3f"),
        "rejected": ("as shipped: rejected", ".3f"),
        "refused": ("inside refused", ".3f"),
    },
    measure=measure,
    notes=(
        "The others learn from the texts that were written for ours; as shipped means that their best guess is out_of_scope.",
    ),
)
