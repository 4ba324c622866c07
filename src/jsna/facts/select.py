"""Choose rows of facts: one indicator's series, its newest period, its peers in one period.

Headline rows only: England by deprivation decile is not England.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.facts.periods import period_end, period_start, period_years

Places = NDArray[np.intp]
Wanted = NDArray[np.bool_]


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
    return facts.take(_places(facts, indicator_id, sex, age))


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
    places = _places(facts, indicator_id, sex, age)
    places = places[_of_one_length(facts["period"].take(places))]
    places = places[facts["area_code"].take(places).isin(list(area_codes)).to_numpy()]
    return _in_order(facts, places)


def one_length(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one length of period: the commonest, of equals the shortest.

    Periods that all start on one day and grow are a cumulative count (2021/22 Q1 to 2025/26
    Q3): they have one row per length, belong together and are all kept.

    Args:
        rows: Headline rows of one indicator, sex and age.
    """
    kept: pd.DataFrame = rows[_of_one_length(rows["period"])]
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
    places = _places(facts, indicator_id, sex, age)
    places = places[(facts["period"].take(places) == period).to_numpy()]
    places = places[facts["area_type"].take(places).isin(list(area_types)).to_numpy()]
    return _in_order(facts, places)


def in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by area code, then by when the period ends."""
    return _in_order(rows, np.arange(len(rows)))


def _in_order(facts: pd.DataFrame, places: Places) -> pd.DataFrame:
    """The rows at some places by area code, then by when the period ends, numbered anew."""
    codes = facts["area_code"].take(places).factorize(sort=True)[0]
    ends = period_end(facts["period"].take(places)).to_numpy()
    return facts.take(places[np.lexsort((ends, codes))]).reset_index(drop=True)


def _places(facts: pd.DataFrame, indicator_id: str, sex: str, age: str) -> Places:
    """Where the rows of `headline` stand.

    Places are narrowed a column at a time, and all columns of the rows taken once: each time
    that a table of facts is cut, each of its twenty columns is copied.
    """
    wanted = (facts["indicator_id"] == indicator_id) & (facts["breakdown"] == "")
    places = np.flatnonzero(wanted.to_numpy())
    for column, given, preferred in (("sex", sex, "Persons"), ("age", age, "All ages")):
        labels = facts[column].take(places)
        places = places[(labels == (given or _commonest(labels, preferred))).to_numpy()]
    editions = facts["edition"].take(places)
    return places[(editions == editions.max()).to_numpy()] if len(places) else places


def _of_one_length(periods: pd.Series) -> Wanted:
    """Which rows are kept by `one_length`, given the periods of all."""
    several = pd.Series(periods.unique(), dtype="str")
    starts = period_start(several).to_numpy()
    if len(several) < 2 or (starts == starts[0]).all():
        return np.ones(len(periods), dtype="bool")
    # counted in periods, not rows: an early period may have been published for more areas
    lengths = period_years(several).to_numpy()
    each, counts = np.unique(lengths[~np.isnan(lengths)], return_counts=True)
    commonest = each[counts == counts.max()].min() if len(each) else np.nan
    return np.asarray(period_years(periods) == commonest)


def _commonest(labels: pd.Series, preferred: str) -> str:
    counts = labels.value_counts()
    if counts.empty:
        return ""
    most = sorted(counts[counts == counts.max()].index)
    return preferred if preferred in most else str(most[0])
