"""Why the engine did not start, in the merchant's words."""

from PySide6.QtCore import QObject


class Faults(QObject):
    """Messages by the code that the engine ended with."""

    def explain(self, code: str, words: str) -> str:
        """What to tell the merchant.

        Args:
            code: the engine's, empty where it left none.
            words: its own last line, shown where the code is not known here.
        """
        known = {
            "already_running": self.tr("Another Guitai uses the same data folder. End it first."),
            "port_taken": self.tr(
                "Another program uses the desk's port. End it, or set GUITAI_PORT to another number."
            ),
            "port_invalid": self.tr("GUITAI_PORT is not a number from 0 to 65535."),
            "key_lost": self.tr(
                "The key to the data is lost. Bring it back with the recovery code: guitai key recover. The data was left as it is."
            ),
            "database_unreadable": self.tr(
                "The database can't be opened: its key is another one, or the file is damaged. Use the recovery code or a backup. The data was left as it is."
            ),
            "database_newer": self.tr("The data is from a newer Guitai. Install that one; the data was left as it is."),
            "sqlite_too_old": self.tr("The database library of this machine is too old. Install Guitai anew."),
            "not_writable": self.tr("The data folder can't be written."),
            "disk_low": self.tr("The disk is full."),
        }
        return known.get(code) or words or self.tr("It ended without saying why; its log is in the data folder.")
