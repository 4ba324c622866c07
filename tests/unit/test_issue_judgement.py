"""A big issue's level comes from outcomes, its change from tests, neither from the other."""

import pandas as pd
import pytest

from jsna.analysis.change import DECREASED, INCREASED, NOT_SIGNIFICANT, NOT_TESTED
from jsna.analysis.issue_judgement import Level, Moved, judge_issues
from jsna.analysis.issue_judgement import test_told as told_by
from jsna.analysis.movement import Change, Movement
from jsna.analysis.outcome import Outcome
from jsna.narrative.issue_words import by_source_in_short


def measure(outcome="similar", issue="a", **more) -> dict:
    given = {
        "issue": issue, "indicator": "1", "outcome": outcome, "old": False, "by_source": False,
        "change": "", "polarity": "low-is-good",
    }  # fmt: skip
    return given | more


def judged(*rows: dict) -> pd.Series:
    return judge_issues(pd.DataFrame(list(rows))).loc["a"]


@pytest.mark.parametrize(
    ("rows", "level"),
    [
        ([measure("worse"), measure("better")], Level.WORSE),
        ([measure("worse"), measure("too imprecise to judge")], Level.WORSE),
        ([measure("similar"), measure("better")], Level.NOT_WORSE),
        ([measure("similar"), measure("too imprecise to judge")], Level.IMPRECISE),
        ([measure("similar"), measure("difference not tested")], Level.NO_VERDICT),
        ([measure("higher")], Level.NO_VERDICT),
        ([measure("worse", old=True)], Level.OLD),
        ([measure("worse", old=True), measure("similar")], Level.IN_PART),
        ([measure("better"), measure("")], Level.IN_PART),
        ([measure("worse"), measure("")], Level.WORSE),
        ([measure("")], Level.NO_FIGURE),
        ([measure("", indicator="")], Level.NO_MEASURE),
    ],
)
def test_the_level_is_that_of_its_current_measures(rows: list[dict], level: Level) -> None:
    assert judged(*rows)["level"] == level


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_gives_a_level(outcome: Outcome) -> None:
    assert judged(measure(outcome))["level"] in set(Level) - {Level.NO_FIGURE, Level.NO_MEASURE}


@pytest.mark.parametrize(
    ("rows", "moved"),
    [
        ([measure(change=DECREASED)], Moved.IMPROVED),
        ([measure(change=INCREASED)], Moved.WORSENED),
        ([measure(change=INCREASED, polarity="high-is-good")], Moved.IMPROVED),
        ([measure(change=DECREASED), measure(change=INCREASED)], Moved.BOTH),
        ([measure(change=DECREASED), measure(change=NOT_SIGNIFICANT)], Moved.IMPROVED),
        ([measure(change=INCREASED, polarity="none")], Moved.EITHER),
        ([measure(change=NOT_SIGNIFICANT), measure(change=NOT_TESTED)], Moved.NONE),
        ([measure(change=NOT_TESTED), measure()], Moved.NOT_TESTED),
        ([measure(change=DECREASED, old=True)], Moved.NOTHING),
        ([measure("")], Moved.NOTHING),
    ],
)
def test_the_change_is_that_of_tests(rows: list[dict], moved: Moved) -> None:
    assert judged(*rows)["moved"] == moved


def test_a_level_that_is_no_longer_worse_is_no_improvement() -> None:
    found = judged(measure("better", change=NOT_SIGNIFICANT), measure("similar"))
    assert (found["level"], found["moved"]) == (Level.NOT_WORSE, Moved.NONE)


SOURCE = {"by_source": True}


@pytest.mark.parametrize(
    ("rows", "by_source"),
    [
        ([measure("worse", **SOURCE)], True),
        ([measure("worse", **SOURCE), measure("similar")], True),
        ([measure("worse", **SOURCE), measure("worse")], False),
        ([measure("similar", **SOURCE), measure("better", **SOURCE)], True),
        ([measure("similar", **SOURCE), measure("better", old=True)], True),
        ([measure("similar", **SOURCE), measure("better")], False),
        ([measure("higher", **SOURCE)], False),
        ([measure("worse", old=True, **SOURCE)], False),
    ],
)
def test_a_level_rests_on_the_source_alone_where_no_test_of_ours_gives_it(
    rows: list[dict], by_source: bool
) -> None:
    assert judged(*rows)["by_source"] == by_source


def test_levels_that_rest_on_the_source_are_told_apart_still_worse_or_no_longer() -> None:
    worse, similar = measure("worse", "a", **SOURCE), measure("similar", "b", **SOURCE)
    end = "on the source's verdict: the files used hold no interval to check it."
    assert told_of(worse) == f"The one still worse rests {end}"
    assert told_of(similar) == f"The one no longer worse rests {end}"
    assert told_of(worse, measure("worse", "c"), similar) == (
        f"1 of the 2 still worse and the one no longer worse rest {end}"
    )
    assert told_of(measure("worse"), measure("higher", "b", **SOURCE)) == ""


def told_of(*rows: dict) -> str:
    return by_source_in_short(judge_issues(pd.DataFrame(list(rows))))


def test_issues_are_told_in_the_order_given_and_apart() -> None:
    found = judge_issues(pd.DataFrame([measure("worse", "z"), measure("better", "a")]))
    assert list(found.index) == ["z", "a"]
    assert list(found["level"]) == [Level.WORSE, Level.NOT_WORSE]


def test_one_test_speaks_for_a_series_that_since_the_start_where_it_could_be_made() -> None:
    def change(word: str) -> Change:
        return Change(word, "2012", "2024", 1.0, 2.0, "")

    def moved(last: Change | None, begun: Change | None) -> Movement:
        return Movement("", "", "", "", "", last, begun)

    last, begun = change(NOT_SIGNIFICANT), change(DECREASED)
    assert told_by(moved(last, begun)) is begun
    assert told_by(moved(last, change(NOT_TESTED))) is last
    assert told_by(moved(last, None)) is last
    assert told_by(None) is None
