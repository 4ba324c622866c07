"""People of whom no row tells, though the rows around them nearly do: the rest of a shown 10.

Every combination of a table's labels, and of what a label leaves of a larger one, is a group.
Where it lies inside what is shown and holds nothing that is shown to be many, its count may be
told more nearly than a hidden cell's may be.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import reduce
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.disclosure.parts import DIMENSIONS, Least
from jsna.disclosure.shown import limits, told_exactly
from jsna.disclosure.table import STRICT, Divided, Group, Loose, divide, with_values
from jsna.settings.source import Disclosure

Flags = NDArray[np.bool_]
MOST_INSIDE: Final = 6
"""Of a whole with as many parts, what a single one of them leaves is no group of its own."""


def unlisted_groups(
    cells: pd.DataFrame, rule: Disclosure, least: Least | None = None, loose: Loose = STRICT
) -> list[Group]:
    """Return the groups without a row that could be small and that something limits.

    Args:
        cells: One row per cell, as for `shown_table`.
        rule: What is small.
        least: Code of an area -> the least areas it is made of.
        loose: As for `table.linear_table`.
    """
    real = cells[cells["sums"].isna()] if "sums" in cells else cells
    if real.empty:
        return []
    low, high = limits(real, rule)
    # what was revised since limits what is so now, but says neither that nor what it is
    now = (real["vintage"] == 0).to_numpy() if "vintage" in real else np.ones(len(real), "bool")
    limited, many = np.isfinite(high), now & (low > rule.highest_count)
    divided = _divided(real, rule, least, loose)
    listed = set(zip(*_rows(real[now], divided), strict=True))
    return [group for group in unlisted(real, divided, limited, many) if group not in listed]


def smallest_around(
    cells: pd.DataFrame, group: Group, rule: Disclosure, least: Least | None, loose: Loose
) -> Hashable:
    """Return the index of the smallest cell that a group of `unlisted_groups` lies inside.

    The other arguments are those that gave it; no cell may be one that is not in the table.
    """
    divided, cells = _divided(cells, rule, least, loose), with_values(cells)
    sizes = pd.Series(1, cells.index)
    for name, own in zip(DIMENSIONS, group, strict=True):
        size = {k: len(parts) if own <= parts else 0 for k, parts in divided.parts[name].items()}
        sizes *= cells[name].map(size).astype("int64")
    around = sizes[sizes > 0]
    return around.index[int(around.argmin())]


def _divided(cells: pd.DataFrame, rule: Disclosure, least: Least | None, loose: Loose) -> Divided:
    return divide(cells.assign(count=told_exactly(cells, rule)), least, loose=loose)


def unlisted(cells: pd.DataFrame, divided: Divided, limited: Flags, many: Flags) -> Iterator[Group]:
    """Yield the groups that lie inside some cell and hold none of some others, cells among them.

    Args:
        cells: One row per cell.
        divided: What their labels are made of.
        limited: Inside which cells a group must lie: others limit nothing.
        many: Which cells it must not hold: it would not be small.
    """
    rows = _rows(cells, divided)
    kinds = [_with_rests(set(own)) for own in rows]
    within = [
        _within(kind, kind)[:, _places(own, kind)] for kind, own in zip(kinds, rows, strict=True)
    ]
    around = [
        _within(kind, kind).T[:, _places(own, kind)] for kind, own in zip(kinds, rows, strict=True)
    ]
    shape = [len(kind) for kind in kinds[1:]]
    # an area at a time, or a large table would take the memory of its cells squared
    for area, least_parts in enumerate(kinds[0]):
        near, far = limited & within[0][area], many & around[0][area]
        fits = _any(within[1:], near) & ~_any(around[1:], far)
        for place in zip(*np.unravel_index(np.flatnonzero(fits), shape), strict=True):
            others = (kind[at] for kind, at in zip(kinds[1:], place, strict=True))
            yield (least_parts, *others)


def _rows(cells: pd.DataFrame, divided: Divided) -> list[list[frozenset[str]]]:
    """Return, of each dimension, what each cell is made of."""
    cells = with_values(cells)
    return [[divided.parts[name][label] for label in cells[name]] for name in DIMENSIONS]


def _any(masks: Sequence[Flags], rows: Flags) -> Flags:
    """Return, for each combination of a row of each mask, whether all have one of some columns."""
    return np.asarray(reduce(_both, [mask[:, rows] for mask in masks]).any(axis=1))


def _both(left: Flags, right: Flags) -> Flags:
    both = left[:, None, :] & right[None, :, :]
    return both.reshape(len(left) * len(right), left.shape[1])


def _within(small: Sequence[frozenset[str]], large: Sequence[frozenset[str]]) -> Flags:
    """Return whether each of the one (rows) lies in each of the other (columns)."""
    return np.array([[own <= other for other in large] for own in small], dtype="bool")


def _places(rows: Sequence[frozenset[str]], kinds: Sequence[frozenset[str]]) -> list[int]:
    place = {kind: i for i, kind in enumerate(kinds)}
    return [place[own] for own in rows]


def _with_rests(labels: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """Return the labels' parts, and of each whole what those inside it leave."""
    own = sorted(labels, key=lambda parts: (len(parts), sorted(parts)))
    found = dict.fromkeys(own)
    for whole in own:
        inside = [part for part in own if part < whole]
        left = [whole.difference(*inside)] if inside else []
        if len(inside) < MOST_INSIDE:
            left += [whole - part for part in inside]
        found |= dict.fromkeys(rest for rest in left if rest)
    return list(found)
