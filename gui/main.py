"""The console's composition root."""

import sys

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from appliance.base.paths import home_dir
from gui import design
from gui.api import EngineApi
from gui.connection import EngineProcess
from gui.event_stream import EventStream
from gui.language import Language
from gui.window import MainWindow


def compose(application: QApplication, *, start_engine: bool = True) -> MainWindow:
    """Make the window and everything it works with.

    Args:
        application: Qt's.
        start_engine: start an engine when none runs.
    """
    home = home_dir()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    design.apply(application)
    settings = QSettings(str(home / "console.ini"), QSettings.Format.IniFormat)
    language = Language(application, settings)
    engine = EngineProcess(home, start=start_engine, parent=application)
    api = EngineApi(engine.endpoint, application)
    stream = EventStream(api, application)
    window = MainWindow(api, stream, engine, language)
    engine.ensure()
    return window


def run() -> None:
    """Open the console until its window is closed."""
    application = QApplication(sys.argv)
    application.setApplicationName("guitai")
    window = compose(application)
    window.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    run()
