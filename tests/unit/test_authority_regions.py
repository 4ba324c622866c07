"""Which region an authority belongs to comes from look-ups, the newer one first."""

import pandas as pd

from jsna.facts.names import authority_regions


def test_districts_and_counties_get_the_region_of_their_wards() -> None:
    older = pd.DataFrame({"ward_code": ["W1"], "district_code": ["D1"], "region_code": ["R0"]})
    newer = pd.DataFrame(
        {
            "ward_code": ["W1", "W2", "W3"],
            "district_code": ["D1", "D1", "D2"],
            "county_code": ["C1", "C1", ""],
            "region_code": ["R1", "R1", "R2"],
        }
    )
    lsoas = pd.DataFrame({"lsoa_code": ["L1"], "district_code": ["D9"]})
    found = authority_regions([older, lsoas, newer])
    assert found.to_dict("list") == {
        "area_code": ["C1", "D1", "D2"],
        "region_code": ["R1", "R1", "R2"],
    }


def test_without_look_ups_no_region_is_known() -> None:
    assert authority_regions([]).empty
