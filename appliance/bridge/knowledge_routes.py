"""Routes of the merchant's console and command line: FAQ, imports, tokens, settings, suggestions."""

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from appliance.api.messages import MAX_TEXT_CHARACTERS
from appliance.api.operator import (
    FaqEdit,
    FaqEntry,
    FaqHistory,
    FaqPage,
    ImportRequest,
    PairingCode,
    PairingCodeRequest,
    ShopSettings,
    Suggestion,
    SuggestionList,
    TokenList,
)
from appliance.api.shop import Receipt
from appliance.base.errors import DatabaseError, GuitaiError, UnreadableFileError
from appliance.bridge.authorise import Authority
from appliance.bridge.faq_file_routes import add_faq_file_routes
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError
from faq_store.store import FaqError

LARGEST_PAGE = 500


class Question(BaseModel):
    """A question to try on the FAQ."""

    text: str = Field(min_length=1, max_length=MAX_TEXT_CHARACTERS)


class TokenRequest(PairingCodeRequest):
    """A token to make at once, for the shell."""

    unlimited: bool = False


def knowledge_routes(parts: BridgeParts, authority: Authority) -> APIRouter:
    """What the shop knows and who may ask it."""
    routes = APIRouter(prefix="/v1/operator", tags=["operator"], dependencies=[Depends(authority.operator)])
    _faq(routes, parts)
    add_faq_file_routes(routes, parts.faq.files)
    _access(routes, parts)
    _learning(routes, parts)
    return routes


def _faq(routes: APIRouter, parts: BridgeParts) -> None:
    @routes.get("/faq")
    async def page(
        query: str = "",
        limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> FaqPage:
        """Entries that hold a text."""
        return parts.faq.page(query, limit, offset)

    @routes.post("/faq", status_code=201)
    def create(body: FaqEdit) -> FaqEntry:
        """A new entry; it answers from the next message on."""
        return _put(parts, "", body)

    @routes.put("/faq/{entry_id}")
    def change(entry_id: str, body: FaqEdit) -> FaqEntry:
        """Change an entry; it answers from the next message on."""
        if parts.faq.store.get(entry_id) is None:
            raise ProblemError(404, "not_found", what=entry_id)
        return _put(parts, entry_id, body)

    @routes.delete("/faq/{entry_id}", status_code=204)
    def delete(entry_id: str) -> None:
        """Delete an entry; its history stays and can be undone."""
        try:
            parts.faq.store.delete(entry_id, "console")
        except FaqError:
            raise ProblemError(404, "not_found", what=entry_id) from None

    @routes.get("/faq/{entry_id}/history")
    async def history(entry_id: str) -> FaqHistory:
        """An entry's changes, the latest first."""
        return parts.faq.history(entry_id)

    @routes.post("/faq/undo/{change_id}")
    def undo(change_id: int) -> FaqEntry | None:
        """Put an entry back to before a change."""
        try:
            entry = parts.faq.store.undo(change_id, "console")
        except FaqError:
            raise ProblemError(404, "not_found", what=str(change_id)) from None
        return parts.faq.wire(entry) if entry else None

    @routes.post("/faq/search")
    async def search(body: Question) -> FaqPage:
        """Which entries would answer this."""
        return await parts.faq.test(body.text)

    @routes.post("/imports")
    async def run_import(body: ImportRequest) -> Receipt:
        """Read a file of this machine in."""
        try:
            receipt = await asyncio.to_thread(parts.imports, body.kind, Path(body.path))
        except (UnreadableFileError, OSError) as error:
            raise ProblemError(422, "refused", reason=str(error)) from error
        return receipt


def _access(routes: APIRouter, parts: BridgeParts) -> None:
    @routes.get("/tokens")
    async def tokens() -> TokenList:
        """Every token that is not revoked."""
        return TokenList(tokens=parts.tokens.active())

    @routes.post("/tokens", status_code=201)
    def make_token(body: TokenRequest) -> dict[str, str]:
        """A token at once; it is shown here only."""
        try:
            made = parts.tokens.add(body.kind, body.name, body.origins, unlimited=body.unlimited)
        except DatabaseError:
            raise
        except GuitaiError as error:
            raise ProblemError(422, error.code) from error
        return {"token_id": made.token_id, "token": made.token, "customer_secret": made.customer_secret or ""}

    @routes.post("/pairing-codes", status_code=201)
    async def pairing_code(body: PairingCodeRequest) -> PairingCode:
        """A code that becomes a token once."""
        try:
            return parts.pairing.offer(body)
        except DatabaseError:
            raise
        except GuitaiError as error:
            raise ProblemError(422, error.code) from error

    @routes.delete("/tokens/{token_id}", status_code=204)
    async def revoke(token_id: str) -> None:
        """Refuse a token from now on, its open streams included."""
        if not await asyncio.to_thread(parts.tokens.revoke, token_id):
            raise ProblemError(404, "not_found", what="token")
        parts.hub.close_token(token_id)

    @routes.get("/settings")
    async def settings() -> ShopSettings:
        """What the merchant set."""
        return parts.settings.shop

    @routes.put("/settings")
    def put_settings(body: ShopSettings) -> ShopSettings:
        """Set it."""
        try:
            parts.settings.put_shop(body)
        except DatabaseError:
            raise
        except GuitaiError as error:
            raise ProblemError(422, "refused", reason=str(error)) from error
        return body

    @routes.post("/recovery-code")
    async def recovery_code() -> dict[str, str]:
        """The database's recovery code, to print and put away."""
        return {"code": parts.recovery_code()}

    @routes.post("/demo")
    def demo() -> dict[str, int]:
        """Load the demo shop."""
        return parts.load_demo()

    @routes.post("/shutdown", status_code=202)
    async def shutdown() -> dict[str, str]:
        """Drain and end the engine."""
        parts.stop()
        return {"state": "stopping"}


def _learning(routes: APIRouter, parts: BridgeParts) -> None:
    @routes.get("/suggestions")
    async def suggestions() -> SuggestionList:
        """What feedback suggests and nobody has decided."""
        return SuggestionList(suggestions=parts.suggestions.open())

    @routes.post("/suggestions/{suggestion_id}/{decision}")
    async def decide(suggestion_id: int, decision: str) -> Suggestion:
        """Accept or refuse one; an accepted FAQ suggestion with an answer becomes an entry."""
        states = {"accept": "accepted", "refuse": "refused"}
        if decision not in states:
            raise ProblemError(404, "not_found", what=decision)
        try:
            decided = await parts.suggestions.decide(suggestion_id, "accepted" if decision == "accept" else "refused")
        except LookupError:
            raise ProblemError(404, "not_found", what="suggestion") from None
        if decided.state == "accepted" and decided.kind == "faq" and decided.proposed_answer:
            edit = FaqEdit(question=decided.text, answer=decided.proposed_answer)
            await asyncio.to_thread(_put, parts, "", edit)
        return decided


def _put(parts: BridgeParts, entry_id: str, edit: FaqEdit) -> FaqEntry:
    try:
        return parts.faq.put(entry_id, edit)
    except (FaqError, ValueError) as error:
        raise ProblemError(422, "body_invalid", reason=str(error)) from error
