"""Spearman's correlation and the gap by period: answers found by hand, and what has none."""

import numpy as np
import pandas as pd
import pytest
from invented_figures import AREA, ENGLAND, gaps, pairs, rug_cells, scatter, series, tartan_rug

from jsna.analysis.gap_by_period import gap_by_period
from jsna.analysis.rank_correlation import RankCorrelation, rank_correlation
from jsna.figures.kinds.gap_over_time.headline import gap_over_time_headline
from jsna.figures.kinds.life_stages.headline import life_stages_headline
from jsna.figures.kinds.scatter.headline import scatter_headline
from jsna.figures.kinds.tartan_rug.headline import tartan_rug_headline

TEN = pd.Series(range(10), dtype="float64")


def test_a_correlation_found_by_hand():
    # five pairs swapped: 1 - 6 * 10 / (10 * 99)
    found = rank_correlation(TEN, pd.Series([1, 0, 3, 2, 5, 4, 7, 6, 9, 8]))
    assert found.rho == pytest.approx(1 - 60 / 990)
    # artanh 0.9394 = 1.7327; standard error sqrt((1 + 0.4412) / 7) = 0.4537
    assert found.lower == pytest.approx(np.tanh(1.7327 - 1.96 * 0.45374), abs=2e-4)
    assert found.upper == pytest.approx(np.tanh(1.7327 + 1.96 * 0.45374), abs=2e-4)


def test_an_order_picked_from_many_has_a_wider_interval_and_says_so():
    # 1 - 0.05/45: the normal quantile of 1 - 0.025/45 is 3.2608
    found = rank_correlation(TEN, pd.Series([1, 0, 3, 2, 5, 4, 7, 6, 9, 8]), pairs=45)
    assert found.lower == pytest.approx(np.tanh(1.7327 - 3.2608 * 0.45374), abs=2e-4)
    weak = pd.Series([0, 7, 1, 3, 9, 2, 8, 4, 6, 5])
    alone, picked = (rank_correlation(TEN, weak, pairs) for pairs in (1, 45))
    assert alone.rho == picked.rho and not picked.is_clear
    spec = scatter(pairs=45)
    assert "(95% held over all 45 pairs tried)" in spec.alt
    assert any("(95% held over all 45 pairs tried)" in note for note in spec.notes)
    assert "95% interval" in scatter().alt


@pytest.mark.parametrize("sign", [1, -1])
def test_a_perfect_order_stays_within_one(sign):
    found = rank_correlation(TEN, sign * TEN**3)
    assert found.rho == pytest.approx(sign) and found.is_clear
    assert -1 <= found.lower <= found.upper <= 1


def test_equal_values_share_their_mean_rank():
    found = rank_correlation(pd.Series([0.0] * 5 + [1.0] * 5), TEN)
    assert found.rho == pytest.approx(np.corrcoef([3] * 5 + [8] * 5, TEN)[0, 1])


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (TEN.head(9), TEN.head(9)),  # too few
        (TEN, TEN.mask(TEN == 3)),  # too few have both
        (TEN * 0, TEN),  # all alike
    ],
)
def test_what_has_no_correlation(x, y):
    assert rank_correlation(x, y) is None


CLEAR, UNCLEAR = RankCorrelation(-0.8, -0.9, -0.4, 20), RankCorrelation(0.3, -0.1, 0.6, 20)


def test_a_scatter_says_only_what_its_interval_allows_and_never_a_cause():
    assert scatter_headline(CLEAR, "Child poverty", "Smoking", "wards") == (
        "Wards higher on child poverty tend to be lower on smoking"
    )
    assert scatter_headline(UNCLEAR, "A", "B", "wards").startswith("No clear order of wards")
    assert scatter_headline(None, "A", "B", "wards").startswith("Too few wards")
    words = " ".join([scatter().alt, *scatter().notes]).lower()
    assert not any(cause in words for cause in ("because", "due to", "leads", "effect", "driv"))
    assert "does not say that one brings about the other" in words


def test_an_area_without_one_of_both_is_named_and_not_drawn():
    frame = pairs().assign(across=lambda rows: rows["across"].mask(rows["area_name"] == "Ward 9"))
    spec = scatter(frame)
    assert spec.data.loc[spec.data["area_name"] == "Ward 9", "value"].isna().all()
    assert "Not available: Ward 9." in spec.notes and "Suppressed: Ward 0." in spec.notes
    with pytest.raises(ValueError, match="fewer than 10"):
        scatter(pairs(count=10))


