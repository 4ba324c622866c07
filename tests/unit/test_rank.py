"""Ranks: direction, ties, missing values, one tier, one period, the register's authorities."""

import numpy as np
import pandas as pd
import pytest
from invented_register import a_register

from jsna.analysis.rank import rank_area, ranked
from jsna.analysis.tier import LOWER, UPPER, authorities_of, tier_of
from jsna.narrative.comparison_words import rank_cell
from jsna.narrative.rank_words import rank_note

PERIOD = "2024-01-01/P1Y"


def peers(values: dict[str, float], area_type="unitary", period=PERIOD) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "area_code": list(values),
            "area_type": area_type,
            "period": period,
            "value": list(values.values()),
        }
    ).astype({"area_code": "str", "value": "float64"})


TEN = {f"E0600{n:04d}": float(n) for n in range(1, 11)}
UNITARIES = [(code, "unitary", f"Place {code[-2:]}") for code in TEN]
REGISTER = a_register(*UNITARIES)


def rank_of(code, facts, polarity="none", register=REGISTER, period=PERIOD):
    tier = tier_of(facts, register, code, period)
    return rank_area(authorities_of(facts, register, period, tier), code, period, polarity, tier)


@pytest.mark.parametrize(
    ("polarity", "place", "words"),
    [
        ("high-is-good", 1, "1 is the highest and best"),
        ("low-is-good", 10, "1 is the lowest and best"),
        ("none", 1, "1 is the highest"),
    ],
)
def test_direction_follows_polarity_and_is_said(polarity, place, words):
    rank = rank_of("E06000010", peers(TEN), polarity)
    assert (rank.rank, rank.of, rank.joint, rank.missing) == (place, 10, False, {})
    assert rank.direction == words


@pytest.mark.parametrize(
    ("polarity", "cell"),
    [
        ("high-is-good", "2nd of 10"),  # under a head that says 1st = best
        ("low-is-good", "9th of 10"),
        ("none", "2nd of 10 (1st = highest)"),
    ],
)
def test_a_cell_of_a_table_says_where_it_does_not_count_from_the_best(polarity, cell):
    assert rank_cell(rank_of("E06000009", peers(TEN), polarity)) == cell
    assert rank_cell(rank_of("E06000009", peers({"E06000009": 1.0}), polarity)) == ""
    some = rank_of("E06000009", peers(TEN | {"E06000010": None}), polarity)
    assert ", 1 missing" in rank_cell(some)


def test_ties_share_the_smallest_rank_and_say_so():
    rank = rank_of("E06000010", peers(TEN | {"E06000009": 10.0}))
    assert (rank.rank, rank.joint) == (1, True)
    assert rank_of("E06000008", peers(TEN | {"E06000009": 10.0})).rank == 3


@pytest.mark.parametrize("how", ["a row without a value", "no row"])
def test_n_is_the_registers_and_who_has_no_value_is_named(how):
    facts = peers(TEN | {"E06000004": np.nan})
    facts = facts if how == "a row without a value" else facts.dropna()
    rank = rank_of("E06000001", facts)
    assert (rank.rank, rank.of) == (9, 10)
    assert rank.missing == {"unitary authority": ("Place 04",)} and rank.without_value == 1
    assert "1 unitary authority (Place 04) has no value in this file and no rank." in rank_note(
        rank
    )
    frame = ranked(authorities_of(facts, REGISTER, PERIOD, UPPER), "none")
    assert frame["area_code"].iloc[-1] == "E06000004" and np.isnan(frame["rank"].iloc[-1])


def test_zero_is_a_value_and_not_missing():
    rank = rank_of("E06000003", peers(TEN | {"E06000003": 0.0}))
    assert (rank.rank, rank.missing) == (10, {})


def test_no_rank_for_a_missing_area_or_under_eight():
    missing = rank_of("E06000001", peers(TEN | {"E06000001": np.nan}))
    assert (missing.rank, missing.reason) == (None, "the area has no value in this period")
    seven = dict(list(TEN.items())[:7])
    few = rank_of("E06000001", peers(seven))
    assert (few.rank, few.reason) == (None, "only 7 areas have a value in this period")
    eight = dict(list(TEN.items())[:8])
    assert rank_of("E06000001", peers(eight)).rank == 8


