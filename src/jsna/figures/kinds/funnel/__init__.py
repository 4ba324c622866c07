"""Funnel: each ward's value against its size, within the limits that chance alone would keep.

The lines lie around the average of the areas drawn, so that the picture shows which stand out
among their own kind. Which are named is decided outside, by a test (analysis/ward_scan.py).
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.funnel.alt_text import funnel_alt
from jsna.figures.kinds.funnel.ink import draw
from jsna.figures.kinds.funnel.limits import LIMITS, Statistic, limit_curves, limits_of_each
from jsna.figures.kinds.funnel.options import FunnelOptions
from jsna.figures.kinds.funnel.table import funnel_cells
from jsna.figures.spec import Spec
from jsna.figures.words import missing_areas
from jsna.narrative.english import listed
from jsna.narrative.ward_words import WardScanWords

KIND: Final = FigureKind(
    id="funnel",
    words="funnel",
    page="funnel.md",
    columns=(
        "area_code", "area_name", "period_label", "count", "denominator", "value", "status",
        "flagged",
    ),
    options=FunnelOptions,
    alt=funnel_alt,
    table=funnel_cells,
    headline=WardScanWords.headline,
    draw=draw,
)  # fmt: skip
FEWEST: Final = 5
"""Fewer areas with a count than this make no funnel."""
DECIMALS: Final = 6


def funnel_spec(
    frame: pd.DataFrame,
    about: About,
    *,
    statistic: Statistic,
    multiplier: float,
    comparator: tuple[str, str, float] | None = None,
) -> Spec[FunnelOptions]:
    """Return the spec of a funnel.

    Args:
        frame: One row per area, with at least `KIND.columns`, all of one period; `flagged` (bool)
            says which are named. Areas without a value are listed below.
        about: The figure's words and source.
        statistic: What the values are.
        multiplier: What they are per (100 for a percentage).
        comparator: Code, name and value of what is drawn as a further line, e.g. England.

    Raises:
        ValueError: a column is missing, an area stands twice, there are two periods, or fewer
            than `FEWEST` areas have a count with its denominator.
    """
    require_columns(frame, KIND.columns)
    usable = (frame["count"] >= 0) & (frame["denominator"] > 0) & frame["value"].notna()
    _check(frame, usable, about)
    people, events = frame.loc[usable, "denominator"], frame.loc[usable, "count"]
    average = float(events.sum() / people.sum())
    curves = limit_curves(people, average, statistic, multiplier)
    areas = frame[list(KIND.columns)].drop(columns="count").assign(line="")
    areas = areas.assign(**limits_of_each(areas["denominator"].where(usable), curves))
    data = pd.concat([areas, _lines(average * multiplier, people.sum(), frame, comparator)])
    made = {name: data[name].round(DECIMALS) for name in ("value", *LIMITS.values())}
    data = data.assign(**made).sort_values(["line", "area_name"], kind="stable", ignore_index=True)
    options = FunnelOptions(curves, about.unit, about.decimals)
    units = dict.fromkeys(("value", *LIMITS.values()), about.unit)
    return KIND.spec(about, data, options, units=units, notes=_reading(frame, areas))


def _check(frame: pd.DataFrame, usable: pd.Series, about: About) -> None:
    if frame["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    if (frame["period_label"] != frame["period_label"].iloc[0]).any():
        raise ValueError(f"{about.id}: a funnel is of one period")
    if int(usable.sum()) < FEWEST:
        raise ValueError(f"{about.id}: a funnel takes {FEWEST} areas with counts at least")


def _lines(
    average: float, people: float, frame: pd.DataFrame, comparator: tuple[str, str, float] | None
) -> pd.DataFrame:
    """The rows of what is drawn as a level line: the average, and the comparator."""
    period = frame["period_label"].iloc[0]
    rows = [("", "All wards drawn", average, people, "average")]
    if comparator is not None:
        rows.append((*comparator, np.nan, "comparator"))
    columns = ["area_code", "area_name", "value", "denominator", "line"]
    lines = pd.DataFrame(rows, columns=columns)
    return lines.assign(period_label=period, status="final", flagged=False)


def _reading(frame: pd.DataFrame, areas: pd.DataFrame) -> list[str]:
    lines = (
        "Wards that differ from their own average by chance alone lie within the dashed lines 95"
        " times in 100, and within the dotted lines 998 times in 1,000; the lines do not allow for"
        " how many wards are looked at."
    )
    named = "Dark dots are wards that are flagged; they are named where there is room."
    told = [lines, *([named] if frame["flagged"].any() else []), *_outside(areas)]
    return [*told, *missing_areas(frame)]


def _outside(areas: pd.DataFrame) -> list[str]:
    """Return the names of all wards outside the outer limits, flagged or not, in a sentence."""
    above = areas.loc[areas["value"] > areas["upper_limit_998"], "area_name"]
    below = areas.loc[areas["value"] < areas["lower_limit_998"], "area_name"]
    sides = [(sorted(above), "above"), (sorted(below), "below")]
    told = "; ".join(f"{side} them {listed(names)}" for names, side in sides if names)
    return [f"Outside the dotted lines: {told}."] if told else []
