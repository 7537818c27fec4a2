"""The engine's times as the merchant reads them: on this machine's clock, in the console's language."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QDateTime, QLocale


def local(at: str) -> datetime:
    """An ISO 8601 time with an offset, on this machine's clock."""
    return datetime.fromisoformat(at).astimezone()


def today() -> date:
    """This machine's calendar day."""
    return datetime.now(UTC).astimezone().date()


def moment(at: str) -> str:
    """Day and time of an ISO 8601 time, shortly."""
    seconds = int(datetime.fromisoformat(at).timestamp())
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(seconds), QLocale.FormatType.ShortFormat)
