"""The population outlook's sentences: condition, projection, rates and rounding in each."""

from types import SimpleNamespace

import pandas as pd
import pytest

from jsna.narrative.outlook_words import (
    Affected,
    affected_headline,
    affected_sentence,
    dependency_sentence,
    no_rates_sentence,
    number_words,
    rates_sentence,
    rounding_note,
)

TOTALS = pd.DataFrame({"year": [2022, 2047], "affected": [12_500.0, 15_200.0]})


def what(value_type="proportion"):
    indicator = SimpleNamespace(short_title="Needs help", value_type=value_type)
    return Affected(indicator, "Anytown", "2022-based", "England, 2021", 100.0)


def test_every_number_stands_under_its_condition_with_its_projection():
    sentence = affected_sentence(what(), TOTALS)
    assert sentence == (
        "If today's rates applied, Anytown would count about 12,500 residents in mid-2022 and about"
        ' 15,200 in mid-2047 for "Needs help" (2022-based projection): 2,700 more.'
    )
    headline = affected_headline(what(), TOTALS)
    assert "if today's rates applied" in headline and "(2022-based)" in headline
    assert "rates of England, 2021" in what().caption
    assert "if today's rates applied" in what().measure


@pytest.mark.parametrize(
    ("last", "words"),
    [(12_400.0, "100 fewer."), (12_500.0, "the same."), (0.0, "and under 100 in")],
)
def test_fewer_the_same_and_next_to_none(last, words):
    assert words in affected_sentence(what(), TOTALS.assign(affected=[12_500.0, last]))


def test_a_rate_counts_what_happens_in_a_year():
    assert "about 12,500 a year in mid-2022" in affected_sentence(what("rate"), TOTALS)


def test_rates_say_whose_they_are_and_that_nothing_is_forecast():
    told = rates_sentence(what(), "A survey", by_sex=True)
    assert told.startswith("The rates at each age and sex are those of England, 2021 (A survey).")
    assert "no forecast" in told
    assert "at each age are" in rates_sentence(what(), "A survey", by_sex=False)
    assert "nearest 100:" in rounding_note(100.0)
    missing = no_rates_sentence(
        {"Anytown": "no figure", "England": "no figures by age"}, "A survey"
    )
    assert "the data hold no figure of Anytown and no figures by age of England." in missing


def test_a_number_rounded_away_is_not_none():
    assert (number_words(0.0, 10.0), number_words(1_230.0, 10.0)) == ("under 10", "1,230")


RATIOS = pd.DataFrame(
    {
        "area_code": ["a", "a", "a", "e", "e"],
        "edition": ["2022-based", "", "2022-based", "2022-based", "2022-based"],
        "year": [2022, 2024, 2047, 2022, 2047],
        "when": ["2022 p", "2024 e", "2047 p", "2022 p", "2047 p"],
        "old_age_ratio": [30.0, 31.0, 40.0, 29.0, 35.0],
        "ratio": [60.0, 61.0, 70.0, 58.0, 65.0],
    }
)


def test_dependency_starts_from_the_newest_estimate():
    told = dependency_sentence(RATIOS, "a", {"a": "Anytown", "e": "England"}, "2022-based")
    assert told.startswith("Anytown had an estimated 31.0 people aged 65 and over for every 100")
    assert "in mid-2024; the 2022-based projection has 40.0 in mid-2047." in told
    assert "there were 61.0, and 70.0 are projected" in told
    # England has no estimate of that year, and like is told beside like
    assert "England" not in told


def test_without_an_estimate_it_starts_from_the_projection_s_first_year():
    projected = RATIOS[RATIOS["edition"] != ""]
    told = dependency_sentence(projected, "a", {"a": "Anytown", "e": "England"}, "2022-based")
    assert "had a projected 30.0 people" in told and "in mid-2022;" in told
    assert "In the same years: England 29.0 and 35.0." in told
