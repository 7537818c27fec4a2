"""What a part of the bench is: rows measured with some settings, and how they stand in a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

# By column: a figure, a text, or nothing where a system has no such figure.
Row = dict[str, float | str | None]
SYSTEM = "system"


@dataclass(frozen=True)
class Settings:
    """What is asked for.

    Attributes:
        data: the folder with data by others.
        quick: few rounds and few texts, to see that all works; such figures are not kept.
    """

    data: Path
    quick: bool

    def few(self, many: int, few: int) -> int:
        """`many`, or `few` where it is to be quick."""
        return few if self.quick else many


@dataclass(frozen=True)
class Part:
    """One part.

    Attributes:
        title: above its table.
        columns: each figure's name in the JSON, with its heading and its format.
        measure: gives the rows.
        needs_data: whether it measures on data by others.
        notes: what a reader of the figures must know.
    """

    title: str
    columns: Mapping[str, tuple[str, str]]
    measure: Callable[[Settings], list[Row]]
    needs_data: bool = False
    notes: tuple[str, ...] = ()


def table(part: Part, rows: list[Row]) -> str:
    """The rows as a Markdown table, with the notes below; a figure that a system does not have is left blank."""
    headings = [heading for heading, _ in part.columns.values()]
    lines = [f"| {' | '.join(headings)} |", f"| {' | '.join('---' for _ in headings)} |"]
    for row in rows:
        cells = [_cell(row.get(name), shape) for name, (_, shape) in part.columns.items()]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([f"## {part.title}", "", *lines, "", *(f"- {note}" for note in part.notes)]).rstrip()


def _cell(value: float | str | None, shape: str) -> str:
    return "" if value is None else format(value, shape)
