"""Marks written as SVG, small: a page of a dozen figures must load quickly.

Each letter's shape, each style and each long outline is written once; coordinates are kept to a
tenth of a pixel, and the corners of long outlines are steps from one to the next.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final, assert_never
from xml.sax.saxutils import escape

import numpy as np

from jsna.figures.lettering import FONT_SCALE, Letter, letters, outline_of
from jsna.figures.palette import PAPER

if TYPE_CHECKING:
    from jsna.figures.ink import Dots, Line, Mark, Points, Shape, Words

LETTER_UNITS: Final = 160
"""Letters stand on a grid of so many units to their size: 11 to a pixel of a text of 15."""
_TO_GRID: Final = LETTER_UNITS / FONT_SCALE
MANY_CORNERS: Final = 40
"""Of the rings of a shape together: charts have fewer, the outlines of a map thousands."""
_MOVE, _LINE, _CURVE, _CLOSE = 1, 2, 3, 79
"""matplotlib's codes of a path's steps; TrueType outlines have no others."""


def svg_sheet(marks: Sequence["Mark"], width: float, height: float, title: str) -> str:
    """Return marks as one SVG file in pixels, on white, ended by a line break."""
    sheet = _Written()
    body = "".join(sheet.mark(mark) for mark in marks)
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return (
        '<?xml version="1.0" encoding="utf-8" standalone="no"?>'
        f'<svg xmlns:x="http://www.w3.org/1999/xlink" {size} xmlns="http://www.w3.org/2000/svg" '
        f'version="1.1"><title>{escape(title)}</title><defs>{sheet.styles()}{sheet.letters()}'
        f'{sheet.outlines()}</defs><path d="M0 0H{width:g}V{height:g}H0z" fill="{PAPER}"/>'
        f"{body}</svg>\n"
    )


@dataclass
class _Written:
    """What the file needs once: the styles and the letters that its marks use."""

    _classes: dict[str, str] = field(default_factory=dict)
    _letters: dict[str, None] = field(default_factory=dict)
    _outlines: dict[str, str] = field(default_factory=dict)

    def styles(self) -> str:
        rules = "".join(f".{name}{{{style}}}" for style, name in self._classes.items())
        start = "*{stroke-linejoin:round;stroke-linecap:butt}"
        return f'<style type="text/css">{start}{rules}</style>'

    def letters(self) -> str:
        return "".join(f'<path id="{id}" d="{_letter_path(id)}"/>' for id in self._letters)

    def outlines(self) -> str:
        return "".join(f'<path id="{id}" d="{steps}"/>' for steps, id in self._outlines.items())

    def mark(self, mark: "Mark") -> str:
        from jsna.figures.ink import Dots, Line, Shape, Words

        match mark:
            case Line():
                return self._line(mark)
            case Dots():
                return self._dots(mark)
            case Shape():
                return self._shape(mark)
            case Words():
                return self._words(mark)
            case _:
                assert_never(mark)

    def _class(self, style: str) -> str:
        return self._classes.setdefault(style, f"s{len(self._classes)}")

    def _line(self, line: "Line") -> str:
        dashes = f";stroke-dasharray:{','.join(map(_number, line.dash))}" if line.dash else ""
        style = f"fill:none;stroke:{line.colour};stroke-width:{line.width:g}{dashes}"
        return f'<path d="{_open_path(line.points)}" class="{self._class(style)}"/>'

    def _dots(self, dots: "Dots") -> str:
        name = self._class(f"fill:{dots.colour}")
        known = dots.points[np.isfinite(dots.points).all(axis=1)]
        radius = _number(dots.diameter / 2)
        return "".join(
            f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{radius}" class="{name}"/>'
            for x, y in known.tolist()
        )

    def _shape(self, shape: "Shape") -> str:
        width = "" if shape.width == 1 else f";stroke-width:{shape.width:g}"
        edge = f";stroke:{shape.edge}{width}" if shape.edge else ""
        name = self._class(f"fill:{shape.fill or 'none'}{edge}")
        if sum(map(len, shape.rings)) <= MANY_CORNERS:
            outline = "".join(f"M{_steps(ring)}z" for ring in shape.rings)
            return f'<path d="{outline}" class="{name}"/>'
        # a map draws its outlines twice, a wide light line below a dark one
        steps = "".join(map(_ring_steps, shape.rings))
        id = self._outlines.setdefault(steps, f"o{len(self._outlines)}")
        return f'<use x:href="#{id}" class="{name}"/>'

    def _words(self, words: "Words") -> str:
        placed = letters(words.text, words.bold)
        self._letters.update(dict.fromkeys(letter.id for letter in placed))
        scale = f"{words.size / LETTER_UNITS:g}".lstrip("0")
        where = f"translate({_number(words.x)} {_number(words.y)}) scale({scale} -{scale})"
        name = self._class(f"fill:{words.colour}")
        return f'<g class="{name}" transform="{where}">{"".join(map(_use, placed))}</g>'


def _use(letter: Letter) -> str:
    # every letter is a reference, so that its words are written a thousand times on a page
    across = round(letter.across * _TO_GRID)
    return f'<use x:href="#{letter.id}"' + (f' x="{across}"/>' if across else "/>")


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _steps(points: "Points") -> str:
    return "L".join(f"{_number(x)} {_number(y)}" for x, y in points.tolist())


def _ring_steps(ring: "Points") -> str:
    """Return a closed ring as steps in tenths of a pixel: half as long as its corners' places.

    Steps are taken between rounded corners, so that no error adds up.
    """
    corners = np.rint(np.asarray(ring) * 10).astype(int)
    if (corners[0] == corners[-1]).all():
        corners = corners[:-1]
    steps = np.diff(corners, axis=0)
    moves = steps[steps.any(axis=1)].ravel().tolist()
    line = f"l{_joined(moves)}" if moves else ""
    return f"M{_joined(corners[0].tolist())}{line}z"


def _joined(tenths: Sequence[int]) -> str:
    """Return numbers in tenths with nothing between them that isn't needed to tell them apart."""
    return " ".join(map(_tenths, tenths)).replace(" -", "-")


