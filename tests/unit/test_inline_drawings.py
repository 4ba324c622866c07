"""Sparkline, spine and bar of outcomes: where their marks lie, what they say."""

import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.outcome import Outcome
from jsna.figures.inline_svg import inline_svg
from jsna.figures.outcome_bar import WIDTH as BAR
from jsna.figures.outcome_bar import outcome_bar
from jsna.figures.sparkline import sparkline
from jsna.figures.spine import WIDTH, positions, spine


def series(*values: float) -> pd.DataFrame:
    labels = [str(2010 + i) for i in range(len(values))]
    return pd.DataFrame({"value": values, "period_label": labels})


def spark(values: list[float], run: list[int]) -> str:
    return sparkline(np.arange(float(len(values))), np.array(run), series(*values), "%", 1)


def test_a_sparkline_says_where_it_starts_and_ends_and_its_ends():
    text = spark([20.0, 12.5, 15.0], [1, 1, 1])
    root = ElementTree.fromstring(text)
    said = root.get("aria-label")
    assert said == "From 20.0% in 2010 to 15.0% in 2012, lowest 12.5, highest 20.0"
    assert root.get("role") == "img" and root.get("data-instead") == "20.0% in 2010"
    assert len(text) < 700


def test_a_gap_or_a_break_breaks_the_line():
    text = spark([1, 2, 3, 4, 5.0], [1, 1, -1, 2, 2])
    (line,) = re.findall(r'class="spark-line" d="([^"]+)"', text)
    assert line.count("M") == 2 and "broken in 1 place" in text


@pytest.mark.parametrize("values", [[1.0], [1.0, 2.0], []])
def test_two_points_are_not_a_trend(values):
    assert spark(values, [1] * len(values)) == ""


def test_a_missing_value_is_not_drawn():
    text = spark([1, float("nan"), 3, 4.0], [1, -1, 2, 2])
    assert "nan" not in text.lower()


def place_of_area(text: str) -> float:
    return float(re.search(r'class="spine-area dot" cx="([\d.]+)"', text)[1])


@pytest.mark.parametrize(
    ("polarity", "own", "right"),
    [("high-is-good", 9.0, True), ("low-is-good", 9.0, False), ("none", 9.0, True),
     ("high-is-good", 1.0, False), ("low-is-good", 1.0, True)],
)  # fmt: skip
def test_good_lies_right_whichever_way_the_measure_points(polarity, own, right):
    text = spine(own, [float(i) for i in range(11)], 5.0, polarity, ("2nd of 11", 0))
    assert (place_of_area(text) > WIDTH / 2) == right
    assert "2nd of 11" in text and 'data-instead="2nd of 11"' in text


def test_values_below_zero_keep_their_side_and_their_distance():
    low = positions([-8.0, -4.0, 0.0, 4.0], -4.0, "high-is-good")
    moved = positions([92.0, 96.0, 100.0, 104.0], 96.0, "high-is-good")
    assert low.tolist() == moved.tolist() == [-0.5, 0.0, 0.5, 1.0]
    assert positions([-8.0, 4.0], -4.0, "low-is-good").tolist() == [0.5, -1.0]


def test_where_all_are_alike_the_area_lies_in_the_middle():
    assert place_of_area(spine(3.0, [3.0] * 9, 3.0, "none", ("joint 1st of 9", 0))) == WIDTH / 2


def test_too_few_authorities_give_no_place():
    assert spine(3.0, [1.0] * 7, 3.0, "none", ("1st of 7", 0)) == ""


def test_the_bar_is_as_wide_as_its_counts_and_the_source_s_verdicts_are_hatched():
    parts = [(Outcome.WORSE, False, 3), (Outcome.WORSE, True, 1), (Outcome.BETTER, True, 0)]
    text = outcome_bar(parts, "4 worse, 1 by the source's verdict.")
    widths = [float(w) for w in re.findall(r'class="piece[^"]*"[^>]* width="([\d.]+)"', text)]
    assert len(widths) == 2 and widths[0] == pytest.approx(3 * widths[1], rel=0.03)
    assert text.count('class="hatching worse"') == 1
    ElementTree.fromstring(text)
    points = [float(x) for x in re.findall(r"[ML]([\d.]+) ", text)]
    assert all(0 <= x <= BAR for x in points)


def test_what_is_data_never_ends_the_attribute():
    text = inline_svg([], (1, 1), "x", 'a" onload="ran=1 <b>', "y`z{")
    root = ElementTree.fromstring(text.replace("&#96;", "`").replace("&#123;", "{"))
    assert root.get("aria-label") == 'a" onload="ran=1 <b>'
    assert "onload" not in root.attrib
