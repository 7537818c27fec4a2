"""Routes of FAQ files, with the operator's token: imports as jobs, exports, proposals from chats."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from appliance.api.faq_files import (
    Chat,
    ChatProposals,
    FaqExport,
    FaqExported,
    FaqImport,
    FaqImportRows,
    StartFaqImport,
)
from appliance.base.errors import DatabaseError, GuitaiError
from appliance.bridge.problems import ProblemError
from appliance.knowledge.faq_files import FaqFileDesk

LARGEST_PAGE = 500


def add_faq_file_routes(routes: APIRouter, desk: FaqFileDesk) -> None:
    """Add them to the operator's routes."""

    @routes.post("/faq-import", status_code=202)
    async def start(body: StartFaqImport) -> FaqImport:
        """Read a file of this machine in, or try it, in the background."""
        try:
            return desk.start(body)
        except GuitaiError as error:
            raise ProblemError(409, "refused", reason=str(error)) from error

    @routes.get("/faq-import")
    async def state() -> FaqImport:
        """How far the last import is, or what came of it."""
        return desk.state()

    @routes.delete("/faq-import", status_code=202)
    async def cancel() -> FaqImport:
        """Cancel the running import, or forget one that has ended."""
        return desk.cancel()

    @routes.get("/faq-import/rows")
    async def rows(
        outcome: Annotated[
            list[Literal["added", "changed", "unchanged", "refused", "conflict"]] | None, Query()
        ] = None,
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> FaqImportRows:
        """The receipt, row by row; conflicts and changes with both sides."""
        return desk.rows(frozenset(outcome or ()), limit, offset)

    @routes.post("/faq-export")
    async def export(body: FaqExport) -> FaqExported:
        """Write every entry to a file of this machine."""
        try:
            return await asyncio.to_thread(desk.export, body)
        except DatabaseError:
            raise
        except GuitaiError as error:
            raise ProblemError(422, "refused", reason=str(error)) from error

    @routes.post("/faq-proposals")
    async def propose(body: Chat) -> ChatProposals:
        """Entries that a chat suggests; nothing is stored."""
        try:
            return await asyncio.to_thread(desk.propose, body)
        except DatabaseError:
            raise
        except (GuitaiError, OSError) as error:
            raise ProblemError(422, "refused", reason=str(error)) from error
