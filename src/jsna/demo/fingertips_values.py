"""Invent the values of one indicator for a set of places, with counts and intervals that agree.

Every place is a sum of basic ones (authorities without their county, wards, or tenths of the
country): counts and denominators are drawn for those and added up, so that a region is the sum
of its authorities and England the sum of all.
"""

from dataclasses import dataclass

import numpy as np

from jsna.demo.intervals import Z_95, Z_998, Limits, byar, wilson
from jsna.demo.shape import Period, seed, share_of_residents, spread, towards_worse, typical
from jsna.settings.indicator import Indicator, Stratum

BY_DEPRIVATION, OWN, YEAR_TO_YEAR, CHANCE = 0.85, 0.3, 0.12, 0.7
DRIFT = 1.2
BY_SEX = 0.6
SURVEYED, FEWEST_SURVEYED, MOST_SURVEYED = 0.0025, 90, 900
YEARS_OF_LIFE = 140.0
"""Standard error of a mean, in differences that matter, for one resident."""
DECIMALS = 6
COUNTED = ("proportion", "rate", "standardised-rate")


@dataclass(frozen=True)
class Basis:
    """The basic places: their deprivation (standard deviations) and residents."""

    deprivation: np.ndarray
    residents: np.ndarray
    name: str


@dataclass(frozen=True)
class Values:
    """One row per place and one column per period; NaN where the source gives nothing."""

    value: np.ndarray
    lower_95: np.ndarray
    upper_95: np.ndarray
    lower_998: np.ndarray
    upper_998: np.ndarray
    count: np.ndarray
    denominator: np.ndarray


def is_survey(indicator: Indicator) -> bool:
    """Whether the values rest on a sample of people."""
    return indicator.value_type == "proportion" and indicator.interval_method == "published"


def invent(
    indicator: Indicator, stratum: Stratum, periods: list[Period], basis: Basis, sums: np.ndarray
) -> Values:
    """Return values for the places that `sums` adds up from the basic ones.

    Args:
        indicator: What is measured.
        stratum: For which sex and age.
        periods: When, oldest first.
        basis: The basic places.
        sums: One row per place and one column per basic place: 1 where it is a part.
    """
    rng = np.random.default_rng([seed(indicator.id, stratum.sex, stratum.age), seed(basis.name)])
    level = _level(rng, indicator, stratum, len(periods), basis)
    if indicator.value_type not in COUNTED:
        return _means(indicator, level, basis, sums)
    size = _size(indicator, stratum, periods, basis)
    return _counted(indicator, *_draw(rng, indicator, level, size), sums)


def split(
    indicator: Indicator, count: float, size: float, shares: np.ndarray, likelier: np.ndarray
) -> Values:
    """Return the values of the groups that a place's people fall into, one row a group.

    Args:
        indicator: What is counted.
        count: Of the whole place, in one period.
        size: Its denominator.
        shares: Of the denominator that is in each group.
        likelier: How often each group is counted, as a ratio to the whole.
    """
    if np.isnan(count):
        blank = np.full((len(shares), 1), np.nan)
        return Values(*[blank] * len(Values.__dataclass_fields__))
    sizes = np.rint(size * shares)
    counts = np.clip(np.rint(count * shares * likelier), 0, sizes)
    return _counted(indicator, counts[:, None], sizes[:, None], np.eye(len(shares)))


def _level(
    rng: np.random.Generator, indicator: Indicator, stratum: Stratum, steps: int, basis: Basis
) -> np.ndarray:
    """Return the level behind each basic place's value, smooth over time."""
    places = len(basis.residents)
    sign = towards_worse(indicator)
    own = sign * BY_DEPRIVATION * basis.deprivation + OWN * rng.standard_normal(places)
    sex = {"Male": 0.5, "Female": -0.5}.get(stratum.sex, 0.0) * sign * BY_SEX
    drift = np.random.default_rng(seed(indicator.id)).uniform(-DRIFT, DRIFT)
    walk = np.cumsum(YEAR_TO_YEAR * rng.standard_normal((places, steps)), axis=1)
    time = drift * np.linspace(-1, 0, steps)
    level = typical(indicator) + spread(indicator) * (own[:, None] + sex + walk + time)
    low, high = indicator.allowed_range
    margin = 0.04 * (high - low)
    return np.asarray(np.clip(level, low + margin, high - margin))


def _size(
    indicator: Indicator, stratum: Stratum, periods: list[Period], basis: Basis
) -> np.ndarray:
    """Return the denominators of the basic places: people in the group, or people asked."""
    if is_survey(indicator):
        asked = np.clip(basis.residents * SURVEYED, FEWEST_SURVEYED, MOST_SURVEYED)
    else:
        asked = basis.residents * share_of_residents(indicator, stratum) * periods[0].length
    return np.asarray(np.rint(np.repeat(asked[:, None], len(periods), axis=1)))


def _draw(
    rng: np.random.Generator, indicator: Indicator, level: np.ndarray, size: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return counts around what the level leads to, inside the allowed range; and their sizes."""
    expected = level / indicator.multiplier * size
    count = np.rint(expected + CHANCE * np.sqrt(expected) * rng.standard_normal(level.shape))
    low, high = (np.array(indicator.allowed_range) / indicator.multiplier)[:, None, None] * size
    return np.clip(count, np.ceil(np.maximum(low, 0)), np.floor(high)), size


def _counted(indicator: Indicator, count: np.ndarray, size: np.ndarray, sums: np.ndarray) -> Values:
    count, size = sums @ count, sums @ size
    value = indicator.multiplier * count / size
    blank = np.full_like(value, np.nan)
    limits = [blank] * 4
    if indicator.interval_method != "none":
        pairs = [limits_of(indicator, count, size, z) for z in (Z_95, Z_998)]
        limits = [limit for pair in pairs for limit in pair]
    value, low, high, lowest, highest = (np.round(a, DECIMALS) for a in (value, *limits))
    if is_survey(indicator):
        return Values(value, low, high, blank, blank, blank, blank)
    return Values(value, low, high, lowest, highest, count, size)


def limits_of(indicator: Indicator, count: np.ndarray, size: np.ndarray, z: float) -> Limits:
    """Return the limits of counts over their sizes, by the method of the kind of value."""
    if indicator.value_type == "proportion":
        lower, upper = wilson(count, size, z)
        return lower * indicator.multiplier, upper * indicator.multiplier
    lower, upper = byar(count, z)
    return lower / size * indicator.multiplier, upper / size * indicator.multiplier


def _means(indicator: Indicator, level: np.ndarray, basis: Basis, sums: np.ndarray) -> Values:
    """Return means (years of life, points) with normal intervals that narrow with size."""
    weights = sums * basis.residents
    size = weights.sum(axis=1)
    value = (weights @ level) / size[:, None]
    error = indicator.matters * YEARS_OF_LIFE / np.sqrt(size)[:, None]
    blank = np.full_like(value, np.nan)
    low, high = np.round(value - Z_95 * error, DECIMALS), np.round(value + Z_95 * error, DECIMALS)
    return Values(np.round(value, DECIMALS), low, high, blank, blank, blank, blank)
