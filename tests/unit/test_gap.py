"""Gradients told apart by their words, and gaps between the most and the least deprived."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.gap import deprivation_gap
from jsna.analysis.gradient import gradient_of, one_gradient, with_quantile
from jsna.analysis.slope_index import slope_of_facts
from jsna.errors import UserFileError

WITHIN = "LSOA11 deprivation deciles within area (IMD  trend)"
BETWEEN = "County & UA deprivation deciles in England (IMD2019, 4/21 geography)"
DECILES = [
    "Most deprived decile (IMD2019)", "Second most deprived decile", "Third more deprived decile",
    "Fourth more deprived decile", "Fifth more deprived decile ", "Fifth less deprived decile",
    "Fourth less deprived decile", "Third less deprived decile", "Second least deprived decile",
    "Least deprived decile (IMD2019)",
]  # fmt: skip
QUINTILES = [
    "Most deprived quintile", "Second most deprived quintile", "Average deprived quintile",
    "Second least deprived quintile", "Least deprived quintile",
]  # fmt: skip
BY = ["area_code", "period"]


def deciles(values, half=1.0, breakdown=WITHIN, area="E06000099"):
    values = np.asarray(values, dtype=float)
    return pd.DataFrame(
        {
            "area_code": area,
            "period": "2024-01-01/P1Y",
            "breakdown": breakdown,
            "breakdown_value": DECILES,
            "value": values,
            "lower_95": values - half,
            "upper_95": values + half,
            "denominator": 1000.0,
        }
    )


def test_the_words_tell_three_gradients_apart():
    cases = {
        WITHIN: ("LSOA11", 10, "within the area"),
        "LSOA11 deprivation quintiles in England (IMD2019)": (
            "LSOA11", 5, "neighbourhoods of England",
        ),
        BETWEEN: ("County & UA", 10, "authorities of England"),
        '"District & UA deprivation deciles in England (IMD2015)"': (
            "District & UA", 10, "authorities of England",
        ),
    }  # fmt: skip
    for words, expected in cases.items():
        found = gradient_of(words)
        assert found is not None and (found.unit, found.groups, found.scope) == expected
    assert gradient_of("Ethnic groups") is None and gradient_of("") is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [(DECILES, "deciles"), (QUINTILES, "quintiles")],
)
def test_every_name_of_a_group_has_its_place(words, kind):
    frame = pd.DataFrame({"breakdown": f"LSOA21 deprivation {kind} within area"}, index=words)
    frame = frame.rename_axis("breakdown_value").reset_index()
    assert with_quantile(frame)["quantile"].tolist() == list(range(1, len(words) + 1))


def test_every_group_of_the_genuine_files_has_its_place(real_data):
    file = real_data / "fingertips" / "fingertipsnext_seed_england_31indicators.csv"
    rows = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    rows.columns = [name.replace(" ", "").lower() for name in rows.columns]
    pairs = rows[["categorytype", "category"]].drop_duplicates()
    pairs = pairs.set_axis(["breakdown", "breakdown_value"], axis=1)
    pairs["breakdown_value"] = pairs["breakdown_value"].str.strip('"')
    found = pairs[pairs["breakdown"].map(gradient_of).notna()]
    assert found["breakdown"].nunique() > 10
    for _, part in found.groupby("breakdown"):
        assert with_quantile(part)["quantile"].notna().all()


@pytest.mark.parametrize("others", [BETWEEN, "Ethnic groups", ""])
def test_mixed_gradients_are_refused(others):
    mixed = pd.concat([deciles(range(10)), deciles(range(10), breakdown=others)])
    for refuse in (one_gradient, lambda f: deprivation_gap(f, BY), lambda f: slope_of_facts(f, BY)):
        with pytest.raises(UserFileError, match="not the groups of one deprivation gradient"):
            refuse(mixed)


def test_a_gap_is_most_less_least_with_the_interval_of_a_difference():
    facts = deciles([30, 28, 27, 26, 25, 24, 23, 22, 21, 20], half=3)
    gap = deprivation_gap(facts, BY).iloc[0]
    assert (gap["most"], gap["least"], gap["gap"], gap["times"]) == (30, 20, 10, 1.5)
    assert gap["gap_lower_95"] == pytest.approx(10 - 18**0.5)
    assert gap["gap_upper_95"] == pytest.approx(10 + 18**0.5)
    # on logarithms: below, ln 30/27 and ln 23/20; above, ln 33/30 and ln 20/17
    assert gap["times_lower_95"] == pytest.approx(
        1.5 * np.exp(-np.hypot(np.log(30 / 27), np.log(23 / 20)))
    )
    assert gap["times_upper_95"] == pytest.approx(
        1.5 * np.exp(np.hypot(np.log(33 / 30), np.log(20 / 17)))
    )
    assert (gap["scope"], gap["unit"], gap["status"]) == ("within the area", "LSOA11", "calculated")
    assert "gap_lower_998" not in gap


def test_a_gap_turns_its_sign_with_the_direction():
    up, down = deciles(range(20, 30), half=2), deciles(range(29, 19, -1), half=2)
    first, second = (deprivation_gap(facts, BY).iloc[0] for facts in (up, down))
    assert first["gap"] == -second["gap"]
    assert first["gap_lower_95"] == pytest.approx(-second["gap_upper_95"])
    assert first["times"] == pytest.approx(1 / second["times"])
    assert first["times_lower_95"] == pytest.approx(1 / second["times_upper_95"])


def test_an_end_without_a_value_gives_a_reason_and_costs_only_its_series():
    values = np.arange(10, 20, dtype=float)
    no_most, zero_least = values.copy(), values.copy()
    no_most[0], zero_least[9] = np.nan, 0
    facts = pd.concat(
        [
            deciles(values, area="A"),
            deciles(no_most, area="B"),
            deciles(values, area="C").iloc[:9],
            deciles(zero_least, half=0, area="D"),
        ]
    )
    gaps = deprivation_gap(facts, BY).set_index("area_code")
    assert gaps["status"].tolist() == [
        "calculated",
        "the most deprived group has no value",
        "the least deprived group has no value",
        "calculated",
    ]
    assert gaps.loc[["B", "C"], ["gap", "gap_lower_95", "times"]].isna().all(axis=None)
    assert gaps.loc["D", "gap"] == 10 and np.isnan(gaps.loc["D", "times"])


def test_the_slope_of_facts_wants_every_group_of_the_gradient():
    whole, short = deciles(range(60, 70)), deciles(range(60, 70), area="B").iloc[:9]
    index = slope_of_facts(pd.concat([whole, short]), BY)
    assert index["status"].tolist() == ["calculated", "a deprivation group is missing"]
    assert index["sii"].iloc[0] == pytest.approx(10)  # nine steps of 1 over nine tenths
    assert index["scope"].iloc[0] == "within the area"
    alone = slope_of_facts(short, BY)
    assert alone["status"].tolist() == ["a deprivation group is missing"]
