"""The key below a map of places: their names by number, in as many columns as there is room."""

from collections.abc import Sequence
from dataclasses import dataclass

from jsna.figures import palette
from jsna.figures.ink import Sheet
from jsna.figures.kinds.deprivation_map.legend import KEY_HEAD
from jsna.figures.layout import LINE
from jsna.figures.lettering import wrap

COLUMN = 250.0
"""Pixels that a name needs at least."""
GAP = 18.0


@dataclass(frozen=True)
class PlaceKey:
    """The names, each in the lines that it takes.

    Attributes:
        columns: The entries of each column: a list of lines each.
        width: Of one column.
        size: Of the letters.
    """

    columns: tuple[tuple[tuple[str, ...], ...], ...]
    width: float
    size: float

    @property
    def height(self) -> float:
        """How high it is with its heading; nothing without names."""
        rows = max((sum(map(len, column)) for column in self.columns), default=0)
        return (rows + 1.6) * self.size * LINE if rows else 0.0


def place_key(names: Sequence[str], room: float, size: float) -> PlaceKey:
    """Return the key of numbered names in columns that fill a room's width."""
    count = max(1, int((room + GAP) // (COLUMN + GAP)))
    width = (room - (count - 1) * GAP) / count
    told = [
        tuple(wrap(f"{number} {name}", width, size)) for number, name in enumerate(names, start=1)
    ]
    deep = -(-len(told) // count)
    columns = tuple(tuple(told[start : start + deep]) for start in range(0, len(told), deep or 1))
    return PlaceKey(columns, width, size)


def draw_place_key(sheet: Sheet, key: PlaceKey, left: float, top: float) -> None:
    """Draw the key below a heading, its numbers running down each column."""
    if not key.columns:
        return
    line = key.size * LINE
    sheet.text(left, top + line, KEY_HEAD, key.size, palette.QUIET)
    for number, column in enumerate(key.columns):
        lines = [words for entry in column for words in entry]
        for row, words in enumerate(lines):
            at = left + number * (key.width + GAP)
            sheet.text(at, top + (row + 2.2) * line, words, key.size)
