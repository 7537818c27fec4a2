"""Access tokens: 256 random bits, shown once, kept as a hash (S04)."""

import hashlib
import hmac
import secrets

TOKEN_BYTES = 32


def new_token(prefix: str) -> str:
    """A fresh token; the prefix tells a person what kind it is (`gts` site, `gtv` server, `gtc` conversation)."""
    return f"{prefix}_{secrets.token_urlsafe(TOKEN_BYTES)}"


def token_hash(token: str) -> bytes:
    """What is stored of a token: SHA-256, 32 bytes. No salt is needed for 256 random bits."""
    return hashlib.sha256(token.encode("utf-8")).digest()


def matches(token: str, stored: bytes) -> bool:
    """Whether `token` has this hash, in constant time."""
    return hmac.compare_digest(token_hash(token), stored)
