"""Whatever is drawn, at each width: no label on another, none cut off, missing never drawn."""

import re
from functools import cache

import numpy as np
import pandas as pd
import pytest
from invented_figures import (
    AREA,
    ENGLAND,
    LONG_NAME,
    REGION,
    choropleth,
    cluster_map,
    cut_off,
    domains,
    funnel,
    funnel_wards,
    gradient,
    grid_of_areas,
    overlapping,
    part_bars,
    pyramid,
    ranked_bars,
    series,
    tenths,
    trend,
    wards,
    words_on,
)

from jsna.figures import palette
from jsna.figures.ink import Dots, Line, Shape, Sheet, drawing
from jsna.figures.kinds.deprivation_gradient.ink import draw as draw_gradient
from jsna.figures.kinds.deprivation_map.ink import draw as draw_choropleth
from jsna.figures.kinds.funnel.ink import draw as draw_funnel
from jsna.figures.kinds.part_bars.ink import draw as draw_part_bars
from jsna.figures.kinds.population_pyramid.ink import axis_age
from jsna.figures.kinds.population_pyramid.ink import draw as draw_pyramid
from jsna.figures.kinds.ranked_bars.ink import draw as draw_ranked_bars
from jsna.figures.kinds.trend_line.ink import draw as draw_trend
from jsna.figures.kinds.trend_line.ink import runs
from jsna.figures.layout import NARROW, PRINT, WIDE

LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW, PRINT], ids=lambda layout: layout.name)
NAN = np.nan


@pytest.fixture(autouse=True)
def one_style():
    with drawing():
        yield


def close_together() -> pd.DataFrame:
    """Four lines that end at one value, and long names."""
    parts = [
        series(AREA, LONG_NAME),
        series(ENGLAND, "England", (12, 12, 12, 13, 13.0)),
        series(REGION, "Yorkshire and The Humber", (14, 13, 12, 13, 13.1)),
        series("E06000098", "Bournemouth, Christchurch and Poole", (9, 11, 12, 12.9)),
    ]
    return pd.concat(parts)


@cache
def cases():
    """Return name -> what draws a figure, and what makes its specification when it is drawn."""
    no_value = wards(8, long=True)
    no_value.loc[3, ["value", "lower_95", "upper_95"]] = NAN
    no_value.loc[3, "status"] = "suppressed"
    others = (ENGLAND, REGION, "E06000098")
    single = series(values=(5,))
    many = pd.concat([series(values=range(40), start=1984)])
    return {
        "trend": (draw_trend, lambda: trend(synthetic=True)),
        "trend of lines close together": (
            draw_trend,
            lambda: trend(close_together(), comparators=others),
        ),
        "trend of one point": (draw_trend, lambda: trend(single)),
        "trend of forty years": (draw_trend, lambda: trend(many, unit="per 100,000 residents")),
        "trend of large counts": (draw_trend, lambda: trend(series(values=[1.2e6, 1.3e6, 1.1e6]))),
        "ranked bars": (draw_ranked_bars, lambda: ranked_bars(synthetic=True)),
        "ranked bars of forty": (draw_ranked_bars, lambda: ranked_bars(wards(39), decimals=3)),
        "ranked bars of long names": (draw_ranked_bars, lambda: ranked_bars(no_value)),
        "ranked dots": (draw_ranked_bars, lambda: ranked_bars(marks="dots")),
        "ranked bars of one": (draw_ranked_bars, lambda: ranked_bars(wards(1))),
        "pyramid": (draw_pyramid, lambda: pyramid(synthetic=True)),
        "pyramid without outline": (draw_pyramid, lambda: pyramid(outline="")),
        "pyramid of shares": (draw_pyramid, lambda: pyramid(as_share=True)),
        "part bars": (draw_part_bars, lambda: part_bars(synthetic=True)),
        "part bars of long names": (
            draw_part_bars,
            lambda: part_bars(long_parts(), place=LONG_NAME),
        ),
        "part bars of one": (draw_part_bars, lambda: part_bars(domains(1), comparator="England")),
        "map of clusters": (draw_choropleth, lambda: cluster_map(synthetic=True)),
        "map": (draw_choropleth, lambda: choropleth(synthetic=True)),
        "gradient": (draw_gradient, lambda: gradient(synthetic=True)),
        "gradient that rises": (
            draw_gradient,
            lambda: gradient(tenths(range(10, 20)), line=(10, 19)),
        ),
        "gradient of unequal groups": (draw_gradient, lambda: gradient(unequal(), line=(31, 14))),
        "gradient with gaps": (
            draw_gradient,
            lambda: gradient(
                tenths((NAN, 3e5, 2.9e5, NAN, 1e5)), reference=(LONG_NAME, 2e5), line=None
            ),
        ),
        "gradient from nothing": (
            draw_gradient,
            lambda: gradient(
                tenths((0, 1, 2, 3, 4)).assign(lower_95=0), reference=("", None), line=(0, 4)
            ),
        ),
        "map of two classes": (
            draw_choropleth,
            lambda: choropleth(*two_classes(), classes=("a", "b")),
        ),
        "funnel": (draw_funnel, lambda: funnel(synthetic=True)),
        "funnel of rates": (
            draw_funnel,
            lambda: funnel(statistic="rate", unit="per 1,000", decimals=2),
        ),
        "funnel of long names": (draw_funnel, lambda: funnel(many_flags(long=True))),
        "funnel of many flags": (draw_funnel, lambda: funnel(many_flags(), comparator=None)),
    }


