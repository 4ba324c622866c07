"""The strip of authorities: who is counted, who stands out, what is refused, what is drawn."""

import numpy as np
import pandas as pd
import pytest
from invented_figures import AREA, authority_strip, cut_off, overlapping, words_on

from jsna.figures.ink import drawing
from jsna.figures.kinds.authority_strip import FEWEST
from jsna.figures.kinds.authority_strip.headline import place_among
from jsna.figures.kinds.authority_strip.ink import draw
from jsna.figures.layout import NARROW, WIDE

TIER = "upper-tier authorities"


def rows(*values: float) -> pd.DataFrame:
    codes = [AREA, *(f"E0700{i:04d}" for i in range(1, len(values)))]
    frame = pd.DataFrame({"area_code": codes, "area_name": codes, "value": values})
    return frame.assign(period_label="2023", status="final")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((5, 1, 2, 3), f"is the highest of 4 {TIER}"),
        ((-5, 1, 2, 3), f"is the lowest of 4 {TIER}"),
        ((2.5, 1, 2, 3), f"is higher than in 2 of the 3 other {TIER}"),
        ((1.5, 1, 2, 3), f"is lower than in 2 of the 3 other {TIER}"),
        # ties are neither above nor below, and who has no value stays one of the tier
        ((2, 2, 2, 3), f"is lower than in 1 of the 3 other {TIER}"),
        ((2, 1, np.nan, 3), f"is higher than in 1 of the 3 other {TIER}, 1 without a value"),
        ((5, 1, np.nan, 3), f"is the highest of 4 {TIER}, 1 without a value"),
        ((2, np.nan, 2, 2), f"is the same as in all 2 other {TIER} with a value"),
        ((2, 2, 2, 2), f"is the same as in all 3 other {TIER}"),
    ],
)
def test_the_place_counts_the_whole_tier_as_a_rank_does(values, words):
    assert place_among(rows(*values), AREA, TIER) == words


def test_every_authority_is_in_the_data_and_those_without_a_value_are_told():
    spec = authority_strip()
    assert len(spec.data) == 30
    assert spec.data["value"].isna().tolist() == [False] * 28 + [True] * 2
    assert spec.data["value"].dropna().is_monotonic_increasing
    assert any(note.endswith("not drawn: Borough 0, Borough 1.") for note in spec.notes)
    assert spec.data.loc[spec.data["group"] == "Marshlands", "area_code"].tolist() == ["E06000007"]


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (rows(1, 2, 3), f"fewer than {FEWEST}"),
        (rows(*range(9)).assign(period_label=list("123456789")), "one period"),
        (rows(np.nan, *range(9)), "no value to show"),
        (pd.concat([rows(*range(9))] * 2), "stands twice"),
    ],
)
def test_what_can_not_be_shown_is_refused(frame, why):
    with pytest.raises(ValueError, match=why):
        authority_strip(frame, area=AREA)


@pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(
    "values",
    [
        np.full(150, 7.0),  # all alike: one tall column
        np.linspace(-40, -2, 150),  # all below zero
        np.append(np.linspace(1, 2, 150), 900.0),  # one far away from all others
    ],
    ids=["alike", "negative", "outlier"],
)
def test_any_spread_is_drawn_within_the_sheet(values, layout):
    with drawing():
        sheet = draw(authority_strip(rows(*values), area=AREA), layout)
        assert overlapping(sheet) == cut_off(sheet) == []
        assert sheet.content_height < 300
        assert any(words.startswith(AREA) for words, _ in words_on(sheet))


def test_a_picture_of_150_authorities_is_light():
    with drawing():
        sheet = draw(authority_strip(rows(*np.sin(np.arange(150.0))), area=AREA), WIDE)
        assert len(sheet.svg("x")) < 16_000
