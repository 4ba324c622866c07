"""The outcome: what may be said of a value against its comparator, and what it rests on.

Word, letter, class on the page and linking words of an outcome stand here and nowhere else; the
pages list outcomes in the order in which they stand here. A verdict of the source is counted as
what it says; `Basis.SOURCE` tells it apart. See docs/methods.md#outcomes.
"""

from enum import StrEnum
from typing import Final, Self

import pandas as pd

from jsna.analysis.comparison import BETTER, HIGHER, LOWER, SIMILAR, WORSE


class Outcome(StrEnum):
    """What may be said of a value against its comparator: its value is the word.

    Attributes:
        letter: Printed in the box beside the word, so that colour is never the only sign.
        css_class: Of the box and of the count on the page.
        linking: Word and preposition before the comparator's name; "" where none may follow.
    """

    WORSE = "worse", "W", "worse", "worse than"
    LOWER = "lower", "L", "lower", "lower than"
    HIGHER = "higher", "H", "higher", "higher than"
    TOO_IMPRECISE = "too imprecise to judge", "?", "unsure"
    SIMILAR = "similar", "S", "similar", "similar to"
    BETTER = "better", "B", "better", "better than"
    NOT_TESTED = "difference not tested", "N", "not-tested"
    NOT_COMPARABLE = "not comparable", "\u2013", "not-comparable"

    letter: str
    css_class: str
    linking: str

    def __new__(cls, word: str, letter: str = "", css_class: str = "", linking: str = "") -> Self:
        """Make a member whose text is its word."""
        made = str.__new__(cls, word)
        made._value_ = word
        made.letter, made.css_class, made.linking = letter, css_class, linking
        return made

    @property
    def is_verdict(self) -> bool:
        """Whether it says on which side of the comparator the value lies, or that on neither."""
        return self.linking != ""


class Basis(StrEnum):
    """What an outcome rests on: its value is the words.

    Attributes:
        css_class: Beside the outcome's on the page, where its mark is drawn otherwise: hatched
            for the source's verdict, which no test here has checked.
        after_verdict: What stands after the word of an outcome; "" where nothing need.
    """

    INTERVAL_IN_FILE = "our test on the interval in the file"
    INTERVAL_WORKED_OUT = "our test on an interval worked out from count and denominator"
    VALUE_ALONE = "the value alone, against a goal"
    SOURCE = "the source's own verdict", "by-source", "the source's verdict"
    NONE = ""

    css_class: str
    after_verdict: str

    def __new__(cls, words: str, css_class: str = "", after_verdict: str = "") -> Self:
        """Make a member whose text is its words."""
        made = str.__new__(cls, words)
        made._value_ = words
        made.css_class, made.after_verdict = css_class, after_verdict
        return made


OUTCOME_OF: Final = {
    BETTER: Outcome.BETTER,
    WORSE: Outcome.WORSE,
    SIMILAR: Outcome.SIMILAR,
    HIGHER: Outcome.HIGHER,
    LOWER: Outcome.LOWER,
}
"""Word of a comparison, or of a published label -> the outcome that it says.

Published labels that name quintiles or goals are no verdict against the comparator.
"""


def verdict_of(labels: pd.Series) -> pd.Series:
    """Return the verdict in each published label, "" if it holds none.

    The level that two-level labels name is dropped: "Higher 99.8" gives "Higher".
    """
    plain = labels.str.replace(r" (95|99\.8)$", "", regex=True)
    return plain.where(plain.isin(list(OUTCOME_OF)), "")


def published_outcome(label: str) -> Outcome | None:
    """Return the outcome that one published label says, None if it says none."""
    return OUTCOME_OF.get(str(verdict_of(pd.Series([label], dtype="str")).iloc[0]))
