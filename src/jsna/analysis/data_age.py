"""How old the newest figure of an indicator is for its kind, as at the day of the data.

See docs/methods.md#age-of-data.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from jsna.facts.periods import period_end
from jsna.settings.indicator import Indicator
from jsna.settings.release_rule import next_by_rule

MONTHS_BETWEEN: Final = {"yearly": 12, "quarterly": 3, "monthly": 1}
MONTHS_AFTER: Final = 12
"""Within how long of a period's end its figures come out, where the rule names no month."""
OLDEST_MONTHS: Final = 36
"""A figure whose period ended longer ago than this is old, whatever its source's rhythm."""


@dataclass(frozen=True)
class DataAge:
    """Whether a figure is old for its kind, and whether none will follow it.

    Attributes:
        old: Whether the next ones are due, or three years have passed.
        discontinued: Whether no other will come.
        of: Which of an indicator's figures are meant where it has newer ones of another kind, as
            words say it: "by deprivation"; "" for those of the area itself.
    """

    old: bool = False
    discontinued: bool = False
    of: str = ""


CURRENT: Final = DataAge()


def data_age(period: str, indicator: Indicator, as_at: date) -> DataAge:
    """Return how old an indicator's newest figure is.

    Args:
        period: Of the newest figure (ISO 8601); one that cannot be read is not called old.
        indicator: For its release rule, the announced day of its next release, and whether it
            is discontinued.
        as_at: The day of the data, never the clock's.
    """
    due = due_after(period, indicator)
    old = due is not None and due < as_at
    return DataAge(old=old, discontinued=indicator.discontinued)


def due_after(period: str, indicator: Indicator) -> date | None:
    """Return by which day figures after a period are due; None for one that can't be read."""
    last = pd.Timestamp(period_end(pd.Series([period])).iloc[0])
    return None if pd.isna(last) else next_due(last.date(), indicator)


def next_due(last: date, indicator: Indicator) -> date:
    """Return by which day figures that follow a period are usually out, three years at most.

    Args:
        last: The period's last day.
        indicator: An announced day goes before the rule.
    """
    oldest = _later(last, OLDEST_MONTHS)
    if indicator.next_release:
        return min(indicator.next_release, oldest)
    if not indicator.release_rule:
        return oldest
    rule = indicator.release_rule
    next_ends = _later(last, MONTHS_BETWEEN[rule.split(",")[0]])
    return min(next_by_rule(rule, next_ends) or _later(next_ends, MONTHS_AFTER), oldest)


def _later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a month stays the last."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = monthrange(years, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(years, month + 1, longest if is_last else min(day.day, longest))
