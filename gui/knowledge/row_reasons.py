"""Why a row was refused or left, in the console's language; the engine says it in English."""

import re

from PySide6.QtCore import QObject


class RowReasons(QObject):
    """Translates the reasons of a receipt; one that it does not know stays as it is."""

    def said(self, reason: str) -> str:
        """The reason as the merchant reads it."""
        return self.tr("; ").join(self._one(part) for part in reason.split("; ")) if reason else ""

    def fault(self, code: str, words: str) -> str:
        """Why a file was not read, with the engine's own words, which say where."""
        known = {
            "file_missing": self.tr("The file is no longer there."),
            "file_empty": self.tr("There is nothing in this file."),
            "file_unreadable": self.tr("This file can't be read."),
            "file_not_text": self.tr("This is no text file. Save it as CSV or XLSX."),
            "encoding_unknown": self.tr("The characters can't be read. Save it as “CSV UTF-8” or XLSX."),
            "column_missing": self.tr("A column is missing: the first row names at least question and answer."),
            "column_twice": self.tr("A column is there twice."),
            "row_too_long": self.tr(
                "A row has more cells than the first one. A cell with a comma in it needs quotation marks."
            ),
            "csv_broken": self.tr("A quotation mark was probably opened and not closed."),
            "xlsx_broken": self.tr("This spreadsheet is damaged. Open it and save it anew."),
            "json_broken": self.tr("This is no valid JSON."),
            "json_shape": self.tr("This JSON holds no list of entries with question and answer."),
            "database_write": self.tr("It could not be saved. See whether there is room on the disk, and try again."),
        }
        return f"{known[code]}\n{words}" if code in known else words

    def _one(self, reason: str) -> str:
        for pattern, words in self._known():
            if match := re.fullmatch(pattern, reason):
                return words.format(*match.groups())
        return reason

    def _known(self) -> tuple[tuple[str, str], ...]:
        return (
            ("question is empty", self.tr("there is no question")),
            ("answer is empty", self.tr("there is no answer")),
            (r"a question is longer than (\d+) characters", self.tr("a question is longer than {0} characters")),
            (r"answer is longer than (\d+) characters", self.tr("the answer is longer than {0} characters")),
            ("valid_from is after valid_until", self.tr("the first day is after the last")),
            (r"enabled/启用: “(.*)” is neither yes nor no", self.tr("Enabled: “{0}” is neither yes nor no")),
            (r"valid_from/生效日期: “(.*)” is no date.*", self.tr("From: “{0}” is no date (YYYY-MM-DD)")),
            (r"valid_until/失效日期: “(.*)” is no date.*", self.tr("Until: “{0}” is no date (YYYY-MM-DD)")),
            (r"base_version/导出版本: “(.*)” is damaged.*", self.tr("the column of versions was changed: “{0}”")),
            (r"row (\d+) is about this entry already", self.tr("row {0} is about this entry already")),
            ("changed here and in the file", self.tr("changed here and in the file")),
            ("deleted here, changed in the file", self.tr("deleted here, changed in the file")),
            ("deleted here since the export", self.tr("deleted here since the export, stays deleted")),
            ("changed here since the export", self.tr("changed here since the export, stays as it is")),
            ("here it is another one", self.tr("here it is another one")),
            ("decided: as it is here", self.tr("you decided: as it is here")),
            ("decided: as in the file", self.tr("you decided: as in the file")),
            ("changed here since it was decided", self.tr("changed here after you decided")),
            ("changed here while it was imported", self.tr("changed here during the import")),
        )
