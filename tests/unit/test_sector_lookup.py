"""A council's own look-up of postcode sectors: its mistakes, and which look-up an area keeps."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
from geo_files import area, snapshot

from jsna.errors import SourceError
from jsna.geo.sectors import own_sectors
from jsna.settings.custom_area import CustomArea
from jsna.sources.contract import ParsedLookup
from jsna.sources.geography.sector_lookup import OWN, SOURCE

HEAD = "sector,lsoa_code,share\n"


def parse(text: str) -> pd.DataFrame:
    content = text.encode()
    return SOURCE.parse(snapshot(content), content)[0].rows


def test_sectors_and_lsoas_are_read_with_their_share():
    rows = parse(f"{HEAD}zz1 2,E01000001,0.75\nZZ1 3, E01000001 ,0.25\n")
    assert rows.to_numpy().tolist() == [["ZZ1 2", "E01000001", 0.75], ["ZZ1 3", "E01000001", 0.25]]
    assert "share" not in parse("sector,lsoa_code\nZZ1 2,E01000001\n")


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("ZZ1 2AB,E01000001,1", "sector is no postcode sector"),
        (",E01000001,1", "sector is no postcode sector"),
        ("ZZ1 2,E02000001,1", "lsoa_code is no English LSOA's"),
        ("ZZ1 2,E01000001,1.2", "share is no number from 0 to 1"),
        ("ZZ1 2,E01000001,", "share is no number from 0 to 1"),
        ("ZZ1 1,E01000009,1", "stand in a row above"),
    ],
)
def test_a_row_with_a_mistake_is_told_with_its_line(row, what):
    with pytest.raises(SourceError, match=what) as error:
        parse(f"{HEAD}ZZ1 1,E01000009,1\n{row}\n")
    assert [problem.line for problem in error.value.problems] == [3]


def test_shares_that_are_more_than_a_whole_lsoa_are_told():
    shares = "ZZ1 1,E01000001,0.67\nZZ1 2,E01000001,{}\nZZ1 3,E01000002,1\n"
    with pytest.raises(SourceError, match="of this LSOA add up to more than 1") as error:
        parse(HEAD + shares.format(0.5))
    assert [problem.line for problem in error.value.problems] == [2]
    assert len(parse(HEAD + shares.format(0.34))) == 3


def test_a_table_with_other_columns_is_not_this_look_up():
    assert SOURCE.recognise("x.csv", b"sector,lsoa_code,name\nZZ1 2,E01000001,A\n") is None
    assert SOURCE.recognise("x.csv", f"{HEAD}ZZ1 2,E01000001,1\n".encode())


def look_up(method: str, sha: str, day: int, **columns):
    received = replace(snapshot(b"x"), sha256=sha, retrieved=datetime(2026, 1, day, tzinfo=UTC))
    return received, ParsedLookup({}, pd.DataFrame(columns), method)


def of_sectors(*sectors: str):
    return area().model_copy(update={"custom_areas": (CustomArea(name="Q", sectors=sectors),)})


def test_the_councils_own_newest_look_up_comes_before_the_directory():
    directory = look_up("postcodes", "d" * 64, 3, sector=["ZZ1 2"], lsoa_code=["E01000001"])
    older = look_up(OWN, "a" * 64, 1, sector=["ZZ1 2"], lsoa_code=["E01000002"])
    newer = look_up(OWN, "b" * 64, 2, sector=["ZZ1 2"], lsoa_code=["E01000003"])
    lsoas = pd.Series(["E01000001", "E01000002", "E01000003"])
    found = own_sectors(of_sectors("ZZ1 2"), [newer, directory, older], lsoas)
    assert (found.ids, found.method) == (("b" * 64,), OWN)
    assert found.rows["lsoa_code"].tolist() == ["E01000003"]
    assert own_sectors(of_sectors("ZZ1 2"), [directory], lsoas).method == "postcodes"


def test_only_what_an_area_of_sectors_needs_is_kept():
    rows = {
        "sector": ["ZZ1 2", "ZZ1 3", "ZZ9 9"],
        "lsoa_code": ["E01000009", "E01000001", "E01000008"],
    }
    directory = look_up("postcodes", "d" * 64, 3, **rows)
    found = own_sectors(of_sectors("ZZ1 2"), [directory], pd.Series(["E01000001"]))
    # the named sector, though it lies outside, and the own LSOA's other sectors
    assert found.rows["sector"].tolist() == ["ZZ1 2", "ZZ1 3"]
    assert own_sectors(area(), [directory], pd.Series(["E01000001"])).rows.empty
