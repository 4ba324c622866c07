"""Small frames to draw in tests, one figure of each kind, and what stands where on a sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import geopandas
import numpy as np
import pandas as pd
import shapely

from jsna.figures.about import About
from jsna.figures.kinds.authority_strip import authority_strip_spec
from jsna.figures.kinds.control_chart import control_chart_spec
from jsna.figures.kinds.deprivation_gradient import gradient_spec
from jsna.figures.kinds.deprivation_map import choropleth_spec
from jsna.figures.kinds.deprivation_map.clusters import cluster_map_spec
from jsna.figures.kinds.deprivation_map.options import MapOptions
from jsna.figures.kinds.funnel import funnel_spec
from jsna.figures.kinds.gap_over_time import gap_over_time_spec
from jsna.figures.kinds.life_stages import life_stages_spec
from jsna.figures.kinds.part_bars import part_bars_spec
from jsna.figures.kinds.place_map import place_map_spec
from jsna.figures.kinds.population_pyramid import pyramid_spec
from jsna.figures.kinds.ranked_bars import ranked_bars_spec
from jsna.figures.kinds.scatter import scatter_spec
from jsna.figures.kinds.share_bars import share_bars_spec
from jsna.figures.kinds.tartan_rug import tartan_rug_spec
from jsna.figures.kinds.trend_line import trend_spec
from jsna.figures.kinds.ward_map import ward_map_spec
from jsna.figures.lettering import text_width
from jsna.figures.spec import FigureSpec

AREA, ENGLAND, REGION = "E06000099", "E92000001", "E12000099"
LONG_NAME = "Saint Wilfrid-on-the-Marsh, Netherby and Great Upper Wharram"


def about(figure_id="best-start.1.trend", **changes) -> About:
    given = {
        "id": figure_id, "headline": "Children in Netherby wait longer than in England",
        "subtitle": "Waiting time, Netherby, 2019 to 2023", "measure": "Waiting time, persons",
        "place": "Netherby", "unit": "days", "decimals": 1, "source": "Office of Invention, 1",
        "snapshot_ids": ("a" * 64,), "method": "trend",
    }  # fmt: skip
    return About(**given | changes)


def series(code=AREA, name="Netherby", values=(10.0, 12.0, 11.0, 14.0, 13.0), start=2019):
    values = np.array(values, dtype=float)
    years = [start + i for i in range(len(values))]
    return pd.DataFrame(
        {
            "area_code": code, "area_name": name,
            "period": [f"{year}-01-01/P1Y" for year in years],
            "period_label": [str(year) for year in years],
            "value": values, "lower_95": values - 1.5, "upper_95": values + 1.5,
            "status": np.where(np.isnan(values), "suppressed", "final"),
        }
    )  # fmt: skip


def trend(frame=None, figure_id="best-start.1.trend", **changes) -> FigureSpec:
    others = [series(ENGLAND, "England", (9, 9.5, 9.2, 9.9, 9.6)), series(REGION, "Marshlands")]
    frame = pd.concat([series(), *others]) if frame is None else frame
    options = {k: changes.pop(k) for k in ("comparators", "breaks", "area") if k in changes}
    return trend_spec(
        frame,
        about(figure_id, **changes),
        **{"area": AREA, "comparators": (ENGLAND, REGION)} | options,
    )


def wards(count=6, long=False) -> pd.DataFrame:
    values = np.linspace(8, 30, count)
    frame = pd.DataFrame(
        {
            "area_code": [f"E0500{i:04d}" for i in range(count)],
            "area_name": [f"{LONG_NAME if long else 'Ward'} {i}" for i in range(count)],
            "period_label": "2023", "value": values, "lower_95": values - 3,
            "upper_95": values + 3, "status": "final",
        }
    )  # fmt: skip
    line = {"area_code": ENGLAND, "area_name": "England", "value": 18.0, "status": "final"}
    return pd.concat([frame, pd.DataFrame([line | {"period_label": "2023"}])], ignore_index=True)


def ranked_bars(frame=None, figure_id="best-start.1.ranked-bars", **changes) -> FigureSpec:
    names = ("area", "comparator", "highest_first", "marks")
    options = {k: changes.pop(k) for k in names if k in changes}
    chosen = {"area": "E05000002", "comparator": ENGLAND} | options
    frame = wards() if frame is None else frame
    return ranked_bars_spec(frame, about(figure_id, **changes), **chosen)


def funnel_wards(count=12, long=False, missing=1, flagged=(1, 9)) -> pd.DataFrame:
    people = np.linspace(300, 1500, count).round()
    share = (
        0.2 + 0.05 * np.cos(np.arange(count)) + np.where(np.isin(range(count), flagged), 0.12, 0)
    )
    events = (people * share).round()
    frame = pd.DataFrame(
        {
            "area_code": [f"E0500{i:04d}" for i in range(count)],
            "area_name": [f"{LONG_NAME if long else 'Ward'} {i}" for i in range(count)],
            "period_label": "2023", "count": events, "denominator": people,
            "value": 100 * events / people, "status": "final",
            "flagged": np.isin(range(count), flagged),
        }
    )  # fmt: skip
    frame.loc[: missing - 1, ["count", "denominator", "value"]] = np.nan
    return frame.assign(status=np.where(frame["value"].isna(), "suppressed", "final"))


def funnel(frame=None, figure_id="area.1.funnel", **changes) -> FigureSpec:
    names = ("statistic", "multiplier", "comparator")
    options = {k: changes.pop(k) for k in names if k in changes}
    chosen = {"statistic": "proportion", "multiplier": 100}
    chosen |= {"comparator": (ENGLAND, "England", 22.5)} | options
    frame = funnel_wards() if frame is None else frame
    return funnel_spec(frame, about(figure_id, **{"unit": "%"} | changes), **chosen)


def residents() -> pd.DataFrame:
    ages = [f"{a}-{a + 4}" for a in range(0, 90, 5)] + ["90 and over"]
    # out of order, as a file may have them
    rows = [
        {"series": series, "sex": sex, "age": age, "status": "final",
         "value": 900.0 + 40 * (i % 7) - 25 * max(0, i - 10) + 10 * (sex == "Male") + 30 * later}
        for later, series in enumerate(("mid-2023 estimate", "2043 projection"))
        for i, age in reversed(list(enumerate(ages)))
        for sex in ("Female", "Male")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def pyramid(frame=None, figure_id="area.residents.pyramid", **changes) -> FigureSpec:
    options = {k: changes.pop(k) for k in ("bars", "outline", "as_share") if k in changes}
    chosen = {"bars": "mid-2023 estimate", "outline": "2043 projection"} | options
    told = {"unit": "residents", "decimals": 0} | changes
    frame = residents() if frame is None else frame
    return pyramid_spec(frame, about(figure_id, **told), **chosen)


def grid_of_areas(columns=4, rows=3, missing=(5,)) -> tuple[pd.DataFrame, geopandas.GeoDataFrame]:
    """Square areas at 53 degrees north, one class each in turn, and one outline around them."""
    cells = [(c, r) for r in range(rows) for c in range(columns)]
    codes = [f"E0100{i:04d}" for i in range(len(cells))]
    boxes = [
        shapely.box(-1 + c / 100, 53 + r / 100, -0.99 + c / 100, 53.01 + r / 100) for c, r in cells
    ]
    value = [np.nan if i in missing else float(i % 5 + 1) for i in range(len(cells))]
    status = ["suppressed" if i in missing else "final" for i in range(len(cells))]
    names = [f"Netherby {i:03d}A" for i in range(len(cells))]
    frame = pd.DataFrame({"area_code": codes, "area_name": names, "value": value, "status": status})
    shapes = pd.DataFrame({"code": codes, "name": names, "layer": "fill", "geometry": boxes})
    around = {"code": "E05000001", "name": "All", "layer": "outline"}
    around["geometry"] = shapely.union_all(boxes)
    shapes = pd.concat([shapes, pd.DataFrame([around])], ignore_index=True)
    return frame, geopandas.GeoDataFrame(shapes, crs="EPSG:4326")


def choropleth(frame=None, shapes=None, figure_id="area.imd.choropleth", **changes) -> FigureSpec:
    given_frame, given_shapes = grid_of_areas()
    options = {k: changes.pop(k) for k in ("classes", "places", "least") if k in changes}
    return choropleth_spec(
        given_frame if frame is None else frame,
        given_shapes if shapes is None else shapes,
        about(figure_id, **{"measure": "Deprivation by national fifth", "unit": ""} | changes),
        MapOptions("National fifth, 2025", **options),
    )


def cluster_map(frame=None, figure_id="area.clusters.map", **changes) -> FigureSpec:
    given_frame, shapes = grid_of_areas()
    return cluster_map_spec(
        given_frame if frame is None else frame,
        shapes,
        about(figure_id, **{"measure": "clusters of deprivation", "unit": ""} | changes),
        legend="Deprivation beside its neighbours'",
        places=("Netherby East",),
    )


def ward_values(count=12, missing=(5,)) -> pd.DataFrame:
    """One value a ward of `grid_of_areas`, one of them suppressed."""
    frame, _ = grid_of_areas(missing=missing)
    value = [np.nan if i in missing else 10.0 + i * 2.5 for i in range(count)]
    return frame.assign(value=value, period_label="2022 - 24")


def ward_map(frame=None, shapes=None, figure_id="area.1.ward-map", **changes) -> FigureSpec:
    grid = grid_of_areas()[1]
    own = grid[grid["layer"] == "fill"]
    highest_first = changes.pop("highest_first", True)
    return ward_map_spec(
        ward_values() if frame is None else frame,
        own if shapes is None else shapes,
        about(figure_id, **changes),
        highest_first=highest_first,
    )


def places(count=9, long=False) -> pd.DataFrame:
    """Places in the areas of `grid_of_areas`: two at one point, and two of which only the ward."""
    codes = [f"E0100{i:04d}" for i in (0, 0, 3, 4, 7, 7, 9, 2, 2, 11)] * (count // 10 + 1)
    names = [f"{LONG_NAME if long else 'Hub'} {i}" for i in range(count)]
    column, row = (np.array([int(code[-4:]) for code in codes[:count]]) % 4,
                   np.array([int(code[-4:]) for code in codes[:count]]) // 4)  # fmt: skip
    known = np.arange(count) % 10 < 7
    return pd.DataFrame(
        {
            "name": names, "what": (["advice", "group", ""] * count)[:count],
            "ward": [f"Netherby {code[-3:]}A" for code in codes[:count]],
            "ward_code": codes[:count],
            "latitude": np.where(known, 53.004 + row / 100, np.nan),
            "longitude": np.where(known, -0.996 + column / 100, np.nan),
        }
    )  # fmt: skip


def place_map(frame=None, figure_id="area.register-hubs.map", **changes) -> FigureSpec:
    grid = grid_of_areas()[1]
    told = {"measure": "Places to go", "unit": "", "decimals": 0} | changes
    frame = places() if frame is None else frame
    shapes = grid[grid["layer"] == "fill"]
    return place_map_spec(frame, shapes, about(figure_id, **told), what="Kind")


def domains(count=7, long=False) -> pd.DataFrame:
    values = np.linspace(9, 2, count)
    names = [f"{LONG_NAME if long else 'Domain'} {i}" for i in range(count)]
    frame = pd.DataFrame({"part": names, "value": values, "comparator": values[::-1]})
    return frame.assign(status="final").sample(frac=1, random_state=1)


def part_bars(frame=None, figure_id="area.domains.parts", **changes) -> FigureSpec:
    comparator = changes.pop("comparator", "England's spread")
    told = {"measure": "Points by domain", "unit": "points"} | changes
    frame = domains() if frame is None else frame
    return part_bars_spec(frame, about(figure_id, **told), comparator=comparator)


def shares(count=5, long=False) -> pd.DataFrame:
    value = np.linspace(8, 40, count)
    names = [f"{LONG_NAME if long else 'Service'} {i}" for i in range(count)]
    words = ["below the share", "at the share", "above the share"]
    return pd.DataFrame(
        {
            "name": names, "value": value, "lower_95": value - 3, "upper_95": value + 4,
            "expected": 21.0, "by_need": [30.0, *[np.nan] * (count - 1)],
            "finding": [words[i % 3] for i in range(count)], "status": "final",
        }
    )  # fmt: skip


def share_bars(frame=None, figure_id="area.equity-place.shares", **changes) -> FigureSpec:
    told = {"measure": "Share of users by place", "unit": "%"} | changes
    return share_bars_spec(shares() if frame is None else frame, about(figure_id, **told))


def tenths(values=(30, 28, 27, 25, 24, 22, 21, 19, 18, 15)) -> pd.DataFrame:
    values = np.array(values, dtype=float)
    return pd.DataFrame(
        {
            "quantile": range(1, len(values) + 1), "breakdown_value": "as the source says",
            "period_label": "2023", "value": values, "lower_95": values - 2,
            "upper_95": values + 2, "denominator": np.linspace(900, 1500, len(values)),
            "status": np.where(np.isnan(values), "suppressed", "final"),
        }
    )  # fmt: skip


def gradient(frame=None, figure_id="best-start.1.gradient", **changes) -> FigureSpec:
    options = {k: changes.pop(k) for k in ("reference", "line") if k in changes}
    chosen = {"reference": ("England", 22.9), "line": (31.0, 15.5)} | options
    return gradient_spec(
        tenths() if frame is None else frame, about(figure_id, **changes), **chosen
    )


def authorities(count=30, missing=2) -> pd.DataFrame:
    values = np.round(20 + 6 * np.sin(np.arange(count)), 1)
    values[:missing] = np.nan
    return pd.DataFrame(
        {
            "area_code": [f"E0600{i:04d}" for i in range(count)],
            "area_name": [f"Borough {i}" for i in range(count)],
            "period_label": "2023", "value": values,
            "status": np.where(np.isnan(values), "not-available", "final"),
        }
    )  # fmt: skip


def authority_strip(frame=None, figure_id="best-start.1.authority-strip", **changes) -> FigureSpec:
    names = ("area", "tier", "comparator", "group")
    options = {k: changes.pop(k) for k in names if k in changes}
    chosen = {"area": "E06000004", "tier": "upper-tier authorities"}
    chosen |= {"comparator": ("England", 20.4)} | {"group": ("Marshlands", ("E06000007",))}
    frame = authorities() if frame is None else frame
    return authority_strip_spec(frame, about(figure_id, **changes), **chosen | options)


def gaps(values=(1.0, -0.5, np.nan, 2.0, 1.5)) -> pd.DataFrame:
    values = np.array(values, dtype=float)
    years = range(2019, 2019 + len(values))
    return pd.DataFrame(
        {
            "period": [f"{year}-01-01/P1Y" for year in years],
            "period_label": [str(year) for year in years], "value": values,
            "lower_95": values - 0.8, "upper_95": values + 0.8, "area_value": 20 + values,
            "comparator_value": 20.0,
            "status": np.where(np.isnan(values), "suppressed", "final"),
        }
    )  # fmt: skip


def gap_over_time(frame=None, figure_id="best-start.1.gap-over-time", **changes) -> FigureSpec:
    told = {"place": "Netherby"} | changes
    frame = gaps() if frame is None else frame
    return gap_over_time_spec(frame, about(figure_id, **told), comparator="England")


def stages() -> pd.DataFrame:
    names = ["Later life (65 and over)", "Starting well (0 to 4)", "Working life (16 to 64)"]
    return pd.DataFrame(
        {
            "stage": names, "first_age": [65, 0, 16], "start": [4100.0, 1500.0, 12400.0],
            "value": [5320.0, 1390.0, 12400.0], "status": "final",
        }
    )  # fmt: skip


def life_stages(frame=None, figure_id="area.stages.life-stages", **changes) -> FigureSpec:
    told = {"unit": "residents", "decimals": 0} | changes
    frame = stages() if frame is None else frame
    return life_stages_spec(
        frame, about(figure_id, **told), years=(2022, 2043), edition="2022-based"
    )


def pairs(count=16, missing=1) -> pd.DataFrame:
    across = np.linspace(5, 40, count)
    value = 10 + across / 2 + 4 * np.sin(np.arange(count) * 2.0)
    value[:missing] = np.nan
    return pd.DataFrame(
        {
            "area_code": [f"E0500{i:04d}" for i in range(count)],
            "area_name": [f"Ward {i}" for i in range(count)], "across": across, "value": value,
            "status": np.where(np.isnan(value), "suppressed", "final"),
        }
    )  # fmt: skip


def scatter(frame=None, figure_id="area.pair.scatter", **changes) -> FigureSpec:
    names = ("across", "up", "rows", "pairs")
    options = {k: changes.pop(k) for k in names if k in changes}
    chosen = {"across": ("Child poverty", "%", 1), "up": "Waiting time", "rows": "wards"}
    frame = pairs() if frame is None else frame
    return scatter_spec(frame, about(figure_id, **changes), **chosen | options)


RUG_MEASURES = ("Child poverty", "Waiting time", "Falls in people aged 65 and over")


def rug_cells(places=6, long=False) -> pd.DataFrame:
    outcomes = ["worse", "similar", "better", "too imprecise to judge", "higher", ""]
    rows = [
        {"area_code": f"E0500{p:04d}", "area_name": f"{LONG_NAME if long else 'Ward'} {p}",
         "measure": measure, "figure": 10.0 + p + m, "outcome": outcomes[(p * (m + 1)) % 6]}
        for p in range(places) for m, measure in enumerate(RUG_MEASURES)
    ]  # fmt: skip
    frame = pd.DataFrame(rows)
    empty = frame["outcome"] == ""
    status = np.where(empty, "suppressed", "final")
    return frame.assign(status=status, figure=frame["figure"].mask(empty))


def tartan_rug(frame=None, figure_id="area.wards.tartan-rug", **changes) -> FigureSpec:
    names = ("comparator", "rows", "measures", "unflagged")
    options = {k: changes.pop(k) for k in names if k in changes}
    chosen = {"comparator": "England", "rows": "wards", "measures": RUG_MEASURES}
    frame = rug_cells() if frame is None else frame
    return tartan_rug_spec(frame, about(figure_id, **changes), **chosen | options)


def months(long=False) -> pd.DataFrame:
    """Figures of an own measure: 14 months, one hidden, one outside the limits, a step."""
    value = np.array([40.0, 44, 41, 43, 39, 42, np.nan, 41, 60, 42, 50, 52, 49, 51])
    later = np.arange(14) > 9
    return pd.DataFrame(
        {
            "area_code": AREA, "area_name": LONG_NAME if long else "Netherby",
            "period": [f"{2024 + n // 12}-{n % 12 + 1:02d}-01/P1M" for n in range(14)],
            "period_label": [f"September {2024 + n}" for n in range(14)],
            "value": value, "count": value, "denominator": np.nan,
            "status": np.where(np.isnan(value), "suppressed", "final"),
            "phase": later.astype("int64"), "centre": np.where(later, 50.0, 42.0),
            "lower": np.where(later, 44.0, 34.0), "upper": np.where(later, 56.0, 50.0),
            "planned": np.linspace(42, 55, 14),
            "signal": np.where(value == 60, "a point outside the limits", ""),
        }
    )  # fmt: skip


def control_chart(frame=None, figure_id="area.waits.control", **changes) -> FigureSpec:
    options = {k: changes.pop(k) for k in ("target", "steps") if k in changes}
    frame = months() if frame is None else frame
    chosen = {"target": 55.0, "steps": ("2024-11-01/P1M",)}
    return control_chart_spec(frame, about(figure_id, **changes), **chosen | options)


@dataclass(frozen=True)
class Example:
    """One kind's example: `make(frame)` is a spec; `frame()` is what it is made from."""

    make: Callable[..., FigureSpec]
    frame: Callable[[], pd.DataFrame]


