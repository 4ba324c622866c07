"""Choose rows of facts: one indicator's series, its newest period, its peers in one period.

Headline rows only: England by deprivation decile is not England.
"""

from collections.abc import Iterable

import pandas as pd

from jsna.facts.periods import period_end, period_start, period_years


def headline(facts: pd.DataFrame, indicator_id: str, sex: str = "", age: str = "") -> pd.DataFrame:
    """Return the rows of one indicator, sex and age without a breakdown, in one edition.

    Args:
        facts: Columns of `FACT_COLUMNS`.
        indicator_id: As in the catalogue.
        sex: As published; "" for the one with most rows, Persons first among equals.
        age: As published; "" for the one with most rows. A file may repeat a year under a
            second age label, and ages are never mixed.

    Returns:
        Rows of facts. Of several editions the newest: ranks of two editions of an index, or
        two projections, are no series.
    """
    rows = facts[(facts["indicator_id"] == indicator_id) & (facts["breakdown"] == "")]
    rows = rows[rows["sex"] == (sex or _commonest(rows["sex"], "Persons"))]
    rows = rows[rows["age"] == (age or _commonest(rows["age"], "All ages"))]
    return rows[rows["edition"] == rows["edition"].max()] if len(rows) else rows


def series(
    facts: pd.DataFrame,
    indicator_id: str,
    area_codes: Iterable[str],
    sex: str = "",
    age: str = "",
) -> pd.DataFrame:
    """Return one headline row per area and period, ordered by area code and the period's end.

    Pooled periods of different lengths are never mixed (see `one_length`). Rows without a value
    are kept: a gap in a series is shown as one.

    Args:
        facts: Columns of `FACT_COLUMNS`.
        indicator_id: As in the catalogue.
        area_codes: The areas wanted.
        sex: As `headline`.
        age: As `headline`.
    """
    rows = one_length(headline(facts, indicator_id, sex, age))
    return in_order(rows[rows["area_code"].isin(list(area_codes))])


def one_length(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one length of period: the commonest, of equals the shortest.

    Periods that all start on one day and grow are a cumulative count (2021/22 Q1 to 2025/26
    Q3): they have one row per length, belong together and are all kept.

    Args:
        rows: Headline rows of one indicator, sex and age.
    """
    periods = pd.Series(rows["period"].unique(), dtype="str")
    starts = period_start(periods)
    if len(periods) < 2 or (starts == starts[0]).all():
        return rows
    years = period_years(rows["period"])
    # counted in periods, not rows: an early period may have been published for more areas
    lengths = period_years(periods).value_counts()
    commonest = lengths[lengths == lengths.max()].index.min()
    kept: pd.DataFrame = rows[years == commonest]
    return kept


def newest_period(frame: pd.DataFrame) -> str:
    """Return the period that ends last among rows with a value; "" if there is none.

    Of two that end on one day the one of the series' own length (see `one_length`) wins. Sort
    keys, labels and the order of rows decide nothing: they have been wrong.

    Args:
        frame: Headline rows of one indicator, sex and age, of any areas.
    """
    with_value = one_length(frame[frame["value"].notna()])
    periods = pd.Series(sorted(with_value["period"].unique()), dtype="str")
    if periods.empty:
        return ""
    return str(periods[period_end(periods).argmax()])


def peers(
    facts: pd.DataFrame,
    indicator_id: str,
    period: str,
    area_types: Iterable[str],
    sex: str = "",
    age: str = "",
) -> pd.DataFrame:
    """Return one headline row per area of these kinds in one period, ordered by area code.

    Args:
        facts: Columns of `FACT_COLUMNS`.
        indicator_id: As in the catalogue.
        period: The one period that all are ranked in.
        area_types: e.g. ("county", "unitary") for upper-tier authorities.
        sex: As `headline`.
        age: As `headline`.
    """
    rows = headline(facts, indicator_id, sex, age)
    rows = rows[(rows["period"] == period) & rows["area_type"].isin(list(area_types))]
    return in_order(rows)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by area code, then by when the period ends."""
    ordered = rows.assign(_end=period_end(rows["period"])).sort_values(["area_code", "_end"])
    return ordered.drop(columns="_end").reset_index(drop=True)


def _commonest(labels: pd.Series, preferred: str) -> str:
    counts = labels.value_counts()
    if counts.empty:
        return ""
    most = sorted(counts[counts == counts.max()].index)
    return preferred if preferred in most else str(most[0])
