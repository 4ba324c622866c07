"""The only module that touches matplotlib's drawing: a `Sheet` in design pixels.

The same drawing gives the same bytes in every process: fonts are the files that matplotlib
carries, text becomes paths, ids come from a fixed salt, nothing is dated, and no user's
matplotlibrc is read. The colours are those of `palette`.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from jsna.figures.palette import COMPARATOR, INK, PAPER
from jsna.figures.svg_text import tidy_svg

Align = Literal["left", "center", "right"]
Dash = tuple[float, ...]
UNITS_PER_INCH: Final = 72
SYNTHETIC_WORDS: Final = "SYNTHETIC: invented data, not real statistics"
SYNTHETIC_STRIP: Final = 22
_PINNED: Final = {
    "font.family": ["DejaVu Sans"], "svg.fonttype": "path", "svg.hashsalt": "jsna",
    "text.usetex": False, "path.simplify": False, "savefig.bbox": None, "savefig.dpi": "figure",
    "figure.facecolor": PAPER, "savefig.facecolor": PAPER,
}  # fmt: skip


@cache
def style() -> dict[str, Any]:
    """Return the settings of matplotlib that every figure is drawn with: its own, pinned."""
    import matplotlib as mpl

    settings: dict[str, Any] = {**dict(mpl.rcParamsDefault.items()), **_PINNED}
    # the backend belongs to whoever opened the notebook
    return {name: value for name, value in settings.items() if not name.startswith("backend")}


@contextmanager
def drawing() -> Iterator[None]:
    """Hold matplotlib to `style()`; every sheet is made, drawn on and saved inside it."""
    import matplotlib as mpl

    with mpl.rc_context():
        current: Any = mpl.rcParams
        # past the checks, which style() has been through: 300 of them, each time
        dict.update(current, style())
        yield


@cache
def _font(bold: bool) -> Any:
    # by file: a system's own DejaVu Sans may be another version
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=Path(mpl.get_data_path()) / "fonts" / "ttf" / name)


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide `text` is drawn, in design pixels."""
    from matplotlib.textpath import text_to_path

    font = _font(bold).copy()
    font.set_size(size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def wrap(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return `text` in lines no wider than `room`; a single longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


class Sheet:
    """A white sheet of `width` x `height` design pixels, origin top left, y downwards.

    Use it inside `drawing()`. What is drawn later lies on top. A synthetic figure gets a strip
    below with the word.
    """

    def __init__(self, width: float, height: float, *, synthetic: bool = False) -> None:
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.width, self.content_height = width, height
        self.height = height + (SYNTHETIC_STRIP if synthetic else 0)
        size = (self.width / UNITS_PER_INCH, self.height / UNITS_PER_INCH)
        self._figure = Figure(figsize=size, dpi=UNITS_PER_INCH)
        flip = Affine2D().scale(1, -1).translate(0, self.height).scale(1 / UNITS_PER_INCH)
        self._to_page = flip + self._figure.dpi_scale_trans
        self._count = 0
        if synthetic:
            self.text(width - 4, self.height - 6, SYNTHETIC_WORDS, 12, COMPARATOR, "right")

    def _add(self, artist: Any) -> None:
        self._count += 1
        artist.set(zorder=self._count, transform=self._to_page)
        self._figure.add_artist(artist)

    def line(
        self, x: ArrayLike, y: ArrayLike, colour: str, width: float = 1, dash: Dash = ()
    ) -> None:
        """Draw a line through points; `dash` is ink, gap, ink ... in multiples of the width."""
        self._stroke(x, y, color=colour, linewidth=width, linestyle=(0, dash) if dash else "-")

    def cased_line(
        self, x: ArrayLike, y: ArrayLike, colour: str, width: float, casing: float
    ) -> None:
        """Draw a line in a white casing of its own width, which keeps it in sight on a fill."""
        self.line(x, y, PAPER, casing)
        self.line(x, y, colour, width)

    def dots(self, x: ArrayLike, y: ArrayLike, colour: str, diameter: float) -> None:
        """Draw a filled dot on each point."""
        mark = {"marker": "o", "markersize": diameter, "markeredgewidth": 0}
        self._stroke(x, y, color=colour, linestyle="none", **mark)

    def ring(self, x: float, y: float, diameter: float, colour: str, width: float = 1) -> None:
        """Draw an open circle around a point."""
        look = {"markersize": diameter, "markeredgewidth": width, "markerfacecolor": "none"}
        self._stroke([x], [y], color=colour, linestyle="none", marker="o", **look)

    def _stroke(self, x: ArrayLike, y: ArrayLike, **look: Any) -> None:
        from matplotlib.lines import Line2D

        ends: Any = {"solid_capstyle": "butt", "solid_joinstyle": "round"}
        self._add(Line2D(x, y, **ends, **look))

    def shape(
        self,
        rings: Sequence[ArrayLike],
        fill: str | None,
        edge: str | None = None,
        width: float = 1,
    ) -> None:
        """Draw closed rings as one compound path: holes are rings within rings."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path as Outline

        closed = [np.vstack([ring, np.asarray(ring)[:1]]) for ring in rings]
        codes = [np.full(len(r), Outline.LINETO, dtype=np.uint8) for r in closed]
        for part in codes:
            part[0], part[-1] = Outline.MOVETO, Outline.CLOSEPOLY
        outline = Outline(np.concatenate(closed), np.concatenate(codes))
        self._add(
            PathPatch(
                outline, facecolor=fill or "none", edgecolor=edge or "none",
                linewidth=width if edge else 0, joinstyle="round",
            )
        )  # fmt: skip

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
        self._write(x, y, words, _font(False), fontsize=size, color=colour, ha=align)

    def bold(
        self, x: float, y: float, words: str, size: float, colour: str = INK, align: Align = "left"
    ) -> None:
        """Write `words` in bold."""
        self._write(x, y, words, _font(True), fontsize=size, color=colour, ha=align)

    def _write(self, x: float, y: float, words: str, font: Any, **look: Any) -> None:
        from matplotlib.text import Text

        written = Text(x, y, words, fontproperties=font.copy(), parse_math=False, va="baseline")
        written.set(**look)
        self._add(written)

    def svg(self, title: str) -> bytes:
        """Return the sheet as SVG, `title` as its title, coordinates to a tenth of a pixel."""
        metadata = {"Title": title, "Date": None, "Creator": None, "Format": None, "Type": None}
        made = io.StringIO()
        self._figure.savefig(made, format="svg", metadata=metadata)
        return tidy_svg(made.getvalue(), self.width, self.height).encode()

    def png(self, pixels_wide: int, dots_per_inch: int) -> bytes:
        """Return the sheet as PNG, `pixels_wide` across, without date or program."""
        made = io.BytesIO()
        self._figure.savefig(
            made, format="png", dpi=UNITS_PER_INCH * pixels_wide / self.width,
            metadata={"Software": None}, pil_kwargs={"dpi": (dots_per_inch, dots_per_inch)},
        )  # fmt: skip
        return made.getvalue()
