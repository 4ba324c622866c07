"""Life expectancy: a table worked out by hand, a published one, and England's own deciles."""

from fractions import Fraction as F

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.life_expectancy import (
    UNDER_85,
    UNDER_90,
    life_expectancy,
    life_expectancy_gap,
)

# Inputs and answer as printed in the tests of OHID's reference package for these methods
# (PHEindicatormethods, testLifeExpectancy.R, "answer1"), restated.
PEOPLE = [
    7060, 35059, 46974, 48489, 43219, 38561, 46009, 57208, 61435, 55601,
    50209, 56416, 46411, 39820, 37978, 37039, 33288, 23306, 11936, 11936,
]  # fmt: skip
DEATHS = [
    17, 9, 4, 8, 20, 15, 24, 33, 50, 71, 100, 163, 263, 304, 536, 872, 1390, 1605, 1936, 1937,
]  # fmt: skip


def group(name="A", deaths=DEATHS, people=PEOPLE, ages=UNDER_90):
    return pd.DataFrame({"group": name, "age": ages, "deaths": deaths, "population": people})


def test_the_reference_package_s_printed_answer():
    shuffled = group().sample(frac=1, random_state=2)
    table = life_expectancy(shuffled, ["group"], confidence=0.95).set_index("age")
    columns = ["value", "lower_95", "upper_95"]
    assert table.loc[0, columns].tolist() == pytest.approx(
        [80.16960813, 79.88268548, 80.45653078],
        abs=6e-6,  # they print limits with 1.96 for 1.95996
    )
    assert table.loc[90, columns].tolist() == pytest.approx(
        [6.16210635, 5.887683386, 6.436529314], abs=1e-5
    )
    assert table.loc[65, ["deaths", "population"]].tolist() == [8276, 155483]


def test_a_table_of_three_bands_worked_out_by_hand():
    # age   n   deaths people    M       a    q                             l
    # 0     1   10     1,000     1/100   .1   .01/(1 + .01 x .9) = 10/1009  1
    # 1-49  49  100    49,000    1/490   .5   .1/(1 + .1 x .5)   = 2/21     999/1009
    # 50+   -   400    8,000     1/20    -    1                             l1 x 19/21
    l1, q1 = F(999, 1009), F(2, 21)
    l50 = l1 * (1 - q1)
    # years lived L: first year l1 + .1 x (l0 - l1); then 49 x (l50 + .5 x (l1 - l50)); l50 / M
    first, middle, last = l1 + F(1, 10) * (1 - l1), 49 * (l50 + F(1, 2) * (l1 - l50)), 20 * l50
    e0, e1, e50 = first + middle + last, (middle + last) / l1, F(20)
    assert float(e1) == pytest.approx(64.761905, abs=1e-6)  # 46.666667 + 18.095238
    # variance of q: q^2(1 - q)/deaths; of the last band 4/(deaths x M^2) = 4/(400/400) = 4
    v0 = F(10, 1009) ** 2 * l1 / 10 * (F(9, 10) + e1) ** 2
    v1 = q1**2 * (1 - q1) / 100 * l1**2 * (F(49, 2) + e50) ** 2
    v50 = 4 * (l50 / 2) ** 2
    table = life_expectancy(
        group("A", [10, 100, 400], [1_000, 49_000, 8_000], [0, 1, 50]), ["group"], [0, 1, 50]
    )
    assert table["value"].tolist() == pytest.approx([float(e0), float(e1), 20.0])
    assert table["value"].iloc[0] == pytest.approx(65.111143, abs=1e-6)
    assert table["se"].iloc[0] == pytest.approx(float(v0 + v1 + v50) ** 0.5)
    assert table["se"].iloc[1] == pytest.approx(float((v1 + v50) / l1**2) ** 0.5)
    assert table["se"].iloc[2] == pytest.approx(1.0)  # 2 x l/2 over l


def test_nineteen_bands_end_at_85():
    people, deaths = [*PEOPLE[:-2], sum(PEOPLE[-2:])], [*DEATHS[:-2], sum(DEATHS[-2:])]
    table = life_expectancy(group("A", deaths, people, UNDER_85), ["group"], UNDER_85, 0.95)
    assert len(table) == 19
    assert table["value"].iloc[0] == pytest.approx(80.17, abs=0.05)


def test_what_cannot_have_a_table_says_why_and_costs_only_itself():
    def changed(values, place, value):
        return [*values[:place], value, *values[place + 1 :]]

    bad = {
        "negative deaths": group("B", deaths=changed(DEATHS, 3, -5)),
        "an age band has no population": group("C", people=changed(PEOPLE, 5, 0)),
        "more deaths than population": group("D", people=changed(PEOPLE, 18, 119)),
        "a population of 5,000 or fewer": group("E", [1] * 20, [250] * 20),
        "the age bands are not the expected ones": group("F").iloc[:-1],
        "deaths or population are missing": group("G", deaths=changed(DEATHS, 4, np.nan)),
        "no deaths in the last age band": group("H", deaths=changed(DEATHS, 19, 0)),
    }
    table = life_expectancy(pd.concat([group(), *bad.values()]), ["group"], ages=[0])
    assert table["status"].tolist() == ["calculated", *bad]
    assert table.loc[1:, "value":"population"].isna().all(axis=None)
    assert table["value"].iloc[0] == pytest.approx(80.16960813)


