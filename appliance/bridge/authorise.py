"""Who a request is from, by its bearer token (S04, S09)."""

from fastapi import Request

from appliance.base.token import matches
from appliance.bridge.parts import BridgeParts
from appliance.bridge.problems import ProblemError
from appliance.bridge.tokens import Kind, Token

CHALLENGE = {"www-authenticate": "Bearer"}


def bearer(request: Request) -> str:
    """The token in `Authorization`.

    Raises:
        ProblemError: 401, there is none.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise ProblemError(401, "token_missing", headers=CHALLENGE)
    return token.strip()


class Authority:
    """Checks tokens for the routes. Its methods are FastAPI dependencies."""

    def __init__(self, parts: BridgeParts) -> None:
        self._parts = parts

    def operator(self, request: Request) -> None:
        """Only the merchant's own console and command line.

        Raises:
            ProblemError: 401.
        """
        if not matches(bearer(request), self._parts.operator_token_hash):
            raise ProblemError(401, "token_refused", headers=CHALLENGE)

    def paired(self, request: Request) -> Token:
        """A site or server token; a browser may use it from its own origins only.

        Raises:
            ProblemError: 401.
        """
        token = self._parts.tokens.find(bearer(request))
        origin = request.headers.get("origin")
        own = self._parts.doors().own_origins
        if token is None or (origin is not None and origin.lower() not in token.origins | own):
            raise ProblemError(401, "token_refused", headers=CHALLENGE)
        return token

    def server(self, request: Request) -> Token:
        """A server token.

        Raises:
            ProblemError: 401 without a valid token, 403 with one of another kind.
        """
        token = self.paired(request)
        needed: Kind = "server"
        if token.kind != needed:
            raise ProblemError(403, "token_refused")
        return token

    def conversation(self, request: Request, conversation_id: str) -> str:
        """The conversation's own token; returns the id of the token that opened it, whose revocation ends this one too.

        An unknown conversation and a wrong token get the same answer, so that ids can't be probed.

        Raises:
            ProblemError: 401.
        """
        found = self._parts.store.token_of(conversation_id)
        token = bearer(request)
        if found is None or not matches(token, found[0]):
            raise ProblemError(401, "token_refused", headers=CHALLENGE)
        opened_by = found[1] or ""
        if opened_by and not self._parts.tokens.is_active(opened_by):
            raise ProblemError(401, "token_refused", headers=CHALLENGE)
        return opened_by
