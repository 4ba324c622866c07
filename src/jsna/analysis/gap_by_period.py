"""The gap between an area and a comparator in each period, like with like.

See docs/methods.md#gap-over-time. The comparator is a benchmark, as in the comparison by the
area's own interval: the gap's limits are the area's, less the comparator's value.
"""

import pandas as pd


def gap_by_period(series: pd.DataFrame, area_code: str, comparator_code: str) -> pd.DataFrame:
    """Return one row per period of the area, in the order of `series`.

    Args:
        series: Headline facts of both, one row per area and period, in order of time: area_code,
            period, period_label, value, lower_95, upper_95, status.
        area_code: The area.
        comparator_code: What it is held against.

    Returns:
        period, period_label, value (the area's less the comparator's, NaN where either is
        missing), lower_95, upper_95, area_value, comparator_value and status ("not-available"
        where the comparator alone is missing).
    """
    own = series[series["area_code"] == area_code]
    theirs = series[series["area_code"] == comparator_code].drop_duplicates("period")
    beside = own["period"].map(theirs.set_index("period")["value"]).astype("float64")
    gap = pd.DataFrame(
        {
            "period": own["period"],
            "period_label": own["period_label"],
            **{name: own[name] - beside for name in ("value", "lower_95", "upper_95")},
            "area_value": own["value"],
            "comparator_value": beside,
        }
    )
    lacks = own["value"].notna() & beside.isna()
    return gap.assign(status=own["status"].mask(lacks, "not-available")).reset_index(drop=True)
