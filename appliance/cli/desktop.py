"""`guitai run` and `guitai console`: the desk on a desktop, or the engine alone where there is no display."""

import os
import signal
import subprocess
import sys

from appliance.base.paths import home_dir
from appliance.cli.connection import running_engine, start_engine, wait_until_ready

CONSOLE = [sys.executable, "-m", "gui.main"]


def has_display() -> bool:
    """Whether a window could be shown."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def run_desktop() -> int:
    """Start the engine with the demo shop (unless one runs) and the console.

    Without a display the engine stays in the foreground, and the demo page's address is said.
    """
    running = running_engine()
    if has_display():
        if running is None:
            wait_until_ready(start_engine("--demo", log=home_dir() / "logs" / "engine.log"))
        return open_console()
    if running is not None:
        sys.stderr.write(f"The desk is already running: {running.url}/demo/\n")
        return 0
    process = start_engine("--demo")
    # Whoever ends this command means the engine.
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        ready = wait_until_ready(process)
        sys.stderr.write(f"\n  柜台已启动 · The desk is open: {ready.url}/demo/\n  Ctrl+C 结束 · Ctrl+C ends it.\n\n")
        return process.wait()
    except KeyboardInterrupt:
        process.terminate()
        return process.wait()


def open_console() -> int:
    """Show the console until its window is closed; the engine goes on."""
    return subprocess.run(CONSOLE, check=False).returncode  # noqa: S603 - our own module under our own interpreter