@cache
def drawn(case, layout):
    draw, _ = cases()[case]
    return draw(spec_of(case), layout)


@cache
def spec_of(case):
    return cases()[case][1]()


def many_flags(**changes):
    return funnel_wards(30, flagged=range(0, 30, 2), **changes)


def long_parts():
    frame = domains(5, long=True).reset_index(drop=True)
    frame.loc[1, "comparator"] = NAN
    return frame


def two_classes():
    from invented_figures import grid_of_areas

    frame, shapes = grid_of_areas(2, 1, missing=())
    return frame.assign(value=[1.0, 2.0]), shapes


def unequal() -> pd.DataFrame:
    return tenths().assign(denominator=[9000, 10, 10, 10, 10, 10, 10, 10, 10, 10])


@LAYOUTS
@pytest.mark.parametrize("case", list(cases()))
def test_no_label_lies_on_another_and_none_is_cut_off(case, layout):
    sheet = drawn(case, layout)
    assert overlapping(sheet) == []
    assert cut_off(sheet) == []
    assert sheet.width == layout.width


@LAYOUTS
@pytest.mark.parametrize("case", list(cases()))
def test_nothing_that_is_not_a_number_is_drawn(case, layout):
    svg = drawn(case, layout).svg(spec_of(case).headline).decode()
    assert not re.search(r"[\" ,MLz-]nan\b|inf\b", svg, flags=re.IGNORECASE)


def test_every_text_is_at_least_twelve_pixels():
    for case in cases():
        assert min(words.size for words in drawn(case, NARROW).words()) >= 12


# --- gaps -------------------------------------------------------------------------------------


def marks_of(sheet, kind) -> list:
    """The marks of a sheet that are lines, dots or shapes."""
    return [mark for mark in sheet.marks if isinstance(mark, kind)]


def area_lines(spec) -> list[np.ndarray]:
    """The pixels of each piece of the area's line."""
    lines = marks_of(draw_trend(spec, WIDE), Line)
    own = [line for line in lines if line.colour == palette.AREA and not line.dash]
    return [line.points for line in own if line.width == 3]


def test_a_missing_value_leaves_a_gap():
    pieces = area_lines(trend(series(values=(1, 2, NAN, 4, 5))))
    assert [len(p) for p in pieces] == [2, 2]


def test_a_period_that_is_not_there_leaves_a_gap():
    frame = series(values=(1, 2, 3, 4, 5, 6, 7))
    pieces = area_lines(trend(frame[frame["period_label"] != "2022"]))
    assert [len(p) for p in pieces] == [3, 3]


def test_a_change_of_method_breaks_the_line():
    spec = trend(series(values=(1, 2, 3, 4)), breaks=("2021-01-01/P1Y",))
    assert [len(p) for p in area_lines(spec)] == [2, 2]
    assert "The method changed in 2021" in " ".join(spec.notes)


def test_an_unbroken_line_is_one_piece_even_over_leap_years():
    assert [len(p) for p in area_lines(trend(series(values=range(9))))] == [9]


def test_a_change_in_the_last_digit_does_not_look_like_a_fall():
    (piece,) = area_lines(trend(series(values=(30.7, 30.6, 30.6)), comparators=(), decimals=1))
    (wide,) = area_lines(trend(series(values=(32.7, 30.6, 30.6)), comparators=(), decimals=1))
    assert 0 < abs(np.diff(piece[:, 1])[0]) < abs(np.diff(wide[:, 1])[0]) / 10


