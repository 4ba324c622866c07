"""Words for a scan of wards: never a count without the number tested and against what."""

import math
from dataclasses import replace

import pytest
from invented_facts import indicator

from jsna.analysis.outcome import Outcome
from jsna.narrative.ward_words import WardScanWords, counts_words, p_words, side_of

WHY = "the file used holds no value for England"


def side(name="England", value=61.3, reason="", **counts):
    outcomes = [Outcome[word.upper()].value for word, n in counts.items() for _ in range(n)]
    reasons = [reason if word == Outcome.NOT_COMPARABLE else "" for word in outcomes]
    return side_of(name, value, outcomes, reasons)


def words(england=None, rest=None, **changes):
    sides = (
        england or side(not_comparable=9, reason=WHY, value=None),
        rest or side("the rest of Anytown", None, "they cannot be added up", not_comparable=9),
    )
    item = indicator(short_title="Good health", title="Years in good health")
    given = WardScanWords("Anytown", item, "Male", "All ages", "2022 - 24", sides, 55.04, 66.0)
    return replace(given, **changes)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"worse": 3, "better": 2, "similar": 4}, "3 of 9 wards are worse than England and 2 are"
         " better on good health, males"),
        ({"worse": 1, "better": 1, "too_imprecise": 7, "not_comparable": 2},
         "1 of 9 wards is worse than England and 1 is better on good health, males"),
        ({"higher": 2, "lower": 1, "similar": 1},
         "2 of 4 wards are higher than England and 1 is lower on good health, males"),
        ({"better": 1}, "1 of 1 ward is better than England on good health, males"),
        ({"similar": 5, "too_imprecise": 4},
         "None of 9 wards is flagged against England on good health, males"),
    ],
)  # fmt: skip
def test_the_headline_counts_flags_of_wards_tested(counts, expected):
    assert words(side(**counts)).headline() == expected


def test_the_headline_is_about_the_rest_where_england_has_no_figure():
    rest = side("the rest of Anytown", None, worse=2, similar=7)
    assert words(rest=rest).headline() == (
        "2 of 9 wards are worse than the rest of Anytown on good health, males"
    )


def test_the_headline_gives_the_range_where_nothing_is_tested():
    expected = "Wards run from 55.0 years to 66.0 years on good health, males: not tested"
    assert words().headline() == expected


def test_the_sentence_carries_period_unit_england_and_why_there_is_no_test():
    told = words(side(worse=2, similar=6, not_comparable=1, reason="hidden")).sentence()
    assert told == (
        "Years in good health, males: in 2022 to 2024 the wards of Anytown run from 55.0 years to"
        " 66.0 years. 2 of 8 wards are worse than England (61.3 years), with false discovery held"
        " to 5%. They were not tested against the rest of Anytown: they cannot be added up."
    )
    assert f"not tested against England: {WHY}." in words().sentence()
    none = words(side(similar=9)).sentence()
    assert "None of 9 tested is flagged against England (61.3 years)." in none


def test_a_cell_of_flags():
    assert counts_words(side(worse=3, better=2, similar=1)) == "3 worse, 2 better of 6"
    assert counts_words(side(similar=4, not_comparable=3)) == "none of 4"
    assert counts_words(side(not_comparable=3)) == "not tested"


@pytest.mark.parametrize(
    ("p", "expected"),
    [(0.0004, "under 0.001"), (0.001, "0.001"), (0.0496, "0.050"), (1.0, "1.000"),
     (math.nan, "not tested")],
)  # fmt: skip
def test_an_adjusted_p_as_printed(p, expected):
    assert p_words(p) == expected