def test_another_period_never_counts():
    older = peers({"E06000009": 99.0, "E06000001": 98.0}, period="2023-01-01/P1Y")
    assert rank_of("E06000010", pd.concat([peers(TEN), older])).rank == 1
    assert rank_of("E06000001", pd.concat([peers(TEN).iloc[1:], older])).rank is None


COUNTIES = [(f"E1000{n:04d}", "county", f"County {n}") for n in range(3)]
DISTRICTS = [(f"E0700{n:04d}", "district", f"District {n}") for n in range(12)]
EVERYONE = a_register(*UNITARIES, *COUNTIES, *DISTRICTS)
OF_COUNTIES = peers({code: 50.0 for code, *_ in COUNTIES}, "county")
OF_DISTRICTS = peers({code: 20.0 for code, *_ in DISTRICTS}, "district")


def test_a_county_is_never_ranked_with_its_districts():
    facts = pd.concat([peers(TEN), OF_COUNTIES, OF_DISTRICTS])
    county = rank_of("E10000001", facts, register=EVERYONE)
    assert (county.of, county.tier) == (13, UPPER)
    district = rank_of("E07000001", facts, register=EVERYONE)
    assert (district.of, district.tier) == (22, LOWER)


@pytest.mark.parametrize(
    ("others", "tier"),
    [([OF_COUNTIES], UPPER), ([OF_DISTRICTS], LOWER), ([OF_COUNTIES, OF_DISTRICTS], LOWER)],
)
def test_a_unitary_takes_the_tier_that_the_indicator_has(others, tier):
    facts = pd.concat([peers(TEN), *others])
    assert tier_of(facts, EVERYONE, "E06000001", PERIOD) == tier


def test_a_file_without_counties_still_ranks_among_the_registers_and_says_who_is_missing():
    rank = rank_of("E06000010", peers(TEN), register=EVERYONE)
    assert (rank.rank, rank.of) == (1, 13)
    assert "All 3 counties (County 0, County 1 and County 2) have no value" in rank_note(rank)


def test_regions_and_england_never_rank():
    everyone = pd.concat([peers(TEN), peers({"E92000001": 1.0}, "england")])
    assert rank_of("E06000001", everyone).of == 10


# a county of three districts becomes a unitary authority of the same place; two districts merge
MERGED = a_register(
    *UNITARIES,
    ("E10000001", "county", "Oldshire", "2009-04-01", "2023-03-31", "E06000011", "same-place"),
    ("E06000011", "unitary", "Oldshire", "2023-04-01"),
    *(
        (f"E0700000{n}", "district", f"Part {n}", "2009-04-01", "2023-03-31", "E06000011", "merged")
        for n in (1, 2, 3)
    ),
)
PARTS = {"E07000001": 3.1, "E07000002": 3.2, "E07000003": np.nan}
BEFORE = "2022-01-01/P1Y"


def stands(facts, period, tier):
    rows = authorities_of(facts, MERGED, period, tier)
    return set(rows.loc[~rows["area_code"].isin(TEN), "area_code"])


def test_a_county_that_became_a_unitary_stands_in_the_counties_tier_of_its_time():
    # in the facts the place has one code for all years
    facts = pd.concat([peers(TEN | {"E06000011": 3.0}), peers(PARTS, "district")])
    facts = facts.assign(period=BEFORE)
    assert stands(facts, BEFORE, UPPER) == {"E06000011"}
    assert stands(facts, BEFORE, LOWER) == set(PARTS)
    county = authorities_of(facts, MERGED, BEFORE, UPPER).set_index("area_code").loc["E06000011"]
    assert (county["kind"], county["area_type"], county["value"]) == ("county", "county", 3.0)
    assert tier_of(facts, MERGED, "E06000011", BEFORE) == UPPER
    after = facts.assign(period=PERIOD)
    assert stands(after, PERIOD, UPPER) == stands(after, PERIOD, LOWER) == {"E06000011"}


def test_districts_that_a_source_goes_on_with_stand_in_for_their_successor_and_are_told():
    facts = pd.concat([peers(TEN), peers(PARTS, "district")])
    assert stands(facts, PERIOD, LOWER) == set(PARTS)
    rank = rank_of("E06000010", facts, register=MERGED)
    assert (rank.tier, rank.of, rank.missing) == (LOWER, 13, {"district": ("Part 3",)})
    assert rank.stand_ins == {"abolished": ("Part 1", "Part 2", "Part 3")}
    assert (
        "As published, the list has 3 authorities that ended before this period did (Part 1, Part 2"
        " and Part 3) in place of those that followed." in rank_note(rank)
    )


