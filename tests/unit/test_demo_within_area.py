"""The invented rows by deprivation inside a council: they add up, and small ones are a gap."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.gradient import gradient_of
from jsna.demo.country import authorities
from jsna.demo.fingertips_rows import NOTES, TENTHS, series_rows
from jsna.demo.places import authority_places, ward_places
from jsna.demo.shape import seed
from jsna.demo.small_areas import small_areas
from jsna.demo.within_area import KIND, ONE_IN, SMALLEST_COUNT
from jsna.settings.load import load_settings
from jsna.settings.paths import Paths


@pytest.fixture(scope="module")
def rows(project_root) -> pd.DataFrame:
    """Every row of the catalogue's counted indicators that have tenths inside councils."""
    settings = load_settings(Paths(project_root, project_root))
    councils = [area for _, area in sorted(settings.areas.items()) if area.synthetic]
    everyone = authorities(councils)
    lsoas = small_areas(everyone)
    places = authority_places(everyone, lsoas.groupby("district_code")["residents"].sum())
    wards = ward_places(lsoas)
    chosen = [
        i
        for _, i in sorted(settings.indicators.items())
        if i.source.source == "fingertips" and seed("within area", i.id) % ONE_IN == 0
    ]
    parts = [part for i in chosen for s in i.strata for part in series_rows(i, s, places, wards)]
    return pd.concat(parts, ignore_index=True)


def test_the_words_are_those_of_a_gradient_within_the_area(rows):
    found = gradient_of(KIND)
    assert found is not None and (found.scope, found.groups) == ("within the area", 10)
    inside = rows[rows["Category Type"] == KIND]
    assert inside["Indicator ID"].nunique() > 5
    assert set(inside["Category"]) == set(TENTHS)
    assert set(inside["Area Code"]) == {"E08900001", "E06900001"}


def test_the_large_council_s_tenths_add_up_to_its_own_counts(rows):
    inside = rows[(rows["Category Type"] == KIND) & (rows["Area Code"] == "E08900001")]
    keys = ["Indicator ID", "Sex", "Age", "Time period"]
    whole = inside.groupby(keys).filter(lambda part: part["Count"].notna().all())
    sums = whole.groupby(keys)[["Count", "Denominator"]].sum()
    own = rows[(rows["Category Type"] == "") & (rows["Area Code"] == "E08900001")]
    beside = own.set_index(keys).loc[sums.index, ["Count", "Denominator"]]
    assert len(sums) > 10
    np.testing.assert_array_equal(sums.to_numpy(float), beside.to_numpy(float))


def test_values_lie_inside_their_intervals_and_small_counts_are_not_told(rows):
    inside = rows[(rows["Category Type"] == KIND) & rows["Value"].notna()]
    low, high = inside["Lower CI 95.0 limit"], inside["Upper CI 95.0 limit"]
    assert ((low <= inside["Value"]) & (inside["Value"] <= high) | low.isna()).all()
    assert (inside["Count"].dropna() >= SMALLEST_COUNT).all()


def test_the_small_council_s_tenths_are_listed_without_a_value(rows):
    small = rows[(rows["Category Type"] == KIND) & (rows["Area Code"] == "E06900001")]
    assert len(small) and small[["Value", "Count", "Denominator"]].isna().all(axis=None)
    assert small["Value note"].isin([*NOTES, small["Value note"].iloc[0]]).all()
    assert small["Value note"].iloc[0].startswith("Value cannot be calculated")
