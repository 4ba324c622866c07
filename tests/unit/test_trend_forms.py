"""A trend is drawn as what its periods are: stairs, overlapping figures, breaks, two points."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from invented_figures import series, trend

from jsna.figures import palette
from jsna.figures.ink import Sheet, drawing
from jsna.figures.kinds.trend_line import FORMS
from jsna.figures.kinds.trend_line.ink import draw
from jsna.figures.layout import NARROW, WIDE


def with_periods(periods: list[str]) -> pd.DataFrame:
    frame = series(values=tuple(range(10, 10 + len(periods))))
    return frame.assign(period=periods)


def svg(spec) -> str:
    with drawing():
        return draw(spec, WIDE).svg("a").decode()


@pytest.mark.parametrize(
    ("periods", "form"),
    [
        ([f"{y}-01-01/P3Y" for y in (2015, 2016, 2017, 2018)], "overlapping"),
        ([f"2021-04-01/P{m}M" for m in (3, 6, 9, 12)], "cumulative"),
        ([f"{y}-01-01/P1Y" for y in (2015, 2016, 2017, 2018)], "apart"),
    ],
)
def test_a_trend_says_of_what_form_its_figures_are(periods, form):
    spec = trend(with_periods(periods), comparators=())
    assert spec.options.form == form
    assert [note for note in spec.notes if note in FORMS.values()] == (
        [FORMS[form]] if form in FORMS else []
    )


def test_figures_that_count_on_are_stairs(monkeypatch):
    drawn = []
    line = Sheet.line

    def keep(self, x, y, *rest, **more):
        drawn.append((np.asarray(x), np.asarray(y)))
        return line(self, x, y, *rest, **more)

    monkeypatch.setattr(Sheet, "line", keep)
    svg(trend(with_periods([f"2021-04-01/P{m}M" for m in (3, 6, 9, 12)]), comparators=()))
    ((x, y),) = [(x, y) for x, y in drawn if len(x) == 7]
    assert ((np.diff(x) == 0) != (np.diff(y) == 0)).all()


def test_figures_that_count_on_have_only_their_ends_on_the_axis_and_none_touches(monkeypatch):
    from jsna.figures.ink import Sheet, text_width

    written = []
    monkeypatch.setattr(
        Sheet, "text", lambda self, x, y, words, size, *_: written.append((x, words, size))
    )
    quarters = [f"2021-04-01/P{m}M" for m in range(3, 30, 3)]
    frame = with_periods(quarters)
    frame["period_label"] = [
        f"2021/22 Q1 - 202{1 + m // 12}/2{2 + m // 12} Q{m % 12 // 3 + 1}" for m in range(0, 27, 3)
    ]
    with drawing():
        draw(trend(frame, comparators=()), NARROW)
    labels = [(x, words, size) for x, words, size in written if "/" in words]
    assert labels[-1][1] == "to 2023/24 Q1"
    assert len(labels) > 1
    ends = [(x - text_width(w, s) / 2, x + text_width(w, s) / 2) for x, w, s in labels]
    assert all(before[1] < after[0] for before, after in pairwise(ends))
    assert ends[0][0] >= 0 and ends[-1][1] <= NARROW.width


def test_a_break_of_method_is_marked_between_the_two_figures():
    frame = with_periods([f"{y}-01-01/P1Y" for y in (2015, 2016, 2017, 2018)])
    plain, broken = (
        svg(trend(frame, comparators=(), breaks=breaks)) for breaks in ((), ("2017-01-01/P1Y",))
    )
    assert "dasharray" not in plain.replace("stroke-dasharray:none", "")
    assert "dasharray" in broken
    spec = trend(frame, comparators=(), breaks=("2017-01-01/P1Y",))
    assert any("at the dashed upright line" in note for note in spec.notes)


@pytest.mark.parametrize(
    ("years", "joined", "note"),
    [
        ((2015,), False, "One point is not a trend."),
        ((2015, 2016), False, "Two points are not a trend: no line joins them."),
        ((2015, 2016, 2017), True, ""),
    ],
)
def test_no_line_joins_fewer_than_three_points_and_they_are_drawn(monkeypatch, years, joined, note):
    lines, dots = [], []
    line, point = Sheet.line, Sheet.dots

    def keep_line(self, x, y, colour, *rest, **more):
        lines.append((len(x), colour))
        return line(self, x, y, colour, *rest, **more)

    def keep_dots(self, x, y, *rest, **more):
        dots.append(len(x))
        return point(self, x, y, *rest, **more)

    monkeypatch.setattr(Sheet, "line", keep_line)
    monkeypatch.setattr(Sheet, "dots", keep_dots)
    spec = trend(with_periods([f"{year}-01-01/P1Y" for year in years]), comparators=())
    svg(spec)
    assert ((len(years), palette.AREA) in lines) is joined
    assert sum(dots) == len(years)
    assert [said for said in spec.notes if "not a trend" in said] == ([note] if note else [])
