"""Gap over time: the area's value less its comparator's in each period, the comparator at nought.

It shows what two lines side by side hide: whether they lie further apart than they did.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.facts.periods import in_time
from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.gap_over_time.alt_text import gap_over_time_alt
from jsna.figures.kinds.gap_over_time.headline import gap_over_time_headline
from jsna.figures.kinds.gap_over_time.ink import draw
from jsna.figures.kinds.gap_over_time.options import GapOverTimeOptions
from jsna.figures.kinds.gap_over_time.table import gap_over_time_cells
from jsna.figures.spec import Spec
from jsna.figures.words import missing_words
from jsna.narrative.english import capitalised, sentence

FEWEST: Final = 3
"""Two points are no course of time."""
KIND: Final = FigureKind(
    id="gap-over-time",
    words="gap over time",
    page="gap-over-time.md",
    columns=(
        "period", "period_label", "value", "lower_95", "upper_95", "area_value",
        "comparator_value", "status",
    ),
    options=GapOverTimeOptions,
    alt=gap_over_time_alt,
    table=gap_over_time_cells,
    headline=gap_over_time_headline,
    draw=draw,
)  # fmt: skip


def gap_over_time_spec(
    frame: pd.DataFrame, about: About, *, comparator: str, breaks: Sequence[str] = ()
) -> Spec[GapOverTimeOptions]:
    """Return the spec of a gap over time.

    Args:
        frame: One row per period, with at least `KIND.columns`, as
            `analysis.gap_by_period.gap_by_period` gives them.
        about: The figure's words and source; `place` is the area.
        comparator: The name of what lies at nought.
        breaks: Periods before which the way of measuring changed.

    Raises:
        ValueError: a column is missing, a period stands twice, or fewer than three have a gap.
    """
    require_columns(frame, KIND.columns)
    data = in_time(frame[list(KIND.columns)]).reset_index(drop=True)
    if data["period"].duplicated().any():
        raise ValueError(f"{about.id}: a period stands twice")
    if data["value"].notna().sum() < FEWEST:
        raise ValueError(f"{about.id}: fewer than {FEWEST} periods have a gap")
    options = GapOverTimeOptions(about.place, comparator, tuple(breaks), about.unit, about.decimals)
    columns = ("value", "lower_95", "upper_95", "area_value", "comparator_value")
    notes = [f"Above nought {about.place} is higher than {comparator}, below it lower."]
    if data["lower_95"].notna().any():
        notes.append(f"The band is the 95% interval of {about.place} alone.")
    missing = missing_words(data)
    notes += [sentence(capitalised(missing))] if missing else []
    units = dict.fromkeys(columns, about.unit)
    return KIND.spec(about, data, options, units=units, notes=notes)
