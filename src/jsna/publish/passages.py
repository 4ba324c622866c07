"""What a reader finds in a file: passages of text, each cell of a table with what names it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

STRAIGHT: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""Pages and documents print curved quotes where the files that they are made of have straight."""


@dataclass(frozen=True)
class Passage:
    """A piece of text as it is published.

    Attributes:
        file: Where it stands, below the pack's folder.
        text: The words; of a table one cell.
        row: What names the cell's row.
        column: What stands over it.
        about: The table's caption.
        level: Of a heading, from 1; 0 of other text.
        beside: The cells of its row: its period may be said in one of them alone.
    """

    file: str
    text: str
    row: str = ""
    column: str = ""
    about: str = ""
    level: int = 0
    beside: tuple[str, ...] = ()

    @property
    def all_words(self) -> str:
        """The text with all that names it."""
        return " ".join(part for part in (self.about, self.column, self.row, self.text) if part)

    def straight(self) -> "Passage":
        """Return it with straight quotes."""
        if self.all_words.isascii() and "".join(self.beside).isascii():
            return self
        return replace(
            self,
            text=straight(self.text),
            row=straight(self.row),
            column=straight(self.column),
            about=straight(self.about),
            beside=tuple(map(straight, self.beside)),
        )


def straight(text: str) -> str:
    """Return a text with straight quotes, so that a name is the same wherever it stands."""
    return text.translate(STRAIGHT)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its words, whether it names others, and how many columns it spans."""

    text: str
    names: bool = False
    wide: int = 1
    tall: int = 1


def table_passages(file: str, caption: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Passage]:
    """Yield each cell of a table but its headings, with the row's and the column's names.

    Rows of headings alone at the top name the columns; without one the first row does. The
    headings of a row name it; without one its first cell does.
    """
    grid = _grid(rows)
    head = 0
    while head < len(grid) and all(cell.names for cell in grid[head]):
        head += 1
    head = head or 1
    for row in grid[:head]:
        yield from (Passage(file, cell.text, about=caption) for cell in row if cell.text)
    for row in grid[head:]:
        names = [cell.text for cell in row if cell.names] or [cell.text for cell in row[:1]]
        name = " ".join(dict.fromkeys(filter(None, names)))
        beside = tuple(cell.text for cell in row)
        for place, cell in enumerate(row):
            over = [above[place].text for above in grid[:head] if place < len(above)]
            column = " ".join(dict.fromkeys(filter(None, over)))
            if cell.text and not (cell.names or cell.text == name):
                yield Passage(file, cell.text, name, column, caption, beside=beside)
        yield Passage(file, name, about=caption)


def value_passages(file: str, value: Any, place: str = "") -> Iterator[Passage]:
    """Yield each text and number of plain data (dicts, lists), with the keys that lead to it."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from value_passages(file, inside, f"{place} {key}".strip())
    elif isinstance(value, list):
        for inside in value:
            yield from value_passages(file, inside, place)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield Passage(file, str(value), place if not isinstance(value, str) else "")


def _grid(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Return the rows with each spanning cell wherever it spans."""
    grid: list[list[Cell]] = []
    hanging: dict[int, tuple[Cell, int]] = {}
    for row in rows:
        line: list[Cell] = []
        for cell in row:
            _hang(line, hanging)
            for _ in range(cell.wide):
                if cell.tall > 1:
                    hanging[len(line)] = (cell, cell.tall - 1)
                line.append(cell)
        _hang(line, hanging)
        grid.append(line)
    return [line for line in grid if line]


def _hang(line: list[Cell], hanging: dict[int, tuple[Cell, int]]) -> None:
    while len(line) in hanging:
        place = len(line)
        cell, left = hanging.pop(place)
        if left > 1:
            hanging[place] = (cell, left - 1)
        line.append(cell)