def test_a_period_restated_for_a_later_authority_has_it_in_place_of_its_districts():
    facts = peers(TEN | {"E06000011": 3.0}).assign(period=BEFORE)
    register = a_register(
        *UNITARIES,
        ("E06000011", "unitary", "Newshire", "2023-04-01"),
        ("E07000001", "district", "Part 1", "2009-04-01", "2023-03-31", "E06000011", "merged"),
        ("E07000002", "district", "Part 2", "2009-04-01", "2023-03-31", "E06000011", "merged"),
        ("E07000009", "district", "Another"),
    )
    rank = rank_area(
        authorities_of(facts, register, BEFORE, LOWER), "E06000010", BEFORE, "none", ""
    )
    assert (rank.of, rank.stand_ins) == (12, {"later": ("Newshire",)})
    assert rank.missing == {"district": ("Another",)}
    assert "1 authority that began after this period (Newshire)" in rank_note(rank)
    # where the districts of the time have a value, the later authority would count them twice
    both = pd.concat([facts, peers({"E07000001": 1.0}, "district", BEFORE)])
    rows = authorities_of(both, register, BEFORE, LOWER)
    assert "E06000011" not in set(rows["area_code"])
    assert rows.loc[rows["value"].isna(), "name"].tolist() == ["Part 2", "Another"]
    new = rank_area(rows, "E06000011", BEFORE, "none", "")
    assert (new.rank, new.reason) == (
        None, "the source gives this period for the authorities before it",
    )  # fmt: skip


def test_of_two_generations_the_nearer_stands_in():
    register = a_register(
        *UNITARIES,
        ("E07000001", "district", "First", "2009-04-01", "2019-03-31", "E07000002", "merged"),
        ("E07000002", "district", "Second", "2019-04-01", "2023-03-31", "E06000011", "merged"),
        ("E06000011", "unitary", "Third", "2023-04-01"),
    )
    facts = pd.concat([peers(TEN), peers({"E07000001": 1.0, "E07000002": 2.0}, "district")])
    rows = authorities_of(facts, register, PERIOD, LOWER)
    others = rows[~rows["area_code"].isin(TEN)]
    assert others[["area_code", "stands_for"]].to_numpy().tolist() == [["E07000002", "E06000011"]]


def test_one_place_under_two_codes_counts_once():
    register = a_register(
        *UNITARIES[:8],
        ("E06000009", "unitary", "Old", "2009-04-01", "2022-03-31", "E06000010", "same-place"),
        ("E06000010", "unitary", "New", "2022-04-01"),
    )
    rank = rank_of("E06000008", peers(TEN), register=register)
    assert (rank.rank, rank.of) == (2, 9)
    alone = peers({k: v for k, v in TEN.items() if k != "E06000010"})
    assert rank_of("E06000009", alone, register=register).of == 9
    assert rank_of("E06000009", alone, register=register).rank == 1


def test_the_last_day_of_the_period_decides_and_old_periods_have_the_registers_first():
    facts = peers(TEN)
    for period, code in (("2022-04-01/P1Y", "E10000001"), ("2022-09-01/P1Y", "E06000011"),
                         ("2001-01-01/P1Y", "E10000001")):  # fmt: skip
        rows = authorities_of(facts.assign(period=period), MERGED, period, UPPER)
        assert rows.loc[rows["value"].isna(), "area_code"].tolist() == [code]


def test_a_county_restated_as_a_unitary_stands_for_its_districts_where_the_source_has_none():
    facts = peers(TEN | {"E06000011": 3.0}).assign(period=BEFORE)
    assert stands(facts, BEFORE, LOWER) == stands(facts, BEFORE, UPPER) == {"E06000011"}
    lower = authorities_of(facts, MERGED, BEFORE, LOWER).set_index("area_code").loc["E06000011"]
    assert (lower["stands"], lower["stands_for"], lower["kind"]) == (
        "later", "E07000001 E07000002 E07000003", "unitary authority",
    )  # fmt: skip
    # a row of one district, though it is suppressed, says that the source gives the old ones
    hidden = pd.concat([facts, peers({"E07000001": np.nan}, "district", BEFORE)])
    assert stands(hidden, BEFORE, LOWER) == set(PARTS)
