"""Deprivation gradient: one dot a group with its 95% interval, most deprived first, and a line.

Groups stand where their people do: at the middle of their share of the population, counted from
the most deprived. The sloping line is the one that the slope index is read from.
"""

from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.deprivation_gradient.alt_text import gradient_alt
from jsna.figures.kinds.deprivation_gradient.ink import draw
from jsna.figures.kinds.deprivation_gradient.options import GradientOptions
from jsna.figures.kinds.deprivation_gradient.table import gradient_cells
from jsna.figures.spec import Spec
from jsna.figures.words import status_words
from jsna.narrative.english import listed
from jsna.narrative.gap_words import gap_headline
from jsna.narrative.gradient_words import group_label

FEWEST_DRAWN: Final = 2
KIND: Final = FigureKind(
    id="gradient",
    words="by deprivation",
    page="deprivation-gradient.md",
    columns=(
        "quantile", "breakdown_value", "period_label", "value", "lower_95", "upper_95",
        "denominator", "status",
    ),
    options=GradientOptions,
    alt=gradient_alt,
    table=gradient_cells,
    headline=gap_headline,
    draw=draw,
)  # fmt: skip


def gradient_spec(
    groups: pd.DataFrame,
    about: About,
    *,
    reference: tuple[str, float | None],
    line: tuple[float, float] | None,
) -> Spec[GradientOptions]:
    """Return the spec of a deprivation gradient.

    Args:
        groups: One row per group, 1 (most deprived) to n, with at least `KIND.columns`; groups
            without a value are rows whose status says why.
        about: The figure's words and source.
        reference: Name and value of all people together, drawn level; None leaves it out.
        line: The fitted line's value at the most and at the least deprived end, if it is known.

    Raises:
        ValueError: a column is missing, a group is missing or stands twice, or fewer than two
            groups have a value.
    """
    require_columns(groups, KIND.columns)
    data = groups[list(KIND.columns)].sort_values("quantile", ignore_index=True)
    if data["quantile"].tolist() != list(range(1, len(data) + 1)):
        raise ValueError(f"{about.id}: a group is missing or stands twice")
    if data["value"].notna().sum() < FEWEST_DRAWN:
        raise ValueError(f"{about.id}: fewer than two groups have a value")
    position, weighted = _positions(data)
    start, end = line or (float("nan"), float("nan"))
    data = data.assign(
        group=[group_label(n, len(data)) for n in data["quantile"]],
        position=position,
        fitted=start + (end - start) * position,
    )
    whole = _whole(reference, str(data["period_label"].iloc[0]))
    drawn = pd.concat([data, whole], ignore_index=True) if len(whole) else data
    names = ["group", "breakdown_value", "period_label", "value", "lower_95", "upper_95"]
    drawn = drawn[[*names, "denominator", "position", "fitted", "status"]]
    options = GradientOptions(reference[0], line, about.unit, about.decimals)
    units = dict.fromkeys(("value", "lower_95", "upper_95", "fitted"), about.unit)
    notes = _reading(data, weighted, line is not None)
    return KIND.spec(about, drawn, options, units=units, notes=notes)


def _positions(data: pd.DataFrame) -> tuple[pd.Series, bool]:
    """The middle of each group's share of the people; equal shares where one is not known."""
    people = data["denominator"]
    weighted = bool((people > 0).all())
    share = people / people.sum() if weighted else pd.Series(1 / len(data), index=data.index)
    return share.cumsum() - share / 2, weighted


def _whole(reference: tuple[str, float | None], period_label: str) -> pd.DataFrame:
    name, value = reference
    if value is None:
        return pd.DataFrame()
    row = {"group": name, "breakdown_value": "", "period_label": period_label}
    return pd.DataFrame([row | {"value": value, "status": "final"}])


def _reading(data: pd.DataFrame, weighted: bool, fitted: bool) -> list[str]:
    notes = []
    if data["lower_95"].notna().any():
        notes.append("The thin line through each dot is its 95% interval.")
    if fitted:
        notes.append("The sloping line is fitted to all groups, each weighted by its people.")
    if not weighted:
        notes.append("The groups are drawn equally wide: their people are not known.")
    for status, rows in data[data["value"].isna()].groupby("status", sort=True):
        groups = listed([str(n) for n in rows["quantile"]])
        notes.append(f"{status_words(str(status)).capitalize()}: group {groups}.")
    return notes
