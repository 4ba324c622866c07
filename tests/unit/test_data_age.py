"""Old for its kind: the usual release of the next figures is past, or three years are."""

from datetime import date

import pytest
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of
from test_newest_statement import MALES, PLACE, SOURCES, names
from test_words import like

from jsna.analysis.data_age import DataAge, data_age, next_due
from jsna.fact_schema import ENGLAND
from jsna.narrative.age_of_data import age_mark, age_of_data, age_sentence
from jsna.narrative.newest_statement import Known, newest_statement
from jsna.narrative.outcome_counts import count_outcomes
from jsna.narrative.sentences import finding


@pytest.mark.parametrize(
    ("period", "settings", "due"),
    [
        # no rule: three years after the period's end
        ("2022-01-01/P1Y", {}, date(2025, 12, 31)),
        ("2022-01-01/P3Y", {}, date(2027, 12, 31)),
        ("2024-02-01/P29D", {}, date(2027, 2, 28)),
        # a rhythm: the next period's end and a year for its figures to come out
        ("2022-01-01/P1Y", {"release_rule": "yearly"}, date(2024, 12, 31)),
        ("2022-01-01/P3M", {"release_rule": "quarterly"}, date(2023, 6, 30)),
        # a named month: the first one after the next period's end
        ("2022-01-01/P1Y", {"release_rule": "yearly, May"}, date(2024, 5, 31)),
        ("2021-04-01/P1Y", {"release_rule": "yearly, March"}, date(2023, 3, 31)),
        # an announced day goes before the rule, and nothing is young for more than three years
        ("2022-01-01/P1Y", {"next_release": date(2024, 7, 4), "release_rule": "yearly"},
         date(2024, 7, 4)),
        ("2015-01-01/P1Y", {"next_release": date(2026, 7, 4)}, date(2018, 12, 31)),
    ],
)  # fmt: skip
def test_a_figure_is_old_once_the_next_ones_are_due(period, settings, due):
    one = indicator(**settings)
    assert not data_age(period, one, due).old
    assert data_age(period, one, date(due.year + 1, 1, 1)).old


def test_the_day_itself_is_the_last_that_is_not_old():
    one = indicator(release_rule="yearly, May")
    assert next_due(date(2022, 12, 31), one) == date(2024, 5, 31)
    assert data_age("2022-01-01/P1Y", one, date(2024, 6, 1)).old


def test_a_period_that_cannot_be_read_or_lies_ahead_is_not_called_old():
    assert data_age("", indicator(), date(2026, 1, 1)) == DataAge()
    assert not data_age("2043-01-01/P1Y", indicator(), date(2026, 1, 1)).old


def test_a_discontinued_series_says_so_however_new():
    ended = data_age("2025-01-01/P1Y", indicator(discontinued=True), date(2026, 1, 1))
    assert ended == DataAge(old=False, discontinued=True)
    assert age_of_data(like(data_age=ended)) == (
        "the series is discontinued: newest figure in the files used is of 2022 to 2024"
    )
    assert age_sentence(ended, "2018").startswith("The series is discontinued: ")


@pytest.mark.parametrize(
    ("age", "behind"),
    [
        (DataAge(), ""),
        (DataAge(old=True), " (old)"),
        (DataAge(discontinued=True), " (series ended)"),
        (DataAge(old=True, discontinued=True), " (old, series ended)"),
    ],
)
def test_a_table_tells_it_behind_the_period(age, behind):
    assert age_mark(age) == behind


def test_an_old_figure_says_so_in_its_sentence_and_a_current_one_does_not():
    old = like(data_age=DataAge(old=True))
    assert age_of_data(old) == "newest figure in the files used is of 2022 to 2024"
    assert finding(old).endswith(". The newest figure in the files used is of 2022 to 2024.")
    assert age_of_data(like()) == "" == age_of_data(like(value=None, data_age=DataAge(old=True)))
    assert "newest figure" not in finding(like())


def test_the_newest_statement_has_its_age_by_the_day_of_the_data_and_is_counted_apart():
    rows = facts_of(fact(), england())

    def of(day: date | None):
        known = Known(rows, labels_of(), names(), day)
        return newest_statement(known, indicator(), MALES, PLACE, ENGLAND, SOURCES)

    young, old = of(date(2026, 11, 1)), of(date(2028, 1, 1))
    assert (young.data_age.old, old.data_age.old, of(None).data_age.old) == (False, True, False)
    (counted,) = (c for c in count_outcomes([young, old]) if c.number)
    assert (counted.number, counted.old) == (2, 1)
    assert old.area_code == AREA
