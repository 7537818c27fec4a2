"""The console's language: Chinese by default, English beside it, changed at once and remembered."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QSettings, QTranslator

CHINESE, ENGLISH = "zh_CN", "en"
TRANSLATIONS = Path(__file__).parent / "translations"


class Language(QObject):
    """Installs the translators, which go with it. Widgets hear of a change through `QEvent.LanguageChange`."""

    def __init__(self, application: QCoreApplication, settings: QSettings) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._translators: list[QTranslator] = []
        self.current = ""
        self.use(str(settings.value("language", CHINESE)))

    def use(self, name: str) -> None:
        """Change to `zh_CN` or `en`."""
        if name == self.current:
            return
        for translator in self._translators:
            self._application.removeTranslator(translator)
            translator.deleteLater()
        self._translators.clear()
        if name == CHINESE:
            qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            for catalogue, folder in ((f"guitai_{CHINESE}", str(TRANSLATIONS)), (f"qtbase_{CHINESE}", qt)):
                translator = QTranslator(self)
                if translator.load(catalogue, folder):
                    self._application.installTranslator(translator)
                    self._translators.append(translator)
        QLocale.setDefault(QLocale(name))
        self.current = name
        self._settings.setValue("language", name)
