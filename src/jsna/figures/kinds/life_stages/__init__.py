"""Life stages: people of each stage now and as projected, a dot for either year, joined.

A projection carries recent trends on: it is told with its edition, never as what will be.
"""

from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.life_stages.alt_text import life_stages_alt
from jsna.figures.kinds.life_stages.headline import life_stages_headline
from jsna.figures.kinds.life_stages.ink import draw
from jsna.figures.kinds.life_stages.options import LifeStagesOptions
from jsna.figures.kinds.life_stages.table import life_stages_cells
from jsna.figures.spec import Spec

KIND: Final = FigureKind(
    id="life-stages",
    words="by life stage",
    page="life-stages.md",
    columns=("stage", "first_age", "start", "value", "status"),
    options=LifeStagesOptions,
    alt=life_stages_alt,
    table=life_stages_cells,
    headline=life_stages_headline,
    draw=draw,
)


def life_stages_spec(
    frame: pd.DataFrame, about: About, *, years: tuple[int, int], edition: str
) -> Spec[LifeStagesOptions]:
    """Return the spec of a figure of life stages.

    Args:
        frame: One row per stage, with at least `KIND.columns`: first_age orders the stages,
            start and value are the people of the first and the last year.
        about: The figure's words and source.
        years: The two years.
        edition: Of the projection.

    Raises:
        ValueError: a column is missing, a stage stands twice, or a stage has not both numbers.
    """
    require_columns(frame, KIND.columns)
    data = frame[list(KIND.columns)].sort_values(["first_age", "stage"], ignore_index=True)
    if data["stage"].duplicated().any():
        raise ValueError(f"{about.id}: a stage stands twice")
    if data[["start", "value"]].isna().any(axis=None):
        raise ValueError(f"{about.id}: a stage lacks the people of one of the years")
    first, last = (f"mid-{year}" for year in years)
    options = LifeStagesOptions(first, last, edition, about.unit, about.decimals)
    notes = [
        f"The open dot is {first}, the filled one {last} as projected ({edition}). Stages may"
        " share ages."
    ]
    units = {"start": about.unit, "value": about.unit}
    return KIND.spec(about, data, options, units=units, notes=notes)
