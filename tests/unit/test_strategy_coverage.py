"""What a strategy leaves open is counted with its whole; the thread says where it breaks."""

from datetime import date

import pandas as pd
import pytest
from framework_strategy import strategy
from invented_facts import indicator

from jsna.analysis.golden_thread import golden_thread, thread_counts
from jsna.analysis.outcomes_frameworks import framework_counts, priorities_without
from jsna.analysis.strategy_coverage import coverage, coverage_counts
from jsna.narrative.body_words import short_names
from jsna.narrative.framework_words import framework_lines
from jsna.narrative.strategy_coverage_words import complete_words, coverage_lines

CATALOGUE = {
    "1": indicator(
        outcomes_frameworks=[{"framework": "phof", "id": "A01"}, {"framework": "ascof"}]
    ),
    "2": indicator(id="2", title="Company kept"),
    "3": indicator(id="3", title="Not asked for"),
    "4": indicator(id="4", title="Of wards alone", levels=["ward"]),
    "5": indicator(id="5", title="Not meant", comparison_method="none"),
}


def found(with_figures: set[str] | None = None, **changes) -> pd.DataFrame:
    return coverage(strategy(**changes), CATALOGUE, with_figures)


def lacking(checked: pd.DataFrame, part: str, needs: str) -> list[str]:
    rows = checked[checked["part"].eq(part) & checked["needs"].eq(needs)]
    assert len(rows), (part, needs)
    return rows.loc[rows["lacks"], "id"].tolist()


@pytest.mark.parametrize(
    ("part", "needs", "ids"),
    [
        ("priority", "an indicator", ["second"]),
        ("priority", "a measure to be held to", ["second"]),
        ("big issue", "an indicator", ["alone"]),
        ("big issue", "a priority", ["alone"]),
        ("objective", "an indicator", ["p"]),
        ("indicator", "a priority", ["2"]),
        ("headline indicator", "a baseline", ["bare"]),
        ("headline indicator", "a target", []),
        ("headline indicator", "a date", ["bare"]),
        ("headline indicator", "an owner", ["bare"]),
        ("headline indicator", "a source", ["bare"]),
        ("headline indicator", "an indicator", ["bare"]),
        ("action", "a lead", ["try"]),
        ("action", "a time by when", ["try"]),
        ("action", "a status", ["try"]),
        ("cell of the matrix", "a lead", ["first-ageing-well"]),
    ],
)
def test_each_part_is_asked_for_what_it_should_have(part: str, needs: str, ids: list[str]) -> None:
    assert lacking(found(), part, needs) == ids


def test_figures_are_asked_for_only_where_facts_were_built() -> None:
    assert "a figure at hand" not in set(found()["needs"])
    checked = found({"1", "3", "4", "5"})
    assert lacking(checked, "indicator", "a figure at hand") == ["2"]
    catalogue = "indicator of the catalogue with a figure"
    assert lacking(checked, catalogue, "a priority") == ["3"], "not of wards, nor not meant"


def test_a_goal_of_the_strategy_is_a_target_with_a_date() -> None:
    bare = {"id": "m", "title": "M", "indicators": ["1"]}
    goal = {"indicator": "1", "value": 62, "since": "2024-01-01", "source": "The board"}
    checked = found(metrics=[bare], goals=[goal])
    assert lacking(checked, "measure", "a target") == []
    assert lacking(checked, "measure", "a date") == ["m"]
    dated = found(metrics=[bare], goals=[goal | {"until": "2029-12-31"}])
    assert lacking(dated, "measure", "a date") == []
    bare_of_both = framework_lines(strategy(metrics=[bare]), date(2025, 1, 1))
    with_goal = framework_lines(strategy(metrics=[bare], goals=[goal]), date(2025, 1, 1))
    assert "without target" in " ".join(bare_of_both), "as jsna plan tells it"
    assert "without target" not in " ".join(with_goal)


def test_an_action_whose_time_is_to_be_confirmed_has_none() -> None:
    first = strategy().priorities[0].model_dump()
    times = ("TBC", "to be agreed", "ongoing", "Mar-18", "to follow", " ")
    first["actions"] = [
        {"id": id, "title": id, "timescale": when} for id, when in zip("abcdef", times, strict=True)
    ]
    assert lacking(found(priorities=[first]), "action", "a time by when") == ["a", "b", "e", "f"]


def test_bodies_lose_the_end_that_they_share_and_no_other() -> None:
    names = short_names(strategy())
    assert names["homes"] == "Homes" and names["health"] == "Health, care and more"
    twice = [{"id": "a", "title": "A, X"}, {"id": "b", "title": "A, Y"}, {"id": "c", "title": "A"}]
    assert short_names(strategy(bodies=twice, matrix=[]))["a"] == "A, X"
    whole = [{"id": "a", "title": "A, X"}, {"id": "b", "title": "B, X"}, {"id": "c", "title": "X"}]
    assert short_names(strategy(bodies=whole, matrix=[])) == {"a": "A", "b": "B", "c": "X"}


def test_counts_have_their_whole_and_lines_name_what_lacks() -> None:
    counts = coverage_counts(found()).set_index(["part", "needs"])
    assert counts.loc[("headline indicator", "a baseline")].tolist() == [1, 2]
    lines = coverage_lines(found())
    assert "1 of 2 headline indicators without a baseline: A bare measure" in lines
    assert "1 of 2 cells of the matrix without a lead: First, Ageing well (line 12)" in lines
    assert complete_words(found()) == "Complete: headline indicators with a target"


def test_more_than_a_few_are_not_named_one_by_one() -> None:
    bare = [{"id": f"m-{n}", "title": f"Measure {n}"} for n in range(7)]
    lines = coverage_lines(found(metrics=bare))
    assert "7 of 7 measures without a baseline" in lines


def test_the_thread_ties_needs_by_name_or_by_a_shared_indicator() -> None:
    thread = golden_thread(strategy(), CATALOGUE)
    needs = thread[thread["part"] == "need"]
    assert dict(zip(needs["id"], needs["priority"], strict=True)) == {
        "health": "first", "tied": "second", "alone": "",
    }  # fmt: skip
    counts = thread_counts(thread, strategy())
    assert counts.loc["first"].to_dict() == {
        "need": 1, "objective": 2, "action": 2, "measure": 1, "indicator": 1, "milestone": 0,
        "not measured": 0,
    }  # fmt: skip
    assert counts.loc["second"].drop("need").eq(0).all()
    assert set(thread.loc[thread["priority"] == "", "id"]) == {"alone", "bare", "opened"}


def test_frameworks_are_counted_by_priority_with_those_of_none() -> None:
    plain = {"id": "second", "number": 2, "title": "Second", "aim": "B.", "indicators": ["2"]}
    changed = strategy(priorities=[strategy().priorities[0].model_dump(), plain], big_issues=[])
    counts = framework_counts(changed, CATALOGUE)
    assert counts[["priority", "framework", "number"]].to_numpy().tolist() == [
        ["first", "phof", "A01"], ["first", "ascof", ""], ["second", "", ""],
    ]  # fmt: skip
    assert priorities_without(counts, changed) == ["second"]
