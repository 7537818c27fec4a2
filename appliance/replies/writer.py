"""Replies written by the model from evidence, released sentence by sentence as each passes the check."""

import asyncio
import re
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from appliance.api.messages import Source
from appliance.replies.checker import check, sentences
from appliance.understanding.parse import Language
from models_onnx.generator import ChatMessage
from models_onnx.inference_thread import InferenceThread, OverloadedError

# A shop's reply is a few sentences; what goes on longer has lost its evidence.
MAX_NEW_TOKENS = 96
# Evidence is cut here: what the first token costs grows with what is read before it.
EVIDENCE_CHARACTERS = 360
CLAUSE = re.compile(r"[^。；，！？;\n]*[。；，！？;\n]|.*?[a-z][,.] ")
NOTHING_FOUND = {"zh": "没有找到", "en": "not found"}
SYSTEM = {
    "zh": "你是网店客服，只根据【资料】回答顾客，一两句话，称呼“您”，不添加资料以外的内容。资料里没有答案时只回答“没有找到”。",
    "en": "You answer a shop's customers from the FACTS only, in one or two sentences, adding nothing. If the facts do not answer, reply “not found”.",
}
QUESTION = {"zh": "【资料】\n{evidence}\n【顾客】{question}", "en": "FACTS:\n{evidence}\nCUSTOMER: {question}"}


class GeneratorModel(Protocol):
    """What writes text; see `models_onnx.generator.Generator`."""

    def stream(
        self, messages: Sequence[ChatMessage], *, max_new_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Pieces of text as they are written."""
        ...


@dataclass(frozen=True)
class Sentence:
    """A sentence that passed the check and may be sent."""

    text: str


class ReplyWriter:
    """Writes from evidence, on the generator's own thread.

    Args:
        thread: the generator's line.
        model: gives the loaded model, or None while there is none.
    """

    def __init__(self, thread: InferenceThread, model: Callable[[], GeneratorModel | None]) -> None:
        self._thread = thread
        self._model = model

    async def write(
        self, question: str, evidence: Sequence[Source], language: Language
    ) -> AsyncGenerator[Sentence, None]:
        """Yield the sentences that may be sent; nothing where the model has no answer or none that holds.

        It stops at the first sentence that fails the check. Closing the iterator stops the model at its next token.
        """
        model = self._model()
        if model is None:
            return
        facts = evidence_text(evidence)
        prompt = [
            ChatMessage("system", SYSTEM[language]),
            ChatMessage("user", QUESTION[language].format(evidence=facts, question=question)),
        ]
        stop = threading.Event()
        try:
            async for sentence in _sentences(self._pieces(model, prompt, stop)):
                said = sentence.strip()
                if NOTHING_FOUND[language] in said.lower() or not check(said, facts, question).supported:
                    return
                yield Sentence(sentence)
        except OverloadedError:
            # The line is full: the next way of answering takes over, the customer waits for nothing.
            return
        finally:
            stop.set()

    async def _pieces(
        self, model: GeneratorModel, prompt: list[ChatMessage], stop: threading.Event
    ) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        line: asyncio.Queue[str | None] = asyncio.Queue()

        def generate() -> None:
            try:
                for piece in model.stream(prompt, max_new_tokens=MAX_NEW_TOKENS, cancelled=stop.is_set):
                    loop.call_soon_threadsafe(line.put_nowait, piece)
            finally:
                loop.call_soon_threadsafe(line.put_nowait, None)

        outcome = self._thread.submit(generate)
        while (piece := await line.get()) is not None:
            yield piece
        # Whatever ended the model early is raised here, not lost with its thread.
        await asyncio.wrap_future(outcome)


def evidence_text(evidence: Sequence[Source]) -> str:
    """The evidence as the model reads it and the checker compares with, cut to what may be read in time."""
    lines: list[str] = []
    room = EVIDENCE_CHARACTERS
    for source in evidence:
        if room <= 0:
            break
        lines.append(_cut(source.quote, room))
        room -= len(source.quote)
    return "\n".join(line for line in lines if line)


def _cut(quote: str, room: int) -> str:
    """As many whole clauses as there is room for: the first digits of a number would be another number."""
    if len(quote) <= room:
        return quote
    ends = [match.end() for match in CLAUSE.finditer(quote[:room])]
    return quote[: ends[-1]].rstrip() if ends else ""


async def _sentences(pieces: AsyncIterator[str]) -> AsyncIterator[str]:
    draft = ""
    async for piece in pieces:
        finished, draft = sentences(draft + piece)
        for sentence in finished:
            yield sentence
    if draft.strip():
        yield draft
