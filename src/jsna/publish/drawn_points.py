"""The points of a control chart's picture are those of its CSV, and stand where its values do.

A point that is drawn of a hidden period gives its figure to whoever measures the picture, and so
does one that is drawn of a count before it was rounded.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from jsna.publish.published_counts import cells_of, text_frame
from jsna.publish.published_files import PublishedFile

CHART: Final = ".control"
"""The end of the names of control charts' files, without their own ending."""
NARROW: Final = ".narrow"
CIRCLE: Final = re.compile(r"<circle\b[^>]*>")
PLACE: Final = {name: re.compile(rf'\b{name}="(-?[\d.]+)"') for name in ("cx", "cy")}
FEWEST: Final = 3
"""Two points lie on a line whatever they are."""
NEAR: Final = 0.6
"""So far from its value's height a point may be drawn, in units of the picture."""


def drawn_faults(files: Sequence[PublishedFile]) -> Iterator[str]:
    """Yield a sentence for each control chart whose picture shows other points than its CSV."""
    tables = [f for f in files if f.path.suffix == ".csv" and _stem(f).endswith(CHART)]
    # of files that are the same in several folders one alone is listed
    told = {f.path.name.removesuffix(".csv"): f for f in tables} | {_stem(f): f for f in tables}
    for file in files:
        stem = _stem(file).removesuffix(NARROW)
        if file.path.suffix != ".svg" or not stem.endswith(CHART):
            continue
        try:
            yield from _of_picture(file, stem, told)
        except (ValueError, KeyError) as error:
            yield f"{file.name}: can't be read back: {' '.join(str(error).split())}"


def _of_picture(file: PublishedFile, stem: str, told: Mapping[str, PublishedFile]) -> Iterator[str]:
    table = told.get(stem) or told.get(stem.rpartition("/")[2])
    if table is None:
        yield f"{file.name}: there is no CSV of it, so that nobody knows what it may show"
        return
    values = cells_of(text_frame(table.content)).sort_values("period")["value"].dropna()
    points = _points(file.content.decode("utf-8"))
    if len(points) != len(values):
        yield f"{file.name}: its CSV has not as many figures as points are drawn"
    elif not _stand_at(points, values):
        yield f"{file.name}: a point does not stand where its CSV's figure does"


def _points(source: str) -> pd.DataFrame:
    """Return the place of each point from left to right, one in a ring once.

    Raises:
        ValueError: a circle says not where it is.
    """
    places = set()
    for circle in CIRCLE.findall(source):
        found = [pattern.search(circle) for pattern in PLACE.values()]
        if None in found:
            raise ValueError("a circle says not where it is")
        places.add(tuple(float(one[1]) for one in found if one))
    return pd.DataFrame(sorted(places), columns=["x", "y"])


def _stand_at(points: pd.DataFrame, values: pd.Series) -> bool:
    """Return whether the heights of points are a straight line of their values."""
    value, height = values.to_numpy("float64"), points["y"].to_numpy("float64")
    if len(value) < FEWEST:
        return True
    if np.ptp(value) == 0:
        return bool(np.ptp(height) <= NEAR)
    slope, start = np.polyfit(value, height, 1)
    return bool(np.abs(start + slope * value - height).max() <= NEAR)


def _stem(file: PublishedFile) -> str:
    return file.name.rpartition(".")[0]
