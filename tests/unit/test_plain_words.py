"""The plain version: no better without a good side, and no word on why a number is hidden."""

from datetime import date

import numpy as np
import pytest
from test_measure_judgement import DAY, STEADY, judged, measure, rows

from jsna.analysis.measure_judgement import judge_measure
from jsna.narrative.plain_words import CHANGED, SAME, WORSE, plain_group, plain_sentences


@pytest.mark.parametrize(
    ("polarity", "newest", "heading"),
    [("low-is-good", 30, WORSE), ("none", 30, CHANGED), ("none", 10, SAME)],
)
def test_what_changed_without_a_good_side_did_not_stay_the_same(polarity, newest, heading):
    found = judged([*STEADY, newest], polarity=polarity, target=20)
    assert plain_group(found) == heading
    assert ("more than before" in plain_sentences(found)) is (heading == CHANGED)
    assert ("goal" in plain_sentences(found)) is (polarity != "none")


def test_hidden_numbers_are_not_called_small():
    assert "small" not in plain_sentences(judged([np.nan, np.nan]))
    assert plain_sentences(judged([np.nan])).endswith("so that nobody can be picked out.")
    assert "Newer numbers are hidden." in plain_sentences(judged([*STEADY, np.nan]))


def test_an_old_number_is_called_old():
    late = judge_measure(measure(), rows(STEADY), date(2027, 1, 1))
    assert "This number is old." in plain_sentences(late)
    assert "old" not in plain_sentences(judge_measure(measure(), rows(STEADY), DAY))


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.3, "less than 1"), (99.7, "more than 99"), (0.0, "0"), (100.0, "100"), (54.6, "55")],
)
def test_few_are_not_none_and_most_are_not_all(value, words):
    share = measure(kind="share", unit="%", decimals=1)
    told = plain_sentences(judge_measure(share, rows([value]), DAY))
    assert told.startswith(f"Waits: {words} in every 100 in April 2024")
