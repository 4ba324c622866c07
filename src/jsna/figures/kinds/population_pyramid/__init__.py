"""Population pyramid: males left and females right, one series as bars, another as an outline.

The outline is a later year (a projection) or a comparator. Series of different size (an
authority and England) are drawn as shares: `as_share=True`.
"""

from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.population_pyramid.alt_text import pyramid_alt
from jsna.figures.kinds.population_pyramid.headline import pyramid_headline
from jsna.figures.kinds.population_pyramid.ink import draw
from jsna.figures.kinds.population_pyramid.options import PyramidOptions
from jsna.figures.kinds.population_pyramid.table import pyramid_cells
from jsna.figures.spec import Spec

KIND: Final = FigureKind(
    id="pyramid",
    words="by age and sex",
    page="population-pyramid.md",
    columns=("series", "sex", "age", "value", "status"),
    options=PyramidOptions,
    alt=pyramid_alt,
    table=pyramid_cells,
    headline=pyramid_headline,
    draw=draw,
)
SEXES: Final = ("Male", "Female")


def pyramid_spec(
    frame: pd.DataFrame, about: About, *, bars: str, outline: str = "", as_share: bool = False
) -> Spec[PyramidOptions]:
    """Return the spec of a population pyramid.

    Args:
        frame: One row per series, sex (Male, Female) and age band, with at least `KIND.columns`;
            `value` is a number of residents.
        about: The figure's words and source; its unit is not used for shares.
        bars: The series drawn as bars, as a reader knows it: "mid-2023 estimate".
        outline: The series drawn as an outline; empty for none.
        as_share: Draw each series as percentages of its own total of both sexes.

    Raises:
        ValueError: a column is missing, a series is not there, a band stands twice, or a
            share is asked of a series with a missing band.
    """
    require_columns(frame, KIND.columns)
    series = [name for name in (bars, outline) if name]
    data = _ordered(frame, series)
    _check(data, about, series)
    if as_share:
        data = _shares(data, about)
    unit = "%" if as_share else about.unit
    return KIND.spec(about, data, PyramidOptions(bars, outline, unit), units={"value": unit})


def _ordered(frame: pd.DataFrame, series: list[str]) -> pd.DataFrame:
    data = frame.loc[frame["series"].isin(series) & frame["sex"].isin(SEXES), list(KIND.columns)]
    order = data.assign(
        _series=data["series"].map({name: i for i, name in enumerate(series)}),
        _sex=data["sex"].map({name: i for i, name in enumerate(SEXES)}),
        _age=data["age"].str.extract(r"(\d+)", expand=False).astype(float),
    ).sort_values(["_series", "_sex", "_age"], kind="stable")
    return order[list(KIND.columns)].reset_index(drop=True)


def _check(data: pd.DataFrame, about: About, series: list[str]) -> None:
    for name in series:
        if not (data["series"] == name).any():
            raise ValueError(f"{about.id}: there is no series {name!r}")
    if data.duplicated(["series", "sex", "age"]).any():
        raise ValueError(f"{about.id}: an age band stands twice")
    if data["value"].isna().all():
        raise ValueError(f"{about.id}: there is no value to draw")


def _shares(data: pd.DataFrame, about: About) -> pd.DataFrame:
    if data["value"].isna().any():
        raise ValueError(f"{about.id}: a share needs every age band, and one has no value")
    total = data.groupby("series")["value"].transform("sum")
    return data.assign(value=100 * data["value"] / total)
