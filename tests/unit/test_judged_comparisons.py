"""Neighbours, goals and groups: what may be said against each, in outcomes and in words."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of

from jsna.analysis.goal_judgement import judge_goals
from jsna.analysis.group_judgement import groups_of, judge_groups
from jsna.analysis.interval_rule import DIFFERENCE_RULE
from jsna.analysis.neighbour_judgement import judge_neighbours
from jsna.analysis.neighbours import MEDIAN, SUMMED, NeighbourValue, neighbour_value
from jsna.analysis.tier import UPPER
from jsna.narrative.comparison_words import (
    dropped_words,
    goal_note,
    goal_value,
    neighbours_note,
    parent_note,
)
from jsna.narrative.sentences import finding, verdict
from jsna.narrative.statement import Statement
from jsna.narrative.statement_rows import statements
from jsna.settings.goal import Goal

LOW = indicator(polarity="low-is-good", unit="%", matters=2, value_type="proportion")
NOBODY = pd.DataFrame({"area_code": [], "area_name": [], "reason": []}, dtype="str")
NO_LABELS = labels_of()
ALONE = "by the value alone: the interval holds the goal"


def said(frame: pd.DataFrame, name: str, measure=LOW) -> Statement:
    (one,) = statements(frame, {"1": measure}, {AREA: "Anytown"}, (name, ""), {})
    return one


# -- neighbours -------------------------------------------------------------------------------


def neighbours(value=62.0, lower=61.0, upper=63.0, method=SUMMED, n=12, of=20) -> NeighbourValue:
    allowed, reason = n >= 8, "" if n >= 8 else f"only {n} of {of} have a value"
    return NeighbourValue(
        value, lower, upper, method, n, of, NOBODY, allowed, reason, "2022-01-01/P3Y", "a set"
    )


def beside(found: NeighbourValue, measure=LOW, **changes) -> Statement:
    return said(
        judge_neighbours(facts_of(fact(**changes)), [found], [measure], [""]), "its neighbours"
    )


def test_the_neighbours_value_is_an_estimate_too():
    # the area's interval, 59 to 61, leaves out 61.2; the interval of the difference holds 0
    near = beside(neighbours(61.2, 60.2, 62.2))
    assert (near.comparison, near.outcome, near.rule) == ("Similar", "similar", DIFFERENCE_RULE)
    assert finding(near).endswith("similar to its neighbours' 61.2%.")
    far = beside(neighbours(63.0, 62.0, 64.0))
    assert (far.comparison, far.outcome) == ("Better", "better")


def test_a_difference_that_could_hide_what_matters_is_too_imprecise():
    # its half width is the root of 1.5 squared twice, 2.1; the area's own is 1.5
    wide = beside(neighbours(60.5, 59.0, 62.0), lower=58.5, upper=61.5)
    assert wide.outcome == "too imprecise to judge"
    assert wide.reason.startswith("the interval of the difference is wider")
    assert "could be as low as 58.5 or as high as 61.5" in finding(wide)


@pytest.mark.parametrize(
    ("found", "measure", "reason"),
    [
        (neighbours(lower=None, upper=None, method=MEDIAN), LOW, "median, which has no interval"),
        (neighbours(n=5), LOW, "only 5 of 20 have a value, and a verdict needs 8"),
        (neighbours(None, None, None, "", 0, 0), LOW, "the files used hold no set of neighbours"),
        (neighbours(), LOW.model_copy(update={"comparison_method": "none"}), "not meant to be"),
        (
            neighbours(),
            LOW.model_copy(update={"comparison_method": "published-label"}),
            "the source prints no verdict",
        ),
    ],
)
def test_without_a_test_there_is_no_verdict_and_the_reason_says_why(found, measure, reason):
    one = beside(found, measure)
    untested = "no interval" in reason or "no verdict" in reason
    word = "difference not tested" if untested else "not comparable"
    assert (one.comparison, one.outcome) == ("Not compared", word)
    assert reason in one.reason and one.rule == "not-compared"
    assert verdict(one).lower().startswith(f"{word}: ")


@pytest.mark.parametrize(
    ("value", "words"), [(61.0, "lies below it"), (63.0, "lies above it"), (62.0, "equals it")]
)
def test_beside_a_median_the_side_is_told(value, words):
    found = neighbours(lower=None, upper=None, method=MEDIAN)
    one = beside(found, value=value, lower=value - 1, upper=value + 1)
    assert one.reason.endswith(words)


def test_a_missing_value_keeps_its_own_reason():
    one = beside(
        neighbours(n=5), value=np.nan, lower=np.nan, upper=np.nan, status="suppressed"
    )  # fmt: skip
    assert one.reason == "the source suppressed the value"


def test_counts_that_do_not_give_the_values_are_not_summed(project_root):
    from jsna.facts.neighbour_sets import NeighbourSet
    from jsna.geo.code_changes import code_changes

    changes = code_changes()
    codes = [f"E0600{k:04d}" for k in range(1, 11)]
    chosen = NeighbourSet("own", "a set", tuple(codes), {}, ())
    rows = [fact(code, 50.0, count=50.0, denominator=100.0) for code in codes]
    share = LOW.model_copy(update={"multiplier": 100})

    def method(frame: pd.DataFrame) -> str:
        period = frame["period"].iloc[0]
        return neighbour_value(frame, chosen, share, period, UPPER, changes).method

    peers = facts_of(*rows)
    assert method(peers) == SUMMED
    # a survey's weighted share, or a count of three years over one year's people
    peers.loc[3, "count"] = 55.0
    assert method(peers) == MEDIAN


def test_who_dropped_out_is_told_once_per_reason():
    dropped = pd.DataFrame(
        {
            "area_code": ["E06000001", "W06000002", "E06000003"],
            "area_name": ["Netherby", "", "Overby"],
            "reason": ["no value", "not in England", "no value"],
        }
    )
    assert (
        dropped_words(dropped)
        == "Left out: Netherby, Overby (no value); code W06000002 (not in England)."
    )
    summed = (
        "The value of a set is the sum of the counts of all neighbours over their denominators."
    )
    assert neighbours_note(neighbours()) == summed
    assert neighbours_note(neighbours(None, None, None, "", 0, 0)) == ""


# -- goals ------------------------------------------------------------------------------------


def goal(value: float | None = 60.5, **changes) -> Goal:
    given = {"value": value, "since": date(2020, 1, 1), "source": "The board's goal."}
    return Goal.model_validate(given | changes)


def against(*goals: Goal, measure=LOW, labels=NO_LABELS, **changes) -> tuple[Statement, pd.Series]:
    frame = judge_goals(facts_of(fact(**changes)), goals, measure, labels)
    return said(frame, "the goal", measure), frame.iloc[0]


@pytest.mark.parametrize(
    ("value", "polarity", "outcome", "words"),
    [
        (62.0, "low-is-good", "better", "Goal met"),
        (58.0, "low-is-good", "worse", "Goal not met"),
        (58.0, "high-is-good", "better", "Goal met"),
        (62.0, "high-is-good", "worse", "Goal not met"),
        # the value is 60.0 and its interval from 59.0 to 61.0
        (60.5, "low-is-good", "better", f"Goal met, {ALONE}"),
        (59.5, "low-is-good", "worse", f"Goal not met, {ALONE}"),
    ],
)  # fmt: skip
def test_a_goal_of_one_number_is_met_or_not(value, polarity, outcome, words):
    measure = LOW.model_copy(update={"polarity": polarity})
    one, _ = against(goal(value), measure=measure)
    assert (one.outcome, one.rule, verdict(one)) == (outcome, "goals", words)
    assert f"against the goal of {value}%: {words[:1].lower()}{words[1:]}." in finding(one)


@pytest.mark.parametrize(
    ("value", "outcome"), [(60.5, "too imprecise to judge"), (61.5, "better"), (58.5, "worse")]
)
def test_a_goal_by_the_interval_cannot_tell_where_the_interval_holds_it(value, outcome):
    one, _ = against(goal(value, by_interval=True))
    assert one.outcome == outcome
    if outcome == "too imprecise to judge":
        assert verdict(one) == "Cannot tell whether the goal is met: the interval holds the goal"
        assert "could be as low as 59.0 or as high as 61.0" in finding(one)


def test_a_goal_by_the_interval_needs_one():
    one, _ = against(goal(by_interval=True), lower=np.nan, upper=np.nan)
    assert one.outcome == "difference not tested"
    assert one.reason == "the goal is judged by the interval, and the file used holds none"


@pytest.mark.parametrize(
    ("ends", "polarity", "outcome", "reached"),
    [
        ((55.0, 65.0), "low-is-good", "similar", 55.0),
        ((61.0, 65.0), "low-is-good", "better", 61.0),
        ((50.0, 60.0), "low-is-good", "worse", 50.0),
        ((50.0, 60.0), "high-is-good", "better", 60.0),
        ((60.0, 65.0), "high-is-good", "similar", 65.0),
    ],
)
def test_a_range_is_held_against_the_end_that_is_to_be_reached(ends, polarity, outcome, reached):
    measure = LOW.model_copy(update={"polarity": polarity})
    one, row = against(goal(None, lower=ends[0], upper=ends[1]), measure=measure)
    assert (one.outcome, one.comparator.value) == (outcome, reached)
    assert goal_value(row, one) == f"{ends[0]}% to {ends[1]}%"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"until": date(2023, 3, 31)}, "the last one ended on 31 March 2023"),
        ({"since": date(2030, 4, 1)}, "the first begins on 1 April 2030"),
    ],
)
def test_a_goal_of_another_time_is_no_goal_and_its_days_are_told(days, words):
    # the period ends with 2024
    one, row = against(goal(**days))
    assert (one.outcome, one.rule) == ("not comparable", "not-compared")
    assert one.reason == f"no goal was in force at the end of the period; {words}"
    assert goal_value(row, one) == "none in force" and goal_note("Goal", row, one) == ""


def test_between_two_goals_none_is_in_force():
    first = goal(since=date(2010, 1, 1), until=date(2012, 12, 31))
    one, _ = against(first, goal(since=date(2030, 1, 1)))
    assert one.reason == "no goal was in force at the end of the period"


def test_of_two_goals_in_force_the_later_one_counts_and_its_days_and_owner_are_told():
    later = goal(55.0, since=date(2023, 4, 1), until=date(2026, 3, 31), source="The board")
    one, row = against(goal(), later)
    assert one.comparator.value == 55.0
    expected = "National goal: 55.0%, from 1 April 2023 until 31 March 2026. The board."
    assert goal_note("National goal", row, one) == expected


def test_the_sources_other_colour_is_told_beside_ours():
    red = labels_of("Red", comparator="goal")
    one, row = against(goal(62.0), labels=red)
    assert one.outcome == "better" and one.published == "Red"
    assert 'The source says "Red" against its goal' in goal_note("Goal", row, one)
    same, row = against(goal(62.0), labels=labels_of("Green", comparator="goal"))
    assert same.outcome == "better" and "The source says" not in goal_note("Goal", row, same)


def test_a_suppressed_value_meets_no_goal():
    one, _ = against(goal(), value=np.nan, lower=np.nan, upper=np.nan, status="suppressed")
    assert (one.outcome, one.reason) == ("not comparable", "the source suppressed the value")


# -- groups -----------------------------------------------------------------------------------


def group(name: str, value: float, half=1.0, kind="Ethnic groups", **changes) -> dict:
    return fact(
        value=value, lower=value - half, upper=value + half, breakdown=kind, breakdown_value=name,
        **({"sex": "Persons"} | changes),
    )  # fmt: skip


FACTS = facts_of(
    fact(sex="Persons"),
    fact(value=62.5, lower=61.5, upper=63.5, sex="Male"),
    fact(value=57.5, lower=56.5, upper=58.5, sex="Female"),
    group("Asian", 63.0), group("Black", 57.0), group("Mixed", 60.2), group("Other", 60.0, 4.0),
    group("Most deprived decile", 70.0, kind="LSOA21 deprivation deciles within area (IMD2019)"),
    group("Asian", 50.0, sex="Male"), group("Asian", 50.0, period="2019-01-01/P3Y"),
    england(90.0, sex="Persons"),
    group("Asian", 40.0, area_code="E92000001", area_type="england"),
)  # fmt: skip


def groups(facts=FACTS, measure=LOW) -> pd.DataFrame:
    rows = groups_of(facts, AREA, "Persons", "All ages", "2022-01-01/P3Y")
    return judge_groups(rows, facts, measure, "all persons in Anytown")


def test_groups_stand_beside_the_areas_own_persons_and_never_england():
    frame = groups()
    assert frame["breakdown_value"].tolist() == ["", "", "Asian", "Black", "Mixed", "Other"]
    assert frame["sex"].tolist()[:2] == ["Female", "Male"]
    assert set(frame["comparator_value"]) == {60.0}
    assert frame["outcome"].tolist() == [
        "better", "worse", "worse", "better", "similar", "too imprecise to judge",
    ]  # fmt: skip


def test_a_group_is_named_in_its_sentence():
    (asian,) = statements(
        groups().iloc[[2]], {"1": LOW}, {AREA: "Anytown"}, ("all persons in Anytown", AREA), {}
    )
    assert finding(asian).startswith("Years in good health, Asian, in Anytown stood at 63.0%")
    assert finding(asian).endswith("worse than all persons in Anytown's 60.0%.")


def test_without_persons_of_the_same_period_there_is_no_verdict():
    facts = FACTS[~((FACTS["sex"] == "Persons") & (FACTS["breakdown"] == ""))]
    frame = groups(facts)
    assert set(frame["outcome"]) == {"not comparable"}
    assert "all persons in Anytown" in frame["reason"].iloc[0]


def test_one_sex_is_not_set_beside_itself():
    rows = groups_of(FACTS, AREA, "Male", "All ages", "2022-01-01/P3Y")
    assert rows["breakdown_value"].tolist() == ["Asian"]
    judged = judge_groups(rows, FACTS, LOW, "all males in Anytown")
    assert judged["comparator_value"].tolist() == [62.5]


def test_an_indicator_that_is_not_compared_by_interval_gives_no_verdict_on_groups():
    frame = groups(measure=LOW.model_copy(update={"comparison_method": "none"}))
    assert set(frame["comparison"]) == {"Not compared"}
    assert set(frame["outcome"]) == {"not comparable"}


# -- the source's own word --------------------------------------------------------------------


def test_the_sources_verdict_on_the_region_is_told_where_it_is_another_one():
    found = neighbours(63.0, 62.0, 64.0)
    better = said(judge_neighbours(facts_of(fact()), [found], [LOW], [""]), "Eastland")
    note = parent_note(better, "Similar")
    assert note.startswith("The source says similar to the parent area of its file")
    assert note.endswith("it is better than Eastland.")
    assert parent_note(better, "Better") == parent_note(better, "") == ""
    assert parent_note(better, "Highest quintile") == ""
