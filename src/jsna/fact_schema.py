"""The shape of a fact, the one tidy table that every number comes from.

`FACT_COLUMNS` is the order of the columns; `fact_schema()` the pandera schema;
`empty_facts()` a frame without rows. Missing is never 0: a value that was not published
is NaN and its `status` says why.
"""

from typing import TYPE_CHECKING, Final

import pandas as pd

if TYPE_CHECKING:
    import pandera.pandas as pa

TEXT_COLUMNS: Final = (
    "indicator_id", "area_code", "area_type", "geography_year", "period", "period_label",
    "edition", "sex", "age", "breakdown", "breakdown_value",
)  # fmt: skip
NUMBER_COLUMNS: Final = (
    "value", "lower_95", "upper_95", "lower_998", "upper_998", "count", "denominator",
)  # fmt: skip
FACT_COLUMNS: Final = (*TEXT_COLUMNS, *NUMBER_COLUMNS, "status", "note", "snapshot_ids")
FACT_KEY: Final = (
    "indicator_id", "area_code", "area_type", "period", "edition", "sex", "age",
    "breakdown", "breakdown_value",
)  # fmt: skip
"""What makes a fact one fact: no two rows of a facts table share it."""

PUBLISHED_COLUMNS: Final = (
    "indicator_id", "area_code", "area_type", "period", "edition", "sex", "age", "breakdown",
    "breakdown_value", "comparator", "label", "snapshot_id",
)  # fmt: skip
"""What the source itself concluded. comparator: england, parent, goal or recent-trend."""

AREA_TYPES: Final = (
    "england", "region", "county", "unitary", "district", "ward", "msoa", "lsoa", "other",
)  # fmt: skip
AUTHORITY_TYPES: Final = ("county", "unitary", "district")
WIDE: Final = ("england", "region", *AUTHORITY_TYPES)
SMALL: Final = ("ward", "msoa", "lsoa")
STATUSES: Final = ("final", "provisional", "suppressed", "not-available")
ENGLAND: Final = "E92000001"
PERIOD_PATTERN: Final = r"^\d{4}-\d{2}-\d{2}/P(\d+Y|\d+M|\d+D)$"
"""ISO 8601 interval by start and length, e.g. 2020-01-01/P3Y; a point in time is /P1D."""


def empty_facts() -> pd.DataFrame:
    """Return a facts table without rows, with every column in its dtype."""
    text = {name: pd.Series(dtype="str") for name in (*TEXT_COLUMNS, "status", "note")}
    numbers = {name: pd.Series(dtype="float64") for name in NUMBER_COLUMNS}
    frame = pd.DataFrame({**text, **numbers, "snapshot_ids": pd.Series(dtype="str")})
    return frame[list(FACT_COLUMNS)]


def fact_schema() -> "pa.DataFrameSchema":
    """Return the pandera schema of facts: columns, dtypes, allowed words, intervals in order."""
    # pandera costs 0.4 s to import and only building facts needs it
    import pandera.pandas as pa

    def text(*checks: "pa.Check") -> "pa.Column":
        return pa.Column("str", checks=list(checks))

    columns = {name: text() for name in TEXT_COLUMNS}
    columns["area_type"] = text(pa.Check.isin(AREA_TYPES))
    columns["period"] = text(pa.Check.str_matches(PERIOD_PATTERN))
    columns |= {name: pa.Column("float64", nullable=True) for name in NUMBER_COLUMNS}
    columns["status"] = text(pa.Check.isin(STATUSES))
    columns |= {"note": text(), "snapshot_ids": text(pa.Check.str_length(min_value=1))}
    return pa.DataFrameSchema(
        columns,
        checks=[
            pa.Check(_value_matches_status, error="a value is missing without a status saying so"),
            pa.Check(_interval_in_order, error="a lower limit is above its upper limit"),
        ],
        unique=list(FACT_KEY),
        strict=True,
        ordered=True,
    )


def plainly_fits(facts: pd.DataFrame) -> bool:
    """Return whether facts hold to `fact_schema()`, found out without the library that tells why.

    The schema says what is wrong with a table, and takes half a second to be there: as long as all
    else that is done to build one area's facts. It is asked only about a table that does not fit.
    """
    if not facts.dtypes.equals(empty_facts().dtypes):
        return False
    text = [name for name in FACT_COLUMNS if name not in NUMBER_COLUMNS]
    periods = pd.Series(facts["period"].unique(), dtype="str")
    return bool(
        not facts[text].isna().to_numpy().any()
        and facts["area_type"].isin(AREA_TYPES).all()
        and facts["status"].isin(STATUSES).all()
        and periods.str.match(PERIOD_PATTERN).all()
        and (facts["snapshot_ids"] != "").all()
        and _value_matches_status(facts).all()
        and _interval_in_order(facts).all()
        and not facts.duplicated(list(FACT_KEY)).any()
    )


def _value_matches_status(facts: pd.DataFrame) -> pd.Series:
    missing = facts["status"].isin(["suppressed", "not-available"])
    return facts["value"].isna() == missing


def _interval_in_order(facts: pd.DataFrame) -> pd.Series:
    wrong_95 = facts["lower_95"] > facts["upper_95"]
    return ~(wrong_95 | (facts["lower_998"] > facts["upper_998"]))
