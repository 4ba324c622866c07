"""Words for a baseline and for what became of each measure since."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from jsna.analysis.baseline import (
    BETTER,
    FELL,
    ROSE,
    STATES,
    WITHOUT,
    WORSE,
    figure_columns,
)
from jsna.analysis.change import NOT_SIGNIFICANT, NOT_TESTED
from jsna.narrative.english import capitalised, counted, listed
from jsna.narrative.gap_words import gap_unit
from jsna.narrative.labels import period_words
from jsna.narrative.numbers import format_interval, format_value
from jsna.settings.indicator import Indicator

MEASURE: Final = "Measure"
THEN, NOW_THEN = "Baseline, as published then", "Same period, as now published"
NEWEST, CHANGE, TARGET = "Newest", "Change since", "Target"
NONE: Final = "none"
WITHHELD: Final = "not printed: the council's own figure was revised or is hidden now"
MONTHS: Final = 12
FROM: Final = {
    BETTER: "changed for the better",
    WORSE: "changed for the worse",
    ROSE: "rose, with neither way good",
    FELL: "fell, with neither way good",
    NOT_SIGNIFICANT: "showed no significant change",
    NOT_TESTED: "could not be tested",
    WITHOUT: "had no baseline",
}
"""State -> the words after a number of measures."""
NOTE: Final = (
    "A change is tested between two figures of the newest files, never between the newest and the"
    " frozen one: publishers revise. Of twenty tests about one shows a change by chance alone."
)


def late_words(taken: date, start: date) -> str:
    """Return how late it was taken: "1 year and 9 months after the strategy began"; "" in time.

    Args:
        taken: The day that its data reach to.
        start: The strategy's first day.
    """
    if taken <= start:
        return ""
    months = (taken.year - start.year) * MONTHS + taken.month - start.month
    months -= taken.day < start.day
    years, rest = divmod(months, MONTHS)
    parts = [counted(years, "year")] * bool(years) + [counted(rest, "month")] * bool(rest)
    return f"{listed(parts) or 'less than a month'} after the strategy began"


def taken_words(taken: date, before: date, start: date) -> str:
    """Return when a baseline was taken and, where it was late, by how long, as sentences.

    Args:
        taken: The day that its data reach to.
        before: Its figures' periods had ended before this day.
        start: The strategy's first day.
    """
    day, late = f"{taken.day} {taken:%B %Y}", late_words(taken, start)
    if not late:
        return f"The baseline was taken on data of {day}, before the strategy began."
    if before > start:
        return f"This baseline holds the newest figures in data of {day}, which reach to {late}."
    return (
        f"The baseline is late: it was taken on data of {day}, {late}. Its figures are those of the"
        " last period that had ended before the strategy began, as they were published when it was"
        " taken."
    )


def in_brackets(taken: date, before: date, start: date) -> str:
    """Return when a baseline was taken in a few words, as `taken_words` has it in sentences."""
    late = late_words(taken, start)
    day = f"taken on data of {taken.day} {taken:%B %Y}"
    return f"{day}, {'late: ' if late and before <= start else ''}{late}".removesuffix(", ")


def counts_words(states: pd.Series, taken: str = "") -> str:
    """Return how many measures came to what, as one sentence.

    Args:
        states: Of `baseline.progress`, one a measure.
        taken: When the baseline was taken, in brackets behind it; "" for none.
    """
    counts = states.value_counts()
    parts = [f"{counts[state]} {FROM[state]}" for state in STATES if state in counts]
    since = f"since the baseline ({taken})" if taken else "since the baseline"
    return f"Of {counted(len(states), 'measure')} {since}, {listed(parts)}."


def progress_row(row: Mapping[Any, Any], indicator: Indicator) -> dict[str, str]:
    """Return what became of one measure as a row of the table.

    Args:
        row: Of the baseline and of `baseline.progress`; withheld: whether the frozen figure is
            not printed; data_age: mark of the newest one (`age_of_data.age_mark`); target: words,
            "" for none.
        indicator: What is measured.
    """
    when = period_words(row["period_label"])
    then = _figure(row, "value", indicator, f", {when}") if row["period"] else WITHOUT
    newest = _figure(row, "newest", indicator, f", {period_words(row['newest_label'])}")
    known = not pd.isna(row["newest"])
    return {
        MEASURE: row["measure"],
        CHANGE: change_words(row, indicator),
        THEN: WITHHELD if row["withheld"] else then,
        NOW_THEN: _now(row, indicator) if row["period"] else NONE,
        NEWEST: f"{newest}{row['data_age']}" if known else NONE,
        TARGET: row["target"] or NONE,
    }


def change_words(row: Mapping[Any, Any], indicator: Indicator) -> str:
    """Return what one test gave: "For the better: -3.2 years (95% interval ...)", or why not."""
    state, reason = str(row["state"]), str(row["reason"])
    if reason:
        return capitalised(f"{state}: {reason}")
    by = format_value(row["difference"], gap_unit(indicator.unit), indicator.decimals)
    interval = format_interval(row["lower_95"], row["upper_95"], "", indicator.decimals)
    sign = "+" if row["difference"] > 0 and not by.startswith("-") else ""
    return f"{capitalised(state)}: {sign}{by} ({interval})"


def is_revised(row: Mapping[Any, Any], indicator: Indicator) -> bool:
    """Return whether the baseline's figure, or its interval, is another one now, as printed.

    One of another edition was made anew by another method: that is no revision.
    """
    if is_of_another_edition(row) or any(pd.isna(row[name]) for name in ("value", "now_then")):
        return False
    then, now = (_figure(row, name, indicator) for name in ("value", "now_then"))
    return then != now


def is_of_another_edition(row: Mapping[Any, Any]) -> bool:
    """Return whether the figure of the baseline's period, as now published, is of another edition.

    Not so where the baseline's own edition was not recorded.
    """
    known = row["edition"] and not pd.isna(row["now_then"])
    return bool(known and row["newest_edition"] != row["edition"])


def _now(row: Mapping[Any, Any], indicator: Indicator) -> str:
    if pd.isna(row["now_then"]):
        return "not in the files at hand"
    if is_of_another_edition(row):
        figure = _figure(row, "now_then", indicator)
        return f"{figure}, of another edition: {row['newest_edition']}, not {row['edition']}"
    if is_revised(row, indicator):
        return f"{_figure(row, 'now_then', indicator)}, revised"
    # its interval stands beside it, with the frozen one
    return f"{format_value(row['now_then'], indicator.unit, indicator.decimals)}, unchanged"


def _figure(row: Mapping[Any, Any], name: str, indicator: Indicator, when: str = "") -> str:
    """A value with its period and interval: "52.0 years, 2022 (95% interval 51.0 to 53.0)"."""
    value, lower, upper = (row[column] for column in figure_columns(name))
    interval = format_interval(lower, upper, indicator.unit, indicator.decimals)
    words = f"{format_value(value, indicator.unit, indicator.decimals)}{when}"
    return f"{words} ({interval})" if interval else words
