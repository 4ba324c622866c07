"""A `Sheet` in design pixels: what a figure's kind draws, kept as marks until it is written.

One layout gives SVG and PNG alike, and the same bytes in every process: the marks are plain
numbers, letters are outlines, nothing is dated. The colours are those of `palette`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from jsna.figures.lettering import text_width, wrap
from jsna.figures.palette import COMPARATOR, INK, PAPER

__all__ = ["Sheet", "text_width", "wrap"]
Align = Literal["left", "center", "right"]
Dash = tuple[float, ...]
Points = NDArray[np.float64]
SYNTHETIC_WORDS: Final = "SYNTHETIC: invented data, not real statistics"
SYNTHETIC_STRIP: Final = 22
RING_CORNERS: Final = 16
_BEFORE: Final[dict[Align, float]] = {"left": 0, "center": 0.5, "right": 1}
"""The share of a text that stands before the place it is written at."""


@dataclass(frozen=True, eq=False)
class Line:
    """A line through points; `dash` is ink, gap, ink ... in pixels."""

    points: Points
    colour: str
    width: float
    dash: Dash


@dataclass(frozen=True, eq=False)
class Dots:
    """A filled dot on each point."""

    points: Points
    colour: str
    diameter: float


@dataclass(frozen=True, eq=False)
class Shape:
    """Closed rings as one compound shape: holes are rings within rings."""

    rings: tuple[Points, ...]
    fill: str | None
    edge: str | None
    width: float


@dataclass(frozen=True)
class Words:
    """A text from `x`, its left end, with its baseline at `y`."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool


Mark = Line | Dots | Shape | Words


@cache
def style() -> dict[str, Any]:
    """Return the settings of matplotlib that letters and PNGs are made with: its own defaults."""
    import matplotlib as mpl

    # the backend belongs to whoever opened the notebook
    kept = mpl.rcParamsDefault.items()
    return {name: value for name, value in kept if not name.startswith("backend")}


@contextmanager
def drawing() -> Iterator[None]:
    """Hold matplotlib to `style()`, whatever a user has set; sheets are made and saved inside."""
    import matplotlib as mpl

    with mpl.rc_context():
        current: Any = mpl.rcParams
        # past the checks, which style() has been through: 300 of them, each time
        dict.update(current, style())
        yield


class Sheet:
    """A white sheet of `width` x `height` design pixels, origin top left, y downwards.

    What is drawn later lies on top. A synthetic figure gets a strip below with the word.
    """

    def __init__(self, width: float, height: float, *, synthetic: bool = False) -> None:
        self.width, self.content_height = width, height
        self.height = height + (SYNTHETIC_STRIP if synthetic else 0)
        self.marks: list[Mark] = []
        if synthetic:
            self.text(width - 4, self.height - 6, SYNTHETIC_WORDS, 12, COMPARATOR, "right")

    def line(
        self, x: ArrayLike, y: ArrayLike, colour: str, width: float = 1, dash: Dash = ()
    ) -> None:
        """Draw a line through points; `dash` is ink, gap, ink ... in multiples of the width."""
        scaled = tuple(length * width for length in dash)
        self.marks.append(Line(_points(x, y), colour, width, scaled))

    def cased_line(
        self, x: ArrayLike, y: ArrayLike, colour: str, width: float, casing: float
    ) -> None:
        """Draw a line in a white casing of its own width, which keeps it in sight on a fill."""
        self.line(x, y, PAPER, casing)
        self.line(x, y, colour, width)

    def dots(self, x: ArrayLike, y: ArrayLike, colour: str, diameter: float) -> None:
        """Draw a filled dot on each point."""
        self.marks.append(Dots(_points(x, y), colour, diameter))

    def ring(self, x: float, y: float, diameter: float, colour: str, width: float = 1) -> None:
        """Draw an open circle around a point."""
        turn = np.linspace(0, 2 * np.pi, RING_CORNERS, endpoint=False)
        corners = np.column_stack(
            [x + diameter / 2 * np.cos(turn), y + diameter / 2 * np.sin(turn)]
        )
        self.shape([corners], None, colour, width)

    def shape(
        self,
        rings: Sequence[ArrayLike],
        fill: str | None,
        edge: str | None = None,
        width: float = 1,
    ) -> None:
        """Draw closed rings as one compound shape: holes are rings within rings."""
        corners = tuple(np.asarray(ring, dtype=float) for ring in rings)
        self.marks.append(Shape(corners, fill, edge, width if edge else 0))

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, edge: str | None = None
    ) -> None:
        """Draw a rectangle from its top left corner."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.shape([corners], fill, edge)

    def text(
        self, x: float, y: float, words: str, size: float, colour: str = INK, align: Align = "left"
    ) -> None:
        """Write `words` with their baseline at `y`."""
        self._write((x, y), Words(x, y, words, size, colour, False), align)

    def bold(
        self, x: float, y: float, words: str, size: float, colour: str = INK, align: Align = "left"
    ) -> None:
        """Write `words` in bold."""
        self._write((x, y), Words(x, y, words, size, colour, True), align)

    def _write(self, place: tuple[float, float], words: Words, align: Align) -> None:
        before = _BEFORE[align] * text_width(words.text, words.size, words.bold)
        x, y = float(place[0]) - before, float(place[1])
        self.marks.append(Words(x, y, words.text, words.size, words.colour, words.bold))

    def svg(self, title: str) -> bytes:
        """Return the sheet as SVG, `title` as its title, coordinates to a tenth of a pixel."""
        from jsna.figures.svg_sheet import svg_sheet

        return svg_sheet(self.marks, self.width, self.height, title).encode()

    def png(self, pixels_wide: int, dots_per_inch: int) -> bytes:
        """Return the sheet as PNG, `pixels_wide` across, without date or program."""
        from jsna.figures.png_sheet import png_sheet

        return png_sheet(self.marks, (self.width, self.height), pixels_wide, dots_per_inch)

    def words(self) -> Iterator[Words]:
        """Return the texts on the sheet."""
        return (mark for mark in self.marks if isinstance(mark, Words))


def _points(x: ArrayLike, y: ArrayLike) -> Points:
    columns: Any = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
    return np.column_stack([np.ravel(column) for column in columns])
