"""Paired tokens: made once, shown once, kept hashed, revoked at once (S04, S07).

The valid ones are held in memory, so that a request is checked without touching the disk; the database is the truth and
every change is durable before it counts.
"""

import hashlib
import hmac
import json
import secrets
import uuid
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from appliance.api.messages import Paired
from appliance.api.operator import PairedToken
from appliance.base.clock import iso, now_ms
from appliance.base.database import Connection, Database
from appliance.base.errors import GuitaiError
from appliance.base.token import TOKEN_BYTES, new_token, token_hash

Kind = Literal["site", "server"]
PREFIXES: dict[Kind, str] = {"site": "gts", "server": "gtv"}


@dataclass(frozen=True)
class Token:
    """A token's rights. `origins` are those a browser may send it from; `unlimited` lifts the rate limits."""

    token_id: str
    kind: Kind
    name: str
    origins: frozenset[str]
    customer_secret: str | None
    unlimited: bool
    created_at: int

    def vouches_for(self, customer_id: str, proof: str | None) -> bool:
        """Whether the shop says that this customer is who they claim: a server does by asking, a page by its server's proof."""
        if self.kind == "server":
            return True
        if not proof or not self.customer_secret:
            return False
        return hmac.compare_digest(customer_proof(self.customer_secret, customer_id), proof.lower())


class TokenStore:
    """Every token that was given out and not revoked."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._by_hash: dict[bytes, Token] = database.read(_load)

    def find(self, token: str) -> Token | None:
        """The token's rights, or None where it was never given out or is revoked.

        Looking a hash up gives an attacker's timing nothing: to steer the lookup they would have to steer SHA-256.
        """
        return self._by_hash.get(token_hash(token))

    def is_active(self, token_id: str) -> bool:
        """Whether this token may still be used."""
        return any(token.token_id == token_id for token in self._by_hash.values())

    def get(self, token_id: str) -> Token | None:
        """An active token by its id."""
        return next((token for token in self._by_hash.values() if token.token_id == token_id), None)

    def origins(self) -> frozenset[str]:
        """Every origin that some active token is bound to."""
        return frozenset().union(*(token.origins for token in self._by_hash.values()))

    def active(self) -> list[PairedToken]:
        """The active tokens for the merchant's eyes, oldest first."""
        return [
            PairedToken(
                token_id=token.token_id,
                name=token.name,
                kind=token.kind,
                origins=sorted(token.origins),
                created_at=iso(token.created_at),
                unlimited=token.unlimited,
            )
            for token in sorted(self._by_hash.values(), key=lambda token: token.created_at)
        ]

    def add(self, kind: Kind, name: str, origins: list[str], *, unlimited: bool = False, secret: str = "") -> Paired:
        """Make a token and keep its hash; the answer is the only place where the token itself stands.

        Args:
            kind: `site` for a page that everyone can read, `server` for the shop's own software.
            name: for the merchant to know it by.
            origins: where a browser may use it, as in `https://shop.example`.
            unlimited: no rate limit (benchmarks and the shop's own servers).
            secret: the token itself, where it must be derivable; empty for a random one.

        Raises:
            GuitaiError: an origin is not one.
        """
        token = secret or new_token(PREFIXES[kind])
        row = Token(
            token_id=uuid.uuid4().hex,
            kind=kind,
            name=name,
            origins=frozenset(normal_origin(origin) for origin in origins),
            customer_secret=secrets.token_hex(TOKEN_BYTES) if kind == "site" else None,
            unlimited=unlimited,
            created_at=now_ms(),
        )
        self._database.write(lambda db: _insert(db, row, token_hash(token)))
        self._by_hash[token_hash(token)] = row
        return Paired(
            token_id=row.token_id,
            token=token,
            kind=kind,
            origins=sorted(row.origins),
            customer_secret=row.customer_secret,
        )

    def revoke(self, token_id: str) -> bool:
        """Refuse the token from now on; False where there is no such active token."""
        found = [key for key, token in self._by_hash.items() if token.token_id == token_id]
        if not found:
            return False
        self._database.write(
            lambda db: db.execute("UPDATE tokens SET revoked_at = ? WHERE token_id = ?", [now_ms(), token_id])
        )
        for key in found:
            del self._by_hash[key]
        return True


def customer_proof(secret: str, customer_id: str) -> str:
    """What the shop's server writes into its page beside a customer id: hex HMAC-SHA256 under the site's secret."""
    return hmac.new(secret.encode("ascii"), customer_id.encode("utf-8"), hashlib.sha256).hexdigest()


def normal_origin(text: str) -> str:
    """An origin as browsers send it: lower case, no path, no default port.

    Raises:
        GuitaiError: it has no http or https scheme or no host, or carries more than an origin.
    """
    try:
        parts = urlsplit(text.strip().lower())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
        raise GuitaiError(
            f"“{text}” is not an origin.",
            code="origin_invalid",
            hint="Write it as in https://shop.example or http://127.0.0.1:8000.",
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + ("" if port in {None, default} else f":{port}")


def _load(db: Connection) -> dict[bytes, Token]:
    rows = db.query("SELECT * FROM tokens WHERE revoked_at IS NULL")
    return {
        bytes(row["token_hash"]): Token(
            token_id=row["token_id"],
            kind=row["kind"],
            name=row["name"],
            origins=frozenset(json.loads(row["origins"])),
            customer_secret=row["customer_secret"],
            unlimited=bool(row["unlimited"]),
            created_at=row["created_at"],
        )
        for row in rows
    }


def _insert(db: Connection, token: Token, hashed: bytes) -> None:
    db.table("tokens").insert(
        {
            "token_id": token.token_id,
            "token_hash": hashed,
            "kind": token.kind,
            "name": token.name,
            "origins": json.dumps(sorted(token.origins)),
            "customer_secret": token.customer_secret,
            "unlimited": token.unlimited,
            "created_at": token.created_at,
        }
    )
