"""`guitai intents train`, `restore` and `why`: through the running engine, or with the models alone where none runs."""

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from appliance.api.client import BridgeClient
from appliance.api.intents import IntentExplanation, IntentReport, IntentTraining
from appliance.base.errors import GuitaiError, UnreadableFileError
from appliance.base.paths import ensure_private, home_dir, models_dir
from appliance.cli.connection import POLL_S, operator, running_engine
from appliance.engine.instance import lock
from appliance.understanding.attribution import explain
from appliance.understanding.labelled_file import read_labelled
from appliance.understanding.own_intents import OwnIntents
from appliance.understanding.parse import parse
from models_onnx.encoder import Encoder

TRAINING = "/v1/operator/intents/training"


def train_from(file: Path, *, as_json: bool) -> str:
    """Train, showing progress on standard error; the report.

    Raises:
        GuitaiError: the file can't be read, has too few intents, or the training was cancelled with Ctrl+C.
    """
    path = file.resolve()
    report = _in_engine(path) if running_engine() is not None else _alone(path)
    return report.model_dump_json(indent=2) if as_json else _readable(report)


def restore_last() -> str:
    """Go back to the intents before the last training; says which are in use now."""
    if running_engine() is not None:
        with operator() as bridge:
            return json.dumps(bridge.call("POST", "/v1/operator/intents/restore"), ensure_ascii=False)
    home = ensure_private(home_dir())
    with lock(home):
        head = OwnIntents(home).restore(Encoder.open(models_dir()))
    return json.dumps(
        {"name": head.info.name, "version": head.info.version, "intents": head.labels}, ensure_ascii=False
    )


def why_of(text: str) -> str:
    """The words that carried the intent, and the nearest training examples, as JSON."""
    if running_engine() is not None:
        with operator() as bridge:
            answer = IntentExplanation.model_validate(
                bridge.call("POST", "/v1/operator/intents/explain", {"text": text})
            )
        return answer.model_dump_json(indent=2)
    encoder = Encoder.open(models_dir())
    found = explain(parse(text).text, encoder, OwnIntents(home_dir()).head(encoder))
    document = {
        "intent": found.prediction.id,
        "confidence": round(found.prediction.confidence, 4),
        "words": [asdict(word) for word in found.words],
        "nearest": [asdict(example) for example in found.nearest],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _alone(path: Path) -> IntentReport:
    rows = read_labelled(path)
    home = ensure_private(home_dir())
    with lock(home):
        _, report = OwnIntents(home).train(rows, Encoder.open(models_dir()), progress=_show)
    return IntentReport.model_validate(asdict(report))


def _in_engine(path: Path) -> IntentReport:
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {path}.", code="file_missing", hint="Check the name.")
    with operator() as bridge:
        bridge.call("POST", TRAINING, {"path": str(path)})
        try:
            state = _finished(bridge)
        except KeyboardInterrupt:
            bridge.call("DELETE", TRAINING)
            state = _finished(bridge)
    if state.report is None:
        raise GuitaiError(state.reason, code=state.state, exit_code=1)
    return state.report


def _finished(bridge: BridgeClient) -> IntentTraining:
    while (state := IntentTraining.model_validate(bridge.call("GET", TRAINING))).state == "running":
        _show(state.done, state.total)
        time.sleep(POLL_S)
    return state


def _show(done: int, total: int) -> None:
    sys.stderr.write(f"\r{done}/{total} " + ("\n" if done == total else ""))


def _readable(report: IntentReport) -> str:
    lines = [
        f"examples: {report.examples}, intents: {report.intents}, trained in {report.seconds:.1f} s",
        f"held-out accuracy: {report.accuracy:.3f}, macro-F1: {report.macro_f1:.3f}",
        *(f"  {one.intent} → {one.taken_for} ×{one.count}: {one.example}" for one in report.confusions),
    ]
    if report.suspects:
        lines.append("examples that look mislabelled:")
        lines += [f"  “{one.text}” {one.intent} → {one.rather} ({one.confidence:.0%})" for one in report.suspects]
    return "\n".join(lines)
