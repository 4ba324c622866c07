"""The colours of every figure, as data, with the contrast each pair is held to.

Hex values are the Analysis Function's where it has one for the job; the blues of
`FIFTHS` lie on its sequential ramp, spaced so that neighbours differ as much as five classes
can (1.9 each: 3 is out of reach, so maps add outlines, words and a table). Never red and green.
"""

from itertools import pairwise
from typing import Final

PAPER: Final = "#FFFFFF"
INK: Final = "#1D1D1B"
QUIET: Final = "#4A4A4A"
GRID: Final = "#CCCCCC"
AREA: Final = "#12436D"
COMPARATOR: Final = "#6B6B6B"
EMPHASIS: Final = "#B4480F"
BAND: Final = "#DCE6F0"
BAND_EDGE: Final = "#6F8FB0"
OTHER_FILL: Final = "#D5DCE4"
OTHER_EDGE: Final = "#6B7785"
CATEGORIES: Final = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
"""Only ever the first n, in this order: other neighbours fall below 3 to 1."""
FIFTHS: Final = ("#0A243B", "#175387", "#3381C7", "#81B8EA", "#EEF5FC")
"""From the most deprived fifth to the least."""
CLUSTERS: Final = ("#12436D", "#8FC1EC", "#F46A25", "#FAD2BB", "#F1F3F5")
"""High among high, low among low, high among low, low among high, none; marks tell them too."""
MAP_EDGE: Final = "#9AA5B1"
"""Between small areas of a map: seen on the darkest class and on the lightest."""
NO_DATA: Final = PAPER
NO_DATA_EDGE: Final = COMPARATOR

TEXT_MINIMUM: Final = 4.5
GRAPHIC_MINIMUM: Final = 3.0
FIFTH_STEP_MINIMUM: Final = 1.85

CONTRASTS: Final = (
    (INK, PAPER, TEXT_MINIMUM, "words"),
    (QUIET, PAPER, TEXT_MINIMUM, "axis words"),
    (AREA, PAPER, TEXT_MINIMUM, "the area's label"),
    (COMPARATOR, PAPER, TEXT_MINIMUM, "comparators' labels"),
    (EMPHASIS, PAPER, TEXT_MINIMUM, "the accent"),
    (AREA, BAND, GRAPHIC_MINIMUM, "the area's line on its band"),
    (COMPARATOR, BAND, GRAPHIC_MINIMUM, "a comparator's line on the band"),
    (BAND_EDGE, PAPER, GRAPHIC_MINIMUM, "the edge of the band"),
    (OTHER_EDGE, PAPER, GRAPHIC_MINIMUM, "the edge of a bar"),
    (OTHER_EDGE, OTHER_FILL, GRAPHIC_MINIMUM, "the edge of a bar from within"),
    (AREA, OTHER_FILL, GRAPHIC_MINIMUM, "the area's bar against the others"),
    (NO_DATA_EDGE, NO_DATA, GRAPHIC_MINIMUM, "the outline of an area without data"),
    (INK, FIFTHS[-1], GRAPHIC_MINIMUM, "outlines on the lightest class"),
    (PAPER, FIFTHS[0], GRAPHIC_MINIMUM, "the casing of outlines on the darkest class"),
    (PAPER, CLUSTERS[0], GRAPHIC_MINIMUM, "a mark on the darkest kind of cluster"),
    *((INK, colour, GRAPHIC_MINIMUM, "a mark on a cluster") for colour in CLUSTERS[1:]),
    *((CATEGORIES[i], CATEGORIES[i + 1], GRAPHIC_MINIMUM, "next category") for i in range(5)),
    *((colour, PAPER, GRAPHIC_MINIMUM, "a category") for colour in CATEGORIES),
    *((dark, light, FIFTH_STEP_MINIMUM, "next fifth") for dark, light in pairwise(FIFTHS)),
)
"""(colour, what it touches, lowest contrast allowed, what it is for)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two hex colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
