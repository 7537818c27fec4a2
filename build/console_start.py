"""How long the console takes to show its window, on a screen of its own (Xvfb)."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

WAIT_S = 30
SCREEN = "1440x900x24"


def console_visible_s() -> float:
    """Seconds from starting the console's process to its first picture; an engine runs already.

    Raises:
        RuntimeError: no window appeared.
    """
    with screen() as display:
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        began = time.time()
        console = subprocess.Popen(
            [sys.executable, "-m", "gui.main", "--report-visible"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            assert console.stdout is not None
            line = console.stdout.readline()
        finally:
            console.terminate()
            console.wait(WAIT_S)
    if not line:
        raise RuntimeError("the console showed no window")
    return float(json.loads(line)["visible_at"]) - began


@contextmanager
def screen() -> Iterator[str]:
    """A virtual screen with a free number, as `DISPLAY` names it."""
    ready, told = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(told), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[told],
        stderr=subprocess.DEVNULL,
    )
    os.close(told)
    try:
        with os.fdopen(ready) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        server.terminate()
        server.wait(WAIT_S)
