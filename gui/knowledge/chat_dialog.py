"""Entries from a pasted chat: what was asked and answered is proposed, and only what the merchant ticks is saved, as it reads then."""

import json

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from appliance.api.faq_files import ChatProposal, ChatProposals
from gui import design
from gui.api import EngineApi, Latest
from gui.widgets import button, is_language_change, label, rule

PROPOSALS, FAQ = "/v1/operator/faq-proposals", "/v1/operator/faq"
SIZE = (760, 620)
ANSWER_HEIGHT = 76
PASTE, REVIEW = range(2)
# Bytes of a call to the engine, with room for what is around the text.
LONGEST_PASTE = 60_000


class ProposalBox(QFrame):
    """One proposal: ticked to be saved, its words still to be changed."""

    toggled = Signal()

    def __init__(self, proposal: ChatProposal) -> None:
        super().__init__()
        self.setObjectName("card")
        self.proposal = proposal
        self.tick, self.note = QCheckBox(), label("small", wrap=True)
        self.question, self.answer = QLineEdit(proposal.question), QPlainTextEdit(proposal.answer)
        self.question.setCursorPosition(0)
        self.answer.setFixedHeight(ANSWER_HEIGHT)
        self.answer.setTabChangesFocus(True)
        # What is there already, and what may be somebody's data, is only saved by whoever has looked at it.
        self.tick.setChecked(not proposal.entry_id and not proposal.personal)
        self.tick.toggled.connect(self.toggled)
        column = QVBoxLayout()
        column.setSpacing(design.SPACE - 2)
        for widget in (self.question, self.answer, self.note):
            column.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.addWidget(self.tick, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self.retranslate()

    def document(self) -> dict[str, object]:
        """The entry, as the bridge takes it."""
        return {
            "question": self.question.text().strip(),
            "answer": self.answer.toPlainText().strip(),
            "similar_questions": self.proposal.similar_questions,
        }

    def retranslate(self) -> None:
        """Write every text anew."""
        for widget, name in (
            (self.tick, self.tr("Save this one")),
            (self.question, self.tr("Question")),
            (self.answer, self.tr("Answer")),
        ):
            widget.setAccessibleName(name)
        notes = []
        if self.proposal.similar_questions:
            notes.append(
                self.tr("Also asked: {questions}").format(questions=" | ".join(self.proposal.similar_questions))
            )
        if self.proposal.entry_id:
            notes.append(
                self.tr("There is an entry with this question already: {id}").format(id=self.proposal.entry_id)
            )
        if self.proposal.personal:
            notes.append(self.tr("There may be a customer's own data in it: an order, a telephone number, an address."))
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))


