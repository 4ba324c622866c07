"""A chart's picture turned back into numbers: its texts, its axes, and where its marks stand.

Texts are drawn as the font's own glyphs, whose names count from the space on; numbers on an axis
stand in a row with its ticks, so that a position on the picture is a value again.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from lxml import etree

HREF = re.compile(r"href$")
GLYPH = re.compile(r"^#?g([0-9a-f]+)$")
MOVE = re.compile(r"translate\(\s*(-?[\d.]+)[ ,]+(-?[\d.]+)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
PAIR = re.compile(r"([ML])\s*(-?[\d.]+)[ ,](-?[\d.]+)")
FIRST = 29
"""Glyph 3 of the font is the space, character 32."""
Drawn = tuple[str, float, float]
WIDE = 6.0
"""About the width of a figure, in the units of the picture."""
SLACK = (3.0, 0.6)
"""How far a label may stand from where its tick is, across and down."""


def drawn_texts(content: bytes) -> list[Drawn]:
    """Return each text of a picture with where it begins."""
    found = []
    for group in etree.fromstring(content).iter("{*}g"):
        move = MOVE.search(group.get("transform", ""))
        text = "".join(_glyphs(group))
        if move and text:
            found.append((text, float(move[1]), float(move[2])))
    return found


def _glyphs(group: etree._Element) -> Iterator[str]:
    for use in group.findall("{*}use"):
        names = [value for key, value in use.attrib.items() if HREF.search(key)]
        match = GLYPH.match(names[0]) if names else None
        if match:
            yield chr(int(match[1], 16) + FIRST)


def axis_of(content: bytes, axis: int) -> tuple[float, float] | None:
    """Return the line from positions to values (value = a + b x position) of an axis.

    Args:
        content: The picture.
        axis: 0 across, 1 down.
    """
    labels = [
        (x + WIDE * len(text) / 2 if axis == 0 else y, float(text.replace(",", "").rstrip("%")))
        for text, x, y in _axis_numbers(content, axis)
    ]
    ticks = _on_one_line(labels, SLACK[axis])
    if len(ticks) < 3:
        return None
    where, value = np.asarray(ticks).T
    slope, start = np.polyfit(where - (_above(where, content) if axis else 0), value, 1)
    return (float(start), float(slope))


def _axis_numbers(content: bytes, axis: int) -> list[Drawn]:
    """Return the numbers that stand in one row, or those that do not."""
    numbers = [
        drawn
        for drawn in drawn_texts(content)
        if NUMBER.fullmatch(drawn[0].replace(",", "").rstrip("%"))
    ]
    in_row = Counter(round(y) for _, _, y in numbers)
    return [drawn for drawn in numbers if (in_row[round(drawn[2])] > 2) == (axis == 0)]


def _on_one_line(labels: Sequence[tuple[float, float]], slack: float) -> list[tuple[float, float]]:
    """Return the most labels whose places and values go together."""
    best: list[tuple[float, float]] = []
    for (x1, v1), (x2, v2) in combinations(labels, 2):
        if abs(x1 - x2) > 4 * slack and v1 != v2:
            slope = (x2 - x1) / (v2 - v1)
            near = [(x, v) for x, v in labels if abs(x1 + slope * (v - v1) - x) < slack]
            values = {v for _, v in near}
            if len(values) == len(near) > len(best):
                best = near
    return best


def _above(where: np.ndarray, content: bytes) -> float:
    """Return how far the ticks stand above the lines of their labels: as a grid line says."""
    lines = _level_lines(content)
    offsets = np.arange(0, 9, 0.05)
    missed = [np.abs(lines[None, :] - (where[:, None] - d)).min(axis=1).sum() for d in offsets]
    return float(offsets[int(np.argmin(missed))]) if len(lines) else 0.0


def _level_lines(content: bytes) -> np.ndarray:
    paths = (e.get("d", "") for e in etree.fromstring(content).iter("{*}path"))
    corners = [PAIR.findall(d) for d in paths]
    return np.array([float(c[0][2]) for c in corners if len(c) == 2 and c[0][2] == c[1][2]])


def marked_places(content: bytes) -> np.ndarray:
    """Return the places (x, y) of all marks and corners of paths, one row each."""
    places: list[tuple[float, float]] = []
    for element in etree.fromstring(content).iter("{*}use", "{*}path", "{*}circle"):
        if _is_glyph(element):
            continue
        if element.get("d"):
            places += [(float(x), float(y)) for _, x, y in PAIR.findall(element.get("d"))]
        elif element.get("x") or element.get("cx"):
            x, y = element.get("x", element.get("cx")), element.get("y", element.get("cy"))
            places.append((float(x), float(y or 0)))
    return np.asarray(places).reshape(-1, 2)


def marks(content: bytes) -> np.ndarray:
    """Return the places (x, y) at which marks of any shape stand, one row each."""
    found = [
        (float(mark.get("x", mark.get("cx", "0"))), float(mark.get("y", mark.get("cy", "0"))))
        for mark in etree.fromstring(content).iter("{*}use", "{*}circle")
        if not _is_glyph(mark)
    ]
    return np.unique(np.asarray(found).reshape(-1, 2), axis=0)


def read_by(places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return what places along an axis stand for, by the numbers that are told beside the chart.

    Whoever has those needs no axis: the line through all of them is known far nearer than any one
    was rounded, so that each place tells what its number was before.

    Args:
        places: Across or down, in any order.
        values: As many numbers, in the order of the places.
    """
    slope, start = np.polyfit(places, values, 1)
    return np.asarray(start + slope * places)


def _is_glyph(element: etree._Element) -> bool:
    parents = [element.getparent(), element.getparent().getparent()]
    return any("scale(" in p.get("transform", "") for p in parents if p is not None)


def drawn_values(content: bytes) -> np.ndarray:
    """Return every value at which something is drawn, by the axes that could be read."""
    places = marked_places(content)
    lines = [axis_of(content, axis) for axis in (0, 1)]
    found = [line[0] + line[1] * places[:, axis] for axis, line in enumerate(lines) if line]
    return np.concatenate(found) if found else np.array([])
