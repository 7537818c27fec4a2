"""The console's composition root."""

import json
import sys
import time

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

from appliance.base.paths import ensure_private, home_dir
from gui import design
from gui.api import EngineApi
from gui.connection import EngineProcess
from gui.event_stream import EventStream
from gui.language import Language
from gui.window import MainWindow

REPORT_VISIBLE = "--report-visible"


def compose(application: QApplication, *, start_engine: bool = True) -> MainWindow:
    """Make the window and everything it works with.

    Args:
        application: Qt's.
        start_engine: start an engine when none runs.
    """
    home = ensure_private(home_dir())
    design.apply(application)
    settings = QSettings(str(home / "console.ini"), QSettings.Format.IniFormat)
    language = Language(application, settings)
    engine = EngineProcess(home, start=start_engine)
    api = EngineApi(engine.endpoint)
    stream = EventStream(api)
    window = MainWindow(api, stream, engine, language, settings)
    engine.ensure()
    return window


class FirstPicture(QObject):
    """Prints one JSON line once a window's first picture is on the screen: `visible_at`, seconds since the epoch."""

    def __init__(self, window: QWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wait for the window's exposure; it is painted before the next event."""
        if event.type() == QEvent.Type.Expose and self._window.isExposed():
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self._report)
        return super().eventFilter(watched, event)

    def _report(self) -> None:
        sys.stdout.write(json.dumps({"visible_at": time.time()}) + "\n")
        sys.stdout.flush()


def run() -> None:
    """Open the console until its window is closed. With `--report-visible`, say when it is on the screen."""
    application = QApplication(sys.argv)
    application.setApplicationName("guitai")
    window = compose(application)
    if REPORT_VISIBLE in sys.argv:
        window.create()
        FirstPicture(window.windowHandle())
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    run()
