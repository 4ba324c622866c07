"""How the series of an area have moved: recent trend, and change since two earlier figures.

Gathers `recent_trend` and `change`. See docs/methods.md#recent-trend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from jsna.analysis.change import change_since, change_since_last
from jsna.analysis.recent_trend import recent_trend, trend_labels
from jsna.facts.periods import period_end
from jsna.settings.indicator import Indicator

PLACE: Final = "place"
"""Tells the series of one pass apart."""


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
    """Return how one series has moved, as `movements`."""
    return movements([series], published, [indicator], start)[0]


def movements(
    series: Sequence[pd.DataFrame],
    published: pd.DataFrame,
    indicators: Sequence[Indicator],
    start: date,
) -> list[Movement]:
    """Return how each series has moved, all tested in one pass.

    Args:
        series: Headline facts of one area, sex and age, one row per period, in order of their
            ends (facts/select.py).
        published: Labels of sources; those of other areas and kinds are ignored.
        indicators: Of each series, for polarity, kind of value and breaks.
        start: The day from which change is asked for: the strategy's first.

    Raises:
        ValueError: a series has no value at all.
    """
    if not series:
        return []
    rows = pd.concat(series, keys=range(len(series)), names=[PLACE, None])
    rows = rows.reset_index(PLACE).reset_index(drop=True)
    if rows.loc[rows["value"].notna(), PLACE].nunique() < len(series):
        raise ValueError("a series without a value has not moved")
    breaks = pd.concat([breaks_of(one) for one in {each.id: each for each in indicators}.values()])
    trends = _trends(rows, indicators, breaks)
    known = rows[rows["value"].notna()]
    tested = _changes(known, breaks, start)
    return [
        _movement(one, trends.loc[place], _published(one, published), [
            _change(frame, place, _labels(one)) for frame in tested
        ])
        for place, one in enumerate(series)
    ]  # fmt: skip


def _movement(
    series: pd.DataFrame, trend: pd.Series, published: str, changes: Sequence[Change | None]
) -> Movement:
    labels, (last, begun) = _labels(series), changes
    return Movement(
        trend=str(trend["label"]),
        reason=str(trend["reason"]),
        first=labels.get(trend["first_period"], ""),
        last=labels.get(trend["last_period"], ""),
        published=published,
        since_last=last,
        since_start=begun,
    )


def _labels(series: pd.DataFrame) -> dict[str, str]:
    return dict(zip(series["period"], series["period_label"], strict=True))


def _trends(
    rows: pd.DataFrame, indicators: Sequence[Indicator], breaks: pd.DataFrame
) -> pd.DataFrame:
    """The recent trend of each series on its place, with its label by polarity."""
    kinds = pd.Series([each.value_type for each in indicators])
    found = recent_trend(
        rows.assign(value_type=rows[PLACE].map(kinds)), [PLACE, "indicator_id"], breaks=breaks
    ).set_index(PLACE)
    polarity = pd.Series([each.polarity for each in indicators])
    return found.assign(label=trend_labels(found["trend"], polarity.reindex(found.index)))


def breaks_of(indicator: Indicator) -> pd.DataFrame:
    """Return an indicator's changes of method: columns indicator_id and since."""
    since = [pd.Timestamp(each.since) for each in indicator.breaks]
    return pd.DataFrame({"indicator_id": [indicator.id] * len(since), "since": since})


def _changes(
    known: pd.DataFrame, breaks: pd.DataFrame, start: date
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The newest figure of each series against the last one, and against the one at the start.

    Each on the places of the series that have it: a series of one figure has neither, and where
    the start's figure is the last before the newest it is told once.
    """
    newest = known.drop_duplicates(PLACE, keep="last")
    last = _of_newest(change_since_last(known, breaks), newest)
    begun = _of_newest(change_since(known, _last_before(known, start), breaks), newest)
    several = known.groupby(PLACE).size() > 1
    begun = begun[(begun["since"] != "") & (begun["since"] != last["since"])]
    return last[several.reindex(last.index)], begun


def _of_newest(tested: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    found = tested.loc[newest.index].assign(to=newest["period_label"], newest=newest["value"])
    return found.set_axis(newest[PLACE].to_numpy())


def _last_before(known: pd.DataFrame, start: date) -> pd.Series:
    """The last period of each row's series that ended before a day, "" where there is none."""
    before = known[period_end(known["period"]) < pd.Timestamp(start)]
    last = before.drop_duplicates(PLACE, keep="last").set_index(PLACE)["period"]
    return known[PLACE].map(last).astype("object").fillna("").astype("str")


def _change(tested: pd.DataFrame, place: int, labels: dict[str, str]) -> Change | None:
    if place not in tested.index:
        return None
    row = tested.loc[place]
    earlier = None if pd.isna(row["earlier"]) else float(row["earlier"])
    since = labels.get(row["since"], "")
    return Change(row["change"], since, row["to"], earlier, float(row["newest"]), row["reason"])


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
