"""The names of a map's places: inside their outlines where they fit, else a number and a key.

No label lies on another or outside the sheet. Libraries that move labels apart (adjustText,
textalloc) know points and not outlines, and leave no name out: here each name has its outline, so
that the room inside it decides. The same shapes give the same labels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

from jsna.figures.layout import LINE
from jsna.figures.lettering import text_width

if TYPE_CHECKING:
    from geopandas import GeoSeries
    from shapely import Geometry

MOST: Final = 90
"""More places than this would leave little of the map in sight: none of them has a label."""
GRID: Final = 5
"""Places that are tried across and down an outline, beside its own middle."""
RINGS: Final = (16, 26, 38, 52)
"""How far outside its place, in pixels, a number may stand, with a line to it."""
EIGHT_WAYS: Final = tuple((x, y) for x, y in product((0, -1, 1), repeat=2) if x or y)
APART: Final = 2.0
Box = tuple[float, float, float, float]
"""Left, top, right and bottom of what lies on a sheet."""


@dataclass(frozen=True)
class Label:
    """A name on the map, or the number that stands for it.

    Attributes:
        lines: What is written.
        x: The middle of the label, y too.
        place: A point inside the outline where the label stands outside it, else None.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    place: tuple[float, float] | None = None


@dataclass(frozen=True)
class Labels:
    """What is written on a map, and the key: the names behind its numbers, in their order."""

    written: tuple[Label, ...]
    key: tuple[str, ...]


def place_labels(
    names: Sequence[str],
    shapes: "GeoSeries",
    size: float,
    room: tuple[float, float],
    taken: Sequence[Box] = (),
    *,
    numbered: bool = True,
) -> Labels:
    """Return the labels of places: each name once, on the map or in the key.

    Numbers run in the order of `names`. Where not even a number finds room the key alone has the
    name.

    Args:
        names: One a shape.
        shapes: Their outlines, in pixels.
        size: Of the letters.
        room: Width and height of the sheet that labels may use.
        taken: Where something else is drawn: no label lies on it.
        numbered: Whether a name that finds no room has a number; else it is left out.
    """
    if not 0 < len(names) <= MOST:
        return Labels((), ())
    taken = list(taken)
    written: list[Label] = []
    left: list[int] = []
    for place, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        found = _name(name, shape, size, taken)
        (written if found else left).append(found or place)  # type: ignore[arg-type]
    left = left if numbered else []
    for number, place in enumerate(left, start=1):
        found = _number(str(number), shapes.iloc[place], size, room, taken)
        written += [found] if found else []
    return Labels(tuple(written), tuple(names[place] for place in left))


def _name(name: str, shape: "Geometry", size: float, taken: list[Box]) -> Label | None:
    """Return the name where it lies inside its outline, in as few lines as fit."""
    # shapely is heavy and only maps need it
    from shapely import box, prepare

    prepare(shape)
    for lines in _broken(name):
        width, height = _extent(lines, size)
        for x, y in inside(shape):
            edges = edges_of(x, y, width, height)
            if is_free(edges, taken) and shape.contains(box(*edges)):
                taken.append(edges)
                return Label(lines, x, y)
    return None


def _number(
    number: str,
    shape: "Geometry",
    size: float,
    room: tuple[float, float],
    taken: list[Box],
) -> Label | None:
    """Return the number in its outline, or beside it with a line to it; None without room."""
    width, height = _extent((number,), size)
    middle, *others = inside(shape)
    beside = [
        (middle[0] + x * far, middle[1] + y * far) for far, (x, y) in product(RINGS, EIGHT_WAYS)
    ]
    for place, (x, y) in enumerate([middle, *others, *beside]):
        edges = edges_of(x, y, width, height)
        on_sheet = edges[0] > 0 and edges[1] > 0 and edges[2] < room[0] and edges[3] < room[1]
        if on_sheet and is_free(edges, taken):
            taken.append(edges)
            return Label((number,), x, y, middle if place > len(others) else None)
    return None


def _broken(name: str) -> Iterator[tuple[str, ...]]:
    """Yield a name in one line, then in two and three of about the same length."""
    words = name.split()
    for count in range(1, min(3, len(words)) + 1):
        lines, rest = [], words
        for left in range(count, 0, -1):
            wanted = len(" ".join(rest)) / left
            taken = 1
            while taken < len(rest) - left + 1 and len(" ".join(rest[:taken])) < wanted - 2:
                taken += 1
            lines.append(" ".join(rest[:taken] if left > 1 else rest))
            rest = rest[taken:]
        yield tuple(lines)


def inside(shape: "Geometry") -> list[tuple[float, float]]:
    """Return points to try inside a shape: a sure one, then a grid, the middle of it first."""
    from shapely import contains_xy

    west, south, east, north = shape.bounds
    steps = sorted((step + 0.5) / GRID - 0.5 for step in range(GRID))
    grid = sorted(product(steps, repeat=2), key=lambda at: (at[0] ** 2 + at[1] ** 2, at))
    points = [((west + east) / 2 + x * (east - west), (south + north) / 2 + y * (north - south))
              for x, y in grid]  # fmt: skip
    sure = shape.representative_point()
    return [(sure.x, sure.y), *((x, y) for x, y in points if contains_xy(shape, x, y))]


def _extent(lines: Sequence[str], size: float) -> tuple[float, float]:
    return max(text_width(line, size) for line in lines), len(lines) * size * LINE


def edges_of(x: float, y: float, width: float, height: float) -> Box:
    """Return the box of a width and height around its middle."""
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def is_free(edges: Box, taken: Sequence[Box]) -> bool:
    """Return whether a box lies apart from all others."""
    left, top, right, bottom = edges
    return not any(
        left < other[2] + APART
        and other[0] < right + APART
        and top < other[3] + APART
        and other[1] < bottom + APART
        for other in taken
    )
