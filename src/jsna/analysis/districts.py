"""The districts of a county in one period, each held against a comparator by itself."""

from collections.abc import Collection

import pandas as pd

from jsna.analysis.comparator_judgement import judge_frame
from jsna.facts.select import headline, newest_period
from jsna.settings.indicator import Indicator


def judged_districts(
    facts: pd.DataFrame,
    published: pd.DataFrame,
    indicator: Indicator,
    districts: Collection[str],
    comparator_code: str,
    group: tuple[str, str],
) -> pd.DataFrame:
    """Return the districts with a row in the newest period for which any has a value.

    A district is a part of its county: it is held against a third area, never against the county.

    Args:
        facts: The indicator's, all areas.
        published: The sources' own labels.
        indicator: What is measured.
        districts: Codes of the county's districts.
        comparator_code: Of the area that each is held against.
        group: Sex and age, as published.

    Returns:
        One row per district, as `judge_frame` gives them; none where no district has a value.
    """
    rows = headline(facts, indicator.id, *group)
    ours = rows[rows["area_code"].isin(list(districts))]
    period = newest_period(ours)
    there = [*districts, comparator_code]
    chosen = rows[rows["period"].eq(period) & rows["area_code"].isin(there)]
    return judge_frame(chosen, published, {indicator.id: indicator}, districts, comparator_code)
