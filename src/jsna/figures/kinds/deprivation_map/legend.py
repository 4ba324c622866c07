"""Beside a map: its classes with their numbers, the scale, and the key of its places."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jsna.figures import palette
from jsna.figures.ink import Sheet
from jsna.figures.kinds.deprivation_map.classes import MISSING, class_of, look_of
from jsna.figures.kinds.deprivation_map.marks import Mark, draw_mark
from jsna.figures.layout import LINE, MIDDLE, Layout
from jsna.figures.lettering import text_width, wrap
from jsna.figures.spec import Spec

if TYPE_CHECKING:
    from jsna.figures.kinds.deprivation_map.options import MapOptions

ROW = 1.5
"""Height of a row of the legend, as a multiple of the font size."""
GAP = 18.0
"""Between the columns of the key."""
KEY_HEAD = "Places by number"


@dataclass(frozen=True)
class Entry:
    """One line of the legend."""

    words: str
    colour: str
    mark: Mark
    ink: str


def legend_entries(spec: "Spec[MapOptions]") -> list[Entry]:
    """Return a line for each class, and for areas without data and suppressed ones if any."""
    look, classes = look_of(spec.options), class_of(spec.data)
    named = zip(spec.options.classes, look.colours, look.marks, look.inks, strict=True)
    lines = [
        Entry(f"{words}: {(classes == place).sum()}", colour, mark, ink)
        for place, (words, colour, mark, ink) in enumerate(named, start=1)
    ]
    return lines + [
        Entry(f"{words}: {(classes == place).sum()}", fill, mark, edge)
        for place, (words, fill, edge, mark) in MISSING.items()
        if (classes == place).any()
    ]


def legend_heading(spec: "Spec[MapOptions]", layout: Layout) -> list[str]:
    """Return the lines of the heading."""
    words = f"{spec.options.legend}, number of {spec.options.areas}"
    return wrap(words, 230 if not layout.is_narrow else layout.width - 4, layout.small)


def legend_width(spec: "Spec[MapOptions]", lines: Sequence[Entry], layout: Layout) -> float:
    """Return how wide the legend is."""
    entries = max(text_width(line.words, layout.text) for line in lines) + 36
    return max(entries, *(text_width(w, layout.small) for w in legend_heading(spec, layout))) + 4


def draw_legend(
    sheet: Sheet, spec: "Spec[MapOptions]", layout: Layout, left: float, top: float
) -> float:
    """Draw the legend from its top left corner; return its last baseline."""
    baseline = top
    for words in legend_heading(spec, layout):
        baseline += layout.small * LINE
        sheet.text(left, baseline, words, layout.small, palette.QUIET)
    size = layout.text
    for line in legend_entries(spec):
        baseline += size * ROW
        upper = baseline - size * 0.85
        sheet.box(left + 1, upper, 26, size, line.colour, palette.OTHER_EDGE)
        draw_mark(sheet, line.mark, left + 14, upper + size / 2, line.ink)
        sheet.text(left + 35, baseline, line.words, size)
    return baseline


def draw_scale_bar(
    sheet: Sheet, pixels_per_km: float, layout: Layout, left: float, top: float
) -> None:
    """Draw a bar of a round number of kilometres."""
    most = 110 / pixels_per_km
    km = max(k for k in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if k <= max(most, 0.1))
    end = left + 1 + km * pixels_per_km
    sheet.line([left + 1, end], [top] * 2, palette.INK, 2)
    words = f"{km:g} km"
    sheet.text(end + 8, top + layout.small * MIDDLE, words, layout.small, palette.QUIET)


@dataclass(frozen=True)
class Key:
    """The numbered names in columns, each as wide as the longest of them.

    Attributes:
        names: In the order of their numbers.
        columns: How many stand side by side.
        width: Of one column.
        size: Of the letters.
    """

    names: tuple[str, ...]
    columns: int
    width: float
    size: float

    @property
    def rows(self) -> int:
        """How many lines it has under its heading."""
        return -(-len(self.names) // self.columns)

    @property
    def height(self) -> float:
        """How high it is; nothing without names."""
        return (self.rows + 1.4) * self.size * LINE if self.names else 0.0


def key_of(names: Sequence[str], room: float, size: float) -> Key:
    """Return the key of numbered names, laid out in as many columns as fit."""
    told = tuple(f"{number} {name}" for number, name in enumerate(names, start=1))
    widest = max((text_width(words, size) for words in told), default=0.0) + GAP
    return Key(told, max(1, min(int((room + GAP) // widest) if widest else 1, 6)), widest, size)


def draw_key(sheet: Sheet, key: Key, top: float) -> None:
    """Draw the key below a heading, its numbers running down each column."""
    if not key.names:
        return
    line = key.size * LINE
    sheet.text(2, top + line, KEY_HEAD, key.size, palette.QUIET)
    for place, words in enumerate(key.names):
        column, row = divmod(place, key.rows)
        sheet.text(2 + column * key.width, top + (row + 2.1) * line, words, key.size)
