from itertools import pairwise

import pytest
from afcharts.af_colours import get_af_colours

from contrast import contrast
from jsna.figures import palette
from jsna.figures.palette import (
    AREA,
    BAND,
    BAND_EDGE,
    CATEGORIES,
    CLUSTERS,
    COMPARATOR,
    EMPHASIS,
    FIFTHS,
    INK,
    NO_DATA,
    NO_DATA_EDGE,
    OTHER_EDGE,
    OTHER_FILL,
    PAPER,
    QUIET,
)

WORDS, GRAPHICS, FIFTHS_APART = 4.5, 3.0, 1.85
CONTRASTS = (
    (INK, PAPER, WORDS, "words"),
    (QUIET, PAPER, WORDS, "axis words"),
    (AREA, PAPER, WORDS, "the area's label"),
    (COMPARATOR, PAPER, WORDS, "comparators' labels"),
    (EMPHASIS, PAPER, WORDS, "the accent"),
    (AREA, BAND, GRAPHICS, "the area's line on its band"),
    (COMPARATOR, BAND, GRAPHICS, "a comparator's line on the band"),
    (BAND_EDGE, PAPER, GRAPHICS, "the edge of the band"),
    (OTHER_EDGE, PAPER, GRAPHICS, "the edge of a bar"),
    (OTHER_EDGE, OTHER_FILL, GRAPHICS, "the edge of a bar from within"),
    (AREA, OTHER_FILL, GRAPHICS, "the area's bar against the others"),
    (NO_DATA_EDGE, NO_DATA, GRAPHICS, "the outline of an area without data"),
    (INK, FIFTHS[-1], GRAPHICS, "outlines on the lightest class"),
    (PAPER, FIFTHS[0], GRAPHICS, "the casing of outlines on the darkest class"),
    (PAPER, CLUSTERS[0], GRAPHICS, "a mark on the darkest kind of cluster"),
    *((INK, colour, GRAPHICS, "a mark on a cluster") for colour in CLUSTERS[1:]),
    *((CATEGORIES[i], CATEGORIES[i + 1], GRAPHICS, "next category") for i in range(5)),
    *((colour, PAPER, GRAPHICS, "a category") for colour in CATEGORIES),
    *((dark, light, FIFTHS_APART, "next fifth") for dark, light in pairwise(FIFTHS)),
)
"""(colour, what it touches, lowest contrast allowed, what it is for)."""


@pytest.mark.parametrize("pair", CONTRASTS, ids=lambda p: f"{p[0]}-{p[1]} {p[3]}")
def test_each_pair_keeps_its_contrast(pair):
    colour, ground, minimum, _ = pair
    assert contrast(colour, ground) >= minimum


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    # published beside the Analysis Function's palette
    assert contrast("#12436D", "#FFFFFF") == pytest.approx(10.25, abs=0.01)
    assert contrast("#F46A25", "#12436D") == pytest.approx(3.38, abs=0.01)


def test_categories_are_the_analysis_functions_in_its_order():
    assert list(palette.CATEGORIES) == get_af_colours("categorical")


def test_fifths_run_from_dark_to_light():
    on_white = [contrast(colour, "#FFFFFF") for colour in palette.FIFTHS]
    assert on_white == sorted(on_white, reverse=True)


def test_no_colour_without_data_passes_for_a_class():
    assert palette.NO_DATA not in palette.FIFTHS
