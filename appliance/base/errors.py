"""The environment's faults and the user's mistakes, apart from our own bugs.

A `GuitaiError` becomes a message that a merchant can act on (console, HTTP problem, exit code). Any other exception is a
bug: it is logged, counted and never swallowed.
"""


class GuitaiError(Exception):
    """A fault that someone outside the code can mend.

    Args:
        message: what went wrong, and where.
        code: a stable identifier, for translations and for programs.
        hint: what to do about it; may be empty where the message says it all.
        exit_code: the process's exit status when it ends a command.
    """

    def __init__(self, message: str, *, code: str, hint: str = "", exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class DatabaseError(GuitaiError):
    """The database can't be opened: wrong key, damaged file, too old a SQLite, newer schema."""


class InstanceError(GuitaiError):
    """Another engine holds the data folder, or its port is taken."""


class UnreadableFileError(GuitaiError):
    """A file that the user gave can't be read as what it should be; commands end with status 2."""

    def __init__(self, message: str, *, code: str = "file_unreadable", hint: str = "") -> None:
        super().__init__(message, code=code, hint=hint, exit_code=2)


class DiskFullError(GuitaiError):
    """Too little room to write safely."""
