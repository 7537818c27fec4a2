"""FAQ files in the running engine: one import at a time in the background, exports, and proposals from chats."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

from appliance.api.faq_files import (
    Chat,
    ChatProposal,
    ChatProposals,
    FaqExport,
    FaqExported,
    FaqImport,
    FaqImportCounts,
    FaqImportRow,
    FaqImportRows,
    StartFaqImport,
)
from appliance.api.operator import FaqEntry
from appliance.base.errors import GuitaiError, UnreadableFileError
from faq_store.chat_log import read_chat, shop_speakers, speakers
from faq_store.chat_proposals import propose
from faq_store.entries import FaqEntry as StoredEntry
from faq_store.faq_rows import version_of
from faq_store.merge import Decision, Outcome, PlannedRow
from faq_store.store import FaqStore
from faq_store.table import read_text
from faq_store.transfer import ImportReceipt, export_faq, import_faq

log = logging.getLogger(__name__)
AUTHOR = "import"
# Of these both sides are kept to be shown; of a hundred thousand others that would be hundreds of megabytes.
SHOWN = frozenset({Outcome.CHANGED, Outcome.CONFLICT})


class FaqFileDesk:
    """Imports, exports and proposes.

    Args:
        store: the entries.
        wire: an entry as the bridge says it.
    """

    def __init__(self, store: FaqStore, wire: Callable[[StoredEntry], FaqEntry]) -> None:
        self._store = store
        self._wire = wire
        self._state = FaqImport()
        self._rows: list[PlannedRow] = []
        self._cancelled = threading.Event()
        self._running: asyncio.Task[None] | None = None

    def state(self) -> FaqImport:
        """How far the last import is, or what came of it."""
        return self._state

    def rows(self, outcomes: frozenset[str], limit: int, offset: int) -> FaqImportRows:
        """Some rows of the last import; of every kind where `outcomes` is empty."""
        chosen = [row for row in self._rows if not outcomes or row.outcome in outcomes]
        return FaqImportRows(
            rows=[wire_row(row, self._wire) for row in chosen[offset : offset + limit]], total=len(chosen)
        )

    def start(self, wanted: StartFaqImport) -> FaqImport:
        """Begin an import.

        Raises:
            GuitaiError: one is running.
        """
        if self._running is not None and not self._running.done():
            raise GuitaiError("An import is running.", code="busy", hint="Wait for it, or cancel it.")
        self._cancelled.clear()
        self._rows = []
        self._state = FaqImport(state="running", path=wanted.path)
        self._running = asyncio.create_task(self._run(wanted))
        return self._state

    def cancel(self) -> FaqImport:
        """End the running import; what is written of it stays. An import that has ended is forgotten."""
        if self._running is not None and not self._running.done():
            self._cancelled.set()
        else:
            self._state, self._rows = FaqImport(), []
        return self._state

    def export(self, wanted: FaqExport) -> FaqExported:
        """Write every entry to a file.

        Raises:
            GuitaiError: it can't be written.
        """
        path = Path(wanted.path)
        try:
            return FaqExported(entries=export_faq(self._store, path, as_pack=wanted.as_pack))
        except OSError as error:
            raise GuitaiError(f"{path} can't be written: {error.strerror}.", code="export_failed") from error

    def propose(self, chat: Chat) -> ChatProposals:
        """Which entries a chat suggests; nothing is stored.

        Raises:
            UnreadableFileError: there is no such text file, or nobody speaks in the text.
        """
        lines = read_chat(read_text(Path(chat.path)) if chat.path else chat.text)
        everyone = speakers(lines)
        if not everyone:
            raise UnreadableFileError(
                "Nobody speaks in this text.",
                code="chat_unknown",
                hint="Each line begins with who says it: “客户：…”, “客服：…”.",
            )
        shop = frozenset(chat.shop) & frozenset(everyone) or shop_speakers(lines)
        found = propose(lines, shop, self._store.all())
        return ChatProposals(
            proposals=[ChatProposal.model_validate(asdict(one)) for one in found],
            speakers=everyone,
            shop=[who for who in everyone if who in shop],
        )

    async def _run(self, wanted: StartFaqImport) -> None:
        try:
            receipt = await asyncio.to_thread(self._import, wanted)
        except asyncio.CancelledError:
            # The engine ends; its thread hears of it before the next piece.
            self._cancelled.set()
            raise
        except GuitaiError as error:
            cancelled = error.code == "cancelled"
            self._state = self._state.model_copy(
                update={"state": "cancelled" if cancelled else "failed", "code": error.code, "reason": str(error)}
            )
        except Exception:
            log.exception("an import of FAQ entries failed")
            self._state = self._state.model_copy(update={"state": "failed", "code": "internal", "reason": "internal"})
        else:
            self._rows = [row if row.outcome in SHOWN else replace(row, mine=None, theirs=None) for row in receipt.rows]
            ended = {"state": "checked" if wanted.dry_run else "finished", "counts": counts_of(receipt)}
            self._state = self._state.model_copy(update=ended)

    def _import(self, wanted: StartFaqImport) -> ImportReceipt:
        def watch(stage: str, done: int, total: int) -> None:
            if self._cancelled.is_set():
                written = (
                    f" {done:,} of {total:,} rows are in." if stage == "writing" and done else " Nothing was changed."
                )
                raise GuitaiError(f"The import was cancelled.{written}", code="cancelled")
            self._state = self._state.model_copy(update={"stage": stage, "done": done, "total": total})

        return import_faq(
            self._store.database,
            self._store,
            Path(wanted.path),
            AUTHOR,
            watch,
            dry_run=wanted.dry_run,
            decisions={one.entry_id: Decision(one.take, one.mine_version) for one in wanted.decisions},
            otherwise=wanted.otherwise,
        )


def wire_row(row: PlannedRow, wire: Callable[[StoredEntry], FaqEntry]) -> FaqImportRow:
    """A row's outcome as the bridge says it, with both sides where that matters."""
    mine, theirs = (row.mine, row.theirs) if row.outcome in SHOWN else (None, None)
    return FaqImportRow(
        row=row.number,
        outcome=row.outcome.value,
        entry_id=row.entry_id,
        question=row.question,
        reason=row.reason,
        mine=wire(mine) if mine else None,
        theirs=wire(theirs) if theirs else None,
        mine_version=version_of(mine) if mine else "",
    )


def counts_of(receipt: ImportReceipt) -> FaqImportCounts:
    """How many rows came to what."""
    outcomes = [row.outcome for row in receipt.rows]
    return FaqImportCounts(read=receipt.read, **{one.value: outcomes.count(one) for one in Outcome})
