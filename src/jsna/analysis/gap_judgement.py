"""Judge the gap between the most and the least deprived group: a difference of two estimates.

No gap is called better or worse unless its interval leaves out none at all, nor similar unless
that interval is narrow enough. See docs/methods.md#deprivation-gaps.
"""

from typing import Final

import pandas as pd

from jsna.analysis.comparator_judgement import gap_words
from jsna.analysis.difference import difference
from jsna.analysis.interval_rule import too_wide, without_interval
from jsna.analysis.judgement import judge
from jsna.analysis.judgement_rule import Against, Rule, Tested
from jsna.settings.indicator import Indicator

GAP_RULE: Final = "deprivation-gaps"
_LIMITS: Final = {"lower_95": "gap_lower_95", "upper_95": "gap_upper_95"}


def judge_gap(ends: pd.DataFrame, gap: pd.Series, indicator: Indicator, least: str) -> pd.Series:
    """Return the judgement of the most deprived group against the least, JUDGEMENT_COLUMNS.

    Args:
        ends: Facts of the two ends, the most deprived first; a missing one is a blank row.
        gap: From `analysis.inequality`: its own width is what tells.
        indicator: For polarity and the difference that would matter.
        least: What the least deprived group is called in reasons.
    """
    most, other = (ends.iloc[[number]].reset_index(drop=True) for number in (0, 1))
    rows = most.assign(indicator_id=indicator.id)
    lacking = rows["value"].notna() & pd.isna(gap["least"])
    against = Against(
        value=other["value"].astype("float64"),
        gap=gap_words(lacking.map({True: "value", False: ""}), least),
        lower=other["lower_95"],
        upper=other["upper_95"],
    )
    rule = Rule(GAP_RULE, {indicator.id: indicator}, lambda frame: _tested(frame, gap))
    return judge(rows, against, rule).iloc[0]


def _tested(frame: pd.DataFrame, gap: pd.Series) -> Tested:
    comparison = difference(frame)["comparison"]
    own = frame.assign(value=gap["gap"], **{name: gap[limit] for name, limit in _LIMITS.items()})
    return Tested(comparison, without_interval(own, comparison), too_wide(own))
