"""Rows of a figure that lie below each other, each with its name at the left, in lines."""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from jsna.figures.ink import Sheet, text_width
from jsna.figures.layout import Layout, Scale, baselines


@dataclass(frozen=True)
class NamedRows:
    """The rows, their names, the edges between them and the scale of values.

    Attributes:
        names: The lines of each row's name.
        left: Where the room of values begins.
        edges: The upper edge of each row, and the lower one of the last.
    """

    layout: Layout
    rows: pd.DataFrame
    names: list[list[str]]
    left: float
    edges: list[float]
    x: Scale

    def middle(self, place: int) -> float:
        """Return the height of a row's middle."""
        return (self.edges[place] + self.edges[place + 1]) / 2

    def write_name(self, sheet: Sheet, place: int, colour: str, *, bold: bool = False) -> None:
        """Write a row's name at the left of its values."""
        size, lines = self.layout.text, self.names[place]
        write = sheet.bold if bold else sheet.text
        heights = baselines(self.middle(place), len(lines), size)
        for words, baseline in zip(lines, heights, strict=True):
            write(self.left - 8, baseline, words, size, colour, "right")


def name_room(names: Iterable[Iterable[str]], layout: Layout) -> float:
    """Return how much room the names take, measured in bold, which is the wider."""
    return max(text_width(word, layout.text, True) for lines in names for word in lines) + 10