EXAMPLES = {
    "trend": Example(trend, lambda: pd.concat([series(), series(ENGLAND, "England", (9, 9.5))])),
    "ranked-bars": Example(ranked_bars, wards),
    "pyramid": Example(pyramid, residents),
    "choropleth": Example(choropleth, lambda: grid_of_areas()[0]),
    "ward-map": Example(ward_map, ward_values),
    "place-map": Example(place_map, places),
    "funnel": Example(funnel, funnel_wards),
    "part-bars": Example(part_bars, domains),
    "share-bars": Example(share_bars, shares),
    "gradient": Example(gradient, tenths),
    "authority-strip": Example(authority_strip, authorities),
    "gap-over-time": Example(gap_over_time, gaps),
    "life-stages": Example(life_stages, stages),
    "scatter": Example(scatter, pairs),
    "control": Example(control_chart, months),
    "tartan-rug": Example(tartan_rug, rug_cells),
}
"""Id of a figure kind -> its example; `tests/contract/test_figure_kinds.py` wants one of each."""


def words_on(sheet) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Every text of a sheet with its box (left, top, right, bottom) in design pixels."""

    def box(words) -> tuple[float, float, float, float]:
        # letters reach so far above and below their baseline: those of DejaVu's l and p
        right = words.x + text_width(words.text, words.size, words.bold)
        return words.x, words.y - 0.76 * words.size, right, words.y + 0.21 * words.size

    return [(words.text, box(words)) for words in sheet.words()]


def overlapping(sheet) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other by more than a pixel."""

    def touch(one, other) -> bool:
        return all(min(one[i + 2], other[i + 2]) - max(one[i], other[i]) > 1 for i in (0, 1))

    found = combinations(words_on(sheet), 2)
    return [(a[0], b[0]) for a, b in found if touch(a[1], b[1])]


def cut_off(sheet) -> list[str]:
    """Texts that reach over the edge of the sheet."""
    return [
        words
        for words, (left, top, right, bottom) in words_on(sheet)
        if left < -0.5 or top < -0.5 or right > sheet.width + 0.5 or bottom > sheet.height + 0.5
    ]
