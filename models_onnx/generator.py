"""The generator: a small chat model that writes a reply piece by piece.

What a prompt shares with the one before, at least the instructions, is kept and not read again: the generator is rewound to
where they part.
"""

import ctypes
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tokenizers import Tokenizer
from tokenizers.decoders import DecodeStream

from models_onnx.errors import ModelError
from models_onnx.genai_api import GenaiLibrary, Handle
from models_onnx.manifest import ModelInfo, verify, wanted
from models_onnx.providers import CPU

ROLE = "generator"
MAX_TOKENS = 1024
START, END = "<|im_start|>", "<|im_end|>"


@dataclass(frozen=True)
class ChatMessage:
    """One message of a prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


class Generator:
    """A chat model in onnxruntime-genai. For one thread."""

    def __init__(self, library: GenaiLibrary, model: Handle, tokenizer: Tokenizer, info: ModelInfo) -> None:
        self.info = info
        self._library = library
        self._model = model
        self._tokenizer = tokenizer
        self._start, self._end = _token(tokenizer, START), _token(tokenizer, END)
        self._live: Handle | None = None
        self._read: list[int] = []

    @classmethod
    def open(cls, models_dir: Path) -> "Generator":
        """Check and load the generator.

        Raises:
            ModelError: missing, damaged, or not to be run.
        """
        entry = wanted(ROLE, models_dir)
        verify(entry, models_dir)
        folder = models_dir / ROLE
        library = GenaiLibrary()
        model = library.create("OgaCreateModel", os.fsencode(folder))
        try:
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The tokenizer library raises plain exceptions.
        except Exception as error:
            raise ModelError(f"{folder / 'tokenizer.json'} can't be read: {error}", code="model_damaged") from error
        # A customer who types a control token types text: it must never end a message or begin another (S27).
        tokenizer.encode_special_tokens = True
        return cls(library, model, tokenizer, ModelInfo(entry.name, entry.version, CPU))

    def warm_up(self) -> None:
        """Run once, so that the first customer does not pay for it."""
        for _ in self.stream([ChatMessage("user", "你好")], max_new_tokens=1, cancelled=lambda: False):
            pass

    def stream(
        self, messages: Sequence[ChatMessage], *, max_new_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Write the next message, always the likeliest token.

        Args:
            messages: the prompt.
            max_new_tokens: where it is cut off.
            cancelled: asked before each token; true ends the stream.

        Yields:
            Text in pieces that never split a character.

        Raises:
            ModelError: the prompt is longer than the model's room, or the runtime failed.
        """
        prompt = self.tokens(messages)
        room = min(max_new_tokens, MAX_TOKENS - len(prompt))
        if room <= 0:
            raise ModelError(f"The prompt has {len(prompt)} tokens; {MAX_TOKENS} is all.", code="prompt_too_long")
        live = self._prefill(prompt)
        decoder = DecodeStream(skip_special_tokens=True)
        for _ in range(room):
            if cancelled():
                return
            try:
                token = self._library.next_token(live)
            except ModelError:
                self._drop()
                raise
            self._read.append(token)
            if token == self._end or self._library.is_done(live):
                return
            if piece := decoder.step(self._tokenizer, token):
                yield piece

    def tokens(self, messages: Sequence[ChatMessage]) -> list[int]:
        """The prompt in the model's chat form (ChatML), open for the assistant's words."""
        ids: list[int] = []
        for message in messages:
            ids += [self._start, *self._encode(f"{message.role}\n{message.content}"), self._end, *self._encode("\n")]
        return [*ids, self._start, *self._encode("assistant\n")]

    def close(self) -> None:
        """Free the model."""
        self._drop()
        self._library.destroy("Model", self._model)

    def _encode(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _prefill(self, prompt: list[int]) -> Handle:
        # The last token is always read again: generation needs its output.
        shared = min(_common(self._read, prompt), len(prompt) - 1)
        if self._live is None:
            self._live = self._new_generator()
            shared = 0
        try:
            if shared < len(self._read):
                self._library.rewind(self._live, shared)
            self._library.append(self._live, prompt[shared:])
        except ModelError:
            # Its state is unknown now; the next prompt begins with a fresh one.
            self._drop()
            raise
        self._read = list(prompt)
        return self._live

    def _new_generator(self) -> Handle:
        library = self._library
        params = library.create("OgaCreateGeneratorParams", self._model)
        try:
            library.call("OgaGeneratorParamsSetSearchNumber", params, b"max_length", ctypes.c_double(MAX_TOKENS))
            library.call("OgaGeneratorParamsSetSearchBool", params, b"do_sample", ctypes.c_bool(False))
            return library.create("OgaCreateGenerator", self._model, params)
        finally:
            library.destroy("GeneratorParams", params)

    def _drop(self) -> None:
        if self._live is not None:
            self._library.destroy("Generator", self._live)
        self._live, self._read = None, []


def _token(tokenizer: Tokenizer, name: str) -> int:
    found = tokenizer.token_to_id(name)
    if found is None:
        raise ModelError(f"The generator's tokenizer has no {name}.", code="model_damaged")
    return found


def _common(left: Sequence[int], right: Sequence[int]) -> int:
    return next(
        (index for index, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
    )
