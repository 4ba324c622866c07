"""Verdicts that changed: with or without the value, and never read as change."""

from dataclasses import replace
from datetime import UTC, datetime
from math import nan

import pandas as pd
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of

from jsna.analysis.verdict_changes import all_changes
from jsna.chapter.what_changed import may_be_said
from jsna.facts.previous import State, catalogue_said
from jsna.narrative.change_words import NOT_AGAIN, change_sentence, scope_of
from jsna.settings.area import Area
from jsna.snapshots.lock import LockEntry

INDICATORS = {"1": indicator(strata=({"sex": "Male"},))}
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def state(*rows: dict, labels: pd.DataFrame | None = None) -> State:
    published = labels_of() if labels is None else labels
    entry = LockEntry("a" * 64, "fingertips", "A file", 1, NOW)
    return State(facts_of(*rows), published, pd.DataFrame(columns=["indicator_id"]),
                 catalogue_said(INDICATORS.values()), (entry,))  # fmt: skip


def told(before: State, after: State) -> list[list[str]]:
    changes = all_changes(before, after, INDICATORS, AREA)
    rows = changes[changes["kind"].isin(["our-verdict", "newest-verdict"])]
    return rows[["kind", "before", "after", "value_changed"]].to_numpy().tolist()


def test_england_moved_and_the_area_did_not():
    before = state(fact(value=60.0, lower=59.0, upper=61.0), england(60.5))
    after = state(fact(value=60.0, lower=59.0, upper=61.0), england(64.0))
    assert told(before, after) == [["our-verdict", "similar", "worse", "no"]]


def test_the_value_changed_with_the_verdict():
    before = state(fact(), england(60.5))
    after = state(fact(value=64.0, lower=63.0, upper=65.0), england(60.5))
    assert told(before, after) == [["our-verdict", "similar", "better", "yes"]]


def test_nothing_is_told_where_nothing_changed():
    same = state(fact(), england(60.5), labels=labels_of("Similar"))
    assert all_changes(same, same, INDICATORS, AREA).empty


def test_a_new_period_judged_otherwise_says_what_its_own_figures_say():
    old = [fact(period="2019-01-01/P1Y", period_label="2019"),
           england(60.5, period="2019-01-01/P1Y")]  # fmt: skip
    new = [fact(value=60.4, lower=59.4, upper=61.4, period="2020-01-01/P1Y", period_label="2020"),
           england(64.0, period="2020-01-01/P1Y")]  # fmt: skip
    before, after = state(*old), state(*old, *new)
    assert told(before, after) == [
        ["newest-verdict", "similar (2019)", "worse (2020)", "no significant change"]]  # fmt: skip
    changes = all_changes(before, after, INDICATORS, AREA)
    (row,) = changes[changes["kind"] == "newest-verdict"].to_dict("records")
    assert change_sentence(row, INDICATORS) == (
        "Years in good health, males, 2020: similar (2019) before, worse (2020) now;"
        " its own figures: no significant change."
    )


def test_a_new_period_with_the_same_verdict_is_only_a_new_period():
    old = [fact(period="2019-01-01/P1Y"), england(60.5, period="2019-01-01/P1Y")]
    new = [fact(period="2020-01-01/P1Y"), england(60.5, period="2020-01-01/P1Y")]
    changes = all_changes(state(*old), state(*old, *new), INDICATORS, AREA)
    assert changes["kind"].tolist() == ["new-period", "new-period"]
    area = Area.model_validate({
        "slug": "a", "name": "A", "code": AREA, "kind": "unitary authority",
        "region": {"code": "E12000001", "name": "R"}, "contact": {"team": "T"},
    })  # fmt: skip
    assert scope_of(changes, area).tolist() == ["the area", "England and regions"]


def test_numbers_are_printed_with_unit_and_as_they_are_where_rounding_would_hide_the_change():
    base = dict.fromkeys(("breakdown", "edition", "what", "value_changed"), "")
    row = base | {"kind": "revised", "indicator_id": "1", "sex": "Male", "age": "All ages",
                  "period_label": "2022 - 24", "before": "60", "after": "61.26"}  # fmt: skip
    assert change_sentence(row, INDICATORS, "Anytown") == (
        "Years in good health, males, Anytown, 2022 to 2024: 60.0 years before, 61.3 years now."
    )
    assert "60.01 before, 60.04 now" in change_sentence(
        row | {"before": "60.01", "after": "60.04"}, INDICATORS
    )
    assert "60.0 years before, suppressed now" in change_sentence(
        row | {"after": "suppressed"}, INDICATORS
    )


def test_of_the_councils_own_figures_no_number_is_said_that_is_gone():
    """Two states of them together could give a small count away; of other sources both stand."""
    none = {"value": nan, "lower": nan, "upper": nan, "status": "suppressed"}
    old = [fact(), fact(sex="Female", value=55.0)]
    new = [fact(value=61.0), fact(sex="Female", **none)]
    before, after = state(*old), state(*new)
    changes = all_changes(before, after, INDICATORS, AREA)
    told = dict(zip(changes["kind"], may_be_said(changes, before, after), strict=True))
    assert told == {"value-withdrawn": "55", "revised": "60"}
    entry = replace(before.entries[0], source="local-csv")
    own = (replace(before, entries=(entry,)), after)
    told = dict(zip(changes["kind"], may_be_said(changes, *own), strict=True))
    assert told == {"value-withdrawn": NOT_AGAIN, "revised": NOT_AGAIN}
    given = all_changes(after, before, INDICATORS, AREA)
    assert "suppressed" in may_be_said(given, *own).tolist()
