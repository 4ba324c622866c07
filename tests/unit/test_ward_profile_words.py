"""What a ward's page says: flagged or not among all wards, and never that it is similar."""

import pytest

from jsna.analysis.outcome import Outcome
from jsna.narrative.ward_profile_words import flags_sentence
from jsna.narrative.ward_words import Side, flag_words

SIDE = Side("England", 20.0, {Outcome.SIMILAR: 20, Outcome.WORSE: 5}, "")


@pytest.mark.parametrize(
    ("outcome", "reason", "told"),
    [
        (Outcome.WORSE, "", "worse, flagged among 25 wards"),
        (Outcome.LOWER, "", "lower, flagged among 25 wards"),
        (Outcome.SIMILAR, "", "not flagged among 25 wards"),
        (Outcome.TOO_IMPRECISE, "", "not flagged among 25 wards: too imprecise to judge"),
        (Outcome.NOT_COMPARABLE, "no count", "not tested: no count"),
        (Outcome.NOT_COMPARABLE, "", "not tested"),
    ],
)
def test_each_outcome_in_words(outcome: Outcome, reason: str, told: str) -> None:
    assert flag_words(outcome, reason, SIDE) == told


def test_one_ward_alone_is_counted_as_one() -> None:
    alone = Side("England", 20.0, {Outcome.SIMILAR: 1}, "")
    assert flag_words(Outcome.SIMILAR, "", alone) == "not flagged among 1 ward"


def test_the_sentence_names_the_measures_of_each_flag() -> None:
    flagged = {Outcome.BETTER: ["sleep"], Outcome.WORSE: ["smoking", "falls"]}
    assert flags_sentence("Ash", "England", flagged, 8) == (
        "Of 8 measures tested against England Ash is flagged on 3: worse on smoking and falls;"
        " better on sleep."
    )
    assert flags_sentence("Ash", "England", {}, 1) == (
        "Of 1 measure tested against England Ash is flagged on none."
    )
