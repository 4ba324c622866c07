"""The six outcomes: precision, missing intervals, and why two values may not be compared."""

import numpy as np
import pandas as pd
import pytest
from invented_facts import AREA, england, fact, facts_of, indicator, labels_of

from jsna.analysis.comparator_judgement import judge_frame
from jsna.analysis.outcome import OUTCOME_OF, Basis, Outcome, published_outcome
from jsna.fact_schema import ENGLAND, empty_facts


def judged(*rows: dict, published=None, comparator=ENGLAND, name="", **changes) -> pd.Series:
    published = labels_of() if published is None else published
    frame = judge_frame(
        facts_of(*rows), published, {"1": indicator(**changes)}, [AREA], comparator, name
    )
    assert len(frame) == 1
    return frame.iloc[0]


def test_no_two_outcomes_share_a_word_a_letter_or_a_class():
    for trait in ("value", "letter", "css_class"):
        found = [getattr(outcome, trait) for outcome in Outcome]
        assert all(found) and len(set(found)) == len(Outcome), trait


def test_a_verdict_links_to_the_comparators_name_and_nothing_else_does():
    linked = {outcome for outcome in Outcome if outcome.is_verdict}
    assert linked == set(OUTCOME_OF.values())
    assert Outcome.SIMILAR.linking == "similar to" and Outcome.WORSE.linking == "worse than"


@pytest.mark.parametrize(
    ("changes", "label", "basis"),
    [
        ({}, "Better", Basis.INTERVAL_IN_FILE),
        ({"lower": 50.0}, "", Basis.INTERVAL_IN_FILE),
        ({"lower": np.nan, "upper": np.nan}, "Worse", Basis.SOURCE),
        ({"lower": np.nan, "upper": np.nan}, "", Basis.NONE),
        ({"value": np.nan}, "Worse", Basis.NONE),
    ],
)
def test_an_outcome_says_what_it_rests_on(changes, label, basis):
    row = judged(fact(**changes), england(), published=labels_of(label))
    assert Basis(row["basis"]) is basis


@pytest.mark.parametrize(
    ("value", "expected"), [(61.5, "similar"), (63.5, "better"), (60.5, "worse")]
)
def test_a_precise_value(value, expected):
    row = judged(fact(value=value, lower=value - 1, upper=value + 1), england())
    assert (row["outcome"], row["reason"]) == (expected, "")
    assert row["rule"] == "single-overlapping-interval"
    assert row["comparator_value"] == 62.0


@pytest.mark.parametrize(
    ("value", "expected"), [(63.5, "higher"), (60.5, "lower"), (61.5, "similar")]
)
def test_without_polarity_nothing_is_better_or_worse(value, expected):
    row = judged(fact(value=value, lower=value - 1, upper=value + 1), england(), polarity="none")
    assert row["outcome"] == expected


def test_a_wide_similar_is_too_imprecise_and_its_comparison_stays_similar():
    row = judged(fact(value=64.8, lower=57.8, upper=71.9), england(61.3))
    assert row["outcome"] == "too imprecise to judge"
    assert row["comparison"] == "Similar"
    assert "wider than the difference that would matter" in row["reason"]


def test_the_width_that_matters_is_inclusive_and_asks_for_the_wider_side():
    assert judged(fact(value=62, lower=61, upper=64), england())["outcome"] == "similar"
    assert judged(fact(value=62, lower=61, upper=64.1), england())["outcome"] == (
        "too imprecise to judge"
    )


def test_a_wide_interval_that_misses_the_comparator_still_tells():
    assert judged(fact(value=50, lower=40, upper=60), england())["outcome"] == "worse"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Worse", "worse"),
        ("Higher 99.8", "higher"),
        ("Not compared", "difference not tested"),
        ("Lowest quintile", "difference not tested"),
    ],
)
def test_a_published_verdict_without_an_interval_counts_as_what_it_says(label, expected):
    row = judged(fact(lower=np.nan, upper=np.nan), england(), published=labels_of(label))
    assert (row["outcome"], row["comparison"]) == (expected, "Not compared")
    assert row["published"] == label
    assert "the file used holds no interval" in row["reason"]


def test_neither_interval_nor_label():
    row = judged(fact(lower=np.nan, upper=np.nan), england())
    assert row["outcome"] == "difference not tested"
    assert row["reason"] == "the file used holds no interval, nor a verdict of the source"


def test_a_broken_interval_tests_nothing():
    row = judged(fact(upper=np.nan), england())
    assert row["outcome"] == "difference not tested"
    assert row["reason"] == "the published interval is incomplete or does not hold the value"


# -- intervals worked out ----------------------------------------------------------------------

BARE = {"lower": np.nan, "upper": np.nan}
SHARE = {"value_type": "proportion", "unit": "%", "multiplier": 100, "interval_method": "wilson"}


def test_an_interval_is_worked_out_of_count_and_denominator_and_said_to_be():
    counted = fact(value=40.0, count=400.0, denominator=1000.0, **BARE)
    row = judged(counted, england(50.0), published=labels_of("Better"), **SHARE)
    assert (row["outcome"], row["basis"]) == ("worse", Basis.INTERVAL_WORKED_OUT)
    assert (round(row["lower_95"], 2), round(row["upper_95"], 2)) == (37.01, 43.07)  # Wilson
    assert row["rule"] == "single-overlapping-interval"


