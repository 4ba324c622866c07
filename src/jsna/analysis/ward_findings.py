"""What may be said of each ward: one outcome against England, one against the rest.

The flags of `ward_scan` become outcomes: a flag is better or worse (higher or lower without
polarity); without one a ward is similar if its interval is narrow enough to tell, else too
imprecise to judge; without a test it is not comparable, and the reason is given.
See docs/methods.md#ward-scan.
"""

from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.comparator_judgement import gap_words
from jsna.analysis.comparison import verdicts
from jsna.analysis.interval_rule import too_wide, without_interval
from jsna.analysis.judgement import judge
from jsna.analysis.judgement_rule import Against, Rule, Tested
from jsna.analysis.like_with_like import beside_comparator
from jsna.analysis.outcome import Basis
from jsna.analysis.ward_scan import HIGHER, INTERVAL, LOWER, NO_TEST, Kind, ward_scan
from jsna.analysis.worked_out_interval import IN_FILE, with_intervals
from jsna.facts.select import headline, newest_period
from jsna.settings.indicator import Indicator

RULE: Final = "ward-scan"
SIDES: Final = ("england", "rest")
KEPT: Final = ("outcome", "basis", "reason")
"""Of a judgement, for each side."""
ADDITIVE: Final[dict[str, Kind]] = {"proportion": "proportion", "rate": "rate"}
"""Kinds of value that counts and denominators make, and that the other wards' add up to."""
TESTED_BY: Final = {
    "proportion": "test of two proportions", "rate": "exact test of two Poisson rates",
}  # fmt: skip

NOTHING_TO_TEST: Final = "the file used holds no interval, nor a count with its denominator"
COUNTS: Final = "a count grows with the ward, and is no measure of it"
NOT_ADDED: Final = "the other wards' figures cannot be added up"
NO_COUNTS: Final = "the file used holds no counts with their denominators to add up"
HIDDEN: Final = "the count of another ward is not known, so that no rest is given for any"
ALONE: Final = "there is no other ward"


def newest_wards(facts: pd.DataFrame, indicator_id: str, sex: str, age: str) -> pd.DataFrame:
    """Return the headline rows of the wards in the newest period that any of them has a value in.

    Args:
        facts: Facts of an authority's own wards, and of other areas, which are passed over.
        indicator_id: As in the catalogue.
        sex: As `facts.select.headline`.
        age: As `facts.select.headline`.
    """
    rows = headline(facts[facts["area_type"] == "ward"], indicator_id, sex, age)
    kept: pd.DataFrame = rows[rows["period"] == newest_period(rows)]
    return kept.sort_values("area_code", ignore_index=True)


def with_every_ward(rows: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return the rows, and one without a value for each ward that the source does not list.

    The rest of an authority is all other wards: one that is not listed leaves it unknown.

    Args:
        rows: Of one period, as `newest_wards` gives them, one at least.
        codes: The authority's wards.
    """
    lacking = sorted(set(codes) - set(rows["area_code"]))
    blank = rows.iloc[[0] * len(lacking)].assign(
        area_code=lacking, status="not-available", note="", value=np.nan, count=np.nan,
        denominator=np.nan, lower_95=np.nan, upper_95=np.nan, lower_998=np.nan, upper_998=np.nan,
    )  # fmt: skip
    return pd.concat([rows, blank], ignore_index=True) if lacking else rows


def ward_findings(wards: pd.DataFrame, england: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """Return each ward with its tests and outcomes against England and the rest of its authority.

    Proportions and rates are tested by their counts, or else by the interval; standardised
    rates, means and life expectancy by the published interval alone, and not against the rest.
    Where no interval is published, it is worked out from the counts.

    Args:
        wards: Facts of one indicator, sex, age and period, one row per ward.
        england: Facts of England of the same indicator.
        indicator: Its entry of the catalogue.

    Returns:
        The rows of `wards` in their order, with comparator_value (England's), interval_from
        (published, counts or ""), the columns of `ward_scan`, p_rest_from, and for each side
        the outcome, its basis and its reason: outcome_england, basis_england, ... reason_rest.
    """
    rows = beside_comparator(_without_hidden(wards), england)
    if not indicator.compared:
        rows["comparator_value"] = np.nan
    rows = with_intervals(rows, {indicator.id: indicator}, every_count=True)
    known = rows["comparator_value"].dropna()
    level = float(known.iloc[0]) if len(known) else float("nan")
    kind = ADDITIVE.get(indicator.value_type, "rate")
    scan = ward_scan(_testable(rows, indicator), kind, level, indicator.multiplier)
    found = rows.join(scan.drop(columns=["ward_code", "value"]))
    found["p_from"] = found["p_from"].where(found["p_england"].notna(), "")
    by = TESTED_BY.get(indicator.value_type, "")
    found["p_rest_from"] = np.where(found["p_rest"].notna(), by, "")
    no_rest = pd.Series(_why_no_rest(found, indicator), index=found.index, dtype="str")
    sides = {
        "england": Against(found["comparator_value"], _why_not_england(found, indicator)),
        "rest": Against(found["rest"], no_rest.where(found["rest"].isna(), "")),
    }
    for side, against in sides.items():
        judged = judge(found, against, _rule(indicator, side))
        kept = {column: f"{column}_{side}" for column in KEPT}
        found = found.join(judged[list(KEPT)].rename(columns=kept))
    return found


def _without_hidden(wards: pd.DataFrame) -> pd.DataFrame:
    """A value that is not given takes its count with it, or the rest would give it away."""
    numbers = wards[["count", "denominator"]].where(wards["value"].notna(), np.nan)
    return wards.assign(count=numbers["count"], denominator=numbers["denominator"])


def _testable(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The rows with no more than the indicator may be tested by."""
    hidden = [] if indicator.value_type in ADDITIVE else ["count", "denominator"]
    if indicator.value_type == "count" or not indicator.compared:
        hidden = ["count", "denominator", "lower_95", "upper_95"]
    return rows.rename(columns={"area_code": "ward_code"}).assign(**dict.fromkeys(hidden, np.nan))


def _why_not_england(found: pd.DataFrame, indicator: Indicator) -> pd.Series:
    gap = gap_words(found["comparator_gap"], "England")
    return gap.mask(gap == "", COUNTS) if indicator.value_type == "count" else gap


def _why_no_rest(found: pd.DataFrame, indicator: Indicator) -> str:
    if indicator.value_type not in ADDITIVE:
        return COUNTS if indicator.value_type == "count" else NOT_ADDED
    if len(found) == 1:
        return ALONE
    counted = found["count"].notna() & found["denominator"].notna()
    return HIDDEN if counted.any() else NO_COUNTS


def _rule(indicator: Indicator, side: str) -> Rule:
    """The scan's rule for one side."""

    def test(frame: pd.DataFrame) -> Tested:
        flags, by = frame[f"flag_{side}"], frame["p_from" if side == "england" else "p_rest_from"]
        tested = flags != NO_TEST
        comparison = verdicts(frame, tested, flags == LOWER, flags == HIGHER)
        in_file = (by == INTERVAL) & (frame["interval_from"] == IN_FILE)
        return Tested(
            comparison=comparison,
            untested=without_interval(frame, comparison).mask(~tested, NOTHING_TO_TEST),
            imprecise=too_wide(frame),
            basis=in_file.map(
                {True: str(Basis.INTERVAL_IN_FILE), False: str(Basis.INTERVAL_WORKED_OUT)}
            ),
        )

    return Rule(RULE, {indicator.id: indicator}, test)
