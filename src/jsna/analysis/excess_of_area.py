"""How many more an area has than at England's level, or at that of its least deprived group.

Chooses the method by the kind of value, and refuses what has none. See
docs/methods.md#excess-cases.
"""

from typing import Final

import pandas as pd

from jsna.analysis.difference import difference
from jsna.analysis.excess_cases import excess_of_proportions, excess_of_rates
from jsna.analysis.gradient import one_gradient, with_quantile
from jsna.analysis.rates import CALCULATED, crude_rates, proportions
from jsna.analysis.worked_out_interval import plain_counts
from jsna.settings.indicator import Indicator

AGREEMENT: Final = 0.005
"""How far, as a share, count ÷ denominator may lie from the value that is printed."""

NUMBERS: Final = ("observed", "expected", "excess", "lower_95", "upper_95")


def has_cases(indicator: Indicator) -> bool:
    """Return whether an indicator's values are plain counts over people.

    A standardised rate times a population is no count, and neither is a mean or a survey's
    share; an indicator that its source does not compare is not compared here either.
    """
    return plain_counts(indicator) and indicator.compared


def excess_over_england(
    fact: pd.Series, england: float | None, indicator: Indicator
) -> pd.Series | None:
    """Return the excess of an area's fact over England's level.

    A rate has one age group here: the ages of area and England are taken as alike.

    Args:
        fact: The area's value, count and denominator, as published.
        england: England's value of the same period, sex and age.
        indicator: Kind of value and multiplier.

    Returns:
        `NUMBERS`, in people or events; None where the indicator has no cases (`has_cases`), a
        number is missing, or count and denominator do not give the value.
    """
    if (
        not has_cases(indicator)
        or england is None
        or not _agree(fact.to_frame().T, indicator).all()
    ):
        return None
    frame = pd.DataFrame([fact[["count", "denominator"]].astype("float64")])
    if indicator.value_type == "proportion":
        frame = frame.assign(reference=england)
        found = excess_of_proportions(frame, "reference", scale=indicator.multiplier)
    else:
        frame = frame.rename(columns={"denominator": "population"})
        level = {"reference_count": england, "reference_population": indicator.multiplier}
        found = excess_of_rates(frame.assign(area="", **level), ["area"])
    row = found.iloc[0]
    return row[list(NUMBERS)] if row["status"] == CALCULATED else None


def excess_over_least(groups: pd.DataFrame, indicator: Indicator) -> pd.Series | None:
    """Return how many more the other groups have than at the least deprived group's level.

    The other groups together against the least deprived: the limits are those of a difference
    of two estimates, since one small group's level is not known exactly.

    Args:
        groups: The groups of one gradient inside an area: counts and denominators.
        indicator: Kind of value and multiplier.

    Returns:
        `NUMBERS` of the groups but the least deprived; None as `excess_over_england`, or where
        any group lacks a count.
    """
    number = one_gradient(groups).groups
    named = with_quantile(groups).sort_values("quantile")
    whole = named["quantile"].tolist() == list(range(1, number + 1))
    if not has_cases(indicator) or not whole:
        return None
    if not _agree(named, indicator).all():
        return None
    side = (named["quantile"] == number).map({True: "least", False: "others"})
    sums = named.assign(side=side, status="final")
    rate = proportions if indicator.value_type == "proportion" else crude_rates
    both = rate(sums, by=["side"], multiplier=1, confidence=0.95).set_index("side")
    others, least = both.loc["others"], both.loc["least"]
    limits = ["lower_95", "upper_95"]
    pair = {"value": others["value"], "benchmark": least["value"], "polarity": "none"}
    pair |= others[limits].to_dict() | least[limits].add_prefix("benchmark_").to_dict()
    gap = difference(pd.DataFrame([pair])).iloc[0]
    people = others["denominator"]
    excess = gap[["difference", *limits]].astype("float64") * people
    numbers = (others["count"], least["value"] * people, *excess)
    return pd.Series(dict(zip(NUMBERS, numbers, strict=True)))


def _agree(facts: pd.DataFrame, indicator: Indicator) -> pd.Series:
    """Where count ÷ denominator is the value: a file may count another group of people."""
    count, people, value = (
        facts[name].astype("float64") for name in ("count", "denominator", "value")
    )
    given = indicator.multiplier * count / people.where(people > 0)
    allowed = (AGREEMENT * value.abs()).clip(lower=10.0**-indicator.decimals)
    return (given - value).abs() <= allowed
