"""Shares of neighbourhoods and residents in the most deprived tenth and fifth."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.deprivation import deprivation_shares, neighbourhoods, ward_table


def lsoas(deciles: list[float], residents: list[float], wards: str = "") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "lsoa_code": [f"E0100000{n}" for n in range(len(deciles))],
            "ward_code": list(wards or "A" * len(deciles)),
            "ward_name": [f"Ward {w}" for w in wards or "A" * len(deciles)],
            "district_code": "E06000099",
            "decile": deciles,
            "residents": residents,
        }
    )


def test_the_fifth_holds_deciles_one_and_two_and_the_tenth_only_one():
    row = deprivation_shares(lsoas([1, 2, 5, 9], [1800.0, 1400.0, 1600.0, 1200.0])).iloc[0]
    assert (row["lsoas"], row["lsoas_1"], row["lsoas_2"]) == (4, 1, 2)
    assert (row["share_lsoas_1"], row["share_lsoas_2"]) == (25, 50)
    assert row["share_residents_1"] == pytest.approx(30)
    assert row["share_residents_2"] == pytest.approx(100 * 3200 / 6000)


def test_missing_residents_leave_no_share_of_residents_but_one_of_neighbourhoods():
    row = deprivation_shares(lsoas([1, 9], [np.nan, 1000.0])).iloc[0]
    assert np.isnan(row["residents"])
    assert np.isnan(row["share_residents_1"])
    assert row["share_lsoas_1"] == 50


def test_a_neighbourhood_without_a_decile_is_counted_apart():
    row = deprivation_shares(lsoas([1, np.nan], [1000.0, 3000.0])).iloc[0]
    assert (row["lsoas"], row["lsoas_without_decile"], row["share_lsoas_1"]) == (1, 1, 100)
    assert row["share_residents_1"] == 100


def test_an_area_with_none_has_a_share_of_zero_and_one_without_deciles_has_no_share():
    assert deprivation_shares(lsoas([9], [10.0])).iloc[0]["share_lsoas_1"] == 0
    assert np.isnan(deprivation_shares(lsoas([np.nan], [10.0])).iloc[0]["share_lsoas_1"])


def test_wards_are_ordered_by_share_and_single_neighbourhoods_flagged():
    table = ward_table(lsoas([9, 1, 2, 9], [100.0, 50.0, 50.0, 100.0], "ABCC"))
    assert list(table["ward_name"]) == ["Ward B", "Ward C", "Ward A"]
    assert list(table["one_lsoa"]) == [True, False, True]
    assert table["share_residents_2"].round(1).tolist() == [100.0, 33.3, 0.0]


def test_deciles_and_residents_are_those_of_the_edition_and_of_all_ages():
    def rows(indicator, value, **changes):
        given = {
            "indicator_id": indicator, "area_code": "E01000000", "edition": "2025",
            "geography_year": "2021", "age": "All ages", "sex": "Persons", "value": value,
        }  # fmt: skip
        return given | changes

    facts = pd.DataFrame(
        [
            rows("imd-decile", 3.0),
            rows("imd-decile", 7.0, edition="2015", geography_year="2011"),
            rows("census-residents", 1500.0, edition=""),
            rows("census-residents", 200.0, edition="", age="0-15"),
        ]
    )
    lookup = lsoas([np.nan, np.nan], [np.nan, np.nan]).drop(columns=["decile", "residents"])
    found = neighbourhoods(facts, lookup, "2025", "2021")
    assert found["decile"].iloc[0] == 3
    assert found["residents"].iloc[0] == 1500
    assert found[["decile", "residents"]].iloc[1].isna().all()
