"""Progress on standard error: a line that grows on a terminal, a line per step elsewhere."""

import sys


def report(what: str, done: int, total: int) -> None:
    """Say that `done` of `total` parts of `what` are done."""
    share = f"{100 * done // total:3d} %" if total else ""
    end = "\n" if done >= total or not sys.stderr.isatty() else "\r"
    print(f"  {share}  {what}", end=end, file=sys.stderr, flush=True)
