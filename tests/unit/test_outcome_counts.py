"""The one count of outcomes: the source's verdicts are counted as what they say, and told apart."""

from collections import Counter

from test_words import like

from jsna.analysis.outcome import Basis, Outcome
from jsna.narrative.outcome_counts import OutcomeCount, count_outcomes


def test_each_outcome_has_its_number_and_how_many_are_the_sources():
    made = [
        like(outcome=Outcome.WORSE, basis=Basis.INTERVAL_IN_FILE),
        like(outcome=Outcome.WORSE, basis=Basis.SOURCE),
        like(outcome=Outcome.BETTER, basis=Basis.SOURCE),
        like(outcome=Outcome.NOT_TESTED),
    ]
    counts = count_outcomes(made)
    assert [count.outcome for count in counts] == list(Outcome)
    numbers = {count.outcome: (count.number, count.by_source) for count in counts if count.number}
    assert numbers == {
        Outcome.WORSE: (2, 1), Outcome.BETTER: (1, 1), Outcome.NOT_TESTED: (1, 0),
    }  # fmt: skip
    assert Counter(one.outcome for one in made) == {o: n for o, (n, _) in numbers.items()}


def test_a_count_says_how_many_are_the_sources():
    def words(number: int, own: int) -> str:
        return OutcomeCount(Outcome.WORSE, number, own).words

    assert words(3, 0) == "worse"
    assert words(3, 2) == "worse, 2 by the source's verdict"
    assert words(3, 3) == "worse, all by the source's verdict"
    assert words(1, 1) == "worse, the source's verdict"
