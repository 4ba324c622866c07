"""How one series of an area has moved: its recent trend, and change since two earlier figures.

Gathers `recent_trend` and `change` for one series. See docs/methods.md#recent-trend.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from jsna.analysis.change import change_since, change_since_last
from jsna.analysis.recent_trend import recent_trend, trend_labels
from jsna.facts.periods import period_end
from jsna.settings.indicator import Indicator


@dataclass(frozen=True)
class Change:
    """A test of the newest figure against an earlier one; periods are labels as published.

    Attributes:
        change: increased, decreased, no significant change or not tested.
        earlier: The earlier figure, None without one.
        reason: Why it was not tested, else "".
    """

    change: str
    since: str
    to: str
    earlier: float | None
    newest: float
    reason: str


@dataclass(frozen=True)
class Movement:
    """What the tests of one series gave.

    Attributes:
        trend: In the words of the published labels, judged where polarity allows.
        reason: Why the trend cannot be calculated, else "".
        first: Label of the first period of the trend, "" without one.
        last: Of the last.
        published: The source's own trend, "" if it printed none.
        since_last: Against the last figure that shares no time with the newest; None if the
            series has one figure.
        since_start: Against the last figure before a date; None if there is none, or it is
            the same as the other.
    """

    trend: str
    reason: str
    first: str
    last: str
    published: str
    since_last: Change | None
    since_start: Change | None


def movement(
    series: pd.DataFrame, published: pd.DataFrame, indicator: Indicator, start: date
) -> Movement:
    """Return how a series has moved.

    Args:
        series: Headline facts of one area, sex and age, one row per period, in order of their
            ends (facts/select.py).
        published: Labels of sources; those of other areas and kinds are ignored.
        indicator: For polarity, kind of value and breaks.
        start: The day from which change is asked for: the strategy's first.

    Raises:
        ValueError: the series has no value at all.
    """
    known = series[series["value"].notna()]
    if known.empty:
        raise ValueError("a series without a value has not moved")
    breaks = breaks_of(indicator)
    key = ["indicator_id", "area_code", "sex", "age"]
    found = recent_trend(series.assign(value_type=indicator.value_type), key, breaks=breaks)
    polarity = pd.Series(indicator.polarity, index=found.index)
    row = found.iloc[0]
    labels = dict(zip(series["period"], series["period_label"], strict=True))
    last, begun = _changes(known, labels, breaks, start)
    return Movement(
        trend=str(trend_labels(found["trend"], polarity).iloc[0]),
        reason=str(row["reason"]),
        first=labels.get(row["first_period"], ""),
        last=labels.get(row["last_period"], ""),
        published=_published(series, published),
        since_last=last,
        since_start=begun,
    )


def breaks_of(indicator: Indicator) -> pd.DataFrame:
    """Return an indicator's changes of method: columns indicator_id and since."""
    since = [pd.Timestamp(each.since) for each in indicator.breaks]
    return pd.DataFrame({"indicator_id": [indicator.id] * len(since), "since": since})


def _changes(
    known: pd.DataFrame, labels: dict[str, str], breaks: pd.DataFrame, start: date
) -> tuple[Change | None, Change | None]:
    newest = known.index[-1]
    figure = (labels[known.loc[newest, "period"]], float(known.loc[newest, "value"]))
    last = change_since_last(known, breaks).loc[newest] if len(known) > 1 else None
    before = known[period_end(known["period"]) < pd.Timestamp(start)]
    begun = None
    if len(before) and newest not in before.index:
        base = before["period"].iloc[-1]
        if last is None or base != last["since"]:
            begun = change_since(known, base, breaks).loc[newest]
            begun = None if begun["since"] == "" else begun
    return _change(last, labels, figure), _change(begun, labels, figure)


def _change(
    row: pd.Series | None, labels: dict[str, str], figure: tuple[str, float]
) -> Change | None:
    if row is None:
        return None
    earlier = None if pd.isna(row["earlier"]) else float(row["earlier"])
    since = labels.get(row["since"], "")
    return Change(row["change"], since, figure[0], earlier, figure[1], row["reason"])


def _published(series: pd.DataFrame, published: pd.DataFrame) -> str:
    """The trend that the source printed last for this series."""
    row = series.iloc[-1]
    mine = published[published["indicator_id"] == row["indicator_id"]]
    mine = mine[(mine["comparator"] == "recent-trend") & (mine["area_code"] == row["area_code"])]
    mine = mine[
        (mine["sex"] == row["sex"]) & (mine["age"] == row["age"]) & (mine["breakdown"] == "")
    ]
    labels = series["period"].map(mine.drop_duplicates("period").set_index("period")["label"])
    told = labels.dropna()
    return "" if told.empty else str(told.iloc[-1])
