"""Several files of one kind and year as one: some services give a file for each district.

The file that holds the most is taken whole, of several the most detailed that a page can hold; of
the others only what is still missing, so that degrees of detail are not mixed more than they must.
"""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Final, TypeVar, cast

import pandas as pd

from jsna.geo.members import rows_of_area
from jsna.geo.vintage import Boundary, Lookup, detail

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

File = TypeVar("File", Boundary, Lookup)
Rows = TypeVar("Rows", bound=pd.DataFrame)
SMALL: Final = ("lsoa", "ward")


def joined_outlines(
    boundaries: Sequence[Boundary],
    kind: str,
    vintage: str,
    wanted: Collection[str],
    column: str = "code",
) -> tuple["GeoDataFrame | None", tuple[str, ...]]:
    """Return the wanted outlines of every file of a kind and year, and the files they are from.

    Args:
        boundaries: All that there are.
        kind: Area type.
        vintage: Year.
        wanted: Which areas, by `column`.
        column: code or name.

    Returns:
        One row per wanted area that a file has, or None without any; and the snapshots' ids.
    """

    def ours(one: Boundary) -> "GeoDataFrame":
        outlines = one[1].outlines
        return outlines[outlines[column].isin(list(wanted))]

    files = [one for one in boundaries if (one[1].area_type, one[1].vintage) == (kind, vintage)]
    parts, ids = _what_each_adds(files, ours, column, lambda rows: detail(points_of(rows)))
    return (pd.concat(parts, ignore_index=True) if parts else None), ids


def points_of(outlines: "GeoDataFrame") -> int:
    """Return how many points outlines have in all."""
    return int(outlines.geometry.count_coordinates().sum())


def joined_lookup(
    chosen: Lookup, lookups: Sequence[Lookup], codes: Collection[str]
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the area's rows of the chosen look-up and of every other of its years and method.

    Returns:
        One row per LSOA; and the ids of the snapshots that they are from.
    """

    def years(one: Lookup) -> tuple[str | None, ...]:
        return (one[1].method, *(one[1].vintages.get(kind) for kind in SMALL))

    def ours(one: Lookup) -> pd.DataFrame:
        return rows_of_area(one[1].rows, codes)

    alike = [one for one in lookups if years(one) == years(chosen)]
    parts, ids = _what_each_adds(alike, ours, "lsoa_code")
    rows = pd.concat(parts, ignore_index=True)
    # a column that one of the files lacks
    return rows.fillna(dict.fromkeys(rows.columns, "")), ids


def _what_each_adds(
    files: Sequence[File],
    ours: Callable[[File], Rows],
    key: str,
    worth: Callable[[Rows], int] = lambda _: 0,
) -> tuple[list[Rows], tuple[str, ...]]:
    """Return what each file has that those before it lack, and their ids.

    The fullest comes first, of several as full the one that is worth the most, then the newest.
    """
    rows = [(ours(one), one[0]) for one in files]
    rows.sort(
        key=lambda pair: (len(pair[0]), worth(pair[0]), pair[1].retrieved, pair[1].sha256),
        reverse=True,
    )
    parts: list[Rows] = []
    ids: list[str] = []
    held: set[str] = set()
    for found, snapshot in rows:
        new = cast(Rows, found[~found[key].isin(held)])
        if len(new):
            parts.append(new)
            ids.append(snapshot.sha256)
            held |= set(new[key])
    return parts, tuple(ids)
