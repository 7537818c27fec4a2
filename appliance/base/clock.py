"""Times as the store keeps them: milliseconds since 1970, UTC; and as the bridge says them: ISO 8601 with an offset."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

MILLISECONDS = 1000


def now_ms() -> int:
    """Milliseconds since 1970-01-01T00:00Z."""
    return time.time_ns() // 1_000_000


def iso(ms: int) -> str:
    """ISO 8601 in UTC with milliseconds, as in `2026-11-23T08:00:00.000+00:00`."""
    return datetime.fromtimestamp(ms / MILLISECONDS, UTC).isoformat(timespec="milliseconds")


def today_in(timezone: str) -> date:
    """The calendar day in the shop's time zone.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: no such zone.
    """
    return datetime.now(ZoneInfo(timezone)).date()
