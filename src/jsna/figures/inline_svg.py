"""Small drawings that stand in the page itself, in a table's cell or beside words.

They are made of text, without matplotlib: a row of a table has two, and must weigh next to
nothing. Each has its text alternative, and the words that stand for it where nothing is drawn
(Word and PDF). The colours are classes of the page's style sheet.
"""

from collections.abc import Sequence
from typing import Final

from jsna.narrative.html_text import escape_html

Point = tuple[float, float]
DOT: Final = 2.5


def inline_svg(
    shapes: Sequence[str], size: tuple[float, float], name: str, alt: str, instead: str = ""
) -> str:
    """Return shapes as one inline drawing, for the HTML of a cell or of a page.

    Args:
        shapes: Of the functions below.
        size: Width and height in pixels.
        name: The class by which the style sheet knows it.
        alt: What a screen reader says.
        instead: The words for formats without drawings; `alt` unless given.
    """
    width, height = (_number(length) for length in size)
    return (
        f'<svg class="{name}" width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
        f' role="img" aria-label="{escape_html(alt)}" data-instead="{escape_html(instead or alt)}">'
        f"{''.join(shapes)}</svg>"
    )


def path(name: str, runs: Sequence[Sequence[Point]]) -> str:
    """Return lines through points, one for each run of two and more; a point alone is a dot."""
    lines = "".join(_line(run) for run in runs if len(run) > 1)
    dots = "".join(dot(name, *run[0]) for run in runs if len(run) == 1)
    return (f'<path class="{name}" d="{lines}"/>' if lines else "") + dots


def dot(name: str, x: float, y: float, radius: float = DOT) -> str:
    """Return a filled dot."""
    return f'<circle class="{name} dot" cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"/>'


def box(name: str, x: float, y: float, width: float, height: float) -> str:
    """Return a filled box from its top left corner."""
    place = f'x="{_number(x)}" y="{_number(y)}"'
    return f'<rect class="{name}" {place} width="{_number(width)}" height="{_number(height)}"/>'


def upright(name: str, x: float, top: float, bottom: float) -> str:
    """Return an upright line."""
    return f'<path class="{name}" d="M{_number(x)} {_number(top)}V{_number(bottom)}"/>'


def _line(points: Sequence[Point]) -> str:
    (x, y), *others = ((_number(a), _number(b)) for a, b in points)
    return f"M{x} {y}" + "".join(f"L{a} {b}" for a, b in others)


def _number(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")