def test_periods_stand_where_they_lie_in_time():
    frame = series(values=(1, 2, 3, 4, 5, 6, 7))
    pieces = area_lines(trend(frame[frame["period_label"] != "2022"]))
    before, after = pieces[0][:, 0], pieces[1][:, 0]
    assert after[0] - before[-1] == pytest.approx(2 * (before[1] - before[0]), rel=0.01)


def test_runs_of_points():
    known = np.array([True, True, False, True])
    days = np.array([0.0, 365, 730, 1096])
    assert runs(days, known, 365).tolist() == [1, 1, -1, 2]


def test_the_band_stops_where_there_is_no_interval():
    frame = series()
    frame.loc[frame["period_label"] == "2021", ["lower_95", "upper_95"]] = NAN
    assert len(marks_of(draw_trend(trend(frame), WIDE), Shape)) == 2


def test_a_series_that_ends_early_says_when():
    frame = pd.concat([series(), series(ENGLAND, "England", (9, 9, 9))])
    words = " ".join(text for text, _ in words_on(draw_trend(trend(frame), WIDE)))
    assert "England 9.0 in 2021" in words


# --- bars, pyramid, map -----------------------------------------------------------------------


def test_bars_start_at_zero():
    frame = wards().assign(lower_95=NAN, upper_95=NAN)
    frame.loc[:, "value"] = [80, 81, 82, 83, 84, 85, 82.5]
    shapes = marks_of(draw_ranked_bars(ranked_bars(frame), WIDE), Shape)
    widths = [np.ptp(shape.rings[0][:, 0]) for shape in shapes]
    assert max(widths) / min(widths) == pytest.approx(85 / 80, abs=0.001)


def test_a_missing_bar_is_a_word():
    frame = wards()
    frame.loc[2, ["value", "lower_95", "upper_95"]] = NAN
    frame.loc[2, "status"] = "not-available"
    words = [text for text, _ in words_on(draw_ranked_bars(ranked_bars(frame), WIDE))]
    assert "not available" in words and "nan" not in " ".join(words).lower()


def test_a_missing_band_of_a_pyramid_is_a_word():
    from invented_figures import residents

    frame = residents()
    gap = (frame["age"] == "20-24") & (frame["sex"] == "Male")
    frame.loc[gap, "value"] = NAN
    frame.loc[gap, "status"] = "suppressed"
    words = [text for text, _ in words_on(draw_pyramid(pyramid(frame), WIDE))]
    assert words.count("no value") == 1


def test_both_sides_of_a_pyramid_are_named_and_of_one_scale():
    sheet = draw_pyramid(pyramid(), WIDE)
    words = [text for text, _ in words_on(sheet)]
    assert "Males" in words and "Females" in words
    assert axis_age("90 years and over") == "90+"


def test_an_area_without_data_is_a_class_of_its_own():
    frame, shapes = grid_of_areas(missing=(5, 7))
    frame.loc[7, "status"] = "not-available"
    sheet = draw_choropleth(choropleth(frame, shapes), WIDE)
    words = [text for text, _ in words_on(sheet)]
    assert "no data: 1" in words and "suppressed: 1" in words
    edges = [shape.edge for shape in marks_of(sheet, Shape)]
    assert palette.NO_DATA_EDGE in edges and palette.SUPPRESSED_EDGE in edges


def test_a_map_without_missing_areas_has_no_such_class():
    spec = choropleth(*two_classes(), classes=("a", "b"))
    assert not any("no data" in text for text, _ in words_on(draw_choropleth(spec, WIDE)))


@LAYOUTS
def test_the_legend_never_touches_the_map(layout):
    sheet = draw_choropleth(choropleth(), layout)
    outline = _map_outline(sheet)
    left, top = outline.min(axis=0)
    right, bottom = outline.max(axis=0)
    for words, (x0, y0, x1, y1) in words_on(sheet):
        if words == "All":
            continue  # the name of the place, which stands on it
        apart = x0 > right + 4 or x1 < left - 4 or y0 > bottom + 4 or y1 < top - 4
        assert apart, words


def _map_outline(sheet) -> np.ndarray:
    thickest = max(marks_of(sheet, Shape), key=lambda shape: shape.width)
    return np.concatenate(thickest.rings)


def test_a_map_is_as_wide_as_the_ground():
    # 4 by 3 cells of 0.01 degrees at 53 degrees north: 4 x cos 53 to 3
    sheet = draw_choropleth(choropleth(), WIDE)
    width, height = np.ptp(_map_outline(sheet), axis=0)
    assert width / height == pytest.approx(4 * np.cos(np.radians(53.015)) / 3, rel=0.01)


# --- funnel -----------------------------------------------------------------------------------