def test_an_age_at_which_everybody_dies_leaves_the_younger_ages_their_interval():
    # half a band's people dead a year: nobody of the table is left at 90
    table = life_expectancy(group(deaths=[*DEATHS[:18], 6000, DEATHS[19]]), ["group"])
    table = table.set_index("age")
    assert table.loc[0, ["value", "se"]].tolist() == pytest.approx([78.6216, 0.12878], abs=1e-4)
    assert table.loc[85, ["value", "se"]].tolist() == [2.5, 0]
    assert table.loc[90, "status"] == "nobody in the table lives to this age"
    assert table.loc[90, "value":"population"].isna().all()


def test_an_age_of_another_table_spoils_the_group():
    extra = pd.concat([group(), group().iloc[-1:].assign(age=95)])
    table = life_expectancy(extra, ["group"], ages=[0])
    assert table["status"].tolist() == ["the age bands are not the expected ones"]


def test_a_value_too_uncertain_is_not_given_and_its_interval_says_why():
    few_deaths_last = group("A", [60] * 19 + [1], [300] * 20)
    table = life_expectancy(few_deaths_last, ["group"], confidence=0.95)
    wide = table["upper_95"] - table["lower_95"] > 20
    assert wide.any() and not wide.all()
    assert table.loc[wide, "value"].isna().all()
    assert set(table.loc[wide, "status"]) == {"an interval wider than 20 years"}
    assert (table.loc[~wide, "status"] == "calculated").all()


def test_an_age_without_deaths_is_no_reason():
    deaths = [0 if place == 2 else count for place, count in enumerate(DEATHS)]
    table = life_expectancy(group(deaths=deaths), ["group"], ages=[0])
    assert table["status"].tolist() == ["calculated"]
    assert table["value"].iloc[0] > 80.1696


def test_intervals_hold_the_value_and_widen_with_confidence():
    table = life_expectancy(group(), ["group"])
    order = ["lower_998", "lower_95", "value", "upper_95", "upper_998"]
    assert (table[order].diff(axis=1).iloc[:, 1:] > 0).all(axis=None)


def test_the_gap_has_the_interval_of_a_difference():
    half = [count / 2 for count in DEATHS]
    both = pd.concat([group(1), group(10, half)]).assign(area="X")
    table = life_expectancy(both, ["area", "group"], ages=[0])
    gap = life_expectancy_gap(table, ["area"], "group", more=10, less=1).iloc[0]
    first, second = table["value"]
    assert gap["gap"] == pytest.approx(second - first) and gap["gap"] > 0
    spread = np.hypot(*table["se"])
    assert gap["upper_95"] - gap["gap"] == pytest.approx(1.959964 * spread, abs=1e-5)
    alone = life_expectancy_gap(table, ["area"], "group", more=10, less=5).iloc[0]
    assert np.isnan(alone["gap"]) and alone["status"] == "the group is missing"


def test_misuse_is_refused():
    with pytest.raises(ValueError, match="start at ages 0, 1"):
        life_expectancy(group(), ["group"], [0, 5, 10])
    with pytest.raises(ValueError, match="no band starts"):
        life_expectancy(group(), ["group"], ages=[4])


@pytest.mark.needs_data
def test_england_and_wales_by_decile_gives_what_the_ons_printed(real_data):
    # ONS, national life tables 2010-12, England: 79.2 (male) and 83.0 (female); with Wales,
    # which is a little lower, and by five-year bands, within 0.3
    folder = real_data / "lifetables"
    deaths, people = (
        pd.read_csv(folder / f"{what}_by_imd_decile_england_wales.csv")
        .query("2010 <= year <= 2012")
        .drop(columns="All Ages")
        for what in ("deaths", "pops")
    )
    ages = [name for name in people.columns if name not in ("year", "imd", "sex")]
    keys = ["imd", "sex", "label"]
    long = [
        frame.melt(["imd", "sex"], ages, "label", name).groupby(keys, as_index=False)[name].sum()
        for frame, name in ((deaths, "deaths"), (people, "population"))
    ]
    frame = long[0].merge(long[1], on=keys)
    frame["age"] = frame["label"].map(dict(zip(ages, UNDER_90, strict=True)))
    whole = frame.groupby(["sex", "age"], as_index=False)[["deaths", "population"]].sum()
    at_birth = life_expectancy(whole, ["sex"], ages=[0]).set_index("sex")["value"]
    assert at_birth["Male"] == pytest.approx(79.2, abs=0.3)
    assert at_birth["Female"] == pytest.approx(83.0, abs=0.3)
    deciles = life_expectancy(frame, ["imd", "sex"], ages=[0]).pivot_table(
        index="imd", columns="sex", values="value"
    )
    assert (deciles.diff().iloc[1:] > 0).all(axis=None)
