"""A shop's own intents: trained from its examples, kept in the data folder, used from then on, and undone with one step."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from appliance.base.atomic import write_text
from appliance.base.errors import GuitaiError
from appliance.understanding.parse import parse
from models_onnx.encoder import Encoder
from models_onnx.errors import ModelError
from models_onnx.intent_head import OUT_OF_SCOPE, Examples, IntentHead
from models_onnx.intent_training import TrainingReport, TrainingSet, train_head
from models_onnx.manifest import ModelInfo

POINTER = "active.json"
NAME = "intents-own"
# Texts embedded between two reports of progress.
CHUNK = 128
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class LabelledText:
    """One example."""

    text: str
    intent: str


class OwnIntents:
    """The heads of a data folder: the active one, and the one before it.

    Args:
        home: the data folder.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / "intents"

    def head(self, encoder: Encoder) -> IntentHead:
        """The head in use: the shop's own, else the pack's. One made for another encoder is trained anew from its examples.

        Raises:
            ModelError: it is damaged.
        """
        active = self._pointer()["active"]
        if not active:
            return IntentHead.open()
        head = IntentHead.open(self._folder / active)
        if head.encoder == encoder.info.version:
            return head
        return _train(_of_head(head), {}, encoder, lambda *_: None, lambda: False)[0]

    def train(
        self,
        rows: Sequence[LabelledText],
        encoder: Encoder,
        *,
        progress: Progress = lambda *_: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[IntentHead, TrainingReport]:
        """Train a head and make it the active one.

        A file with some of the pack's intents is learned together with the pack's examples: it adds to them, and changes those
        of the same text. A file with none of them is another domain: only what lies outside every domain is added to it.

        Args:
            rows: the examples.
            encoder: makes the embeddings.
            progress: told how many texts of how many are embedded.
            cancelled: asked now and then; true ends the training, and nothing changes.

        Raises:
            GuitaiError: fewer than two intents, or cancelled.
            OSError: no room, no permission.
        """
        pack = IntentHead.open()
        known = (
            {**pack.examples.embeddings(), **pack.calibration.embeddings()}
            if pack.encoder == encoder.info.version
            else {}
        )
        head, report = _train(with_pack(rows, pack), known, encoder, progress, cancelled)
        if cancelled():
            raise GuitaiError("The training was cancelled.", code="cancelled", hint="The intents are as they were.")
        self._install(head)
        return head, report

    def restorable(self) -> bool:
        """Whether there is another head to go to."""
        pointer = self._pointer()
        return bool(pointer["active"] or pointer["before"])

    def restore(self, encoder: Encoder) -> IntentHead:
        """Go back to the head before the last training, which can be undone in the same way.

        Raises:
            GuitaiError: nothing was trained.
        """
        if not self.restorable():
            raise GuitaiError("No own intents were trained yet.", code="nothing_to_restore")
        pointer = self._pointer()
        self._point(pointer["before"], pointer["active"])
        return self.head(encoder)

    def _install(self, head: IntentHead) -> None:
        name = f"{uuid.uuid4().hex}.npz"
        head.save(self._folder / name)
        self._point(name, self._pointer()["active"])

    def _point(self, active: str, before: str) -> None:
        write_text(self._folder / POINTER, json.dumps({"active": active, "before": before}))
        for path in self._folder.glob("*.npz"):
            if path.name not in {active, before}:
                path.unlink(missing_ok=True)

    def _pointer(self) -> dict[str, str]:
        try:
            document = json.loads((self._folder / POINTER).read_text(encoding="utf-8"))
            return {name: Path(str(document[name])).name for name in ("active", "before")}
        except FileNotFoundError:
            return {"active": "", "before": ""}
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{self._folder / POINTER} is damaged ({error}).",
                code="model_damaged",
                hint="Remove it, and train again.",
            ) from error


@dataclass(frozen=True)
class TrainingRows:
    """What a head is made from: the shop's own examples, those of the pack beside them, and what is only judged by."""

    own: Sequence[LabelledText]
    pack: Sequence[LabelledText] = ()
    calibration: Sequence[LabelledText] = ()


def with_pack(rows: Sequence[LabelledText], pack: IntentHead) -> TrainingRows:
    """The rows with what the pack adds to them; see `OwnIntents.train`. Of two rows with one text the last one counts."""
    own = {row.text: row for row in rows}
    names = {row.intent for row in rows}
    same_domain = bool((names & set(pack.labels)) - {OUT_OF_SCOPE})

    def added(examples: Examples) -> list[LabelledText]:
        return [
            row
            for row in _labelled(examples, pack.labels)
            if row.text not in own and (same_domain or (row.intent == OUT_OF_SCOPE and OUT_OF_SCOPE not in names))
        ]

    return TrainingRows(list(own.values()), added(pack.examples), added(pack.calibration))


def _of_head(head: IntentHead) -> TrainingRows:
    return TrainingRows(_labelled(head.examples, head.labels), (), _labelled(head.calibration, head.labels))


def _labelled(examples: Examples, labels: Sequence[str]) -> list[LabelledText]:
    return [
        LabelledText(text, labels[target])
        for text, target in zip(examples.texts, examples.targets.tolist(), strict=True)
    ]


def _train(
    rows: TrainingRows,
    known: Mapping[str, NDArray[np.float32]],
    encoder: Encoder,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> tuple[IntentHead, TrainingReport]:
    if len({row.intent for row in rows.own}) < 2 and not rows.pack:  # noqa: PLR2004 - one intent tells nothing apart
        raise GuitaiError("The examples have fewer than two intents.", code="too_few_intents", hint="Add another.")
    together = [*rows.own, *rows.pack, *rows.calibration]
    vectors = dict(known)
    texts = [row.text if row.text in vectors else parse(row.text).text for row in together]
    missing = [text for text in dict.fromkeys(texts) if text not in vectors]
    for start in range(0, len(missing), CHUNK):
        if cancelled():
            raise GuitaiError("The training was cancelled.", code="cancelled", hint="The intents are as they were.")
        part = missing[start : start + CHUNK]
        vectors.update(zip(part, encoder.embed(part), strict=True))
        progress(start + len(part), len(missing))
    place = np.arange(len(together))
    examples = TrainingSet(
        texts,
        [row.intent for row in together],
        np.stack([vectors[text] for text in texts]),
        held_out=place >= len(rows.own) + len(rows.pack),
        cross_validated=place < len(rows.own),
    )
    info = ModelInfo(NAME, uuid.uuid4().hex[:8], "CPU", encoder.info.dimensions)
    return train_head(examples, info, encoder.info.version, cancelled=cancelled)