@cache
def _tenths(number: int) -> str:
    return f"{number / 10:g}".replace("0.", ".", 1) if abs(number) < 10 else f"{number / 10:g}"


def _open_path(points: "Points") -> str:
    """Return a path that leaves out what is not a number, and the steps to and from it."""
    known = np.isfinite(points).all(axis=1)
    starts = np.flatnonzero(np.diff(np.concatenate([[False], known])))
    pieces: Iterable[Any] = np.split(points, starts) if len(starts) else [points]
    return "".join(f"M{_steps(piece)}" for piece in pieces if len(piece) and _is_known(piece))


def _is_known(points: "Points") -> bool:
    return bool(np.isfinite(points[0]).all())


@cache
def _letter_path(id: str) -> str:
    """Return a letter's outline in whole steps from point to point, which are short to write."""
    corners, codes = outline_of(id)
    places = np.rint(corners * _TO_GRID).astype(int).tolist()
    at, start, parts, i = [0, 0], [0, 0], [], 0
    while i < len(codes):
        code = int(codes[i])
        taken = 2 if code == _CURVE else 1
        if code == _CLOSE:
            parts.append("z")
            at = start
        else:
            parts.append(_step(code, at, places[i : i + taken]))
            at = places[i + taken - 1]
            start = at if code == _MOVE else start
        i += taken
    return "".join(parts)


def _step(code: int, at: list[int], to: list[list[int]]) -> str:
    """Return one step in its shortest form: a level or upright line needs one number."""
    steps = [place - at[axis] for point in to for axis, place in enumerate(point)]
    if code == _LINE and 0 in steps:
        return f"v{steps[1]}" if steps[0] == 0 else f"h{steps[0]}"
    command = {_MOVE: "m", _LINE: "l", _CURVE: "q"}[code]
    return command + " ".join(map(str, steps)).replace(" -", "-")
