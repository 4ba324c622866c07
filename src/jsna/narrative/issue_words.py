"""Words on big issues: how many are still worse, how many moved, and what one measure shows."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from jsna.analysis.change import DECREASED, INCREASED, NOT_SIGNIFICANT
from jsna.analysis.issue_judgement import Level, Moved
from jsna.analysis.movement import Change
from jsna.narrative.age_of_data import age_mark
from jsna.narrative.english import capitalised, counted, listed, possessive
from jsna.narrative.key_message_words import change_in_short
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_value
from jsna.narrative.sentences import interval_words
from jsna.narrative.statement import Statement
from jsna.settings.indicator import Indicator

TOLD: Final = {
    Level.WORSE: ("is still worse than England", "are still worse than England"),
    Level.NOT_WORSE: ("is no longer worse", "are no longer worse"),
    Level.IN_PART: ("is no longer worse in part", "are no longer worse in part"),
    Level.IMPRECISE: (f"is {Level.IMPRECISE}", f"are {Level.IMPRECISE}"),
    Level.NO_VERDICT: ("gets no verdict", "get no verdict"),
    Level.OLD: ("has old figures only", "have old figures only"),
    Level.NO_FIGURE: (f"has {Level.NO_FIGURE}", f"have {Level.NO_FIGURE}"),
    Level.NO_MEASURE: ("has no indicator", "have no indicator"),
}
"""A level -> what is said of one issue and of several."""
BY_SOURCE: Final = {
    Level.WORSE: "still worse",
    Level.NOT_WORSE: "no longer worse",
    Level.IN_PART: "no longer worse in part",
}
"""A level that may rest on the source's verdicts alone -> its words in short."""
MOVED: Final = {
    Moved.IMPROVED: ("improved", "improved"),
    Moved.WORSENED: ("got worse", "got worse"),
    Moved.BOTH: ("did both in part", "did both in part"),
    Moved.EITHER: ("changed one way or the other", "changed one way or the other"),
    Moved.NONE: ("shows no significant change", "show no significant change"),
    Moved.NOT_TESTED: ("could not be tested", "could not be tested"),
}
RULE: Final = (
    "An issue is still worse when any current figure of it is worse than England's. It is no longer"
    " worse when all of them are similar or better, and so in part when others are old or missing."
    " Whether it was worse once was not checked: for"
    " that the page takes the strategy's word. Improved and got worse come from a test on the"
    " area's own figures, since the strategy began or else since an earlier figure. A verdict that"
    " changed is no such test."
)


def levels_in_short(judged: pd.DataFrame) -> str:
    """Return how many issues have each level, as one sentence.

    "Of 34 big issues 9 are still worse than England, 5 are no longer worse and 4 have no
    indicator."

    Args:
        judged: As `issue_judgement.judge_issues` gives them.
    """
    told = _told(judged["level"], TOLD)
    return f"Of {counted(len(judged), 'big issue')} {listed(told)}."


def moves_in_short(judged: pd.DataFrame, area_name: str) -> str:
    """Return how many issues moved by tests on the area's own figures; "" without any figure."""
    tested = judged[judged["moved"] != Moved.NOTHING]
    if tested.empty:
        return ""
    number = len(tested)
    have = counted(number, "issue with a current figure", "issues with current figures")
    if tested["moved"].eq(Moved.NOT_TESTED).all():
        return f"For none of the {have} could a change in {possessive(area_name)} own be tested."
    told = _told(tested["moved"], MOVED)
    return f"Of the {have}, by tests on {possessive(area_name)} own, {listed(told)}."


def by_source_in_short(judged: pd.DataFrame) -> str:
    """Return how many, still worse or no longer, rest on the source's verdict; "" for none."""
    rests = judged[judged["by_source"]]
    told = [
        f"{_of_all(int((rests['level'] == level).sum()), int((judged['level'] == level).sum()))}"
        f" {words}"
        for level, words in BY_SOURCE.items()
        if level in set(rests["level"])
    ]
    if not told:
        return ""
    start, verb = capitalised(listed(told)), "rests" if len(rests) == 1 else "rest"
    return f"{start} {verb} on the source's verdict: the files used hold no interval to check it."


def _of_all(number: int, of: int) -> str:
    return f"{number} of the {of}" if number < of else "all" if of > 1 else "the one"


def _told(column: pd.Series, words: dict[Level, tuple[str, str]] | dict[Moved, tuple[str, str]]
          ) -> list[str]:  # fmt: skip
    counts = column.value_counts()
    return [
        f"{counts[each]} {one if counts[each] == 1 else many}"
        for each, (one, many) in words.items()
        if each in counts
    ]


def measure_words(statement: Statement, change: Change | None, indicator: Indicator) -> str:
    """Return what one measure shows: its value with England's, and what the test on it gave.

    "12.1% (95% interval 11.0% to 13.3%) in 2023/24, England 7.4%; fell from 16.2% (2015/16) to
    12.1% (2023/24), for the better"
    """
    if statement.value is None:
        return str(Level.NO_FIGURE)
    value = format_value(statement.value, statement.unit, statement.decimals)
    interval = interval_words(statement)
    parts = [
        f"{value} ({interval})" if interval else value,
        f"in {period_words(statement.period_label)}{age_mark(statement.data_age)}",
    ]
    theirs = statement.comparator.value if statement.comparator else None
    told = " ".join(parts)
    if theirs is not None:
        beside = format_value(theirs, statement.unit, statement.decimals)
        told = f"{told}, England {beside}"
    if statement.basis.after_verdict:
        told = f"{told}, {statement.basis.after_verdict}"
    tested = test_words(change, indicator)
    return f"{told}; {tested}" if tested else told


def test_words(change: Change | None, indicator: Indicator) -> str:
    """Return what the test on the area's own figures gave; "" where none could be made."""
    if change is None:
        return ""
    if change.change in (INCREASED, DECREASED):
        return change_in_short(change, indicator)
    if change.change == NOT_SIGNIFICANT:
        return f"no significant change since {period_words(change.since)}"
    return ""


def test_word(change: Change | None, better: bool, indicator: Indicator) -> str:
    """Return the same in a word or two for a cell: "improved", "" where no test showed any."""
    if change is None or change.change not in (INCREASED, DECREASED):
        return ""
    if indicator.polarity == "none":
        return "rose" if change.change == INCREASED else "fell"
    return "improved" if better else "got worse"


def titles(names: Iterable[str]) -> str:
    """Return names one after the other, each once."""
    return "; ".join(dict.fromkeys(names))
