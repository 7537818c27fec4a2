"""The models of the running engine: loaded each on its own thread, with a state that anyone may ask for."""

import logging
from collections.abc import Callable
from pathlib import Path

from appliance import __version__
from appliance.api.messages import Health, ModelHealth
from appliance.base.errors import GuitaiError
from appliance.understanding.reader import ReadingModels
from models_onnx.encoder import Encoder
from models_onnx.errors import ModelError
from models_onnx.generator import Generator
from models_onnx.inference_thread import InferenceThread
from models_onnx.intent_head import IntentHead
from models_onnx.manifest import ModelInfo

log = logging.getLogger(__name__)
# A message takes some 5 ms to read, so a full line means a second's wait or two.
READING_LINE = 256
# A reply takes one to three seconds; whoever stands further back is better served by a person.
WRITING_LINE = 8
LOADING = "loading"


class ModelHost:
    """Loads and holds the models.

    Args:
        models_dir: the folder with the manifest.
        own_head: opens the shop's own intent head, or the pack's where there is none.
        on_change: called (on a model's thread) whenever a model's state has changed.
    """

    def __init__(
        self, models_dir: Path, own_head: Callable[[Encoder], IntentHead], on_change: Callable[[], None]
    ) -> None:
        self._models_dir = models_dir
        self._own_head = own_head
        self._on_change = on_change
        self.reading = InferenceThread("encoder", capacity=READING_LINE)
        self.writing = InferenceThread("generator", capacity=WRITING_LINE)
        self._reading_models: ReadingModels | None = None
        self._generator: Generator | None = None
        self._states = {
            role: ModelHealth(name="", version="", provider="", state="loading")
            for role in ("encoder", "intents", "generator")
        }
        self._index_ready = False

    def load(self, then: Callable[[], None]) -> None:
        """Begin loading; what is asked of a model meanwhile waits behind this in its line.

        Args:
            then: run on the encoder's thread once it is loaded (opens the index).
        """
        self.reading.submit(lambda: self._load_reading(then))
        self.writing.submit(self._load_writing)

    def reading_models(self) -> ReadingModels:
        """The encoder and the intent head.

        Raises:
            ModelError: they could not be loaded.
        """
        if self._reading_models is None:
            raise ModelError("The encoder is not loaded.", code="model_missing")
        return self._reading_models

    def encoder(self) -> Encoder:
        """The encoder.

        Raises:
            ModelError: it could not be loaded.
        """
        return self.reading_models().encoder

    def use_head(self, head: IntentHead) -> None:
        """Read messages with another intent head from the next one on."""
        self._reading_models = ReadingModels(self.encoder(), head)
        self._loaded("intents", head.info)

    def generator(self) -> Generator | None:
        """The generator, or None while or where there is none."""
        return self._generator

    def health(self) -> Health:
        """`ready` when all is loaded and warm, `degraded` when a part has failed for good, else `starting`."""
        states = {health.state for health in self._states.values()}
        failed, loading = "failed" in states, LOADING in states or not self._index_ready
        status = "degraded" if failed else "starting" if loading else "ready"
        return Health(status=status, version=__version__, models=dict(self._states))

    def close(self) -> None:
        """Finish what is under way and free the models."""
        self.reading.close()
        self.writing.close()
        if self._generator is not None:
            self._generator.close()

    def _load_reading(self, then: Callable[[], None]) -> None:
        try:
            encoder = Encoder.open(self._models_dir)
            head = self._open_head(encoder)
            head.predict(encoder.embed(["你好"]))
            self._reading_models = ReadingModels(encoder, head)
            then()
        except GuitaiError as error:
            self._failed(("encoder", "intents"), error)
            return
        self._index_ready = True
        self._loaded("encoder", encoder.info)
        self._loaded("intents", head.info)

    def _open_head(self, encoder: Encoder) -> IntentHead:
        try:
            return self._own_head(encoder)
        except ModelError as error:
            # The pack's own head understands a shop well enough to go on with; training again mends it.
            log.error("the shop's own intents are not used: %s", error)  # noqa: TRY400 - the message says it all
            return IntentHead.open()

    def _load_writing(self) -> None:
        try:
            generator = Generator.open(self._models_dir)
            generator.warm_up()
        except GuitaiError as error:
            self._failed(("generator",), error)
            return
        self._generator = generator
        self._loaded("generator", generator.info)

    def _loaded(self, role: str, info: ModelInfo) -> None:
        log.info("%s %s runs on %s", info.name, info.version, info.provider)
        self._states[role] = ModelHealth(name=info.name, version=info.version, provider=info.provider, state="ready")
        self._on_change()

    def _failed(self, roles: tuple[str, ...], error: GuitaiError) -> None:
        log.error("%s: %s", error.code, error)
        for role in roles:
            # The code alone: health is read without a token, and paths are private.
            self._states[role] = ModelHealth(name=role, version="", provider="", state="failed", detail=error.code)
        self._on_change()
