"""Age bands from single years and five-year bands: made exactly, or refused by name."""

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.age_bands import band_totals
from jsna.analysis.population import band_change, total_dependency_ratio
from jsna.errors import SourceError, UserFileError
from jsna.settings.strategy import AgeBand

SINGLE = [str(n) for n in range(90)] + ["90+"]
FIVE = [f"{n}-{n + 4}" for n in range(0, 90, 5)] + ["90+"]
CHILDREN = AgeBand(label="Children", start=0, to=15)
UNDER_FIVE = AgeBand(label="Under 5", start=0, to=4)
OLDER = AgeBand(label="65 and over", start=65)
OLDEST = AgeBand(label="90 and over", start=90)


def population(ages: list[str], value=1.0, year=2018, **changes) -> pd.DataFrame:
    frame = pd.DataFrame({"age": [*ages, "All ages"], "value": [value] * len(ages) + [value * 91]})
    constant = {
        "indicator_id": "projected-population", "area_code": "E06000099", "sex": "Persons",
        "edition": "2018-based", "period": f"{year}-06-30/P1D", "breakdown": "",
    }  # fmt: skip
    return frame.assign(**(constant | changes))


def totals(facts, *bands) -> list[float]:
    return list(band_totals(facts, bands)["value"])


def test_single_years_make_any_band():
    assert totals(population(SINGLE), CHILDREN, UNDER_FIVE, OLDER, OLDEST) == [16, 5, 26, 1]


def test_five_year_bands_make_the_bands_that_fit():
    assert totals(population(FIVE), UNDER_FIVE, OLDER, OLDEST) == [1, 6, 1]


def test_a_band_that_cannot_be_made_is_refused_with_the_published_ages():
    with pytest.raises(UserFileError, match=r'"Children", "X" cannot.*0-4, 5-9') as refusal:
        band_totals(population(FIVE), [UNDER_FIVE, CHILDREN, AgeBand(label="X", start=3, to=4)])
    assert len(refusal.value.problems) == 1


def test_a_gap_in_the_published_ages_is_refused():
    with pytest.raises(UserFileError):
        band_totals(population([a for a in SINGLE if a != "70"]), [OLDER])


def test_single_years_are_used_where_both_are_published_and_never_added_to_the_other():
    both = pd.concat([population(SINGLE), population(FIVE, value=100.0)])
    assert totals(both, UNDER_FIVE) == [5]


def test_an_older_open_end_is_not_counted_twice():
    ages = [f"{n}-{n + 4}" for n in range(0, 90, 5)] + ["85+", "90+"]
    assert totals(population(ages), OLDER) == [6]


def test_each_area_uses_the_ages_it_has_and_a_missing_one_is_missing():
    there = population(FIVE, area_code="E07000001")
    hole = population(SINGLE, area_code="E07000002")
    hole.loc[hole["age"] == "2", "value"] = np.nan
    frame = band_totals(pd.concat([population(SINGLE), there, hole]), [UNDER_FIVE])
    values = dict(zip(frame["area_code"], frame["value"], strict=True))
    assert values["E06000099"] == 5
    assert values["E07000001"] == 1
    assert np.isnan(values["E07000002"])


def test_old_age_dependency_is_per_hundred_of_16_to_64():
    row = total_dependency_ratio(population(SINGLE)).iloc[0]
    assert (row["older"], row["working_age"]) == (26, 49)
    assert row["old_age_ratio"] == pytest.approx(100 * 26 / 49)
    with pytest.raises(UserFileError, match="16 to 64"):
        total_dependency_ratio(population(FIVE))


def test_band_change_between_two_years():
    facts = pd.concat([population(SINGLE), population(SINGLE, value=2.0, year=2043)])
    frame = band_change(facts, "E06000099", "2018-based", (2018, 2043), [OLDER, CHILDREN])
    assert list(frame["band"]) == ["65 and over", "Children"]
    assert list(frame["change"]) == [26, 16]
    assert list(frame["percent"]) == [100, 100]
    assert frame["end_share"].iloc[0] == pytest.approx(100 * 26 / 91)
    with pytest.raises(SourceError, match="no value for E06000099 in 2050"):
        band_change(facts, "E06000099", "2018-based", (2018, 2050), [OLDER])
