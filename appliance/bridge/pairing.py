"""Pairing codes: short, for a person to carry from the console to the other side; short-lived and used once (S06)."""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from appliance.api.messages import Paired
from appliance.api.operator import PairingCode, PairingCodeRequest
from appliance.base.errors import GuitaiError
from appliance.bridge.tokens import TokenStore, normal_origin

LIFETIME_S = 120
WRONG_TRIES = 5
# Without the letters and digits that are taken for each other; 8 of 31 are 39 bits, and five tries of them.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_CHARACTERS = 8


@dataclass
class _Pending:
    """A code that was shown and not used yet."""

    code: str
    request: PairingCodeRequest
    origins: frozenset[str]
    expires: float
    wrong_tries: int = 0


class PairingDesk:
    """Codes that may become tokens. One code lives at a time: a new one replaces the one before."""

    def __init__(self, tokens: TokenStore, clock: Callable[[], float] = time.monotonic) -> None:
        self._tokens = tokens
        self._clock = clock
        self._pending: _Pending | None = None

    def offer(self, request: PairingCodeRequest) -> PairingCode:
        """Make a code to show.

        Raises:
            GuitaiError: an origin is not one.
        """
        origins = frozenset(normal_origin(origin) for origin in request.origins)
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_CHARACTERS))
        self._pending = _Pending(code, request, origins, self._clock() + LIFETIME_S)
        return PairingCode(code=code, expires_in=LIFETIME_S)

    def origins(self) -> frozenset[str]:
        """Origins from which a browser may pair now."""
        pending = self._live()
        return pending.origins if pending else frozenset()

    def redeem(self, code: str, name: str) -> Paired:
        """Turn the code into a token, once.

        Raises:
            GuitaiError: wrong, used, expired, or dead after five wrong tries; which of them is not said.
        """
        pending = self._live()
        given = "".join(code.split()).replace("-", "").upper()
        if pending is None:
            raise _refused()
        if not hmac.compare_digest(pending.code.encode(), given.encode()):
            pending.wrong_tries += 1
            if pending.wrong_tries >= WRONG_TRIES:
                self._pending = None
            raise _refused()
        self._pending = None
        return self._tokens.add(pending.request.kind, name or pending.request.name, sorted(pending.origins))

    def _live(self) -> _Pending | None:
        if self._pending and self._clock() >= self._pending.expires:
            self._pending = None
        return self._pending


def _refused() -> GuitaiError:
    return GuitaiError(
        "This pairing code is wrong, used or too old.", code="pairing_refused", hint="Make a new one in the console."
    )
