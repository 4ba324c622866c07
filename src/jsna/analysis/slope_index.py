"""Slope and relative index of inequality over deprivation groups, weighted by population.

A straight line through the groups' values, drawn against the share of the population that is
more deprived, tells the step from the most to the least deprived end. See
docs/methods.md#slope-index-of-inequality.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.gradient import one_gradient, with_quantile
from jsna.analysis.intervals import z_score
from jsna.analysis.rates import CALCULATED
from jsna.analysis.slope_limits import closed_form, simulated
from jsna.analysis.slope_rule import SlopeRule

FEWEST_GROUPS: Final = 5
MOST_GROUPS: Final = 100
# the standard error is always backed out of a 95% interval, whatever is asked for
_Z95: Final = z_score(0.95)
_NUMBERS: Final = ["population", "value", "se", "lower_95", "upper_95"]


def slope_index(
    frame: pd.DataFrame,
    by: Sequence[str],
    rule: SlopeRule = SlopeRule(),  # noqa: B008 - frozen
    rng: np.random.Generator | None = None,
    groups: int | None = None,
) -> pd.DataFrame:
    """Return the slope (SII) and relative (RII) index of inequality of each area.

    Source: Low and Low, Journal of Public Health (2004) 26(4); Mackenbach and Kunst (1997). The
    conventions (rank from the most to the least deprived, standard errors out of 95% intervals,
    100,000 draws) are those of the methods that OHID publishes for Fingertips.

    Args:
        frame: One row per area and group: the columns `by`, quantile (1 is the most deprived),
            population, value, and se, or lower_95 and upper_95. A given se is on the scale of
            the rule's kind: of a rate's logarithm, of a proportion's log-odds.
        by: The columns that name an area (with its indicator, sex, period ...).
        rule: Kind of value, transform, multiplier, confidence, method.
        rng: Seeded by the caller; needed where the limits are simulated.
        groups: How many groups there should be; without it those that the frame has. Rows of
            other groups ("unknown") are left out.

    Returns:
        One row per area, in order of first appearance: `by`, groups, status ("calculated", or
        why there is no index), sii (least less most deprived end times the multiplier, in the
        value's unit), rii (least ÷ most deprived end; inverted by a negative multiplier), times
        (the most deprived end has `times` times the value of the least deprived, whichever way
        the measure points; NaN if an end is not above 0), intercept and slope of the line, and
        for each of sii, rii and times `..._lower_95` and `..._upper_95` for every level asked
        for. With `repeats=10` sii_mad and rii_mad: mean absolute difference of nine further
        simulations' limits from the first.

    Raises:
        ValueError: simulation without `rng`, or fewer than 5 or more than 100 groups.
    """
    if rule.simulated and rng is None:
        raise ValueError("a simulation needs a seeded generator (rng).")
    areas, wide, counts = _wide(frame, list(by), groups)
    values, errors = _on_scale(wide, rule)
    status = _status(wide, counts, values, errors)
    usable = status == CALCULATED
    weights = line_weights(wide["population"][usable])
    limits = simulated if rule.simulated else closed_form
    numbers = limits(values[usable], errors[usable], weights, rule, rng)
    index = areas.index[usable]
    result = areas.assign(groups=counts.shape[1], status=status)
    return result.join(pd.DataFrame(numbers, index=index))


def slope_of_facts(
    facts: pd.DataFrame,
    by: Sequence[str],
    rule: SlopeRule = SlopeRule(),  # noqa: B008 - frozen
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return the slope index of facts that are the groups of one deprivation gradient.

    Args:
        facts: Facts with breakdown, breakdown_value, value, denominator and 95% limits.
        by: The columns that name a series: area, indicator, sex, age, period.
        rule: As `slope_index`.
        rng: As `slope_index`.

    Returns:
        As `slope_index`, with scope and unit of the gradient after `by`.

    Raises:
        UserFileError: rows of another breakdown, or gradients within and between areas mixed.
        ValueError: as `slope_index`.
    """
    gradient = one_gradient(facts)
    rows = with_quantile(facts).rename(columns={"denominator": "population"})
    index = slope_index(rows, by, rule, rng, gradient.groups)
    index.insert(len(by), "scope", gradient.scope)
    index.insert(len(by) + 1, "unit", gradient.unit)
    return index


def line_weights(population: np.ndarray) -> np.ndarray:
    """Return what each group's value counts for in the line: areas x groups x 2.

    The last axis is (value at the most deprived end, slope) of the least squares line weighted
    by population, against the middle of each group's share of the cumulated population.

    Args:
        population: Areas x groups, the most deprived group first.
    """
    share = population / population.sum(axis=1, keepdims=True)
    middle = np.cumsum(share, axis=1) - share / 2
    centred = middle - (share * middle).sum(axis=1, keepdims=True)
    slope = share * centred / (share * centred**2).sum(axis=1, keepdims=True)
    mean = (share * middle).sum(axis=1, keepdims=True)
    return np.stack([share - mean * slope, slope], axis=2)


def _wide(
    frame: pd.DataFrame, by: list[str], groups: int | None
) -> tuple[pd.DataFrame, dict[str, np.ndarray], np.ndarray]:
    """The areas, each number as areas x groups, and how many rows there are of each group."""
    areas = frame[by].drop_duplicates(ignore_index=True)
    row = frame.groupby(by, sort=False, dropna=False).ngroup().to_numpy()
    labels = np.arange(1, groups + 1) if groups else np.sort(frame["quantile"].dropna().unique())
    if not FEWEST_GROUPS <= len(labels) <= MOST_GROUPS:
        raise ValueError(f"a slope needs 5 to 100 deprivation groups; here are {len(labels)}.")
    group = pd.Index(labels).get_indexer(pd.Index(frame["quantile"]))
    cell = (row[group >= 0], group[group >= 0])
    counts = np.zeros((len(areas), len(labels)), dtype="int64")
    np.add.at(counts, cell, 1)
    wide = {}
    for name in _NUMBERS:
        wide[name] = np.full(counts.shape, np.nan)
        if name in frame:
            values = frame[name].to_numpy(dtype="float64", na_value=np.nan)
            values = np.where(np.isfinite(values), values, np.nan)
            wide[name][cell] = values[group >= 0]
    return areas, wide, counts


def _on_scale(wide: dict[str, np.ndarray], rule: SlopeRule) -> tuple[np.ndarray, np.ndarray]:
    """Values and their standard errors on the scale on which they vary at random."""
    scale = rule.scale if rule.kind == "proportion" else 1.0
    lower, upper = (rule.to_scale(wide[name] / scale) for name in ("lower_95", "upper_95"))
    errors = np.where(np.isnan(wide["se"]), (upper - lower) / (2 * _Z95), wide["se"])
    return rule.to_scale(wide["value"] / scale), errors


def _status(
    wide: dict[str, np.ndarray], counts: np.ndarray, values: np.ndarray, errors: np.ndarray
) -> np.ndarray:
    tests = {
        "a deprivation group is missing": (counts == 0).any(axis=1),
        "a deprivation group is there twice": (counts > 1).any(axis=1),
        "a group has no population": ~(wide["population"] > 0).all(axis=1),
        "a group has no value": np.isnan(wide["value"]).any(axis=1),
        "a value cannot be transformed": ~np.isfinite(values).all(axis=1),
        "a group has no valid interval": ~(errors >= 0).all(axis=1),
    }
    return np.select(list(tests.values()), list(tests), CALCULATED).astype(object)
