"""Marks written as PNG by Agg, the rasteriser that matplotlib carries."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, assert_never

import numpy as np

from jsna.figures.lettering import FONT_SCALE, text_outline
from jsna.figures.palette import PAPER

if TYPE_CHECKING:
    from jsna.figures.ink import Dots, Line, Mark, Shape, Words


COMPRESSION: Final = 4
"""Of nine: writing takes half the time of Pillow's own choice, for a file a twentieth larger."""


def png_sheet(
    marks: Sequence["Mark"], size: tuple[float, float], pixels_wide: int, dots_per_inch: int
) -> bytes:
    """Return marks as a PNG on white, `pixels_wide` across, without date or program.

    Args:
        marks: In the order they lie on each other.
        size: Width and height in design pixels.
        pixels_wide: Of the picture.
        dots_per_inch: What the file says of itself, which decides its size in Word.
    """
    from PIL import Image

    raster = _Raster(size, pixels_wide)
    for mark in marks:
        raster.mark(mark)
    made = io.BytesIO()
    picture = Image.fromarray(raster.pixels())
    picture.save(made, "PNG", dpi=(dots_per_inch, dots_per_inch), compress_level=COMPRESSION)
    return made.getvalue()


class _Raster:
    """A white picture that marks are drawn on."""

    def __init__(self, size: tuple[float, float], pixels_wide: int) -> None:
        from matplotlib.backends.backend_agg import RendererAgg
        from matplotlib.transforms import Affine2D

        width, height = size
        self._scale = pixels_wide / width
        pixels_high = int(height * self._scale)
        renderer: Any = RendererAgg  # which has no types
        self._renderer = renderer(pixels_wide, pixels_high, 72)
        # Agg counts from the bottom
        self._to_picture = Affine2D().scale(self._scale, -self._scale).translate(0, pixels_high)
        edges = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=float)
        self._fill(*_closed([edges]), PAPER)

    def pixels(self) -> Any:
        """Return the picture as rows of red, green and blue."""
        return np.asarray(self._renderer.buffer_rgba())[:, :, :3]

    def mark(self, mark: "Mark") -> None:
        from jsna.figures.ink import Dots, Line, Shape, Words

        match mark:
            case Line():
                self._line(mark)
            case Dots():
                self._dots(mark)
            case Shape():
                self._shape(mark)
            case Words():
                self._words(mark)
            case _:
                assert_never(mark)

    def _line(self, line: "Line") -> None:
        self._draw(line.points, None, self._pen(line.colour, line.width, line.dash))

    def _dots(self, dots: "Dots") -> None:
        from matplotlib.path import Path

        circle: Any = Path.unit_circle()
        known = dots.points[np.isfinite(dots.points).all(axis=1)]
        corners = [circle.vertices * dots.diameter / 2 + point for point in known]
        for outline in corners:
            self._fill(outline, circle.codes, dots.colour)

    def _shape(self, shape: "Shape") -> None:
        pen = self._pen(shape.edge or PAPER, shape.width)
        self._draw(*_closed(shape.rings), pen, shape.fill)

    def _words(self, words: "Words") -> None:
        corners, codes = text_outline(words.text, words.bold)
        shrink = words.size / FONT_SCALE
        placed = corners * (shrink, -shrink) + (words.x, words.y)
        self._fill(placed, codes, words.colour)

    def _fill(self, corners: Any, codes: Any, colour: str) -> None:
        self._draw(corners, codes, self._pen(PAPER, 0), colour)

    def _pen(self, colour: str, width: float, dash: tuple[float, ...] = ()) -> Any:
        pen = self._renderer.new_gc()
        pen.set_foreground(colour)
        pen.set_linewidth(width * self._scale)
        pen.set_capstyle("butt")
        pen.set_joinstyle("round")
        if dash:
            pen.set_dashes(0, [length * self._scale for length in dash])
        return pen

    def _draw(self, corners: Any, codes: Any, pen: Any, fill: str | None = None) -> None:
        from matplotlib.colors import to_rgba
        from matplotlib.path import Path

        if not len(corners):
            return
        path = Path(corners, codes)
        path.should_simplify = False
        self._renderer.draw_path(pen, path, self._to_picture, to_rgba(fill) if fill else None)


def _closed(rings: Sequence[Any]) -> tuple[Any, Any]:
    """Return the corners and codes of rings as one compound path."""
    from matplotlib.path import Path

    corners = [np.vstack([ring, ring[:1]]) for ring in rings]
    codes = [np.full(len(ring), Path.LINETO, dtype=np.uint8) for ring in corners]
    for part in codes:
        part[0], part[-1] = Path.MOVETO, Path.CLOSEPOLY
    return np.concatenate(corners), np.concatenate(codes)
