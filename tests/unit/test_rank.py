"""Ranks: direction, ties, missing values, one tier, one period, an area counted once."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.rank import LOWER, UPPER, rank_area, ranked, tier_of

PERIOD = "2024-01-01/P1Y"


def peers(values: dict[str, float], area_type="unitary", period=PERIOD) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": list(values),
            "area_type": area_type,
            "period": period,
            "value": list(values.values()),
        }
    ).astype({"area_code": "str"})


TEN = {f"E0600{n:04d}": float(n) for n in range(1, 11)}


@pytest.mark.parametrize(
    ("polarity", "place", "words"),
    [
        ("high-is-good", 1, "1 is the highest and best"),
        ("low-is-good", 10, "1 is the lowest and best"),
        ("none", 1, "1 is the highest"),
    ],
)
def test_direction_follows_polarity_and_is_said(polarity, place, words):
    rank = rank_area(peers(TEN), "E06000010", PERIOD, polarity)
    assert (rank.rank, rank.of, rank.joint, rank.missing) == (place, 10, False, 0)
    assert rank.direction == words


def test_ties_share_the_smallest_rank_and_say_so():
    rank = rank_area(peers(TEN | {"E06000009": 10.0}), "E06000010", PERIOD, "none")
    assert (rank.rank, rank.joint) == (1, True)
    assert rank_area(peers(TEN | {"E06000009": 10.0}), "E06000008", PERIOD, "none").rank == 3


def test_missing_areas_are_counted_and_not_ranked():
    rank = rank_area(peers(TEN | {"E06000011": np.nan}), "E06000001", PERIOD, "none")
    assert (rank.rank, rank.of, rank.missing) == (10, 10, 1)
    frame = ranked(peers(TEN | {"E06000011": np.nan}), PERIOD, UPPER, "none")
    assert frame["area_code"].iloc[-1] == "E06000011"
    assert np.isnan(frame["rank"].iloc[-1])


def test_zero_is_a_value_and_not_missing():
    assert rank_area(peers(TEN | {"E06000011": 0.0}), "E06000011", PERIOD, "none").rank == 11


def test_no_rank_for_a_missing_area_or_under_eight():
    missing = rank_area(peers(TEN | {"E06000001": np.nan}), "E06000001", PERIOD, "none")
    assert (missing.rank, missing.reason) == (None, "the area has no value in this period")
    seven = dict(list(TEN.items())[:7])
    few = rank_area(peers(seven), "E06000001", PERIOD, "none")
    assert (few.rank, few.reason) == (None, "only 7 areas have a value in this period")
    eight = dict(list(TEN.items())[:8])
    assert rank_area(peers(eight), "E06000001", PERIOD, "none").rank == 8


def test_another_period_never_counts():
    both = pd.concat([peers(TEN), peers({"E06000099": 99.0}, period="2023-01-01/P1Y")])
    assert rank_area(both, "E06000010", PERIOD, "none").rank == 1
    assert rank_area(both, "E06000099", PERIOD, "none").rank is None


COUNTIES = peers({f"E1000{n:04d}": 50.0 + n for n in range(3)}, "county")
DISTRICTS = peers({f"E0700{n:04d}": 20.0 + n for n in range(12)}, "district")


def test_a_county_is_never_ranked_with_its_districts():
    everyone = pd.concat([peers(TEN), COUNTIES, DISTRICTS])
    county = rank_area(everyone, "E10000001", PERIOD, "none")
    assert (county.of, county.tier) == (13, UPPER)
    district = rank_area(everyone, "E07000001", PERIOD, "none")
    assert (district.of, district.tier) == (22, LOWER)


@pytest.mark.parametrize(
    ("others", "tier"), [([COUNTIES], UPPER), ([DISTRICTS], LOWER), ([COUNTIES, DISTRICTS], LOWER)]
)
def test_a_unitary_takes_the_tier_that_the_indicator_has(others, tier):
    everyone = pd.concat([peers(TEN), *others])
    assert tier_of(everyone, "E06000001", PERIOD) == tier


def test_regions_and_england_never_rank():
    everyone = pd.concat([peers(TEN), peers({"E92000001": 1.0}, "england")])
    assert rank_area(everyone, "E06000001", PERIOD, "none").of == 10


def test_an_area_under_its_old_and_its_new_code_counts_once():
    changes = pd.DataFrame({"old_code": ["E06000009"], "new_code": ["E06000010"]})
    rank = rank_area(peers(TEN), "E06000008", PERIOD, "none", changes)
    assert (rank.rank, rank.of) == (2, 9)
    alone = peers({k: v for k, v in TEN.items() if k != "E06000010"})
    assert rank_area(alone, "E06000009", PERIOD, "none", changes).of == 9