@pytest.mark.parametrize(
    ("changes", "settings"),
    [
        ({"value": 41.0}, {}),
        ({"count": np.nan}, {}),
        ({"denominator": 0.0}, {}),
        ({}, {"interval_method": "none"}),
        ({}, {"value_type": "standardised-rate", "interval_method": "dobson"}),
    ],
    ids=["another value", "no count", "nobody", "a model", "standardised"],
)
def test_no_interval_is_worked_out_of_what_did_not_make_the_value(changes, settings):
    counted = {"value": 40.0, "count": 400.0, "denominator": 1000.0, **BARE, **changes}
    row = judged(fact(**counted), england(50.0), **SHARE | settings)
    assert (row["outcome"], row["basis"]) == ("difference not tested", "")
    assert pd.isna(row["lower_95"])


def test_the_files_own_interval_is_never_replaced():
    row = judged(fact(value=40.0, lower=39.0, upper=60.0, count=400.0, denominator=1000.0),
                 england(50.0), **SHARE)  # fmt: skip
    assert (row["lower_95"], row["upper_95"]) == (39.0, 60.0)
    assert row["basis"] == Basis.INTERVAL_IN_FILE


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([fact(value=np.nan, status="suppressed"), england()], "the source suppressed the value"),
        ([fact(value=np.nan, status="not-available"), england()], "the file used holds no value"),
        ([fact()], "the file used holds no value for England"),
        ([fact(), england(period="2021-01-01/P3Y")], "England has no value for the same period"),
        ([fact(), england(sex="Female")], "England has no value for the same sex and age"),
        ([fact(), england(age="65+")], "England has no value for the same sex and age"),
        ([fact(), england(edition="rebased")], "England has no value of the same edition"),
        (
            [fact(), england(np.nan, status="not-available")],
            "no value is available for England in the same period",
        ),
        (
            [fact(), england(breakdown="Decile", breakdown_value="1")],
            "the file used holds no value for England",
        ),
        (
            [fact(breakdown="Decile", breakdown_value="1"), england()],
            "a value for one group of people is not compared with all of England",
        ),
    ],
)
def test_not_comparable_says_why(rows, reason):
    row = judged(*rows, published=labels_of())
    assert (row["outcome"], row["reason"]) == ("not comparable", reason)
    assert row["comparison"] == "Not compared"


def test_a_suppressed_value_is_not_comparable_whatever_its_label():
    row = judged(
        fact(value=np.nan, lower=np.nan, upper=np.nan, status="suppressed"),
        england(),
        published=labels_of("Worse"),
    )
    assert row["outcome"] == "not comparable"


def test_an_indicator_that_is_not_compared():
    assert judged(fact(), england(), comparison_method="none")["outcome"] == "not comparable"


def test_an_indicator_with_a_rule_of_its_source_takes_the_label_only():
    method = {"comparison_method": "published-label"}
    row = judged(fact(), england(), published=labels_of("Higher 99.8"), **method)
    assert (row["outcome"], row["basis"]) == ("higher", Basis.SOURCE)
    assert row["reason"] == "the source compares by a rule of its own"
    assert judged(fact(), england(), **method)["outcome"] == "difference not tested"


def test_the_comparator_is_not_compared_with_itself():
    frame = judge_frame(facts_of(england()), labels_of(), {"1": indicator()}, [ENGLAND], ENGLAND)
    assert list(frame["outcome"]) == ["not comparable"]
    assert list(frame["reason"]) == ["England is what other areas are compared with"]


def test_a_label_that_differs_from_ours_is_told():
    row = judged(fact(), england(60.5), published=labels_of("Worse"))
    assert row["comparison"] == "Similar"
    assert row["label_note"].startswith('The source says "Worse"')
    assert judged(fact(), england(60.5), published=labels_of("Similar"))["label_note"] == ""


def test_two_files_with_different_labels_are_both_told():
    row = judged(fact(), england(), published=labels_of("Worse", "Similar", "Worse"))
    assert row["published"] == "Similar / Worse"
    assert 'says "Similar / Worse"' in row["label_note"]


def test_labels_against_england_or_the_parent_are_not_used_for_a_region():
    region = "E12000099"
    rows = [fact(lower=np.nan, upper=np.nan), fact(region, 61.0, area_type="region"), england()]
    for published in (labels_of("Worse"), labels_of("Worse", comparator="parent")):
        row = judged(*rows, published=published, comparator=region, name="Examplelands")
        assert (row["outcome"], row["published"]) == ("difference not tested", "")
        assert row["comparator_value"] == 61.0


def test_facts_of_other_indicators_and_areas_are_left_out():
    rows = facts_of(fact(), fact("E06000098"), fact(indicator_id="2"), england())
    frame = judge_frame(rows, labels_of(), {"1": indicator()}, [AREA], ENGLAND)
    assert list(frame.index) == [0]


def test_no_facts_give_no_rows():
    assert judge_frame(empty_facts(), labels_of(), {"1": indicator()}, [AREA], ENGLAND).empty


def test_verdicts_in_labels():
    labels = ["Better", "Worse 95", "Lower 99.8", "Middle quintile", "Green", ""]
    expected = [Outcome.BETTER, Outcome.WORSE, Outcome.LOWER, None, None, None]
    assert [published_outcome(x) for x in labels] == expected