def test_the_gap_is_like_with_like_and_missing_is_never_nought():
    own = series(values=(10.0, 12.0, np.nan, 14.0))
    england = series(ENGLAND, "England", (9.0, np.nan, 9.0, 10.0))
    gap = gap_by_period(pd.concat([own, england.iloc[::-1]]), AREA, ENGLAND)
    assert gap["value"].tolist()[::3] == [1.0, 4.0]
    assert gap["value"].isna().tolist() == [False, True, True, False]
    assert gap["status"].tolist() == ["final", "not-available", "suppressed", "final"]
    assert gap["lower_95"].tolist()[0] == -0.5


def test_a_gap_is_counted_by_side_and_never_said_to_change():
    said = gap_over_time_headline(gaps(), "Anytown", "England", "Smoking")
    assert said == "Anytown was higher than England in 3 of 4 periods on smoking, 2019 to 2023"
    below = gap_over_time_headline(gaps((-1, -2, -3)), "Anytown", "England", "Smoking")
    assert "lower than England in all 3 periods" in below
    level = gap_over_time_headline(gaps((0, 0, 0)), "Anytown", "England", "Smoking")
    assert level.startswith("Anytown was level with England in all 3 periods on smoking")


def test_the_stage_that_changes_most_in_per_cent_leads_with_its_edition():
    rows = pd.DataFrame({"stage": ["A", "B"], "start": [100.0, 1000.0], "value": [80.0, 1100.0]})
    said = life_stages_headline(rows, "mid-2022", "mid-2043", "2022-based")
    assert said == "A: projected to shrink most, by 20.0%, mid-2022 to mid-2043 (2022-based)"
    same = life_stages_headline(rows.assign(value=rows["start"]), "x", "y", "z")
    assert same.startswith("No life stage")


def test_a_rug_names_who_is_worse_most_often_and_leaves_gaps_as_gaps():
    assert tartan_rug_headline(rug_cells(), "England", "wards") == (
        "Ward 0 is worse than England on 3 of 3 measures, more than any other of the wards"
    )
    none = rug_cells().assign(outcome="similar")
    assert "None of the wards was shown to be worse" in tartan_rug_headline(
        none, "England", "wards"
    )
    many = rug_cells().assign(outcome="worse")
    assert tartan_rug_headline(many, "England", "wards").startswith("6 wards are worse")
    # a place that a measure has no row for
    spec = tartan_rug(rug_cells().iloc[1:])
    first = spec.data.iloc[0]
    assert np.isnan(first["value"]) and first["status"] == "not-available"


def test_two_places_of_one_name_are_two_on_a_rug():
    # each is worse on one measure: added up under their name they would lead
    twins = rug_cells(places=4).assign(
        area_name=lambda rows: rows["area_name"].replace({"Ward 0": "Castle", "Ward 1": "Castle"}),
        outcome=["worse", "", "", "", "worse", "", "worse", "worse", "", "", "", ""],
    )
    assert tartan_rug_headline(twins, "England", "wards") == (
        "Ward 2 is worse than England on 2 of 3 measures, more than any other of the wards"
    )
    assert tartan_rug(twins).data.groupby("area_code").size().tolist() == [3] * 4


def test_a_rug_of_wards_says_not_flagged_and_never_similar():
    spec = tartan_rug(unflagged="not flagged among 6 wards tested")
    place = spec.options.classes.index("not flagged among 6 wards tested")
    assert spec.options.letters[place] == "U" and spec.options.looks[place] == "similar"
    assert "S" not in spec.options.letters
    assert "not flagged among 6 wards tested" in set(spec.data["outcome"])
    assert "similar" not in spec.alt + " ".join(spec.data["outcome"])
    assert "S" in tartan_rug().options.letters  # of areas that are each looked at alone


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (pd.concat([rug_cells()] * 2), "a measure twice"),
        (rug_cells(places=61), "60 places"),
        (rug_cells().assign(outcome=""), "no outcome"),
    ],
)
def test_a_rug_that_can_not_be_drawn_is_refused(frame, why):
    with pytest.raises(ValueError, match=why):
        tartan_rug(frame)
