"""Small marks on a map and in its legend, so that a class is not told by its colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from jsna.figures import palette
from jsna.figures.ink import Sheet

Mark = Literal["", "cross", "plus", "minus", "up", "down", "ring"]
HALF: Final = 4.0
"""Half the width of a mark, in design pixels."""


@dataclass(frozen=True)
class Look:
    """The colour and mark of each class of a map, from class 1."""

    colours: tuple[str, ...]
    marks: tuple[Mark, ...]
    inks: tuple[str, ...]


LOOKS: Final[Mapping[str, Look]] = {
    "fifths": Look(palette.FIFTHS, ("",) * 5, (palette.INK,) * 5),
    "clusters": Look(
        palette.CLUSTERS, ("plus", "minus", "up", "down", ""), (palette.PAPER, *(palette.INK,) * 4)
    ),
    "places": Look((palette.AREA, palette.PAPER), ("", ""), (palette.PAPER, palette.AREA)),
}
"""Classes in order of deprivation need no mark: they are told by how dark they are."""


def draw_mark(sheet: Sheet, mark: Mark, x: float, y: float, ink: str) -> None:
    """Draw a mark with its middle at a point."""
    if mark == "cross":
        for slope in (1, -1):
            ends = [y - HALF * slope, y + HALF * slope]
            sheet.line([x - HALF, x + HALF], ends, ink, 1.4)
    if mark in ("plus", "minus"):
        sheet.line([x - HALF, x + HALF], [y, y], ink, 1.8)
    if mark == "plus":
        sheet.line([x, x], [y - HALF, y + HALF], ink, 1.8)
    if mark == "ring":
        sheet.ring(x, y, 2 * HALF, ink, 1.4)
    if mark in ("up", "down"):
        tip = HALF if mark == "down" else -HALF
        sheet.shape([[(x - HALF, y - tip), (x + HALF, y - tip), (x, y + tip)]], ink)
