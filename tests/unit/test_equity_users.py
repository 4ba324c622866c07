"""Users of services by where they live, and the people of the target areas, by age."""

import pandas as pd
import pytest

from jsna.analysis.target_areas import placed_users, with_populations
from jsna.errors import UserFileError
from jsna.sources.council.equity_csv import EXACT, PARTIAL
from jsna.sources.council.equity_users_csv import read_users_csv

TARGET = ["E01000001", "E01000002"]
EVERY = [*TARGET, "E01000003"]
PEOPLE = {
    "0-15": (100, 200, 700),
    "16-24": (30, 20, 150),
    "25-64": (300, 100, 600),
    "65+": (70, 80, 450),
}


def residents():
    rows = [
        (code, "Persons", age, float(count))
        for age, counts in PEOPLE.items()
        for code, count in zip(EVERY, counts, strict=True)
    ]
    return pd.DataFrame(rows, columns=["area_code", "sex", "age", "value"])


def services(**columns):
    blank = {"age": "", "sex": "", "population_age": "", "population_sex": "", "denominator": ""}
    number = dict.fromkeys(("target_population", "population", "expected_share"), float("nan"))
    size = len(next(iter(columns.values())))
    frame = pd.DataFrame({"service": [f"S{n}" for n in range(size)], **blank, **number})
    return frame.assign(**columns)


def filled(**columns):
    return with_populations(services(**columns), residents(), TARGET, "Census")


def test_people_of_the_target_and_of_the_area_by_a_services_ages():
    found = filled(age=["", "16+", "0-15", "16 to 64", "65 and over"])
    assert found["target_population"].tolist() == [900, 600, 300, 450, 150]
    assert found["population"].tolist() == [2_800, 1_800, 1_000, 1_200, 600]
    assert found["denominator"].tolist()[:2] == [
        "residents of all ages (Census)", "residents aged 16+ (Census)",
    ]  # fmt: skip


def test_ages_that_the_census_groups_do_not_make_take_the_groups_that_cover_them():
    found = filled(age=["18+", "16+", "0-17", "30"])
    assert found["population"].tolist() == [1_800, 1_800, 1_200, 1_000]
    assert found["population_age"].tolist() == ["16+", "", "0-24", "25-64"]


def test_counts_of_persons_for_a_service_of_one_sex_say_so():
    found = filled(sex=["Female", "Persons", ""])
    assert found["population_sex"].tolist() == ["Persons", "", ""]


def test_what_a_service_has_of_its_own_stays():
    found = filled(expected_share=[8.4, float("nan")], denominator=["adults", ""])
    assert found["denominator"].tolist() == ["adults", "residents of all ages (Census)"]
    assert found["population"].isna().tolist() == [True, False]


def test_one_unknown_cell_makes_the_count_unknown_and_never_smaller():
    people = residents()
    people.loc[people["area_code"] == "E01000003", "value"] = float("nan")
    found = with_populations(services(age=["16+"]), people, TARGET, "Census").iloc[0]
    assert found["target_population"] == 600
    assert pd.isna(found["population"])


def test_a_target_without_residents_and_unreadable_ages_are_told():
    with pytest.raises(UserFileError, match="E01000009"):
        with_populations(services(age=[""]), residents(), ["E01000009"], "Census")
    with pytest.raises(UserFileError, match="grown-ups"):
        filled(age=["grown-ups"])


def read(*lines):
    return read_users_csv("\n".join(["service,place,users", *lines, ""]).encode(), "users.csv")


def test_users_are_placed_in_the_target_in_the_area_or_nowhere():
    users = read(
        "B,E01000003,40", "A,E01000001,10", "A,e01000002,5", 'A,E01000003,"1,000"',
        "A,E01999999,7", "A,not known,3", "B,not known,1",
    )  # fmt: skip
    found = placed_users(users, TARGET, EVERY)
    assert found.to_dict("list") == {
        "service": ["B", "A"],
        "users_from_target": [0, 15],
        "users": [40, 1_015],
        "users_elsewhere": [1, 10],
    }


def test_sectors_are_partial_postcodes():
    users = read("A,AB1 2,10", "A,not known,1", "B,E01000001,4")
    assert users["catchment"].tolist() == [PARTIAL, PARTIAL, EXACT]


@pytest.mark.parametrize(
    ("lines", "said", "line"),
    [
        (["A,E01000001,"], "no count", 2),
        (["A,E01000001,2.5"], "no count", 2),
        (["A,E01000001,-1"], "no count", 2),
        (["A,E01000001,1", "A,Eastwood,3"], "no place", 3),
        (["A,AB1 2,1", "A,E01000001,3"], "LSOAs and postcode sectors", 2),
        (["A,E01000001,1", "A,E01000001,3"], "stands in a row above", 3),
        ([",E01000001,1"], "no name", 2),
        (["A,AB1 2CD,1"], "full postcode", 2),
    ],
)
def test_a_mistake_is_told_with_its_line(lines, said, line):
    with pytest.raises(UserFileError, match=said) as caught:
        read(*lines)
    assert caught.value.problems[0].line == line


def test_a_file_with_other_columns_is_refused():
    with pytest.raises(UserFileError, match="unknown column: age"):
        read_users_csv(b"service,place,users,age\nA,E01000001,3,18+\n", "users.csv")
