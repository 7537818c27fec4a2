"""Reading a FAQ file in: first tried, so that the merchant sees what would come of each row, then done."""

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from appliance.api.faq_files import FaqImport, FaqImportRows
from gui import design
from gui.api import EngineApi, Latest
from gui.intent_bars import BAR_HEIGHT, BAR_STYLE
from gui.knowledge.conflicts import ConflictsPanel
from gui.knowledge.import_rows import OUTCOME, QUESTION, REASON, ROW, ImportRowModel
from gui.knowledge.row_reasons import RowReasons
from gui.widgets import button, card, is_language_change, label

IMPORT = "/v1/operator/faq-import"
POLL_MS = 200
PAGE = 200
# Decisions go to the engine in one call, which may be 64 KB long.
MOST_CONFLICTS = 300
SIZE = (860, 600)
ROWS, CONFLICTS = range(2)
# What the merchant looks at first.
ORDER = ("conflict", "refused", "changed", "added", "unchanged")


class FaqImportDialog(QDialog):
    """Watches one import of the engine. `changed` follows when entries were written."""

    changed = Signal()

    def __init__(self, api: EngineApi, path: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._api, self._path = api, path
        self._read, self._page, self._conflicts = (Latest(api) for _ in range(3))
        self._problem = ""
        self.state = FaqImport()
        self._reasons = RowReasons(self)
        self._poll = QTimer(self)
        self._poll.setSingleShot(True)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(lambda: self._read.get(IMPORT, self._on_state, self._on_problem))
        self.title, self.summary, self.stage = label("title"), label(wrap=True), label("small")
        self.bar = QProgressBar()
        self.model, self.table, self.conflicts = ImportRowModel(), QTableView(), ConflictsPanel()
        self.filters = {name: button("filter", checkable=True) for name in ("", *ORDER)}
        self.import_button, self.close_button = button("primary"), button()
        self._build()
        self._arrange()
        self.retranslate()
        self.resize(*SIZE)

    def try_file(self) -> None:
        """Have the engine compare the file with the entries; nothing is written."""
        self._start({"path": self._path, "dry_run": True})

    def do_import(self) -> None:
        """Have the engine write what was shown, with the decisions that were taken."""
        decisions = [one.model_dump() for one in self.conflicts.decisions]
        # A conflict that nobody has seen is decided only where not all could be shown.
        otherwise = self.conflicts.rest if self.state.counts.conflict > MOST_CONFLICTS else None
        self._start({"path": self._path, "decisions": decisions, "otherwise": otherwise})

    def show_only(self, outcome: str) -> None:
        """Show the rows of one outcome; all of them where it is empty. Conflicts that can be decided are shown side by side."""
        self.filters[outcome].setChecked(True)
        is_deciding = outcome == "conflict" and self.state.state == "checked"
        self.pages.setCurrentIndex(CONFLICTS if is_deciding else ROWS)
        if not is_deciding:
            self._page.get(self._rows_path(outcome, 0), self._on_page, self._on_problem)

    def retranslate(self) -> None:
        """Write every text anew."""
        running, ended = self.state.state == "running", self.state.state in {"finished", "failed", "cancelled"}
        self.setWindowTitle(self.tr("Import"))
        titles = {
            "checked": self.tr("This is what would happen"),
            "finished": self.tr("Imported"),
            "failed": self.tr("Not imported"),
            "cancelled": self.tr("Cancelled"),
        }
        self.title.setText(titles.get(self.state.state, self.tr("Reading the file…")))
        self.summary.setText(self._summary())
        self.stage.setText(self._stage() if running else "")
        names = {
            "": self.tr("All"),
            "conflict": self.tr("Conflicts"),
            "refused": self.tr("Refused"),
            "changed": self.tr("Changed"),
            "added": self.tr("New"),
            "unchanged": self.tr("As before"),
        }
        counts = {**self.state.counts.model_dump(), "": self.state.counts.read}
        for name, one in self.filters.items():
            one.setText(f"{names[name]} {QLocale().toString(counts[name])}")
            one.setVisible(not name or counts[name] > 0)
        self.import_button.setText(self.tr("Import"))
        waiting = self.state.counts.added + self.state.counts.changed + len(self.conflicts.decisions)
        self.import_button.setVisible(self.state.state == "checked")
        self.import_button.setEnabled(waiting > 0)
        self.close_button.setText(self.tr("Close") if ended else self.tr("Cancel"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, ROW, REASON)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def done(self, result: int) -> None:
        """Leave: what runs is cancelled, what is kept of it is forgotten."""
        self._poll.stop()
        for reading in (self._read, self._page, self._conflicts):
            reading.drop()
        self._api.delete(IMPORT)
        super().done(result)

    def _start(self, wanted: dict[str, object]) -> None:
        self._problem = ""
        self._read.post(IMPORT, wanted, self._on_state, self._on_problem)

    def _on_state(self, document: dict[str, object]) -> None:
        self.state = FaqImport.model_validate(document)
        running = self.state.state == "running"
        self.bar.setVisible(running)
        self.bar.setRange(0, self.state.total)
        self.bar.setValue(self.state.done)
        self.body.setVisible(self.state.state in {"checked", "finished"})
        self.retranslate()
        if running:
            self._poll.start()
        elif self.state.state == "checked":
            self._show_rows()
        else:
            if self.state.state == "finished":
                self._show_rows()
            self.changed.emit()

    def _show_rows(self) -> None:
        counts = self.state.counts.model_dump()
        self.show_only(next((name for name in ORDER[:2] if counts[name]), ""))
        if counts["conflict"] and self.state.state == "checked":
            path = f"{IMPORT}/rows?outcome=conflict&limit={MOST_CONFLICTS}"
            self._conflicts.get(path, self._on_conflicts, self._on_problem)

    def _on_page(self, document: dict[str, object]) -> None:
        self.model.replace(FaqImportRows.model_validate(document))

    def _more(self, offset: int) -> None:
        outcome = next(name for name, one in self.filters.items() if one.isChecked())

        def extend(document: dict[str, object]) -> None:
            if offset == len(self.model.rows):
                self.model.extend(FaqImportRows.model_validate(document))

        self._page.get(self._rows_path(outcome, offset), extend, self._on_problem)

    def _on_conflicts(self, document: dict[str, object]) -> None:
        self.conflicts.show_conflicts(FaqImportRows.model_validate(document).rows)

    def _on_problem(self, problem: str) -> None:
        self._problem = problem
        self.bar.hide()
        self.state = self.state.model_copy(update={"state": "failed"})
        self.retranslate()

    def _rows_path(self, outcome: str, offset: int) -> str:
        chosen = f"&outcome={outcome}" if outcome else ""
        return f"{IMPORT}/rows?limit={PAGE}&offset={offset}{chosen}"

    def _summary(self) -> str:
        count = QLocale().toString
        counts = self.state.counts
        match self.state.state:
            case "checked":
                text = self.tr("{read} rows read. Nothing is saved yet.")
                if counts.conflict:
                    text = self.tr(
                        "{read} rows read. Nothing is saved yet. What changed here and in the file waits for you to decide; undecided, it stays as it is."
                    )
                return text.format(read=count(counts.read))
            case "finished":
                text = self.tr(
                    "{added} new, {changed} changed. They answer by their words at once, and soon by their meaning."
                )
                return text.format(added=count(counts.added), changed=count(counts.changed))
            case "cancelled":
                text = self.tr("{done} of {total} rows went in. Import the file again to go on.")
                if self.state.stage != "writing" or not self.state.done:
                    text = self.tr("Nothing was changed.")
                return text.format(done=count(self.state.done), total=count(self.state.total))
            case "failed":
                return self._problem or self._reasons.fault(self.state.code, self.state.reason)
        return self._path

    def _stage(self) -> str:
        names = {
            "reading": self.tr("Reading {done}"),
            "comparing": self.tr("Comparing {done} of {total}"),
            "writing": self.tr("Saving {done} of {total}"),
        }
        count = QLocale().toString
        return names[self.state.stage].format(done=count(self.state.done), total=count(self.state.total))

    def _build(self) -> None:
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(BAR_HEIGHT)
        self.bar.setStyleSheet(BAR_STYLE)
        for name, one in self.filters.items():
            one.setAutoExclusive(True)
            one.clicked.connect(lambda _=False, chosen=name: self.show_only(chosen))
        table = self.table
        table.setModel(self.model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setStyleSheet("QTableView { border: 0; border-radius: 0; }")
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in ((ROW, 76), (OUTCOME, 96), (REASON, 300)):
            table.setColumnWidth(column, width)
        header.setSectionResizeMode(QUESTION, QHeaderView.ResizeMode.Stretch)
        self.model.more_wanted.connect(self._more)
        self.conflicts.decided.connect(self.retranslate)
        self.import_button.clicked.connect(self.do_import)
        self.close_button.clicked.connect(self.reject)

    def _arrange(self) -> None:
        self.pages = QStackedWidget()
        framed = card()
        around = QVBoxLayout(framed)
        around.setContentsMargins(1, 6, 1, 6)
        around.addWidget(self.table)
        self.pages.addWidget(framed)
        self.pages.addWidget(self.conflicts)
        filters = QHBoxLayout()
        filters.setSpacing(2)
        for one in self.filters.values():
            filters.addWidget(one)
        filters.addStretch()
        self.body = QFrame()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(design.SPACE)
        inside.addLayout(filters)
        inside.addWidget(self.pages, 1)
        self.body.hide()
        actions = QHBoxLayout()
        actions.addWidget(self.stage)
        actions.addStretch()
        actions.addWidget(self.close_button)
        actions.addWidget(self.import_button)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 16)
        page.setSpacing(design.SPACE + 2)
        page.addWidget(self.title)
        page.addWidget(self.summary)
        page.addWidget(self.bar)
        page.addWidget(self.body, 1)
        page.addStretch()
        page.addLayout(actions)
