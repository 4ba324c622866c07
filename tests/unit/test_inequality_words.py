"""What a page says of a gap: a verdict only with its interval, and whose gradient it is."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_inequality import AREA, ENGLAND, UPPER, WITHIN, groups

from jsna.analysis.area_gradients import every_group
from jsna.analysis.data_age import CURRENT
from jsna.analysis.gradient import Gradient, one_gradient
from jsna.analysis.inequality import inequality
from jsna.analysis.outcome import Outcome
from jsna.narrative.gap_words import (
    change_sentence,
    gap_headline,
    gap_sentence,
    gap_statement,
    slope_sentence,
)
from jsna.narrative.gradient_words import group_words, scope_sentence, whole_words
from jsna.narrative.inequality_table import inequality_rows, other_row, weight_words
from jsna.narrative.sentences import finding
from jsna.narrative.statement import Statement
from jsna.settings.indicator import Indicator

SMOKING = {
    "id": "1", "title": "Adult smoking", "short_title": "Adult smoking", "measures": "Smokers.",
    "unit": "%", "decimals": 1, "multiplier": 100, "polarity": "low-is-good",
    "value_type": "proportion", "year_type": "calendar", "interval_method": "wilson",
    "comparison_method": "single-overlapping-interval", "matters": 2, "theme": "living",
    "source": {"source": "fingertips", "id": "1"}, "levels": ["england", "unitary"],
    "allowed_range": (0, 100),
}  # fmt: skip
YEARS = {"unit": "years", "value_type": "other", "polarity": "high-is-good", "multiplier": 1}


def indicator(**changes) -> Indicator:
    return Indicator(**SMOKING | changes)


def base() -> Statement:
    return Statement(
        "1", "Anytown", AREA, "Persons", "All ages", "2024-01-01/P1Y", "2024", 25.0, 24.0, 26.0,
        "%", 1, None, "Similar", Outcome.SIMILAR, "", "", "", "final", "", "Invented, 1", ("a",),
        "Adult smoking",
    )  # fmt: skip


def told(rows, **changes):
    """Statement, headline and further sentences of some groups."""
    catalogue = indicator(**changes)
    gradient = one_gradient(rows)
    gap = inequality(rows, catalogue.value_type, catalogue.multiplier)
    ends = every_group(rows, gradient.groups).iloc[[0, -1]]
    own = replace(base(), unit=catalogue.unit)
    statement = gap_statement(own, ends, gap, gradient, catalogue, CURRENT)
    headline = gap_headline(statement, gap, gradient, "Anytown", catalogue)
    return statement, headline, f"{finding(statement)} {gap_sentence(statement, gap, catalogue)}"


def test_a_gap_that_is_worse_says_how_many_times():
    statement, headline, said = told(groups())
    assert statement.outcome is Outcome.WORSE and statement.rule == "deprivation-gaps"
    assert headline == (
        "The most deprived tenth of Anytown is worse on adult smoking: 1.4 times the least deprived"
    )
    assert said == (
        "Adult smoking in the most deprived tenth of Anytown's neighbourhoods stood at 30.0% (95%"
        " interval 29.0% to 31.0%) in 2024, worse than the least deprived tenth's 21.0%. That is"
        " 1.43 times as high (95% interval 1.35 to 1.52)."
    )
    assert statement.snapshot_ids == ("a" * 64,)


def test_direction_words_follow_polarity():
    outcomes = {
        ("low-is-good", 1): Outcome.WORSE, ("high-is-good", 1): Outcome.BETTER,
        ("none", 1): Outcome.HIGHER, ("low-is-good", -1): Outcome.BETTER,
        ("high-is-good", -1): Outcome.WORSE, ("none", -1): Outcome.LOWER,
    }  # fmt: skip
    for (polarity, way), expected in outcomes.items():
        values = list(range(30, 20, -1))[::way]
        assert told(groups(values), polarity=polarity)[0].outcome is expected


def test_years_are_told_as_a_difference_whichever_way_they_point():
    _, headline, said = told(groups(range(70, 80)), **YEARS)
    assert headline.endswith("9.0 years lower than the least deprived")
    assert "worse than the least deprived tenth's 79.0 years" in said
    assert said.endswith("That is 9.0 years lower (95% interval 7.6 to 10.4).")
    # 1.0 times would tell nothing
    close = told(groups(np.linspace(50, 49, 10), half=0.1))[1]
    assert close.endswith("1.0 percentage points higher than the least deprived")


def test_no_gap_is_called_better_or_worse_without_its_interval():
    statement, headline, said = told(groups().assign(lower_95=np.nan, upper_95=np.nan))
    assert statement.outcome is Outcome.NOT_TESTED
    assert "is at 30.0% on adult smoking, the least deprived at 21.0%" in headline
    assert "worse" not in said and "difference not tested." in said
    unfit = told(groups(), comparison_method="none")[0]
    assert unfit.outcome is Outcome.NOT_COMPARABLE and "not meant to be" in unfit.reason


def test_similar_and_too_imprecise_are_told_apart_by_the_gap_s_own_width():
    flat = np.linspace(25.4, 25, 10)
    statement, headline, said = told(groups(flat, half=0.5))
    assert statement.outcome is Outcome.SIMILAR and "similar" in headline
    assert "may be anything from -0.3 percentage points to 1.1 percentage points" in said
    statement, headline, said = told(groups(flat, half=4))
    assert statement.outcome is Outcome.TOO_IMPRECISE and "too imprecise to judge" in headline


def test_an_end_without_a_value_is_said():
    values = np.arange(30.0, 20, -1)
    values[0] = np.nan
    statement, headline, said = told(groups(values))
    assert headline.startswith("No figure for the most deprived tenth of Anytown")
    assert "the source suppressed the value" in said
    values[[0, -1]] = 30, np.nan
    statement, _, said = told(groups(values))
    assert statement.outcome is Outcome.NOT_COMPARABLE
    assert "no value is available for the least deprived tenth" in said


def test_a_slope_that_says_more_than_the_ends_says_why():
    rows = groups([26, *range(33, 25, -1), 25.5], half=1.2)
    gradient, catalogue = one_gradient(rows), indicator()
    gap = inequality(rows, "proportion", 100)
    ends = every_group(rows, 10).iloc[[0, -1]]
    statement = gap_statement(base(), ends, gap, gradient, catalogue, CURRENT)
    assert statement.outcome is Outcome.SIMILAR
    assert "rests on the two ends alone" in slope_sentence(statement, gap)
    assert slope_sentence(replace(statement, outcome=Outcome.WORSE), gap) == ""


def test_whose_gradient_it_is_stands_in_plain_words():
    within, upper = (one_gradient(groups(kind=kind)) for kind in (WITHIN, UPPER))
    assert "own neighbourhoods" in scope_sentence(within, "Anytown")
    assert scope_sentence(upper, "Anytown") == (
        "This is England's gradient between councils; it does not say how unequal Anytown is"
        " inside."
    )
    assert whole_words(upper, "Anytown") == "England's upper-tier councils"
    assert group_words(upper) == "tenths by the index of 2019"
    places = Gradient("LSOA21", 5, "neighbourhoods of England", "")
    assert "between neighbourhoods; it does not say" in scope_sentence(places, "Anytown")
    assert (group_words(places), whole_words(places, "Anytown")) == (
        "fifths by the index of deprivation", "England's neighbourhoods",
    )  # fmt: skip


def test_the_table_gives_each_number_with_its_interval_or_the_reason():
    rows = inequality_rows(inequality(groups(), "other", 1), indicator(**YEARS))
    assert [row["Value"] for row in rows] == [
        "9.0 years", "1.43 times", "10.0 years", "1.49 times",
    ]  # fmt: skip
    assert rows[0]["95% interval"] == "7.6 to 10.4"
    bare = groups().assign(lower_95=np.nan, upper_95=np.nan)
    rows = inequality_rows(inequality(bare, "proportion", 100), indicator())
    assert rows[0]["Value"] == "9.0 percentage points"
    assert rows[0]["95% interval"] == "none in the file"
    assert rows[2]["Value"] == "not calculated: the file used holds no interval"
    below = inequality(groups(range(5, -5, -1)), "other", 1)
    values = [row["Value"] for row in inequality_rows(below, indicator(**YEARS))]
    assert values[1] == values[3] == "not calculated: an end is not above 0"
    blank = inequality(groups([np.nan] * 10), "other", 1)
    other = other_row(blank, indicator(**YEARS), one_gradient(groups()), "Anytown", "2024")
    assert other["Measure"].startswith(
        "Another grouping's gap: Anytown's neighbourhoods (tenths by"
    )
    assert other["Value"] == "not calculated: the most deprived group has no value"


def test_the_weights_are_told():
    numbers = inequality(groups(code=ENGLAND), "mean", 1)
    assert "counts by its denominator (10,000 in all groups)" in weight_words(numbers, groups())
    equal = groups().assign(denominator=np.nan)
    assert "gives no denominators" in weight_words(inequality(equal, "mean", 1), equal)


@pytest.mark.parametrize(
    ("earlier", "change", "words"),
    [
        (9.0, "increased", "the gap widened, a significant change"),
        (19.0, "decreased", "the gap narrowed, a significant change"),
        (-3.0, "increased", "the gap turned round, a significant change"),
        (9.0, "no significant change", "there was no significant change in the gap"),
    ],
)
def test_change_of_a_gap_in_words(earlier, change, words):
    row = {"since": "a", "to": "b", "earlier": earlier, "newest": 12.0, "change": change}
    said = change_sentence(pd.Series(row), {"a": "2019 - 21", "b": "2022 - 24"}, indicator())
    assert said == (
        f"Between 2019 to 2021 ({earlier} percentage points) and 2022 to 2024 (12.0 percentage"
        f" points) {words}."
    )
    assert change_sentence(None, {}, indicator()) == ""
