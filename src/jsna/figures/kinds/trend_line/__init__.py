"""Trend line: the area with its 95% interval as a band, comparators in grey, labels at the ends.

A value that is missing, a period that was not published and a change of method each leave a
gap: nothing is drawn between the points on either side. Periods stand where they lie in time.
"""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.analysis.series_form import series_form
from jsna.facts.periods import in_time
from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.trend_line.alt_text import trend_alt
from jsna.figures.kinds.trend_line.headline import trend_headline
from jsna.figures.kinds.trend_line.ink import draw
from jsna.figures.kinds.trend_line.options import TrendOptions
from jsna.figures.kinds.trend_line.table import trend_cells
from jsna.figures.spec import Spec
from jsna.figures.words import missing_words

MOST_COMPARATORS: Final = 3
FORMS: Final = {
    "overlapping": "Neighbouring figures share years: a step shows less than it seems.",
    "cumulative": "All figures count on from one day, so that a rise is built in; no trend is read"
    " from it.",
}
"""What is said of series whose figures do not stand by themselves."""
FEW: Final = {
    1: "One point is not a trend.",
    2: "Two points are not a trend: no line joins them.",
}
"""What is said of fewer figures than a trend has."""
KIND: Final = FigureKind(
    id="trend",
    words="trend",
    page="trend-line.md",
    columns=(
        "area_code", "area_name", "period", "period_label", "value", "lower_95", "upper_95",
        "status",
    ),
    options=TrendOptions,
    alt=trend_alt,
    table=trend_cells,
    headline=trend_headline,
    draw=draw,
)  # fmt: skip


def trend_spec(
    frame: pd.DataFrame,
    about: About,
    *,
    area: str,
    comparators: Sequence[str] = (),
    breaks: Sequence[str] = (),
) -> Spec[TrendOptions]:
    """Return the spec of a trend line.

    Args:
        frame: One row per area and period, with at least `KIND.columns`; facts with `area_name`.
        about: The figure's words and source.
        area: Code of the area that is drawn in colour, with its interval.
        comparators: Codes of at most three others, England first.
        breaks: Periods (ISO, as in `period`) from which the method differs from before.

    Raises:
        ValueError: a column is missing, the area has no value at all, there are more than
            three comparators, or an area has two rows for a period.
    """
    require_columns(frame, KIND.columns)
    if len(comparators) > MOST_COMPARATORS:
        raise ValueError(f"a trend line takes at most {MOST_COMPARATORS} comparators")
    data = _ordered(frame, [area, *comparators])
    if data.duplicated(["area_code", "period"]).any():
        raise ValueError(f"{about.id}: an area has two rows for one period")
    own = data[data["area_code"] == area]
    if own["value"].isna().all():
        raise ValueError(f"{about.id}: {about.place} has no value to draw")
    form = series_form(own.loc[own["value"].notna(), "period"])
    options = TrendOptions(
        area, tuple(comparators), tuple(breaks), about.unit, about.decimals, form
    )
    units = dict.fromkeys(("value", "lower_95", "upper_95"), about.unit)
    return KIND.spec(about, data, options, units=units, notes=_reading(own, about, options))


def _ordered(frame: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """The rows of `codes`, one area after the other, each in order of time."""
    data = frame.loc[frame["area_code"].isin(codes), list(KIND.columns)]
    order = data["area_code"].map({code: i for i, code in enumerate(codes)})
    data = in_time(data.assign(_order=order)).sort_values("_order", kind="stable")
    return data.drop(columns="_order").reset_index(drop=True)


def _reading(own: pd.DataFrame, about: About, options: TrendOptions) -> list[str]:
    notes = [FORMS[options.form]] if options.form in FORMS else []
    if points := FEW.get(int(own["value"].notna().sum())):
        notes.append(points)
    if own["lower_95"].notna().any():
        notes.append(f"The shaded band is the 95% interval for {about.place}.")
    if gaps := missing_words(own):
        notes.append(f"The gap in the line: {gaps}.")
    if options.breaks:
        labels = own.loc[own["period"].isin(options.breaks), "period_label"]
        notes.append(
            f"The method changed in {', '.join(labels)}; the line is broken there, at the dashed"
            " upright line."
        )
    return notes
