"""Services joined with users by place and with people of the target areas."""

import pandas as pd
import pytest

from jsna.commands.equity_target import Target, audited
from jsna.errors import UserFileError
from jsna.settings.area import Area, Contact, Region
from jsna.sources.council.equity_csv import EXACT, PARTIAL, read_equity_csv
from jsna.sources.council.equity_users_csv import read_users_csv

AREA = Area(
    slug="midshire",
    name="Midshire",
    code="E06000999",
    kind="unitary authority",
    region=Region(code="E12000001", name="The Middle"),
    contact=Contact(team="Public health"),
)
CODES = ("E01000001", "E01000002", "E01000003")


def target(sectors=()):
    rows = [
        (code, "Persons", age, count)
        for code in CODES
        for age, count in (("0-15", 100.0), ("16+", 400.0))
    ]
    residents = pd.DataFrame(rows, columns=["area_code", "sex", "age", "value"])
    return Target(
        AREA, "The Quay", frozenset(CODES[:1]), frozenset(CODES), frozenset(sectors), residents,
        "Census 2021", (),
    )  # fmt: skip


def services(*lines):
    text = "\n".join(["service,users_from_target,users,age,note", *lines, ""])
    return read_equity_csv(text.encode(), "services.csv")


def users(*lines):
    return read_users_csv("\n".join(["service,place,users", *lines, ""]).encode(), "users.csv")


def test_users_are_joined_to_their_service_and_the_others_stay():
    found = audited(
        services("A,,,16+,", "B,10,50,,", "C,,,,being tendered"),
        users("A,E01000001,30", "A,E01000002,70", "D,E01000003,9"),
        target(),
    ).set_index("service")
    assert found.index.tolist() == ["A", "B", "C", "D"]
    assert found["users_from_target"].tolist()[:2] == [30, 10]
    assert found["users"].tolist()[:2] == [100, 50]
    assert pd.isna(found.loc["C", "users"]) and found.loc["C", "note"] == "being tendered"
    assert found.loc["D", "users_from_target"] == 0
    assert found["target_population"].tolist() == [400, 500, 500, 500]
    assert found["population"].tolist() == [1_200, 1_500, 1_500, 1_500]
    assert found.loc["A", "catchment"] == EXACT


def test_users_alone_make_the_services():
    found = audited(None, users("A,E01000001,30", "A,not known,2"), target())
    assert found["users"].tolist() == [30] and found["users_elsewhere"].tolist() == [2]
    assert found["denominator"].tolist() == ["residents of all ages (Census 2021)"]


def test_users_by_sector_are_placed_in_a_target_of_sectors_with_its_caveat():
    found = audited(None, users("A,AB1 2,30", "A,AB1 3,20", "A,not known,4"), target(["AB1 2"]))
    row = found.iloc[0]
    assert (row["users_from_target"], row["users"], row["users_elsewhere"]) == (30, 50, 4)
    assert row["catchment"] == PARTIAL


def test_users_by_sector_need_a_target_of_sectors():
    with pytest.raises(UserFileError, match="can't be placed in The Quay"):
        audited(None, users("A,AB1 2,30"), target())


def test_counts_in_both_files_are_refused():
    with pytest.raises(UserFileError, match="A has counts of users in both files"):
        audited(services("A,10,50,,"), users("A,E01000001,30"), target())