@LAYOUTS
def test_flagged_wards_alone_are_named_in_a_funnel(layout):
    words = [text for text, _ in words_on(draw_funnel(funnel(), layout))]
    assert {w for w in words if w.startswith("Ward ")} == {"Ward 1", "Ward 9"}
    assert "England 22.5" in words and words.count("95%") == words.count("99.8%") == 2


def test_a_ward_without_a_value_has_no_dot():
    def dots(spec):
        found = marks_of(draw_funnel(spec, WIDE), Dots)
        # each dot has a white ring behind it
        return sum(len(dots.points) for dots in found) / 2

    assert dots(funnel()) == 11
    assert dots(funnel(funnel_wards(missing=4))) == 8


def test_a_funnel_of_no_events_at_all_is_drawn():
    frame = funnel_wards(8, missing=1, flagged=())
    frame = frame.assign(count=frame["count"] * 0, value=frame["value"] * 0)
    for statistic in ("proportion", "rate"):
        sheet = draw_funnel(funnel(frame, statistic=statistic), WIDE)
        assert overlapping(sheet) == []


def test_parts_start_at_zero_and_the_comparator_has_its_mark_and_its_number():
    spec = part_bars()
    sheet = draw_part_bars(spec, WIDE)
    bars = marks_of(sheet, Shape)
    widths = sorted(np.ptp(bar.rings[0][:, 0]) for bar in bars)
    assert widths[-1] / widths[0] == pytest.approx(9 / 2, abs=0.001)
    marks = [line for line in marks_of(sheet, Line) if line.colour == palette.INK]
    assert len(marks) == len(bars) == 7
    words = [text for text, _ in words_on(sheet)]
    assert words.count("9.0") == words.count("2.0") == 2


def test_a_part_without_a_comparator_has_no_mark_and_says_so():
    sheet = draw_part_bars(part_bars(long_parts()), WIDE)
    assert "none" in [text for text, _ in words_on(sheet)]


def test_each_kind_of_cluster_has_a_mark_of_its_own():
    from jsna.figures.kinds.deprivation_map.marks import LOOKS

    kinds = LOOKS["clusters"]
    assert len(set(kinds.marks)) == len(set(kinds.colours)) == 5
    marked = draw_choropleth(cluster_map(), WIDE).marks
    plain = draw_choropleth(choropleth(), WIDE).marks
    # 4 plus or minus signs and triangles on the map for each of the first four kinds, and legend
    assert len(marked) > len(plain) + 8


def test_a_gradient_draws_a_dot_for_each_group_with_a_value():
    spec = gradient(tenths((30, NAN, 27, 26, 15)))
    sheet = draw_gradient(spec, WIDE)
    assert [len(dots.points) for dots in marks_of(sheet, Dots)] == [4]
    assert len(sloping(sheet)) == 1
    assert not sloping(draw_gradient(gradient(line=None), WIDE))


def sloping(sheet) -> list[Line]:
    return [line for line in marks_of(sheet, Line) if line.colour == palette.EMPHASIS]


def test_every_style_of_a_picture_is_one_that_a_browser_reads():
    picture = draw_choropleth(choropleth(), WIDE).svg("A map").decode()
    styles = re.findall(r"\.s\d+\{([^}]*)\}", picture)
    assert any("stroke:#1D1D1B;stroke-width:1.2" in style for style in styles), styles
    for declaration in ";".join(styles).split(";"):
        assert re.fullmatch(
            r"(fill|stroke):(none|#[0-9A-F]{6})|stroke-width:[\d.]+|stroke-dasharray:[\d.,]+",
            declaration,
        ), declaration


def test_a_long_outline_is_written_once_and_ends_where_its_corners_do():
    round_about = np.linspace(0, 2 * np.pi, 60)
    ring = 100 + 50.04 * np.c_[np.cos(round_about), np.sin(round_about)]
    sheet = Sheet(200, 200)
    sheet.shape([ring], None, palette.PAPER, 2.8)
    sheet.shape([ring], None, palette.INK, 1.2)
    picture = sheet.svg("A ring").decode()
    (steps,) = re.findall(r'<path id="o0" d="M([^z]*)z"/>', picture)
    assert picture.count('<use x:href="#o0"') == 2
    start, _, rest = steps.partition("l")
    moves = np.array(re.findall(r"-?(?:\d+(?:\.\d+)?|\.\d+)", rest), dtype=float).reshape(-1, 2)
    places = np.array(start.split(), dtype=float) + np.r_[[[0, 0]], moves.cumsum(axis=0)]
    assert np.abs(places - ring[: len(places)]).max() < 0.0501
