"""Part bars: what each part gives of a whole, the largest first, beside the comparator's part.

One bar a part (the domains of a deprivation score), with the comparator's part as a mark across
it and both numbers in words. Parts add up to the whole; bars start at zero.
"""

from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.part_bars.alt_text import part_bars_alt
from jsna.figures.kinds.part_bars.ink import draw
from jsna.figures.kinds.part_bars.options import PartBarsOptions
from jsna.figures.kinds.part_bars.table import part_bars_cells
from jsna.figures.spec import Spec
from jsna.narrative.deprivation_words import drivers_headline

MOST_PARTS: Final = 12
KIND: Final = FigureKind(
    id="part-bars",
    words="parts",
    page="part-bars.md",
    columns=("part", "value", "comparator", "status"),
    options=PartBarsOptions,
    alt=part_bars_alt,
    table=part_bars_cells,
    headline=drivers_headline,
    draw=draw,
)


def part_bars_spec(frame: pd.DataFrame, about: About, *, comparator: str) -> Spec[PartBarsOptions]:
    """Return the spec of part bars.

    Args:
        frame: One row per part: `KIND.columns`; `comparator` is the same part of the comparator,
            NaN where it has none.
        about: The figure's words and source.
        comparator: Its name.

    Raises:
        ValueError: a column is missing, a part stands twice, there are more than twelve, one
            has no value, or one is below zero: parts of a whole are all there.
    """
    require_columns(frame, KIND.columns)
    _check(frame, about)
    order = ["value", "part"]
    data = frame[list(KIND.columns)].sort_values(order, ascending=[False, True], kind="stable")
    data = data.reset_index(drop=True)
    options = PartBarsOptions(about.place, comparator, about.unit, about.decimals)
    units = dict.fromkeys(("value", "comparator"), about.unit)
    return KIND.spec(about, data, options, units=units)


def _check(frame: pd.DataFrame, about: About) -> None:
    if len(frame) > MOST_PARTS:
        raise ValueError(f"{about.id}: {len(frame)} parts, but part bars take {MOST_PARTS}")
    if frame["part"].duplicated().any():
        raise ValueError(f"{about.id}: a part stands twice")
    if frame["value"].isna().any():
        raise ValueError(f"{about.id}: a part without a value leaves the whole unknown")
    if (frame[["value", "comparator"]] < 0).any(axis=None):
        raise ValueError(f"{about.id}: a part is below zero")
