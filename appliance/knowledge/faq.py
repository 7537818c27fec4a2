"""The FAQ as the engine uses it: edits from the console, and the embedding and indexing that follow them."""

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

from appliance.api.operator import FaqChange, FaqEdit, FaqEntry, FaqHistory, FaqPage
from appliance.base.clock import iso
from appliance.knowledge.faq_files import FaqFileDesk
from appliance.understanding.reader import MessageReader
from faq_store.entries import FaqEntry as StoredEntry
from faq_store.entries import entry_from
from faq_store.search import FaqSearch
from faq_store.store import FaqStore
from models_onnx.encoder import Encoder
from models_onnx.inference_thread import InferenceThread

log = logging.getLogger(__name__)
AUTHOR = "console"
# Wordings embedded in one piece of work: some 30 ms, the longest that a customer's message waits for it.
CHUNK = 32
# How often a long build of the index is told of, as a share of it.
TOLD_EVERY = 0.1


class FaqDesk:
    """Entries for the console, and background work on the encoder's thread.

    Args:
        store: the entries.
        search: over them.
        reader: reads a question as a customer's, for the test bench.
        thread: the encoder's line.
        encoder: gives the loaded encoder.
        today: the shop's calendar day.
    """

    def __init__(
        self,
        store: FaqStore,
        search: FaqSearch,
        reader: MessageReader,
        thread: InferenceThread,
        encoder: Callable[[], Encoder],
        today: Callable[[], date],
    ) -> None:
        self.store = store
        self._search = search
        self._reader = reader
        self._thread = thread
        self._encoder = encoder
        self._today = today
        self.files = FaqFileDesk(store, self.wire)

    def page(self, query: str, limit: int, offset: int) -> FaqPage:
        """Some entries."""
        entries, total = self.store.page(query, limit=limit, offset=offset)
        return FaqPage(entries=[self.wire(entry) for entry in entries], total=total)

    def put(self, entry_id: str, edit: FaqEdit) -> FaqEntry:
        """Create (with an empty id) or change an entry."""
        return self.wire(self.store.put(entry_from(edit.model_dump(), entry_id), AUTHOR))

    def history(self, entry_id: str) -> FaqHistory:
        """An entry's changes."""
        changes = [
            FaqChange(
                change_id=change.change_id,
                entry_id=change.entry_id,
                at=iso(change.at),
                author=change.author,
                before=FaqEdit(**change.before.document()) if change.before else None,
                after=FaqEdit(**change.after.document()) if change.after else None,
            )
            for change in self.store.history(entry_id)
        ]
        return FaqHistory(changes=changes)

    async def test(self, text: str) -> FaqPage:
        """Which entries would answer a question, with their scores."""
        understanding = await self._reader.read(text, self._today())
        entries = [self.wire(candidate.entry, candidate.score) for candidate in understanding.candidates]
        return FaqPage(entries=entries, total=len(entries))

    async def catch_up(self, progress: Callable[[int], None] = lambda _: None) -> None:
        """Embed what is new and rebuild the index where it has fallen behind, between customers' messages."""
        remaining = 1
        while remaining:
            remaining = await self._thread.run(lambda: self._search.embed_missing(self._encoder(), CHUNK))
            progress(remaining)
        if self._search.rebuild_needed():
            await self._rebuild()

    async def _rebuild(self) -> None:
        """Build the index anew beside all else; where nobody waits for it any more (the engine ends), the build ends too."""
        ended = threading.Event()
        told = 0.0

        def progress(share: float) -> None:
            nonlocal told
            if ended.is_set():
                raise InterruptedError("the engine ends: the FAQ index stays as it was")
            if share - told >= TOLD_EVERY:
                told = share
                log.info("the FAQ index is built anew: %.0f%%", share * 100)

        try:
            await asyncio.to_thread(self._search.rebuild, progress)
        finally:
            ended.set()

    def wire(self, entry: StoredEntry, score: float | None = None) -> FaqEntry:
        """An entry as the bridge says it."""
        return wire_entry(entry, self._today(), score)


def wire_entry(entry: StoredEntry, today: date, score: float | None = None) -> FaqEntry:
    """An entry as the bridge says it on this day."""
    return FaqEntry(
        **entry.document(),
        entry_id=entry.entry_id,
        updated_at=iso(entry.updated_at),
        answerable=entry.answerable_on(today),
        score=score,
    )


def index_folder(home: Path) -> Path:
    """Where the FAQ index lies."""
    return home / "index"
