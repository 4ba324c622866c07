"""A total that a population file states is held against its parts."""

import numpy as np
import pandas as pd
import pytest

from jsna.errors import FormatChanged
from jsna.sources.population.population_totals import check_totals

PARTS = ["0", "1", "2+"]


def wide(*rows: tuple, years: tuple[str, ...] = ("2023",)) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["AREA_CODE", "SEX", "AGE_GROUP", *years])


def ages(area: str, sex: str, total: float, *values: float) -> list[tuple]:
    numbers = [(area, sex, age, value) for age, value in zip(PARTS, values, strict=True)]
    return [*numbers, (area, sex, "All ages", total)]


def test_totals_that_their_parts_make_pass():
    both = [ages("E06900001", sex, 60, 10, 20, 30) for sex in ("Male", "Female")]
    persons = ages("E06900001", "Persons", 120, 20, 40, 60)
    check_totals(wide(*both[0], *both[1], *persons), ["2023"], "f.csv")


def test_all_ages_that_its_ages_contradict_is_told_with_both_numbers():
    whole = [ages(f"E0690000{n}", "Persons", 6000, 1000, 2000, 3000) for n in range(1, 4)]
    rows = [row for one in whole for row in one]
    with pytest.raises(FormatChanged) as caught:
        check_totals(wide(*rows, *ages("E06900009", "Male", 6009, 1000, 2000, 3000)), ["2023"], "f")
    said = str(caught.value)
    assert "All ages of E06900009, Male, 2023 is 6,009 here, and its ages add up to 6,000" in said
    assert "(1 of 4 such sums)" in said


def test_a_total_that_leaves_ages_out_is_a_part():
    without_babies = [row for row in ages("E06900001", "Male", 50, 10, 20, 30) if row[2] != "0"]
    with pytest.raises(FormatChanged, match="the sum of the 2 ages"):
        check_totals(wide(*without_babies), ["2023"], "f.csv")
    # what an extract leaves out is in the total that its publisher states
    check_totals(wide(*without_babies[:-1], (*without_babies[-1][:3], 60)), ["2023"], "f.csv")
    # and of one age alone nobody knows what it is a part of
    check_totals(wide(*without_babies[1:-1], ("E06900001", "Male", "All ages", 30)), ["2023"], "f")


def test_persons_of_an_extract_are_what_it_says_of_them():
    rows = [("E06900001", sex, "0", n) for sex, n in (("Male", 5), ("Female", 6), ("Persons", 13))]
    check_totals(wide(*rows), ["2023"], "f.csv")


@pytest.mark.parametrize(("total", "fails"), [(62, False), (63, True)])
def test_a_file_of_rounded_numbers_may_differ_by_what_rounding_makes(total, fails):
    # three ages and their total: at most half a person each
    table = wide(*ages("E06900001", "Persons", total, 10, 20, 30))
    if fails:
        with pytest.raises(FormatChanged):
            check_totals(table, ["2023"], "f.csv")
    else:
        check_totals(table, ["2023"], "f.csv")


@pytest.mark.parametrize(("apart", "fails"), [(16, False), (17, True), (40, True)])
def test_what_rounding_makes_of_many_ages_is_less_than_half_a_person_each(apart, fails):
    labels = [*map(str, range(90)), "90+"]
    rows = [("E06900001", "Persons", age, 103) for age in labels]
    table = wide(*rows, ("E06900001", "Persons", "All ages", 9373 + apart))
    if fails:
        with pytest.raises(FormatChanged, match="its ages add up to 9,373"):
            check_totals(table, ["2023"], "f.csv")
    else:
        check_totals(table, ["2023"], "f.csv")


def rounded(parts: int, unit: int, areas: int) -> pd.DataFrame:
    """A file in which each number was rounded by itself."""
    exact = np.random.default_rng(parts).uniform(300, 30_000, (areas, parts))
    whole = np.column_stack([exact, exact.sum(axis=1)])
    labels = [*map(str, range(parts - 1)), f"{parts - 1}+", "All ages"]
    index = pd.MultiIndex.from_product([[f"E0690{n:04d}" for n in range(areas)], labels])
    numbers = (np.round(whole / unit) * unit).ravel()
    frame = pd.DataFrame({"2023": numbers}, index.set_names(["AREA_CODE", "AGE_GROUP"]))
    return frame.reset_index().assign(SEX="Persons")


@pytest.mark.parametrize("areas", [3, 300])
@pytest.mark.parametrize("unit", [1, 5, 10, 100])
@pytest.mark.parametrize("parts", [2, 3, 6, 19, 91])
def test_a_file_that_was_rounded_is_read_whatever_it_was_rounded_to(parts, unit, areas):
    table = rounded(parts, unit, areas)
    check_totals(table, ["2023"], "f.csv")
    table.loc[parts, "2023"] += unit * 30
    with pytest.raises(FormatChanged, match=f"of {areas} such sums"):
        check_totals(table, ["2023"], "f.csv")


def test_of_a_file_that_was_not_rounded_a_total_that_is_one_person_off_is_told():
    table = rounded(3, 1, 40)
    ages_of = table[table["AGE_GROUP"] != "All ages"].groupby("AREA_CODE")["2023"].sum()
    table.loc[table["AGE_GROUP"] == "All ages", "2023"] = ages_of.to_numpy()
    check_totals(table, ["2023"], "f.csv")
    table.loc[3, "2023"] += 1
    with pytest.raises(FormatChanged, match="1 of 40 such sums"):
        check_totals(table, ["2023"], "f.csv")


@pytest.mark.parametrize(
    "rows",
    [
        ages("E06900001", "Persons", 70, 10, 20, float("nan")),  # a part is missing
        ages("E06900001", "Persons", float("nan"), 10, 20, 30),
        [row for row in ages("E06900001", "Persons", 70, 10, 20, 30) if row[2] != "1"],
        [("E06900001", "Persons", "All ages", 70)],
        [("E06900001", "Male", "0", 7), ("E06900001", "Persons", "0", 9)],
    ],
)
def test_what_has_not_all_its_parts_is_held_against_nothing(rows):
    check_totals(wide(*rows), ["2023"], "f.csv")


def test_each_year_is_held_by_itself():
    rows = [(*row, row[3] + (1 if row[2] == "All ages" else 0)) for row in
            ages("E06900001", "Persons", 6000, 1000, 2000, 3000)
            + ages("E06900002", "Persons", 6000, 1000, 2000, 3000)]  # fmt: skip
    check_totals(wide(*rows, years=("2022", "2023")), ["2022"], "f.csv")
    # half of the sums hold to the person, which is not most: the file may be one of rounded numbers
    check_totals(wide(*rows, years=("2022", "2023")), ["2022", "2023"], "f.csv")
