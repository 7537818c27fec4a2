"""`guitai import`, `export` and `demo`: through the running engine, or straight into the data folder where none runs."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from appliance.api.client import BridgeError
from appliance.api.shop import Receipt
from appliance.base.atomic import replacing
from appliance.base.errors import GuitaiError, UnreadableFileError
from appliance.base.paths import ensure_private, home_dir
from appliance.cli.connection import operator, running_engine
from appliance.cli.faq_import import FaqOptions, import_faq_file
from appliance.conversations.inbox import Inbox
from appliance.engine.composition import Shop
from appliance.engine.instance import lock
from appliance.engine.serve import open_home
from faq_store.transfer import export_faq

KINDS = ("faq", "products", "orders")
EXPORTS = ("faq", "conversations")


@contextmanager
def own_shop() -> Iterator[Shop]:
    """The data folder, for this process alone.

    Raises:
        GuitaiError: another process has it, or its database can't be opened.
    """
    home = ensure_private(home_dir())
    with lock(home):
        shop = open_home(home)
        try:
            yield shop
        finally:
            shop.database.close()


def import_rows(kind: str, file: Path, options: FaqOptions | None = None) -> Receipt:
    """Read a merchant's file in; the options are for FAQ files alone.

    Raises:
        UnreadableFileError: the file can't be read whole, or there is no such kind.
        GuitaiError: the options are for another kind.
    """
    _known(kind, KINDS)
    path = file.resolve()
    if kind == "faq":
        return import_faq_file(path, options or FaqOptions(), own_shop)
    if options not in {None, FaqOptions()}:
        raise GuitaiError(
            f"Only an import of faq can be tried or merged, not one of {kind}.", code="option_unfit", exit_code=2
        )
    if running_engine() is None:
        with own_shop() as shop:
            return shop.read_file(kind, path)
    if not path.is_file():
        raise UnreadableFileError(f"There is no file {path}.", code="file_missing", hint="Check the name.")
    with operator() as bridge:
        try:
            return Receipt.model_validate(
                bridge.call("POST", "/v1/operator/imports", {"kind": kind, "path": str(path)})
            )
        except BridgeError as error:
            if error.code == "refused":
                raise UnreadableFileError(error.message) from error
            # Not its own exit code: 3 would say that some rows were refused.
            raise GuitaiError(error.message, code=error.code) from error


def export_rows(kind: str, file: Path, *, as_pack: bool = False) -> str:
    """Write the FAQ, or as a pack to be edited elsewhere and merged, or all conversations to a file; says how many.

    Raises:
        GuitaiError: the file can't be written, or there is no such kind.
    """
    _known(kind, EXPORTS)
    # Readers share the database with a running engine; exporting writes nothing into it.
    running = running_engine()
    try:
        if running is None:
            with own_shop() as shop:
                return _export(shop, kind, file, as_pack=as_pack)
        shop = open_home(home_dir())
        try:
            return _export(shop, kind, file, as_pack=as_pack)
        finally:
            shop.database.close()
    except OSError as error:
        raise GuitaiError(f"{file} can't be written: {error.strerror}.", code="export_failed", exit_code=2) from error


def load_demo() -> str:
    """Load the demo shop."""
    if running_engine() is None:
        with own_shop() as shop:
            rows = shop.demo.load()
    else:
        with operator() as bridge:
            rows = bridge.call("POST", "/v1/operator/demo")
    return json.dumps(rows)


def _export(shop: Shop, kind: str, file: Path, *, as_pack: bool) -> str:
    if kind == "faq":
        return json.dumps({"entries": export_faq(shop.faq, file, as_pack=as_pack)})
    inbox = Inbox(shop.database)
    conversations = inbox.page(None, limit=sys.maxsize).conversations
    with replacing(file) as out:
        for summary in conversations:
            detail = inbox.detail(summary.conversation_id)
            out.write(detail.model_dump_json().encode("utf-8") + b"\n")
    return json.dumps({"conversations": len(conversations)})


def _known(kind: str, kinds: tuple[str, ...]) -> None:
    if kind not in kinds:
        raise UnreadableFileError(f"“{kind}” is none of {', '.join(kinds)}.", code="kind_unknown")
