"""Judge groups of an area's people against all of its own people, never against England.

The rule is the one of the public health profiles: the group's interval against the value of all
persons, whose own interval is left out. See docs/methods.md#groups-within-an-area.
"""

import pandas as pd

from jsna.analysis.comparator_judgement import gap_words
from jsna.analysis.gradient import gradient_of
from jsna.analysis.interval_rule import interval_rule
from jsna.analysis.judgement import JUDGED_COLUMNS, judge
from jsna.analysis.judgement_rule import Against
from jsna.analysis.own_values import beside_all_persons
from jsna.analysis.worked_out_interval import with_intervals
from jsna.settings.indicator import Indicator


def groups_of(
    facts: pd.DataFrame, area_code: str, sex: str, age: str, period: str, edition: str = ""
) -> pd.DataFrame:
    """Return an area's own rows of groups: breakdowns, and the sexes where there are persons.

    Args:
        facts: Facts of one indicator.
        area_code: The area's own; England's deprivation groups carry England's code.
        sex: Of the headline that groups stand beside.
        age: Of it.
        period: Of it.
        edition: Of it.

    Returns:
        Rows of facts, the sexes first, then breakdowns in the order of their words. Gradients of
        deprivation are left out: they have an order, and measures of their own.
    """
    rows = facts[(facts["area_code"] == area_code) & (facts["age"] == age)]
    rows = rows[(rows["period"] == period) & (rows["edition"] == edition)]
    kinds = rows["breakdown"].unique()
    gradients = [kind for kind in kinds if kind and gradient_of(kind)]
    broken_down = (rows["breakdown"] != "") & (rows["sex"] == sex)
    by_sex = (rows["breakdown"] == "") & rows["sex"].isin(["Female", "Male"])
    mine = rows[(broken_down & ~rows["breakdown"].isin(gradients)) | (by_sex & (sex == "Persons"))]
    return mine.sort_values(["breakdown", "breakdown_value", "sex"], ignore_index=True)


def judge_groups(
    rows: pd.DataFrame, facts: pd.DataFrame, indicator: Indicator, name: str
) -> pd.DataFrame:
    """Return groups of an area's people with the value of all of them, and the outcome.

    Args:
        rows: As `groups_of` gives them.
        facts: Facts that hold the area's headline rows.
        indicator: What is measured.
        name: Of all the people, for the reasons: "all persons in Anytown".

    Returns:
        One row per row of `rows`, JUDGED_COLUMNS.
    """
    rows = with_intervals(rows, {indicator.id: indicator})
    whole = beside_all_persons(rows, facts)["benchmark"]
    gap = whole.isna().map({True: "value", False: ""})
    against = Against(value=whole, gap=gap_words(gap, name))
    judged = judge(rows, against, interval_rule({indicator.id: indicator}))
    return rows.join(judged)[list(JUDGED_COLUMNS)]
