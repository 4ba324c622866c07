"""Map of one measure's wards: values in at most five groups of about equally many wards.

Drawn as the map of deprivation is (`kinds.deprivation_map`), but of numbers: the table and the CSV
hold each ward's own value, and the legend says from where to where each class runs.
"""

from typing import TYPE_CHECKING, Final

import pandas as pd

from jsna.analysis.worked_out_interval import where_intervals_come_from
from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.deprivation_map import GEOMETRY_COLUMNS
from jsna.figures.kinds.deprivation_map.classes import CLASS
from jsna.figures.kinds.deprivation_map.ink import draw
from jsna.figures.kinds.ward_map.alt_text import ward_map_alt
from jsna.figures.kinds.ward_map.groups import groups_of_wards
from jsna.figures.kinds.ward_map.headline import ward_map_headline
from jsna.figures.kinds.ward_map.options import WardMapOptions
from jsna.figures.kinds.ward_map.table import ward_map_cells
from jsna.figures.spec import Spec
from jsna.narrative.labels import period_words
from jsna.sources.geography.crs import LONGITUDE_LATITUDE

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CHANCE: Final = "A darker ward need not differ from a lighter one by more than chance"
READING: Final = (
    f"{CHANCE}: the comparisons with England and with the rest of the authority say which do."
)
NOT_TESTED: Final = f"{CHANCE}: these figures could not be tested."
KIND: Final = FigureKind(
    id="ward-map",
    words="ward map",
    page="ward-map.md",
    columns=("area_code", "area_name", "period_label", "value", "status"),
    options=WardMapOptions,
    alt=ward_map_alt,
    table=ward_map_cells,
    headline=ward_map_headline,
    draw=draw,
)


def ward_map_spec(
    frame: pd.DataFrame,
    geometry: "GeoDataFrame",
    about: About,
    *,
    highest_first: bool = True,
    tested: bool = True,
) -> Spec[WardMapOptions]:
    """Return the spec of a map of one measure's wards.

    Args:
        frame: One row per ward, `KIND.columns`; wards without an outline are not drawn, nor
            outlines without a row. Limits, where they are there, go into the CSV.
        geometry: One row per ward: code, name and geometry, in longitude and latitude.
        about: The figure's words and source.
        highest_first: Whether the highest values are drawn darkest; where low values are the
            worse ones, the lowest are.
        tested: Whether any ward was tested against another area.

    Raises:
        ValueError: a column is missing, a ward stands twice, no ward has both a value and an
            outline, two periods, or the shapes name no coordinate system, or another one.
    """
    require_columns(frame, KIND.columns)
    require_columns(geometry, ("code", "name", "geometry"))
    if geometry.crs != LONGITUDE_LATITUDE:
        raise ValueError(f"{about.id}: shapes must be in {LONGITUDE_LATITUDE}, not {geometry.crs}")
    if frame["area_code"].duplicated().any():
        raise ValueError(f"{about.id}: an area stands twice")
    drawn = frame[frame["area_code"].isin(geometry["code"])]
    if drawn["value"].isna().all():
        raise ValueError(f"{about.id}: no ward has both a value and an outline")
    data = drawn.sort_values("area_code", kind="stable").reset_index(drop=True)
    groups, words = groups_of_wards(
        data["value"], about.unit, about.decimals, highest_first=highest_first
    )
    kept = [name for name in (*KIND.columns, "lower_95", "upper_95") if name in data]
    kept += where_intervals_come_from(data)
    shapes = geometry[geometry["code"].isin(data["area_code"])].assign(layer="fill")
    options = WardMapOptions(
        f"{about.measure}, in groups of wards",
        words,
        areas="wards",
        unit=about.unit,
        decimals=about.decimals,
        highest_first=highest_first,
        period=_one_period(data, about),
    )
    return KIND.spec(
        about,
        data[kept].assign(**{CLASS: groups}),
        options,
        units={"value": about.unit},
        notes=(READING if tested else NOT_TESTED,),
        geometry=shapes[list(GEOMETRY_COLUMNS)].sort_values("code").reset_index(drop=True),
    )


def _one_period(data: pd.DataFrame, about: About) -> str:
    labels = data["period_label"].unique()
    if len(labels) > 1:
        raise ValueError(f"{about.id}: a map needs one period for all")
    return period_words(str(labels[0]))