class ChatDialog(QDialog):
    """Paste, look, save. `saved` gives how many entries were made."""

    saved = Signal(int)

    def __init__(self, api: EngineApi, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._api = api
        self._read = Latest(api)
        self._found = ChatProposals(proposals=[], speakers=[], shop=[])
        self._chat: dict[str, object] = {}
        self._saved = 0
        self.boxes: list[ProposalBox] = []
        self.speakers: dict[str, QCheckBox] = {}
        self.title, self.hint, self.problem = label("title"), label("muted", wrap=True), label(wrap=True)
        self.problem.setStyleSheet(f"color: {design.BAD};")
        self.text = QPlainTextEdit()
        self.file_button, self.find_button = button("link"), button("primary")
        self.back_button, self.save_button, self.close_button = button(), button("primary"), button()
        self.list, self._who = QScrollArea(), QHBoxLayout()
        self._who_name = label("small")
        self._build()
        self.retranslate()
        self.resize(*SIZE)

    def find_questions(self) -> None:
        """Have the engine read the pasted chat."""
        chat: dict[str, object] = {"text": self.text.toPlainText()}
        if len(json.dumps(chat)) > LONGEST_PASTE:
            self._on_problem(self.tr("This chat is too long to paste. Save it as a text file, and choose that."))
        else:
            self._ask(chat)

    def read_file(self, path: str) -> None:
        """Have the engine read a text file."""
        self._ask({"path": path})

    def save(self) -> None:
        """Save what is ticked, one after the other; what can't be saved stays, with the reason."""
        box = next((one for one in self.boxes if one.tick.isChecked()), None)
        if box is None:
            if self._saved:
                self.saved.emit(self._saved)
                self.accept()
            return
        self.save_button.setEnabled(False)
        self._read.post(FAQ, box.document(), lambda _: self._on_saved(box), self._on_problem)

    def retranslate(self) -> None:
        """Write every text anew."""
        reviewing = self.pages.currentIndex() == REVIEW
        self.setWindowTitle(self.tr("From a chat"))
        self.title.setText(self.tr("What was asked and answered") if reviewing else self.tr("From a chat"))
        hint = self.tr(
            "Paste a chat with customers: from Qianniu, Douyin, WeChat, or lines such as “Customer: …” and “Shop: …”."
        )
        if reviewing:
            hint = self.tr("Only what you tick is saved. Change the words as you like first.")
        self.hint.setText(hint)
        self.text.setAccessibleName(self.tr("The chat"))
        self.file_button.setText(self.tr("Choose a text file…"))
        self.find_button.setText(self.tr("Find questions"))
        self.back_button.setText(self.tr("Back"))
        self.close_button.setText(self.tr("Cancel"))
        self._who_name.setText(self.tr("Speaks for the shop:"))
        count = sum(box.tick.isChecked() for box in self.boxes)
        self.save_button.setText(self.tr("Save ({count})").format(count=count))
        self.save_button.setEnabled(count > 0)
        self.save_button.setVisible(reviewing)
        self.back_button.setVisible(reviewing)
        self.find_button.setVisible(not reviewing)
        self.problem.setVisible(bool(self.problem.text()))
        for box in self.boxes:
            box.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)

    def done(self, result: int) -> None:
        """Leave; what was saved already is told."""
        self._read.drop()
        if self._saved and not result:
            self.saved.emit(self._saved)
        super().done(result)

    def _ask(self, chat: dict[str, object]) -> None:
        self._chat = chat
        self._read.post(PROPOSALS, chat, self._on_found, self._on_problem)

    def _on_found(self, document: dict[str, object]) -> None:
        self._found = ChatProposals.model_validate(document)
        self.problem.setText("" if self._found.proposals else self.tr("No question with an answer was found."))
        self.pages.setCurrentIndex(REVIEW)
        self._show_speakers()
        self._show_proposals()
        self.retranslate()

    def _show_speakers(self) -> None:
        for one in self.speakers.values():
            one.deleteLater()
        self.speakers = {who: QCheckBox(who) for who in self._found.speakers}
        for who, one in self.speakers.items():
            one.setChecked(who in self._found.shop)
            one.clicked.connect(self._ask_anew)
            self._who.insertWidget(self._who.count() - 1, one)

    def _ask_anew(self) -> None:
        if shop := [who for who, one in self.speakers.items() if one.isChecked()]:
            self._ask({**self._chat, "shop": shop})

    def _show_proposals(self) -> None:
        inside = QWidget()
        inside.setObjectName("paper")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(design.SPACE)
        self.boxes = [ProposalBox(one) for one in self._found.proposals]
        for box in self.boxes:
            box.toggled.connect(self.retranslate)
            column.addWidget(box)
        column.addStretch()
        self.list.setWidget(inside)

    def _on_saved(self, box: ProposalBox) -> None:
        self._saved += 1
        self.boxes.remove(box)
        box.hide()
        box.deleteLater()
        self.problem.setText("")
        self.retranslate()
        self.save()

    def _on_problem(self, problem: str) -> None:
        self.problem.setText(problem)
        self.retranslate()

    def _back(self) -> None:
        self.pages.setCurrentIndex(PASTE)
        self.problem.setText("")
        self.boxes = []
        self.retranslate()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose a text file"), "", "TXT (*.txt *.log *.csv)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.read_file)
        dialog.open()

    def _build(self) -> None:
        self.file_button.clicked.connect(self._choose_file)
        self.find_button.clicked.connect(self.find_questions)
        self.back_button.clicked.connect(self._back)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.reject)
        self.list.setWidgetResizable(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        review = QWidget()
        below = QVBoxLayout(review)
        below.setContentsMargins(0, 0, 0, 0)
        self._who.addWidget(self._who_name)
        self._who.addStretch()
        below.addLayout(self._who)
        below.addWidget(self.list, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.text)
        self.pages.addWidget(review)
        actions = QHBoxLayout()
        actions.addWidget(self.file_button)
        actions.addStretch()
        for one in (self.back_button, self.close_button, self.find_button, self.save_button):
            actions.addWidget(one)
        page = QVBoxLayout(self)
        page.setContentsMargins(20, 16, 20, 16)
        page.setSpacing(design.SPACE + 2)
        for widget in (self.title, self.hint, rule(), self.pages, self.problem):
            page.addWidget(widget, 1 if widget is self.pages else 0)
        page.addLayout(actions)
