"""Areas of a council's own making."""

import pandas as pd
import pytest

from jsna.analysis.custom_areas import of_lsoas, of_sectors, overlaps
from jsna.errors import UserFileError

LOOKUP = pd.DataFrame({"lsoa_code": ["a", "b", "c", "d"], "ward_code": ["W", "W", "X", "X"]})


def test_lsoas_make_an_area_and_overlaps_are_told():
    members = pd.DataFrame(
        {"custom_area": ["North", "North", "Coast"], "lsoa_code": ["a", "b", "b"]}
    )
    rows = of_lsoas(members, LOOKUP)
    assert rows["custom_area"].tolist() == ["North", "North", "Coast"]
    assert rows["ward_code"].tolist() == ["W", "W", "W"]
    assert overlaps(rows) == ("b",)


def test_every_wrong_member_is_told_at_once():
    members = pd.DataFrame({"custom_area": "North", "lsoa_code": ["a", "a", "z"]})
    with pytest.raises(UserFileError) as error:
        of_lsoas(members, LOOKUP)
    assert len(error.value.problems) == 2


SECTORS = pd.DataFrame(
    {
        "sector": ["AB1 1", "AB1 1", "AB1 2", "AB1 2", "AB1 3"],
        "lsoa_code": ["a", "b", "b", "c", "c"],
        "share": [1.0, 0.7, 0.3, 0.4, 0.6],
    }
)


def test_an_lsoa_goes_to_the_area_that_holds_most_of_its_residents():
    members = pd.DataFrame({"custom_area": ["North", "South"], "sector": ["AB1 1", "AB1 2"]})
    rows = of_sectors(members, SECTORS, LOOKUP)
    # c is mostly in a sector of neither area
    assert rows[["custom_area", "lsoa_code", "share"]].to_numpy().tolist() == [
        ["North", "a", 1.0],
        ["North", "b", 0.7],
    ]


def test_sectors_that_together_hold_most_of_an_lsoa_have_it():
    members = pd.DataFrame({"custom_area": "South", "sector": ["AB1 2", "AB1 3"]})
    rows = of_sectors(members, SECTORS, LOOKUP)
    assert rows["lsoa_code"].tolist() == ["c"] and rows["share"].tolist() == [1.0]


def test_sectors_need_the_council_s_own_look_up():
    members = pd.DataFrame({"custom_area": ["North"], "sector": ["AB1 1"]})
    with pytest.raises(UserFileError, match="cannot be placed without a look-up"):
        of_sectors(members, None, LOOKUP)
    with pytest.raises(UserFileError, match="has no sector ZZ9 9"):
        of_sectors(members.assign(sector="ZZ9 9"), SECTORS, LOOKUP)
    with pytest.raises(UserFileError, match="lie in several sectors"):
        of_sectors(members, SECTORS.drop(columns="share"), LOOKUP)
