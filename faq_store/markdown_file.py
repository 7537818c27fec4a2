r"""FAQ entries as Markdown: `## question` with its answer below, or lines `Q:` and `A:` (`问：`, `答：`).

Below a heading, list items named like columns say more of the entry (`- 分类: 物流`). What an export writes reads back without loss: a
backslash stands before what would be taken for structure, `<br>` for a line break inside one line.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from appliance.base.errors import UnreadableFileError
from faq_store.faq_rows import PACK_COLUMNS, REQUIRED, Cells, joined
from faq_store.table import read_text

HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*)")
ITEM = re.compile(r"[-*][ \t]+([^:：]{1,24}?)[ \t]*[:：](.*)")
MARK = r"[ \t]*(?:[-*][ \t]+)?(?:\*\*)?(?:{words})[ \t]*\d{{0,4}}[ \t]*[:：](?:\*\*)?[ \t]*(.*)"
ASKED = re.compile(MARK.format(words="Q|Question|问|问题|问句"), re.IGNORECASE)
ANSWERED = re.compile(MARK.format(words="A|Answer|答|答案|回答"), re.IGNORECASE)
# A backslash before a sign of ASCII, or before a wide colon, means that sign itself.
ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~：])|<br\s*/?>", re.IGNORECASE)
NAMES = {other.lower(): name for name, others in PACK_COLUMNS.items() for other in (name, *others)}


@dataclass
class _Heading:
    """A heading and the lines below it, up to the next heading of any level."""

    level: int
    text: str
    lines: list[str] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        return any(line.strip() for line in self.lines)


def read_markdown(path: Path) -> list[tuple[int, Cells]]:
    """The file's questions as cells, numbered from 1.

    Raises:
        UnreadableFileError: there is no question with an answer in it.
    """
    lines = read_text(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    marked = any(ASKED.fullmatch(line) for line in lines) and any(ANSWERED.fullmatch(line) for line in lines)
    found = list(_marked(lines) if marked else _headed(lines))
    if not found:
        raise UnreadableFileError(
            f"{path} has no question.",
            code="file_empty",
            hint="Write each as “## question” with its answer below, or as lines “Q: …” and “A: …”.",
        )
    return list(enumerate(found, 1))


def write_markdown(entries: Iterable[Cells]) -> bytes:
    """Entries under headings; what is empty, or as it is by itself, is left out."""
    return "\n".join(_section(cells) for cells in entries).encode("utf-8")


def _marked(lines: list[str]) -> Iterator[Cells]:
    """Questions and answers by their marks; further questions before one answer are other wordings of the first."""
    questions: list[str] = []
    answer: list[str] | None = None
    category = ""
    for line in lines:
        heading, asked, answered = HEADING.fullmatch(line), ASKED.fullmatch(line), ANSWERED.fullmatch(line)
        if (heading or asked) and questions and (answer is not None or heading):
            yield _pair(questions, answer, category)
            questions, answer = [], None
        if heading:
            category = _plain(heading[2])
        elif asked:
            questions.append(_plain(asked[1]))
        elif answered and answer is None:
            answer = [answered[1]]
        elif answer is not None:
            answer.append(line)
        elif questions and line.strip():
            questions[-1] = f"{questions[-1]}\n{_plain(line)}".strip()
    if questions:
        yield _pair(questions, answer, category)


def _pair(questions: list[str], answer: list[str] | None, category: str) -> Cells:
    cells = {"question": questions[0], "answer": _text(answer or [])}
    if len(questions) > 1:
        cells["similar_questions"] = joined(tuple(questions[1:]))
    return {**cells, "category": category} if category else cells


def _headed(lines: list[str]) -> Iterator[Cells]:
    headings = [_Heading(0, "")]
    for line in lines:
        if match := HEADING.fullmatch(line):
            headings.append(_Heading(len(match[1]), _plain(match[2])))
        else:
            headings[-1].lines.append(line)
    level = _question_level(headings[1:])
    sections: dict[int, str] = {}
    current: _Heading | None = None
    for one in headings[1:]:
        if one.level < level:
            if current is not None:
                yield _entry(current, sections)
                current = None
            sections = {**{at: text for at, text in sections.items() if at < one.level}, one.level: one.text}
            # The title's own text introduces the file; that of another section was probably meant as an answer.
            if one.has_text and one.level > 1:
                current = one
        elif one.level == level:
            if current is not None:
                yield _entry(current, sections)
            current = one
        elif current is not None:
            current.lines += [f"{'#' * one.level} {one.text}", *one.lines]
    if current is not None:
        yield _entry(current, sections)


def _question_level(headings: list[_Heading]) -> int:
    """The highest level at which at least half of the headings have a text of their own; a lone title does not count."""
    levels = sorted({one.level for one in headings})
    for level in levels:
        same = [one for one in headings if one.level == level]
        is_title = level == 1 and len(same) == 1 and len(levels) > 1
        if not is_title and 2 * sum(one.has_text for one in same) >= len(same):
            return level
    return levels[-1] if levels else 1


def _entry(heading: _Heading, sections: dict[int, str]) -> Cells:
    cells: dict[str, str] = {}
    lines = heading.lines
    # The title says what the file is, the sections below it what the questions are about.
    if about := [text for level, text in sections.items() if level > 1 and level < heading.level]:
        cells["category"] = " / ".join(about)
    for place, line in enumerate(lines):
        item = ITEM.fullmatch(line.strip())
        name = NAMES.get(item[1].strip().lower()) if item else None
        if item is not None and name is not None and name not in REQUIRED:
            cells[name] = _plain(item[2])
        elif line.strip():
            return {**cells, "question": heading.text, "answer": _text(lines[place:])}
    return {**cells, "question": heading.text, "answer": ""}


def _section(cells: Cells) -> str:
    said = {name: value for name, value in cells.items() if name not in REQUIRED and value}
    if said.get("enabled") == "true":
        del said["enabled"]
    items = [f"- {name}: {_one_line(value)}" for name, value in said.items()]
    listed = ["", *items] if items else []
    return "\n".join([f"## {_one_line(cells['question'])}", *listed, "", *map(_line, cells["answer"].split("\n")), ""])


def _one_line(text: str) -> str:
    return _escaped(text).replace("\n", "<br>")


def _line(line: str) -> str:
    escaped = _escaped(line)
    if ASKED.fullmatch(escaped) or ANSWERED.fullmatch(escaped):
        return re.sub("([:：])", r"\\\1", escaped, count=1)
    stripped = escaped.lstrip()
    if stripped.startswith("#") or ITEM.fullmatch(stripped):
        return f"{escaped[: len(escaped) - len(stripped)]}\\{stripped}"
    return escaped


def _escaped(text: str) -> str:
    return re.sub(r"<(?=br)", r"\\<", text.replace("\\", "\\\\"), flags=re.IGNORECASE)


def _plain(text: str) -> str:
    return ESCAPE.sub(lambda match: match[1] or "\n", text).strip()


def _text(lines: list[str]) -> str:
    return _plain("\n".join(lines))
