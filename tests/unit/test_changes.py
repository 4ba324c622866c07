"""What changed between two tables: each kind of change alone, and nothing where nothing did."""

from datetime import date

import numpy as np
import pytest
from invented_facts import AREA, fact, facts_of, indicator, labels_of

from jsna.facts.changes import (
    CHANGE_COLUMNS,
    compare_catalogues,
    compare_definitions,
    compare_labels,
    compare_values,
    overdue,
)
from jsna.facts.previous import catalogue_said

BLANK = {"value": np.nan, "lower": np.nan, "upper": np.nan}


def changes(before: list[dict], after: list[dict]) -> list[tuple[str, str, str]]:
    found = compare_values(facts_of(*before), facts_of(*after))
    assert list(found) == list(CHANGE_COLUMNS)
    return list(found[["kind", "before", "after"]].itertuples(index=False, name=None))


def test_nothing_changed():
    rows = [fact(), fact(sex="Female", **BLANK, status="suppressed")]
    assert changes(rows, list(reversed(rows))) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (60.0, 61.0, [("revised", "60", "61")]),
        (60.04, 60.0, []),
        (60.06, 60.0, [("revised", "60.06", "60")]),
        (60.0, 60.04999, []),
    ],
)
def test_revised_beyond_the_rounding_of_the_less_precise(before, after, told):
    """One of the two tables has one decimal: another of its figures says so."""
    wide = {"lower": 50.0, "upper": 70.0}
    rounded = fact(sex="Female", value=55.1, **wide)
    both = ([fact(value=before, **wide), rounded], [fact(value=after, **wide), rounded])
    assert changes(*both) == told


def test_snapshots_alone_are_no_change():
    assert changes([fact()], [fact(snapshot_ids="b" * 64, note="Another note.")]) == []


def test_a_later_period_is_new_and_an_earlier_one_or_another_series_a_new_row():
    last, older = fact(), fact(period="2019-01-01/P3Y")
    newer = fact(period="2023-01-01/P3Y", value=63.5)
    assert changes([last], [last, newer]) == [("new-period", "", "63.5")]
    assert changes([last], [last, older]) == [("new-row", "", "60")]
    assert changes([last], [last, fact(sex="Female")]) == [("new-row", "", "60")]
    assert changes([last, older], [last]) == [("vanished", "60", "")]


def test_a_longer_period_that_ends_on_the_same_day_is_not_a_newer_one():
    longer = fact(period="2020-01-01/P5Y")
    assert changes([fact()], [fact(), longer]) == [("new-row", "", "60")]


def test_a_value_that_comes_or_goes_is_never_a_revision_to_zero():
    blank = fact(**BLANK, status="suppressed")
    assert changes([fact()], [blank]) == [("value-withdrawn", "60", "suppressed")]
    assert changes([blank], [fact()]) == [("value-given", "suppressed", "60")]
    zero = fact(value=0.0, lower=0.0, upper=1.0)
    assert ("revised", "60", "0") in changes([fact()], [zero])


def test_intervals_and_status_are_told_apart_from_values():
    assert changes([fact()], [fact(lower=57.0)]) == [("interval", "59 to 61", "57 to 61")]
    assert changes([fact(status="provisional")], [fact()]) == [("status", "provisional", "final")]
    both = changes([fact(status="provisional")], [fact(value=61.0)])
    assert [kind for kind, _, _ in both] == ["revised", "status"]


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [(1000.0, 1010.0, False), (1000.0, 1011.0, True), (1000.0, 985.0, True),
     (np.nan, 10.0, False), (0.0, 10.0, True)],
)  # fmt: skip
def test_denominators_that_moved_by_more_than_a_hundredth(before, after, moved):
    kinds = [k for k, _, _ in changes([fact(denominator=before)], [fact(denominator=after)])]
    assert kinds == (["denominator"] if moved else [])


def test_labels_are_told_apart_from_values_and_trends_from_verdicts():
    before = labels_of("Worse"), labels_of("No significant change", comparator="recent-trend")
    after = labels_of("Similar"), labels_of("Increasing", comparator="recent-trend")
    unchanged = compare_values(facts_of(fact()), facts_of(fact()))
    revised = compare_values(facts_of(fact()), facts_of(fact(value=65.0)))
    found = compare_labels(before[0], after[0], unchanged).iloc[0]
    assert found[["kind", "what", "before", "after", "value_changed"]].tolist() == [
        "verdict", "england", "Worse", "Similar", "no"]  # fmt: skip
    assert compare_labels(before[0], after[0], revised)["value_changed"].tolist() == ["yes"]
    assert compare_labels(before[1], after[1], unchanged)["kind"].tolist() == ["trend"]
    assert compare_labels(before[0], before[0], unchanged).empty


def test_a_label_of_a_fact_that_is_new_is_no_change():
    new = labels_of("Worse", period="2023-01-01/P3Y")
    none = compare_values(facts_of(fact()), facts_of(fact()))
    assert compare_labels(labels_of("Worse"), new, none).empty


def test_renamed_redefined_new_and_lost_indicators():
    before = catalogue_said([indicator(), indicator(id="2", title="Gone")])
    after = catalogue_said([indicator(title="Other", unit="%"), indicator(id="3", title="Come")])
    found = compare_catalogues(before, after)
    told = found[["kind", "indicator_id", "what", "before", "after"]].to_numpy().tolist()
    assert told == [
        ["new-indicator", "3", "catalogue", "", "Come"],
        ["vanished-indicator", "2", "catalogue", "Gone", ""],
        ["renamed", "1", "catalogue: title", "Years in good health", "Other"],
        ["redefined", "1", "catalogue: unit", "years", "%"],
    ]
    assert compare_catalogues(before, before).empty
    assert compare_catalogues({}, before).empty


def test_what_the_source_says_otherwise_and_not_what_it_says_for_the_first_time():
    def said(**fields):
        return labels_of("x").assign(**fields)

    before, after = said(definition="Old.", polarity=""), said(definition="New.", polarity="none")
    found = compare_definitions(before, after)
    assert found[["kind", "what", "before", "after"]].to_numpy().tolist() == [
        ["redefined", "source: definition", "Old.", "New."]]  # fmt: skip


def test_a_release_that_was_due_before_the_day_is_overdue():
    due = [indicator(id=str(n), next_release=date(2026, 3, n)) for n in (1, 2, 3)]
    found = overdue([*due, indicator(id="9")], date(2026, 3, 3))
    assert found["indicator_id"].tolist() == ["1", "2"]
    assert found["before"].tolist() == ["2026-03-01", "2026-03-02"]
    assert overdue([], date(2026, 3, 3)).empty


def test_the_order_of_rows_decides_nothing():
    rows = [fact(code, value=value) for code, value in ((AREA, 1.0), ("E06000001", 2.0))]
    later = [fact(code, value=value) for code, value in ((AREA, 5.0), ("E06000001", 6.0))]
    assert changes(rows, later) == changes(list(reversed(rows)), list(reversed(later)))
