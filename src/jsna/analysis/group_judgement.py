"""Judge groups of an area's people against all of its own people, never against England.

The rule is the one of the public health profiles: the group's interval against the value of all
persons, whose own interval is left out. See docs/methods.md#groups-within-an-area.
"""

import pandas as pd

from jsna.analysis.comparison import NOT_COMPARED, compare
from jsna.analysis.gradient import gradient_of
from jsna.analysis.judgement import INTERVAL_RULE, JUDGED_COLUMNS, NO_RULE
from jsna.analysis.outcome import judge_rows
from jsna.analysis.own_values import beside_all_persons
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
    frame = beside_all_persons(rows, facts)
    frame = frame.assign(
        comparator_value=frame["benchmark"], comparator_snapshot_ids="", published="",
        label_note="", is_comparator=False, matters=indicator.matters,
        comparator_gap=frame["benchmark"].isna().map({True: "value", False: ""}),
        comparison_method=indicator.comparison_method, polarity=indicator.polarity,
    )  # fmt: skip
    by_interval = indicator.comparison_method == INTERVAL_RULE
    frame["comparison"] = compare(frame) if by_interval else NOT_COMPARED
    # the rule that keeps groups from England does not hold inside the area
    frame[["outcome", "reason"]] = judge_rows(frame.assign(breakdown=""), name)
    compared = frame["comparison"] != NOT_COMPARED
    frame["rule"] = compared.map({True: INTERVAL_RULE, False: NO_RULE})
    return frame[list(JUDGED_COLUMNS)]
