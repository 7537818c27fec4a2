"""The merchant's work on intents in the running engine: training in the background, going back, and asking why."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from appliance.api.intents import (
    CarriedWord,
    IntentExplanation,
    IntentHeadInfo,
    IntentReport,
    IntentTraining,
    NearExample,
)
from appliance.api.messages import IntentResult, IntentScore
from appliance.base.errors import GuitaiError
from appliance.understanding.attribution import explain
from appliance.understanding.labelled_file import read_labelled
from appliance.understanding.own_intents import NAME, LabelledText, OwnIntents
from appliance.understanding.parse import parse
from appliance.understanding.reader import ReadingModels
from models_onnx.inference_thread import InferenceThread
from models_onnx.intent_head import IntentHead

log = logging.getLogger(__name__)
ALTERNATIVES = 3


class IntentDesk:
    """Trains, restores and explains.

    Args:
        own: the data folder's heads.
        thread: the encoder's line, for explanations; a training embeds on a thread of its own, so that customers go first.
        models: gives the loaded models.
        use: makes a head the engine's.
    """

    def __init__(
        self,
        own: OwnIntents,
        thread: InferenceThread,
        models: Callable[[], ReadingModels],
        use: Callable[[IntentHead], None],
    ) -> None:
        self._own = own
        self._thread = thread
        self._models = models
        self._use = use
        self._state = IntentTraining()
        self._cancel = threading.Event()
        self._running: asyncio.Task[None] | None = None

    def info(self) -> IntentHeadInfo:
        """The head in use."""
        head = self._models().head
        return IntentHeadInfo(
            name=head.info.name,
            version=head.info.version,
            intents=list(head.labels),
            examples=len(head.examples.texts),
            own=head.info.name == NAME,
            restorable=self._own.restorable(),
        )

    def training(self) -> IntentTraining:
        """The state of the last training."""
        return self._state

    def start(self, path: Path) -> IntentTraining:
        """Begin training from a file.

        Raises:
            GuitaiError: one is running, or the file can't be read.
        """
        if self._running is not None and not self._running.done():
            raise GuitaiError("A training is running.", code="busy", hint="Wait for it, or cancel it.")
        rows = read_labelled(path)
        self._cancel.clear()
        self._state = IntentTraining(state="running", total=len(rows))
        self._running = asyncio.create_task(self._train(rows))
        return self._state

    def cancel(self) -> IntentTraining:
        """End the running training; the intents stay as they are."""
        self._cancel.set()
        return self._state

    async def restore(self) -> IntentHeadInfo:
        """Go back to the head before the last training.

        Raises:
            GuitaiError: nothing was trained.
        """
        head = await asyncio.to_thread(self._own.restore, self._models().encoder)
        self._use(head)
        return self.info()

    async def explain(self, text: str) -> IntentExplanation:
        """Why a text has its intent.

        Raises:
            GuitaiError: too many wait, or there is no encoder.
        """
        models = self._models()
        plain = parse(text).text
        found = await self._thread.run(lambda: explain(plain, models.encoder, models.head))
        prediction = found.prediction
        others = [IntentScore(id=name, confidence=round(value, 4)) for name, value in prediction.distribution]
        return IntentExplanation(
            text=plain,
            intent=IntentResult(
                id=prediction.id,
                confidence=round(prediction.confidence, 4),
                alternatives=[one for one in others if one.id != prediction.id][:ALTERNATIVES],
            ),
            words=[CarriedWord(**asdict(word)) for word in found.words],
            nearest=[NearExample(**asdict(example)) for example in found.nearest],
        )

    async def _train(self, rows: list[LabelledText]) -> None:
        def progress(done: int, total: int) -> None:
            self._state = IntentTraining(state="running", done=done, total=total)

        try:
            head, report = await asyncio.to_thread(
                self._own.train, rows, self._models().encoder, progress=progress, cancelled=self._cancel.is_set
            )
        except GuitaiError as error:
            self._state = IntentTraining(
                state="cancelled" if error.code == "cancelled" else "failed", reason=str(error)
            )
        except Exception:
            log.exception("a training of intents failed")
            self._state = IntentTraining(state="failed", reason="internal")
        else:
            self._use(head)
            self._state = IntentTraining(
                state="finished",
                done=len(rows),
                total=len(rows),
                report=IntentReport.model_validate(asdict(report)),
            )
