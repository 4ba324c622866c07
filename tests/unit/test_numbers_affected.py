"""Numbers affected if today's rates applied, dependency ratios and growth over a strategy."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from invented_facts import indicator

from jsna.analysis.life_stages import growth_to_strategy_end, stage_change, strategy_years
from jsna.analysis.numbers_affected import numbers_affected
from jsna.analysis.population import total_dependency_ratio
from jsna.analysis.projection_editions import edition_totals, editions
from jsna.errors import SourceError, UserFileError
from jsna.settings.strategy import Strategy

AREA, EDITION = "E06000099", "2022-based principal"
AGES = [str(n) for n in range(90)] + ["90+"]


def population(year, per_age, indicator="projected-population", edition=EDITION):
    rows = [(age, per_age * (2 if age.startswith(("6", "7", "8", "9")) else 1)) for age in AGES]
    rows.append(("All ages", sum(people for _, people in rows)))
    frame = pd.DataFrame(rows, columns=["age", "value"])
    return frame.assign(
        indicator_id=indicator, area_code=AREA, edition=edition, breakdown="", sex="Persons",
        period=f"{year}-06-30/P1D",
    )  # fmt: skip


@pytest.fixture
def facts():
    return pd.concat(
        [
            population(2022, 100.0),
            population(2032, 120.0),
            population(2024, 105.0),
            population(2024, 103.0, "estimated-population", ""),
        ],
        ignore_index=True,
    )


RATES = pd.DataFrame(
    {"sex": "Persons", "age": ["16-64", "65-89", "90+"], "value": [2.0, 10.0, 30.0]}
)


def affected(facts, rates=RATES, value_type="proportion", edition=EDITION):
    measure = indicator(value_type=value_type, unit="%", multiplier=100)
    return numbers_affected(facts, rates, measure, AREA, edition, "England, 2022")


def test_today_s_rates_on_projected_people(facts):
    found = affected(facts)
    totals = found.totals.set_index("year")["affected"]
    # 2022: ages 16-59 44 x 100, 60 to 64 (and single ages 6 to 9 are below 16) 5 x 200
    working = 44 * 100 + 5 * 200
    # 65-89: 25 x 200; 90+: 200
    assert totals[2022] == pytest.approx(0.02 * working + 0.1 * 5000 + 0.3 * 200)
    assert totals[2032] == pytest.approx(1.2 * totals[2022])
    assert found.condition == "if today's rates applied"
    assert (found.edition, found.rates_from) == (EDITION, "England, 2022")
    assert found.drift is not None and found.drift.year == 2024 and found.drift.drift > 0
    parts = found.numbers.groupby("year")["affected"].sum()
    assert parts.to_numpy() == pytest.approx(totals.to_numpy())


def test_a_missing_rate_leaves_no_total(facts):
    found = affected(facts, RATES.assign(value=[2.0, np.nan, 30.0]))
    assert found.totals["affected"].isna().all() and found.totals["people"].notna().all()


@pytest.mark.parametrize(
    ("rates", "value_type", "words"),
    [
        (RATES, "standardised-rate", "standardised rate times a population is not"),
        (RATES, "mean", "a mean times a population is not"),
        (RATES.assign(age="All ages").head(1), "rate", "a rate for all ages"),
        (RATES.head(0), "rate", "a rate for all ages"),
        (RATES.assign(age=["16-64", "60-89", "90+"]), "rate", "overlap"),
        (pd.concat([RATES, RATES]), "rate", "repeat"),
        (RATES.assign(sex=["Persons", "Male", "Female"]), "rate", "twice"),
        (RATES.assign(age=["16-64", "old", "90+"]), "rate", "cannot be read: old"),
    ],
)
def test_what_is_no_count_is_refused(facts, rates, value_type, words):
    with pytest.raises(UserFileError, match=words):
        affected(facts, rates, value_type)


def test_an_edition_that_is_not_held_is_told(facts):
    with pytest.raises(SourceError, match="no 2018-based projection"):
        affected(facts, edition="2018-based")


def test_the_total_dependency_ratio_is_the_sum_of_its_two(facts):
    ratio = total_dependency_ratio(facts[facts["period"] == "2022-06-30/P1D"]).iloc[0]
    # under 16: ages 0-5 and 10-15 at 100, 6 to 9 at 200
    assert ratio["children"] == 12 * 100 + 4 * 200
    assert ratio["ratio"] == pytest.approx(ratio["child_ratio"] + ratio["old_age_ratio"])
    assert ratio["old_age_ratio"] == pytest.approx(100 * 5200 / 5400)


def strategy(start, end):
    return Strategy(
        slug="a-strategy", title="A strategy", short_title="Strategy", area="a-place",
        start=date(start, 4, 1), end=date(end, 3, 31), document={"title": "A document"},
        age_bands=({"label": "0 to 15", "start": 0, "to": 15}, {"label": "65+", "start": 65}),
        priorities=({"id": "one", "number": 1, "title": "One", "aim": "To be well"},),
    )  # fmt: skip


def test_growth_runs_to_the_strategy_s_last_year(facts):
    change = growth_to_strategy_end(facts, AREA, EDITION, strategy(2020, 2032))
    assert (change.start_year, change.end_year) == (2022, 2032)
    assert change.percent == pytest.approx(20)
    ours = strategy(2024, 2032)
    stages = stage_change(facts, AREA, EDITION, ours, ours.age_bands)
    assert stages["band"].tolist() == ["0 to 15", "65+"]
    assert stages["percent"].tolist() == pytest.approx([100 * 15 / 105] * 2)


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ((2024, 2040), "ends in 2032, before the strategy"),
        ((2012, 2015), "begins in 2022, after the strategy's last year"),
        ((2018, 2022), "one year of the strategy only, 2022"),
        ((2024, 2024), "one year of the strategy only, 2024"),
    ],
)
def test_a_strategy_that_the_projection_does_not_cover_is_told(facts, years, words):
    with pytest.raises(SourceError, match=words):
        growth_to_strategy_end(facts, AREA, EDITION, strategy(*years))
    with pytest.raises(SourceError, match=words):
        stage_change(facts, AREA, EDITION, strategy(*years), strategy(*years).age_bands)


def test_a_strategy_older_than_the_projection_counts_from_its_first_year(facts):
    assert strategy_years(facts, AREA, EDITION, strategy(2015, 2024)) == (2022, 2024)


def test_the_principal_projection_of_the_newest_base_comes_first():
    held = [
        "2018-based", "Housing-led", "2022-based high migration", "2022-based",
        "2022-based, low migration", "2020-based principal",
    ]  # fmt: skip
    facts = pd.DataFrame({"indicator_id": "projected-population", "edition": held})
    assert editions(facts) == [
        "2022-based", "2022-based high migration", "2022-based, low migration",
        "2020-based principal", "2018-based", "Housing-led",
    ]  # fmt: skip
    principal = facts.assign(edition="2022-based principal")
    assert editions(pd.concat([facts[2:3], principal]))[0] == "2022-based principal"
    assert editions(facts.head(0)) == []


def test_each_edition_has_its_last_year_s_total(facts):
    other = population(2040, 130.0, edition="2022-based high")
    elsewhere = population(2045, 1.0, edition="2022-based low").assign(area_code="E06000098")
    held = edition_totals(pd.concat([facts, other, elsewhere]), AREA)
    assert held["edition"].tolist() == [EDITION, "2022-based high"]
    assert held["first_year"].tolist() == [2022, 2040]
    assert held["last_year"].tolist() == [2032, 2040]
    # single ages at n, from 60 on (and 6 to 9) at 2n: 56 n + 35 x 2n
    assert held["residents"].tolist() == pytest.approx([126 * 120, 126 * 130])
