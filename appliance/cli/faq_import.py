"""`guitai import faq`: tried or done, in the running engine or straight in the data folder, with progress and a receipt per row."""

import csv
import io
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from appliance.api.client import BridgeClient
from appliance.api.faq_files import (
    FaqDecision,
    FaqImport,
    FaqImportCounts,
    FaqImportRow,
    FaqImportRows,
    FaqReceipt,
    Side,
    StartFaqImport,
)
from appliance.api.shop import Receipt, RefusedRow
from appliance.base.atomic import replacing
from appliance.base.errors import GuitaiError, UnreadableFileError
from appliance.cli.connection import POLL_S, operator, running_engine
from appliance.engine.composition import Shop
from appliance.knowledge.faq import wire_entry
from appliance.knowledge.faq_files import AUTHOR, counts_of, wire_row
from faq_store.merge import Decision
from faq_store.table import guard
from faq_store.transfer import import_faq

IMPORT = "/v1/operator/faq-import"
PAGE = 500
BAD = ("refused", "conflict")
# Faults that are not the file's; of the others the file could not be read.
OUR_FAULTS = frozenset({"internal", "cancelled", "database_write", "database_closed"})
OpenShop = Callable[[], AbstractContextManager[Shop]]


@dataclass(frozen=True)
class FaqOptions:
    """How a FAQ file is imported.

    Attributes:
        take: decisions on conflicts by the entry's id.
        otherwise: which side holds in the other conflicts; None to leave them open.
        rows_file: where the receipt goes row by row, as CSV.
    """

    dry_run: bool = False
    take: tuple[tuple[str, Side], ...] = ()
    otherwise: Side | None = None
    rows_file: Path | None = None


def decision(text: str) -> tuple[str, Side]:
    """`ID=mine` or `ID=theirs`.

    Raises:
        GuitaiError: it is neither.
    """
    entry_id, _, side = text.rpartition("=")
    if entry_id and side == "mine":
        return entry_id, "mine"
    if entry_id and side == "theirs":
        return entry_id, "theirs"
    raise GuitaiError(
        f"“{text}” is no decision.",
        code="decision_invalid",
        hint="Write --take F1=mine or --take F1=theirs.",
        exit_code=2,
    )


def import_faq_file(path: Path, options: FaqOptions, own_shop: OpenShop) -> Receipt:
    """Read a file in, or try it; where no engine runs, in the data folder that `own_shop` opens.

    Raises:
        UnreadableFileError: the file can't be read whole.
        GuitaiError: it was cancelled, or the receipt can't be written.
    """
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {path}.", code="file_missing", hint="Check the name.")
    if running_engine() is None:
        counts, rows = _alone(path, options, own_shop)
    else:
        counts, rows = _in_engine(path, options)
    if options.rows_file is not None:
        _write_rows(options.rows_file, rows)
    receipt = Receipt(
        read=counts.read,
        added=counts.added,
        changed=counts.changed,
        skipped=counts.unchanged,
        refused=[RefusedRow(row=row.row, reason=row.reason) for row in rows if row.outcome in BAD],
    )
    conflicts = [row for row in rows if row.outcome == "conflict"]
    return FaqReceipt(**receipt.model_dump(), conflicts=conflicts) if conflicts else receipt


def _alone(path: Path, options: FaqOptions, own_shop: OpenShop) -> tuple[FaqImportCounts, list[FaqImportRow]]:
    with own_shop() as shop:
        receipt = import_faq(
            shop.database,
            shop.faq,
            path,
            AUTHOR,
            _show,
            dry_run=options.dry_run,
            decisions={entry_id: Decision(side) for entry_id, side in options.take},
            otherwise=options.otherwise,
        )
        today = shop.settings.today()
        return counts_of(receipt), [wire_row(row, lambda entry: wire_entry(entry, today)) for row in receipt.rows]


def _in_engine(path: Path, options: FaqOptions) -> tuple[FaqImportCounts, list[FaqImportRow]]:
    wanted = StartFaqImport(
        path=str(path),
        dry_run=options.dry_run,
        decisions=[FaqDecision(entry_id=entry_id, take=side) for entry_id, side in options.take],
        otherwise=options.otherwise,
    )
    with operator() as bridge:
        bridge.call("POST", IMPORT, wanted.model_dump())
        try:
            state = _ended(bridge)
        except KeyboardInterrupt:
            bridge.call("DELETE", IMPORT)
            state = _ended(bridge)
        if state.state not in {"checked", "finished"}:
            if state.code in OUR_FAULTS:
                raise GuitaiError(state.reason, code=state.code)
            raise UnreadableFileError(state.reason, code=state.code)
        rows = list(_pages(bridge, () if options.rows_file else BAD))
        bridge.call("DELETE", IMPORT)
        return state.counts, rows


def _ended(bridge: BridgeClient) -> FaqImport:
    while (state := FaqImport.model_validate(bridge.call("GET", IMPORT))).state == "running":
        _show(state.stage, state.done, state.total)
        time.sleep(POLL_S)
    if state.done:
        _show(state.stage, state.done, state.total)
    return state


def _pages(bridge: BridgeClient, outcomes: tuple[str, ...]) -> Iterator[FaqImportRow]:
    offset, total = 0, 1
    while offset < total:
        query = urlencode({"outcome": outcomes, "limit": PAGE, "offset": offset}, doseq=True)
        page = FaqImportRows.model_validate(bridge.call("GET", f"{IMPORT}/rows?{query}"))
        yield from page.rows
        offset, total = offset + PAGE, page.total


def _show(stage: str, done: int, total: int) -> None:
    of_all = f"/{total}" if total else ""
    ended = "\n" if stage != "reading" and done == total else ""
    sys.stderr.write(f"\r{stage} {done}{of_all} {ended}")


def _write_rows(path: Path, rows: list[FaqImportRow]) -> None:
    text = io.StringIO(newline="")
    lines = [[str(row.row), row.outcome, row.entry_id, row.question, row.reason] for row in rows]
    csv.writer(text).writerows([["row", "outcome", "id", "question", "reason"], *[map(guard, line) for line in lines]])
    try:
        with replacing(path) as file:
            file.write(text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise GuitaiError(f"{path} can't be written: {error.strerror}.", code="export_failed", exit_code=2) from error
