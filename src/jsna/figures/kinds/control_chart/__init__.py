"""Control chart: a measure's figures in order of time, their centre, limits, target and signals.

A period that is missing or hidden leaves a gap: nothing is drawn between the points beside it.
"""

from typing import Final

import pandas as pd

from jsna.facts.periods import in_time
from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.control_chart.alt_text import control_alt
from jsna.figures.kinds.control_chart.headline import control_headline
from jsna.figures.kinds.control_chart.ink import draw
from jsna.figures.kinds.control_chart.options import ControlOptions
from jsna.figures.kinds.control_chart.table import control_cells
from jsna.figures.spec import Spec
from jsna.figures.words import missing_words

WITH_LIMITS: Final = (
    "Dashed grey lines are the limits within which figures vary by common cause; a ring marks a"
    " point that is more than that."
)
KIND: Final = FigureKind(
    id="control",
    words="control chart",
    page="control-chart.md",
    columns=(
        "area_code", "area_name", "period", "period_label", "value", "count", "denominator",
        "status", "phase", "centre", "lower", "upper", "planned", "signal",
    ),
    options=ControlOptions,
    alt=control_alt,
    table=control_cells,
    headline=control_headline,
    draw=draw,
)  # fmt: skip


def control_chart_spec(
    frame: pd.DataFrame, about: About, *, target: float | None = None, steps: tuple[str, ...] = ()
) -> Spec[ControlOptions]:
    """Return the spec of a control chart.

    Args:
        frame: One row per period, with at least `KIND.columns`; signal is the
            rule that a point breaks, in words, "" for none.
        about: The figure's words and source.
        target: What is to be reached.
        steps: Periods from which limits were worked out anew.

    Raises:
        ValueError: a column is missing, no period has a value, or a period stands twice.
    """
    require_columns(frame, KIND.columns)
    data = in_time(frame[list(KIND.columns)]).reset_index(drop=True)
    if data["value"].isna().all():
        raise ValueError(f"{about.id}: there is no value to draw")
    if data["period"].duplicated().any():
        raise ValueError(f"{about.id}: there are two rows for one period")
    has_limits = bool(data["centre"].notna().any())
    options = ControlOptions(about.unit, about.decimals, target, steps, has_limits)
    units = dict.fromkeys(("value", "centre", "lower", "upper", "planned"), about.unit)
    return KIND.spec(about, data, options, units=units, notes=_reading(data, options))


def _reading(data: pd.DataFrame, options: ControlOptions) -> list[str]:
    notes = [WITH_LIMITS] if options.has_limits else []
    if options.target is not None:
        notes.append("The dotted line is the target.")
    if data["planned"].notna().any():
        notes.append("The dashed line in the target's colour is the trajectory.")
    if gaps := missing_words(data):
        notes.append(f"The gap in the line: {gaps}.")
    if options.steps:
        labels = data.loc[data["period"].isin(options.steps), "period_label"]
        notes.append(
            f"Limits are worked out anew from {', '.join(labels)}, at the dashed upright line."
        )
    return notes
