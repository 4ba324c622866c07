"""What `judge` is told: what rows are held against, by which rule, and what the rule's test finds.

A text that is the same for every row may stand for a series of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED
from jsna.analysis.outcome import Basis, verdict_of
from jsna.settings.indicator import Indicator


@dataclass(frozen=True, eq=False)
class Against:
    """What rows are held against; each series stands on their index.

    Attributes:
        value: In the rows' unit; missing where there is none. As the column benchmark, with the
            limits of its interval, it is before the rule's test.
        gap: Why there is nothing to hold a row against, in words; "" where there is.
        unlike: Why a row may not be held against it, whatever the two values; "" where it may.
        untestable: Why like values cannot be tested, as a median has no interval; "" where they
            can.
        lower: Lower 95% limit of the value; None if the rule does not ask.
        upper: Upper one.
        snapshot_ids: Where the value comes from.
        published: The label that the source printed for the row against the same; "" for none.
    """

    value: pd.Series
    gap: pd.Series
    unlike: pd.Series | str = ""
    untestable: pd.Series | str = ""
    lower: pd.Series | None = None
    upper: pd.Series | None = None
    snapshot_ids: pd.Series | str = ""
    published: pd.Series | str = ""


@dataclass(frozen=True, eq=False)
class Tested:
    """What a rule finds; each series stands on the rows' index.

    Attributes:
        comparison: A word of `comparison.py`.
        untested: Why like values were not tested, in words; "" where they were.
        imprecise: Why Similar does not tell, in words; "" where it does.
        by_source: Why the source's verdict, if it printed one, takes the test's place; else "".
        basis: What the comparison rests on.
    """

    comparison: pd.Series
    untested: pd.Series
    imprecise: pd.Series
    by_source: pd.Series | str = ""
    basis: pd.Series | Basis = Basis.INTERVAL_IN_FILE


LabelNote = Callable[[pd.Series, pd.Series], pd.Series]


def note_on_verdict(published: pd.Series, comparison: pd.Series) -> pd.Series:
    """Return a word wherever a reader could see two different verdicts for one value."""
    verdict = verdict_of(published)
    shown = (verdict != "") | published.str.contains(" / ", regex=False)
    differs = shown & (comparison != NOT_COMPARED) & (comparison != verdict)
    text = (
        'The source says "' + published + '", by its own rule and unrounded figures; the'
        " comparison here is by the 95% interval of the values shown."
    )  # fmt: skip
    return text.where(differs, "")


@dataclass(frozen=True, eq=False)
class Rule:
    """How values are held against others.

    Attributes:
        name: An entry of docs/methods.md.
        indicators: By id: which way is good, and the difference that would matter.
        test: Given the rows with benchmark, benchmark_lower_95, benchmark_upper_95, polarity,
            matters and comparison_method, returns what it finds.
        label_note: What is said of the source's label beside the comparison.
        for_all: Whether it holds for an indicator that is not meant to be compared: a goal does.
    """

    name: str
    indicators: Mapping[str, Indicator]
    test: Callable[[pd.DataFrame], Tested]
    label_note: LabelNote = note_on_verdict
    for_all: bool = False
