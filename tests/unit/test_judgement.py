"""The one judge: the order of its reasons, the columns that it owns, and what each rests on."""

import numpy as np
import pandas as pd
import pytest
from invented_facts import england, fact, facts_of, indicator
from test_inequality import groups
from test_judged_comparisons import LOW, goal, neighbours

from jsna.analysis.area_gradients import every_group
from jsna.analysis.gap_judgement import judge_gap
from jsna.analysis.goal_judgement import judge_goals
from jsna.analysis.inequality import inequality
from jsna.analysis.interval_rule import interval_rule
from jsna.analysis.judgement import JUDGEMENT_COLUMNS, judge
from jsna.analysis.judgement_rule import Against, Rule
from jsna.analysis.neighbour_judgement import judge_neighbours
from jsna.analysis.outcome import Basis, Outcome
from jsna.analysis.ward_findings import ward_findings
from jsna.fact_schema import PUBLISHED_COLUMNS

NO_LABELS = pd.DataFrame(columns=list(PUBLISHED_COLUMNS), dtype="str")


def judged(rows: pd.DataFrame, value=62.0, gap="", rule=None, **more) -> pd.DataFrame:
    against = Against(
        pd.Series(value, index=rows.index), pd.Series(gap, index=rows.index, dtype="str"), **more
    )
    return judge(rows, against, rule or interval_rule({"1": indicator()}))


def test_it_makes_its_own_columns_whatever_the_rows_hold():
    rows = facts_of(fact(), fact(value=63.0, lower=62.5, upper=63.5)).set_index(pd.Index([7, 3]))
    strange = rows.assign(outcome="?", comparison="?", reason="?", benchmark=1.0, polarity="none")
    made = judged(strange, snapshot_ids="abc")
    assert tuple(made.columns) == JUDGEMENT_COLUMNS and made.index.tolist() == [7, 3]
    assert made["outcome"].tolist() == ["worse", "better"]
    assert made["comparator_snapshot_ids"].tolist() == ["abc", "abc"]
    pd.testing.assert_frame_equal(made, judged(rows, snapshot_ids="abc"))


def test_the_first_reason_that_applies_is_told():
    blank = {"value": np.nan, "lower": np.nan, "upper": np.nan}
    rows = facts_of(fact(**blank, status="suppressed"), fact(**blank), fact(), fact(lower=np.nan))
    unlike = pd.Series(["of another kind", "", "", ""], index=rows.index)
    made = judged(rows, gap=["none there"] * 3 + [""], unlike=unlike)
    assert made["reason"].tolist() == [
        "of another kind", "the file used holds no value", "none there",
        "the published interval is incomplete or does not hold the value",
    ]  # fmt: skip
    assert made["outcome"].tolist() == [Outcome.NOT_COMPARABLE] * 3 + [Outcome.NOT_TESTED]
    assert set(made["comparison"]) == {"Not compared"} and set(made["rule"]) == {"not-compared"}
    assert set(made["basis"]) == {Basis.NONE}


def test_what_is_not_meant_to_be_compared_is_held_only_under_a_rule_for_all():
    unfit = {"1": indicator(comparison_method="none")}
    rows = facts_of(fact())
    plain = interval_rule({"1": indicator()})
    assert judged(rows, rule=interval_rule(unfit))["outcome"].item() == Outcome.NOT_COMPARABLE
    for_all = Rule("a-rule", unfit, lambda _: plain.test(_with_method(rows)), for_all=True)
    made = judged(rows, rule=for_all)
    assert (made["outcome"].item(), made["rule"].item()) == (Outcome.WORSE, "a-rule")


def _with_method(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(
        benchmark=62.0, polarity="high-is-good", matters=2.0,
        comparison_method="single-overlapping-interval",
    )  # fmt: skip


def test_the_sources_verdict_never_outranks_a_test():
    rows = facts_of(fact(), fact(lower=np.nan, upper=np.nan))
    made = judged(rows, published=pd.Series(["Better", "Better"], index=rows.index))
    assert made["outcome"].tolist() == [Outcome.WORSE, Outcome.BETTER]
    assert made["basis"].tolist() == [Basis.INTERVAL_IN_FILE, Basis.SOURCE]
    assert made["rule"].tolist() == ["single-overlapping-interval", "published-label"]
    assert made["label_note"].str.startswith('The source says "Better"').tolist() == [True, False]


def test_no_rows_give_no_judgement():
    made = judged(facts_of().head(0), value=np.nan, gap="")
    assert made.empty and tuple(made.columns) == JUDGEMENT_COLUMNS


# -- what an outcome rests on ------------------------------------------------------------------


def test_beside_neighbours_it_rests_on_an_interval_worked_out():
    made = judge_neighbours(facts_of(fact()), [neighbours(63.0, 62.0, 64.0)], [LOW], [""])
    assert made["basis"].item() == Basis.INTERVAL_WORKED_OUT


@pytest.mark.parametrize(
    ("by_interval", "basis"), [(True, Basis.INTERVAL_IN_FILE), (False, Basis.VALUE_ALONE)]
)
def test_against_a_goal_it_rests_on_the_value_unless_the_goal_asks_for_the_interval(
    by_interval, basis
):
    made = judge_goals(facts_of(fact()), [goal(62.0, by_interval=by_interval)], LOW, NO_LABELS)
    assert (made["outcome"].item(), made["basis"].item()) == (Outcome.BETTER, basis)


def test_of_a_ward_it_rests_on_the_interval_that_was_tested():
    share = indicator(multiplier=100, value_type="proportion", unit="%")
    wards = facts_of(
        *(fact(f"E0500000{n}", area_type="ward", value=c / 10, count=c, denominator=1000.0,
               lower=np.nan, upper=np.nan) for n, c in enumerate((400.0, 600.0, 300.0))),
    )  # fmt: skip
    counted = ward_findings(wards, facts_of(england(40.0)), share)
    assert (
        set(counted["basis_england"]) == set(counted["basis_rest"]) == {Basis.INTERVAL_WORKED_OUT}
    )
    printed = wards.assign(count=np.nan, lower_95=wards["value"] - 1, upper_95=wards["value"] + 1)
    by_interval = ward_findings(printed, facts_of(england(40.0)), share)
    assert set(by_interval["basis_england"]) == {Basis.INTERVAL_IN_FILE}
    assert set(by_interval["basis_rest"]) == {Basis.NONE}


def test_of_a_gap_it_rests_on_both_groups_intervals_and_needs_both():
    share = indicator(value_type="proportion", polarity="low-is-good")
    rows = groups()

    def of(frame: pd.DataFrame) -> pd.Series:
        ends = every_group(frame, 10).iloc[[0, -1]]
        return judge_gap(ends, inequality(frame, "proportion", 100), share, "the least")

    assert (of(rows)["outcome"], of(rows)["basis"]) == (Outcome.WORSE, Basis.INTERVAL_IN_FILE)
    one = rows.copy()
    one.loc[one.index[-1], ["lower_95", "upper_95"]] = np.nan
    assert of(one)["outcome"] == Outcome.NOT_TESTED
    assert of(one)["reason"].startswith("the file used holds no interval")
