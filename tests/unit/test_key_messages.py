"""Which finding leads: worked examples of the one rule, value by value."""

import pandas as pd
import pytest

from jsna.analysis.key_messages import (
    change_candidates,
    gap_candidates,
    leading,
    level_candidates,
)
from jsna.analysis.outcome import Outcome

NAN = float("nan")


def levels(*rows: dict) -> pd.DataFrame:
    usual = {
        "outcome": Outcome.WORSE, "value": 14.0, "comparator": 10.0, "matters": 2.0,
        "polarity": "low-is-good", "old": False, "people": NAN,
    }  # fmt: skip
    return pd.DataFrame([usual | row for row in rows])


def changes(*rows: dict) -> pd.DataFrame:
    usual = {
        "change": "increased", "earlier": 10.0, "newest": 14.0, "matters": 2.0,
        "polarity": "low-is-good", "old": False,
    }  # fmt: skip
    return pd.DataFrame([usual | row for row in rows])


def leader(frame: pd.DataFrame) -> object:
    return leading(level_candidates(frame))


def test_the_size_is_the_difference_in_units_of_what_matters():
    found = level_candidates(levels({"value": 55.1, "comparator": 61.3, "matters": 2.0}))
    assert found["size"].tolist() == [pytest.approx(3.1)]


def test_worse_leads_over_a_larger_better_and_the_larger_worse_over_the_smaller():
    better = {"outcome": Outcome.BETTER, "value": 0.0}
    assert leader(levels(better, {"value": 12.5}, {"value": 17.0})) == 2
    assert leader(levels(better, {"outcome": Outcome.SIMILAR})) == 0


def test_higher_where_neither_way_is_good_comes_between():
    higher = {"outcome": Outcome.HIGHER, "polarity": "none", "value": 40.0}
    assert leader(levels(higher, {"outcome": Outcome.BETTER, "value": 1.0})) == 0
    assert leader(levels(higher, {"value": 10.5})) == 1


def test_of_the_same_whole_number_the_one_about_more_people_leads():
    few, many = {"value": 15.9, "people": 20.0}, {"value": 14.1, "people": 300.0}
    assert leader(levels(few, many)) == 1
    assert leader(levels({"value": 16.1, "people": 20.0}, many)) == 0
    # unknown is not nought, but says nothing for it either
    assert leader(levels({"value": 14.2}, {"value": 15.9})) == 1


def test_an_old_figure_leads_only_where_there_is_no_other():
    assert leader(levels({"value": 30.0, "old": True}, {"value": 10.5})) == 1
    assert leader(levels({"value": 30.0, "old": True})) == 0


def test_an_untested_difference_leads_only_if_it_would_matter_and_is_for_the_worse():
    untested = {"outcome": Outcome.NOT_TESTED}
    assert leader(levels(untested | {"value": 11.0})) is None
    assert leader(levels(untested | {"value": 12.0})) == 0
    assert leader(levels(untested | {"value": 6.0})) is None
    assert leader(levels(untested | {"value": 60.0, "polarity": "none"})) is None


@pytest.mark.parametrize(
    "outcome", [Outcome.SIMILAR, Outcome.TOO_IMPRECISE, Outcome.NOT_COMPARABLE]
)
def test_nothing_leads_where_nothing_was_shown(outcome):
    assert leader(levels({"outcome": outcome})) is None


def test_a_change_leads_by_its_size_and_only_if_a_test_has_shown_it():
    untested = {"change": "not tested", "newest": 90.0}
    same = {"change": "no significant change", "newest": 90.0}
    frame = changes(untested, same, {"newest": 13.0}, {"newest": 18.0})
    assert leading(change_candidates(frame)) == 3
    assert leading(change_candidates(changes(untested, same))) is None


def test_of_changes_of_one_whole_number_the_one_for_the_worse_leads():
    better = {"change": "decreased", "newest": 6.1}
    worse = {"change": "increased", "newest": 13.2}
    assert leading(change_candidates(changes(better, worse))) == 1
    # a fall of what should be high is for the worse: 72.2 to 65.0 years
    fall = {"earlier": 72.2, "newest": 65.0, "polarity": "high-is-good", "change": "decreased"}
    assert leading(change_candidates(changes(better, worse, fall))) == 2


def test_a_gap_inside_the_area_leads_over_a_wider_one_of_england():
    frame = pd.DataFrame(
        {
            "outcome": [Outcome.WORSE, Outcome.WORSE, Outcome.TOO_IMPRECISE],
            "gap": [9.0, 40.0, 90.0], "matters": 2.0, "own": [True, False, True],
            "old": False, "people": NAN,
        }
    )  # fmt: skip
    assert leading(gap_candidates(frame)) == 0
    assert leading(gap_candidates(frame.iloc[1:])) == 1
    assert leading(gap_candidates(frame.iloc[2:])) is None


@pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.WORSE])
def test_nobody_is_worst_off_where_neither_way_is_good_or_nothing_is_worse(outcome):
    frame = pd.DataFrame(
        {"outcome": [outcome], "gap": [9.0], "matters": [1.0], "own": True, "old": False,
         "people": NAN}
    )  # fmt: skip
    assert leading(gap_candidates(frame)) is None


def test_labels_of_the_rows_come_back_whatever_they_are():
    frame = levels({"value": 12.0}, {"value": 30.0}).set_index(pd.Index(["a", "b"]))
    assert leader(frame) == "b"
