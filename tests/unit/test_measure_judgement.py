"""What the newest figure of an own measure tells: change, target, trajectory, year's end, dates."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from jsna.analysis.control_chart import ChartRule, with_limits
from jsna.analysis.control_rules import with_signals
from jsna.analysis.due import COLUMNS
from jsna.analysis.measure_dates import measure_dates
from jsna.analysis.measure_judgement import (
    CHANCE,
    COMMON,
    HIGHER,
    HIT,
    IMPROVING,
    MISS,
    NO_DATA,
    NO_PLAN,
    NO_TARGET,
    NOT_TOLD,
    OFF_BY_CHANCE,
    OFF_PLAN,
    ON_PLAN,
    TOO_FEW,
    WORSENING,
    judge_measure,
    whole_series,
)
from jsna.analysis.return_cells import ELSEWHEN, HIDDEN, NOT_HELD, NOTHING, SHOWN, return_cells
from jsna.analysis.return_cells import NO_PLAN as NO_PLAN_HERE
from jsna.analysis.smart_check import smart_check
from jsna.analysis.year_projection import project_year
from jsna.narrative.own_measure_words import (
    exceptions_of,
    finding_sentence,
    plan_words,
    projection_sentence,
    value_words,
)
from jsna.settings.own_measures import OwnMeasure, ReturnTable

STEADY = [10.0, 12, 9, 11, 10, 12, 8, 11, 10, 9, 11, 9] * 2
"""Two years that vary by common cause, limits of about 4.9 and 15.4 by the first."""
DAY = date(2026, 4, 20)


def measure(**given: object) -> OwnMeasure:
    known = {"id": "waits", "title": "Waits", "unit": "days", "kind": "count",
             "polarity": "low-is-good", "frequency": "month",
             "baseline": {"first": "2024-04", "last": "2025-03"}}  # fmt: skip
    return OwnMeasure.model_validate(known | given)


def test_a_chart_is_that_of_limits_and_signals_with_what_was_planned() -> None:
    given = rows([*STEADY, 30.0, np.nan, 14.0, 15.0]).drop(index=[5, 20])
    line = {"start": {"period": "2024-04", "value": 12}, "end": {"period": "2026-03", "value": 6}}
    steps = [{"since": "2025-09", "why": "x"}]
    one = measure(trajectory=line, steps=steps)
    rule = ChartRule(baseline=("2024-04-01/P1M", "2025-03-01/P1M"), steps=("2025-09-01/P1M",))
    found = judge_measure(one, given, DAY).chart
    expected = with_signals(with_limits(whole_series(given, one), rule))
    pd.testing.assert_frame_equal(found.drop(columns="planned"), expected)
    assert found["planned"].notna().sum() == 24


def rows(values, start=2024, denominator=np.nan) -> pd.DataFrame:
    at = [start * 12 + 3 + n for n in range(len(values))]
    return pd.DataFrame(
        {
            "period": [f"{m // 12}-{m % 12 + 1:02d}-01/P1M" for m in at],
            "value": np.asarray(values, dtype="float64"),
            "denominator": denominator,
            "status": ["suppressed" if np.isnan(v) else "final" for v in values],
        }
    )


def judged(values, **given):
    return judge_measure(measure(**given), rows(values), DAY)


@pytest.mark.parametrize(
    ("values", "polarity", "variation"),
    [
        (STEADY, "low-is-good", COMMON),
        ([*STEADY, 30], "low-is-good", WORSENING),
        ([*STEADY, 30], "high-is-good", IMPROVING),
        ([*STEADY, 30], "none", HIGHER),
        (STEADY[:11], "low-is-good", TOO_FEW),
        ([], "low-is-good", NO_DATA),
        ([np.nan, np.nan], "low-is-good", NO_DATA),
    ],
)
def test_change_is_that_of_the_newest_point(values, polarity, variation):
    assert judged(values, polarity=polarity).variation == variation


@pytest.mark.parametrize(
    ("target", "polarity", "assurance"),
    [
        (20, "low-is-good", HIT),
        (3, "low-is-good", MISS),
        (9, "low-is-good", CHANCE),
        (20, "high-is-good", MISS),
        (3, "high-is-good", HIT),
        (9, "none", NOT_TOLD),
        (None, "low-is-good", NO_TARGET),
    ],
)
def test_a_target_is_hit_missed_or_left_to_chance(target, polarity, assurance):
    assert judged(STEADY, target=target, polarity=polarity).assurance == assurance


def test_change_and_target_are_told_apart():
    found = judged([*STEADY, 30], target=40)
    assert (found.variation, found.assurance) == (WORSENING, HIT)
    assert not found.is_worse


def test_a_target_without_a_good_side_is_neither_met_nor_missed():
    found = judged(
        STEADY, target=9, polarity="none", trajectory=[{"period": "2026-03", "value": 1}]
    )
    told = finding_sentence(found)
    assert "meet" not in told and "The target is 9 days; nothing says which side" in told
    assert plan_words(found) == "not told"


@pytest.mark.parametrize(("newest", "target", "meets"), [(30, 20, False), (1, 3, True)])
def test_a_figure_outside_limits_that_it_contradicts_gives_no_forecast(newest, target, meets):
    found = judged([*STEADY, newest], target=target)
    assert found.assurance == NOT_TOLD and found.missed is not meets
    assert f"The newest figure {'meets' if meets else 'does not meet'}" in finding_sentence(found)


@pytest.mark.parametrize(
    ("figures", "day"), [(24, date(2026, 4, 20)), (20, date(2026, 6, 1)), (24, date(2027, 1, 1))]
)
def test_nothing_will_hit_a_target_whose_period_is_over(figures, day):
    about = measure(target=20, target_by="2026-03")
    assert judge_measure(about, rows(STEADY[:figures]), day).assurance == NOT_TOLD
    assert judge_measure(about, rows(STEADY[:20]), date(2026, 5, 20)).assurance == HIT


@pytest.mark.parametrize(("planned", "plan"), [(12, ON_PLAN), (8, OFF_BY_CHANCE), (1, OFF_PLAN)])
def test_behind_a_trajectory_by_more_than_chance_or_not(planned, plan):
    point = {"period": "2026-03", "value": planned}
    assert judged(STEADY, trajectory=[point]).plan == plan


def test_a_trajectory_says_nothing_of_periods_that_it_leaves_out():
    assert judged(STEADY, trajectory=[{"period": "2026-09", "value": 1}]).plan == NO_PLAN


def test_few_figures_cannot_tell_whether_it_is_chance():
    found = judged([10, 12], trajectory=[{"period": "2024-05", "value": 8}])
    assert found.plan == OFF_PLAN
    assert "too few figures say whether that is chance" in finding_sentence(found)


def test_a_figure_is_overdue_after_its_days_and_not_past_the_strategys_end():
    assert judged(STEADY, due_after=10).due == date(2026, 5, 10)
    late = judge_measure(measure(), rows(STEADY[:20]), DAY)
    assert late.overdue and late.due == date(2026, 2, 28) + (date(2026, 3, 1) - date(2026, 2, 28))
    ended = judge_measure(measure(), rows(STEADY[:20]), DAY, until=date(2025, 11, 30))
    assert ended.due is None and not ended.overdue


def test_an_old_figure_is_said_to_be_old_whatever_the_strategys_term():
    ended = judge_measure(measure(), rows(STEADY[:20]), DAY, until=date(2025, 11, 30))
    assert ended.old and value_words(ended) == "11 days in November 2025 (old)"
    assert value_words(judged(STEADY)) == "9 days in March 2026"


def test_a_newer_hidden_figure_is_told_beside_the_one_that_is_shown():
    assert value_words(judged([*STEADY, np.nan])) == (
        "9 days in March 2026 (newer figures are hidden)"
    )
    assert not judged([*STEADY[:5], np.nan, *STEADY[5:]]).newer_hidden


def test_a_row_without_a_figure_is_none_that_came_in():
    blank = rows([*STEADY[:20], np.nan]).assign(status="final")
    blank.loc[20, "status"] = "not-available"
    assert judge_measure(measure(), blank, DAY).due == date(2026, 3, 1)


def test_a_signal_before_a_known_step_is_not_told_of_what_follows_it():
    values, step = [*STEADY, 40, *STEADY[:12]], {"since": "2026-05", "why": "A new form."}
    late = {"values": values[:27], "baseline": {"first": "2024-04", "last": "2025-03"}}
    assert "the last signal was in April 2026" in finding_sentence(judged(**late))
    few = judged(values[:27], steps=[step])
    assert few.last_signal is None


def test_a_hidden_period_is_a_gap_and_never_zero():
    found = judged([*STEADY, np.nan, 10.0])
    assert found.hidden == 1 and found.variation == COMMON
    assert np.isnan(found.chart["value"].iloc[-2])


def test_a_period_that_is_missing_gets_its_row():
    frame = rows(STEADY).drop(index=5)
    chart = judge_measure(measure(), frame, DAY).chart
    assert len(chart) == 24 and chart["status"].iloc[5] == "not-available"


def test_shares_with_their_parts_have_limits_by_period():
    share = measure(kind="share", unit="%", baseline=None)
    frame = rows(STEADY, denominator=200).assign(
        denominator=lambda f: np.where(f.index % 2, 200, 50)
    )
    found = judge_measure(share, frame, DAY)
    assert found.kind == "p" and found.chart["upper"].nunique() == 2
    own = judge_measure(measure(kind="share", unit="%", chart="xmr"), frame, DAY)
    assert own.kind == "xmr"


@pytest.mark.parametrize(("swing", "told"), [(1, False), (9, True)])
def test_limits_of_chance_that_are_too_narrow_are_called_so(swing, told):
    share = measure(kind="share", unit="%", baseline=None)
    values = [50 + swing * (-1) ** n for n in range(24)]
    found = judge_measure(share, rows(values, denominator=1000), DAY)
    assert found.kind == "p" and ("may be too narrow" in finding_sentence(found)) is told
    going_on = judge_measure(share, rows([*values, 50, 50, 50], denominator=1000), DAY)
    assert (project_year(going_on) is None) is told
    own = judge_measure(measure(kind="share", unit="%", chart="xmr"), rows(values), DAY)
    assert "too narrow" not in finding_sentence(own)


def test_few_series_in_control_are_said_to_have_too_narrow_limits():
    rng, told = np.random.default_rng(3), 0
    share = measure(kind="share", unit="%", baseline=None)
    for _ in range(50):
        values = rng.binomial(200, 0.4, 24) / 2
        told += not np.isnan(judge_measure(share, rows(values, denominator=200), DAY).apart)
    assert told <= 4


def test_a_year_is_projected_from_its_figures_and_the_centre():
    found = judged([*STEADY, 10, 11, 9])
    projection = project_year(found)
    centre, sigma = found.newest["centre"], found.newest["sigma"]
    assert projection.year == "2026/27" and (projection.known, projection.of) == (3, 12)
    assert projection.value == pytest.approx(30 + 9 * centre)
    # Student's t of 6.82 degrees of freedom, from 12 values of the baseline
    room = 2.377335 * sigma * np.sqrt(9 + 81 / 12)
    assert projection.upper - projection.value == pytest.approx(room)
    assert "3 of 12 periods are known" in projection_sentence(projection, found)


@pytest.mark.parametrize(
    "values",
    [
        STEADY[:11], [*STEADY, 10, 11], [*STEADY, 10, 40, 11], [*STEADY, 10, 11, 40],
        STEADY, [*STEADY, 10, np.nan, 11, 9],
    ],
)  # fmt: skip
def test_a_year_is_not_projected_where_the_series_does_not_carry_it(values):
    assert project_year(judged(values)) is None


def test_an_old_figure_gives_no_year_and_no_year_ends_below_what_it_has():
    about, figures = measure(), rows([*STEADY, 10, 11, 9])
    assert project_year(judge_measure(about, figures, date(2027, 1, 1))) is None
    wide = project_year(judge_measure(about, rows([20.0, 0] * 6 + [10.0] * 23), date(2027, 3, 1)))
    assert (wide.known, wide.lower) == (11, 110)


@pytest.mark.parametrize("series", [20, pytest.param(400, marks=pytest.mark.slow)])
def test_projected_years_hold_as_many_real_ones_as_they_say(series):
    """95 of 100 intervals hold the year that came, of series in control."""
    rng, held = np.random.default_rng(7), []
    for _ in range(series):
        values = rng.normal(100, 8, 36)
        projection = project_year(judged(values[:28], baseline=None))
        if projection:
            held.append(projection.lower <= values[24:].sum() <= projection.upper)
    assert len(held) > series / 2 and np.mean(held) >= (0.93 if series > 100 else 0.7)


def test_each_exception_has_its_reason():
    bad = judged([*STEADY, 30], target=9, trajectory=[{"period": "2026-04", "value": 8}])
    assert exceptions_of(bad, review_past=True) == [
        "Worse and worsening", "Off trajectory", "Special cause", "Review is past",
    ]  # fmt: skip
    worse = judged([*STEADY, 30], target=1)  # the target is told with it, and not again
    assert worse.misses
    told = exceptions_of(worse, review_past=False)
    assert told == ["Worse and worsening", "Special cause"]
    assert exceptions_of(judged([]), review_past=False) == ["No data"]
    assert exceptions_of(judged(STEADY), review_past=False) == []


@pytest.mark.parametrize(
    ("values", "asked", "told"),
    [
        (STEADY, {"target": 1}, True),  # far below its limits: it will not get there
        (STEADY, {"target": 1, "target_by": "2099-03"}, True),
        (STEADY, {"target": 10}, False),  # by chance
        (STEADY, {"target": 99}, False),
        (STEADY[:2], {"target": 1}, True),  # too few for limits, and to be met by now
        (STEADY[:2], {"target": 1, "target_by": "2099-03"}, False),  # not yet
        (STEADY[:2], {"target": 1, "target_by": "2024-01"}, True),  # its period is over
        # no figure of its period came in: whether it was met is not known
        (STEADY[:2], {"target": 1, "target_by": "2025-03"}, False),
    ],
)
def test_a_target_that_is_missed_is_an_exception(values, asked, told):
    found = judged(values, baseline=None, **asked)
    assert ("Target missed" in exceptions_of(found, review_past=False)) is told


def test_each_letter_of_smart_has_its_reason():
    bare = {one.letter: one for one in smart_check(judged([]))}
    assert not any(one.met for one in bare.values())
    assert bare["M"].reason == "it lacks a target, a source, figures"
    whole = judged(
        STEADY, target=9, target_by="2027-03", source="Returns", priority="first",
        review="2026-12-31",
        smart={"specific": "All people", "achievable": "Others do it", "relevant": "It matters"},
    )  # fmt: skip
    assert all(one.met for one in smart_check(whole))
    assert smart_check(whole)[-1].reason == "target by March 2027, review on 31 December 2026"


def test_every_date_of_a_measure_is_a_row():
    found = judged(STEADY, target=9, target_by="2026-03", review="2026-12-31", owner="A board")
    frame = measure_dates([found], "measures.yml", {"waits": 2})
    assert list(frame) == list(COLUMNS)
    assert frame["due"].tolist() == [date(2026, 3, 31), date(2026, 6, 29), date(2026, 12, 31)]
    assert frame["done"].tolist() == [True, False, False]
    assert set(frame["line"]) == {2} and set(frame["owner"]) == {"A board"}
    bare = measure_dates([judged(STEADY)], "measures.yml", {})
    assert bare["kind"].tolist() == ["figure of a measure"]
    assert measure_dates([judged([])], "measures.yml", {}).empty
    assert measure_dates([], "m", {}).empty
    assert measure_dates([judged(STEADY)], "m", {})["kind"].tolist() == ["figure of a measure"]


def test_a_return_says_why_a_cell_has_no_number():
    columns = [
        {"title": "April", "period": "2024-04"}, {"title": "May", "period": "2024-05"},
        {"title": "June", "period": "2024-06"}, {"title": "Year", "period": "2024/25"},
        {"title": "Plan", "period": "2024-06", "shows": "plan"},
    ]  # fmt: skip
    rows_asked = [{"measure": "waits", "numerator": "Number"}]
    table = ReturnTable.model_validate(
        {"id": "r", "title": "R", "columns": columns, "rows": rows_asked}
    )
    figures = rows([9, np.nan]).assign(count=np.nan)
    cells = return_cells(table, {"waits": judge_measure(measure(), figures, DAY)})
    told = dict(zip(cells["line"] + " " + cells["column"], cells["state"], strict=True))
    assert [told[f"Value {c['title']}"] for c in columns] == [
        SHOWN, HIDDEN, NOTHING, ELSEWHEN, NO_PLAN_HERE,
    ]  # fmt: skip
    assert told["Number April"] == NOT_HELD and told["Number May"] == HIDDEN
