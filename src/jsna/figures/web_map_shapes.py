"""The shapes of a map that is zoomed: no more corners than it can show, and what each one says."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from jsna.analysis.worked_out_interval import FROM_COUNTS
from jsna.figures.kinds.deprivation_map.classes import MISSING, class_of
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.kinds.place_map.located import located
from jsna.figures.kinds.place_map.table import placed_words
from jsna.figures.spec import Spec
from jsna.figures.web_map_layers import MapLayer, WebMap
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.one_line import one_line
from jsna.narrative.sentences import WORKED_OUT
from jsna.sources.geography.crs import LONGITUDE_LATITUDE, NATIONAL_GRID

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

DECIMALS: Final = 5
"""Of a degree: about a metre."""


def coarser(geometry: "GeoDataFrame", steps: int) -> "GeoDataFrame":
    """Return the shapes with fewer corners; neighbours still share their borders.

    Measured on the National Grid, so that a step is as long everywhere; given back in longitude
    and latitude, to a metre.

    Args:
        geometry: As `choropleth_spec` takes it.
        steps: Into how many the map's longer side is parted: an outline may be moved by one.
    """
    metres = geometry.to_crs(NATIONAL_GRID)
    west, south, east, north = metres.total_bounds
    step = max(east - west, north - south) / steps
    layers = [_simplified(layer, step) for _, layer in metres.groupby("layer", sort=True)]
    shapes = pd.concat(layers).to_crs(LONGITUDE_LATITUDE)
    return shapes.set_geometry(_to_a_metre(shapes.geometry))


def _simplified(shapes: "GeoDataFrame", step: float) -> "GeoDataFrame":
    polygons = shapes.geom_type.isin(("Polygon", "MultiPolygon")).all()
    if polygons and shapes.is_valid_coverage():
        return shapes.set_geometry(shapes.simplify_coverage(step))
    return shapes.set_geometry(shapes.simplify(step))


def told_areas(page: WebMap, shapes: "GeoDataFrame", brace: str = "{") -> "GeoDataFrame":
    """Return one row per area, in the order of the first layer's table: what is known and shape.

    Args:
        page: What is mapped.
        shapes: As `coarser` gives them.
        brace: Stands for each opening brace of a text.

    Returns:
        Columns geometry; name, with its ward if any; classes and said, each with one a layer;
        middle, a point inside it (latitude, longitude); and page, that of its profile, if any.
    """
    layers = page.layers
    data = layers[0].spec.data.set_index("area_code")
    name = data["area_name"] + (", " + data["ward"] if "ward" in data else "")
    areas = shapes[shapes["layer"] == "fill"].set_index("code")[["geometry"]].loc[data.index]
    rows = [layer.spec.data.set_index("area_code").reindex(data.index) for layer in layers]
    classes = [class_of(each).tolist() for each in rows]
    said = [_said(layer, each) for layer, each in zip(layers, rows, strict=True)]
    inside = areas.representative_point()
    told = areas.assign(
        name=_plain(name, brace),
        classes=list(map(list, zip(*classes, strict=True))),
        said=list(map(list, zip(*(_plain(words, brace) for words in said), strict=True))),
        middle=list(
            map(list, zip(inside.y.round(DECIMALS), inside.x.round(DECIMALS), strict=True))
        ),
    )
    if page.pages:
        told = told.assign(page=data.index.map(page.pages).fillna(""))
    told = told.sort_values("name", kind="stable") if layers[0].numbers else told
    return told.reset_index(drop=True)


def told_places(layer: MapLayer, brace: str = "{") -> "GeoDataFrame":
    """Return one row per spot with places: what is known of them, and their point.

    Places at one point, or of which only the same ward is known, are one row.

    Args:
        layer: Of places.
        brace: As `told_areas`.

    Returns:
        As `told_areas`, but geometry is a point and there is no page.
    """
    # geopandas is heavy and only map pages need it
    import geopandas

    spec: Any = layer.spec
    points = located(spec)
    placed = placed_words(spec.data, spec.options)
    what = spec.data["what"].where(spec.data["what"] == "", ": " + spec.data["what"])
    told = spec.data.assign(
        words=spec.data["number"].astype("str") + ". " + spec.data["name"] + what,
        where=spec.data["ward"] + ", " + placed,
        latitude=points.y.round(DECIMALS),
        longitude=points.x.round(DECIMALS),
    )
    spots = told.groupby(["latitude", "longitude", "value", "where"], sort=False)
    joined = spots.agg(name=("name", "; ".join), words=("words", "; ".join)).reset_index()
    said = _plain(joined["words"] + ". " + joined["where"], brace)
    return geopandas.GeoDataFrame(
        {
            "name": _plain(joined["name"], brace),
            "classes": joined[["value"]].to_numpy().tolist(),
            "said": said.map(lambda words: [words]),
            "middle": joined[["latitude", "longitude"]].to_numpy().tolist(),
        },
        geometry=geopandas.points_from_xy(joined["longitude"], joined["latitude"]),
        crs=LONGITUDE_LATITUDE,
    )


def _plain(words: pd.Series, brace: str) -> pd.Series:
    return words.map(one_line).str.replace("{", brace)


def _said(layer: MapLayer, rows: pd.DataFrame) -> pd.Series:
    """What is said of each area: its value and interval, else its class, else why it has none."""
    spec = layer.spec
    missing = {place: words for place, (words, *_) in MISSING.items()}
    classes = class_of(rows)
    words = classes.map(missing | dict(enumerate(class_words(spec), start=1)))
    if layer.numbers is None:
        return words
    unit, decimals = layer.numbers.unit, layer.numbers.decimals
    values = rows["value"].map(lambda v: format_value(v, unit, decimals), na_action="ignore")
    said = values.astype("object") + _limits(rows, decimals)
    return said.where(classes > 0, words)


def _limits(rows: pd.DataFrame, decimals: int) -> pd.Series:
    """The 95% interval behind each value, in brackets, and that it was worked out; else ""."""
    if not {"lower_95", "upper_95"} <= set(rows):
        return pd.Series("", index=rows.index, dtype="object")
    low, high = (
        rows[name].map(lambda v: format_number(v, decimals), na_action="ignore").astype("object")
        for name in ("lower_95", "upper_95")
    )
    counted = pd.Series("", index=rows.index, dtype="object")
    if "interval_from" in rows:
        counted = counted.mask(rows["interval_from"] == FROM_COUNTS, f", {WORKED_OUT}")
    return (" (95% interval " + low + " to " + high + counted + ")").fillna("")


def class_words(spec: "Spec[MapOptions]") -> list[str]:
    """Return the words of each class of a map, from 1."""
    words: Any = spec.options.classes
    return list(words)


def _to_a_metre(shapes: "GeoSeries") -> "GeoSeries":
    return shapes.transform(lambda places: np.round(places, DECIMALS))
