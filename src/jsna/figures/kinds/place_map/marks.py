"""The numbered marks of a map of places: those too near each other to be told apart share one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from jsna.figures import palette
from jsna.figures.ink import Sheet
from jsna.figures.kinds.deprivation_map.labels import Box, edges_of, inside, is_free
from jsna.figures.layout import LINE, baselines
from jsna.figures.lettering import text_width, wrap

if TYPE_CHECKING:
    from shapely import Geometry

WIDEST: Final = 110.0
"""Pixels; more numbers go on a line of their own."""
AROUND: Final = 5.0
CORNERS: Final = 9
CASING: Final = 1.6


@dataclass(frozen=True)
class PlaceMark:
    """One mark.

    Attributes:
        numbers: Of the places that it stands for, in order.
        x: Its middle, y too.
        size: Of its letters.
        exact: Whether the places are known to lie there.
    """

    numbers: tuple[int, ...]
    x: float
    y: float
    size: float
    exact: bool = True

    @property
    def lines(self) -> list[str]:
        """What is written in it: "1 to 3, 7"."""
        return wrap(in_runs(self.numbers), WIDEST, self.size, True)

    @property
    def edges(self) -> Box:
        """Left, top, right and bottom."""
        lines = self.lines
        height = len(lines) * self.size * LINE + 2
        width = max(text_width(line, self.size, True) for line in lines) + 2 * AROUND
        return edges_of(self.x, self.y, max(width, height), height)

    def on_sheet(self, width: float, height: float) -> "PlaceMark":
        """Return the mark no further out than that all of it lies on the map."""
        left, top, right, bottom = self.edges
        half = ((right - left) / 2 + CASING, (bottom - top) / 2 + CASING)
        x, y = (
            min(max(at, room), most - room)
            for at, room, most in zip((self.x, self.y), half, (width, height), strict=True)
        )
        return replace(self, x=x, y=y)

    def with_other(self, other: "PlaceMark") -> "PlaceMark":
        """Return one mark for both, in the middle of their places."""
        own, more = len(self.numbers), len(other.numbers)
        x, y = (
            (a * own + b * more) / (own + more)
            for a, b in ((self.x, other.x), (self.y, other.y))
        )  # fmt: skip
        numbers = tuple(sorted((*self.numbers, *other.numbers)))
        return replace(self, numbers=numbers, x=x, y=y)


def in_runs(numbers: Sequence[int]) -> str:
    """Return numbers in words, those that follow each other as one run.

    >>> in_runs([1, 2, 3, 7, 9, 10])
    '1 to 3, 7, 9, 10'
    """
    starts = [0, *(i for i, (a, b) in enumerate(pairwise(numbers), start=1) if b != a + 1)]
    runs = [numbers[a:b] for a, b in pairwise([*starts, len(numbers)])]
    return ", ".join(
        f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def grouped(marks: Sequence[PlaceMark]) -> list[PlaceMark]:
    """Return marks of which none lies on another: those that would are one."""
    kept = list(marks)
    while pair := _touching(kept):
        one, other = pair
        kept[one] = kept[one].with_other(kept.pop(other))
    return kept


def _touching(marks: Sequence[PlaceMark]) -> tuple[int, int] | None:
    edges = [mark.edges for mark in marks]
    pairs = combinations(range(len(marks)), 2)
    return next((pair for pair in pairs if not is_free(edges[pair[0]], [edges[pair[1]]])), None)


def in_wards(
    marks: Sequence[PlaceMark], shapes: "Sequence[Geometry]", taken: Sequence[Box]
) -> list[PlaceMark]:
    """Return marks somewhere in their wards, where there is room on none of the others.

    Args:
        marks: Each for the places of one ward.
        shapes: The outline of each ward, in pixels.
        taken: Where nothing may lie.
    """
    found: list[PlaceMark] = []
    for mark, shape in zip(marks, shapes, strict=True):
        others = [*taken, *(one.edges for one in found)]
        moved = [replace(mark, x=x, y=y) for x, y in inside(shape)]
        free = (one for one in moved if is_free(one.edges, others))
        found.append(next(free, moved[0]))
    return found


def draw_marks(sheet: Sheet, marks: Sequence[PlaceMark]) -> None:
    """Draw marks with their numbers: filled at a point, white where only the ward is known."""
    for mark in marks:
        draw_pill(sheet, mark.edges, exact=mark.exact)
        ink = palette.PAPER if mark.exact else palette.AREA
        for words, y in zip(
            mark.lines, baselines(mark.y, len(mark.lines), mark.size), strict=True
        ):  # fmt: skip
            sheet.bold(mark.x, y, words, mark.size, ink, "center")


def draw_pill(sheet: Sheet, edges: Box, *, exact: bool) -> None:
    """Draw a box with round ends, in a white casing that keeps it in sight on a line."""
    sheet.shape([_round(edges, CASING)], palette.PAPER)
    sheet.shape([_round(edges)], palette.AREA if exact else palette.PAPER, palette.AREA, 1.6)


def _round(edges: Box, more: float = 0) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    left, top, right, bottom = edges
    half = min(bottom - top, right - left) / 2
    quarter = np.linspace(0, np.pi / 2, CORNERS)
    turns = [quarter + place * np.pi / 2 for place in range(4)]
    middles = [(right - half, bottom - half), (left + half, bottom - half),
               (left + half, top + half), (right - half, top + half)]  # fmt: skip
    return np.concatenate([
        np.column_stack([x + (half + more) * np.cos(turn), y + (half + more) * np.sin(turn)])
        for (x, y), turn in zip(middles, turns, strict=True)
    ])  # fmt: skip
