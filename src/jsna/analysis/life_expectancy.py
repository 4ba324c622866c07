"""Life expectancy from an abridged life table: Chiang's method, with Silcocks's variance.

See docs/methods.md#life-expectancy. Every age of every group comes back with a status; a group
that cannot have a table costs only itself.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.intervals import BOTH, levels, z_score
from jsna.analysis.rates import CALCULATED

UNDER_90: Final = (0, 1, *range(5, 91, 5))
"""Start ages of the 20 bands of most tables: 0, 1-4, 5-9 ... 85-89, 90 and over."""
UNDER_85: Final = UNDER_90[:-1]
"""Start ages of the 19 bands to 85 and over."""
SMALLEST_POPULATION: Final = 5_000
"""A group of so many person-years or fewer has no table."""
WIDEST: Final = 20.0
"""A value whose 95% interval is wider than this (years) is not given."""
RADIX: Final = 100_000

_FIRST_YEAR: Final = 0.1
_SHARE: Final = 0.5


def life_expectancy(
    frame: pd.DataFrame,
    by: Sequence[str],
    bands: Sequence[int] = UNDER_90,
    confidence: float | Sequence[float] = BOTH,
    ages: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Return the life expectancy of each group at the start of each age band.

    Source: Chiang, The Life Table and its Applications (1984); Silcocks, Jenner and Reza, JECH
    (2001) 55:38-43, for the variance that keeps the last band's; Eayrs and others (2004) for
    the smallest population.

    Args:
        frame: One row per group and band: the columns `by`, age (start of the band, years),
            deaths and population (person-years over the same time).
        by: The columns that name a group (area, sex, period ...).
        bands: Start ages; the first must be 0 and the last is open. `UNDER_90` or `UNDER_85`.
        confidence: Level or levels of the intervals.
        ages: Start ages to give; all without it.

    Returns:
        One row per group (in order of first appearance) and age: `by`, age, value (years still
        to be lived), lower_95, upper_95 ..., se, deaths and population from that age on, and
        status: "calculated" or the reason. Where the interval is wider than 20 years the value
        is missing and the interval shows why; with any other reason all numbers are missing.

    Raises:
        ValueError: bands that do not start at ages 0 and 1, or an age that is no band's.
    """
    _check_bands(bands, ages)
    groups, deaths, people, counts = _wide(frame, list(by), bands)
    status = _status(deaths, people, counts)
    usable = status == CALCULATED
    value, error = (np.full(deaths.shape, np.nan) for _ in range(2))
    value[usable], error[usable] = _table(deaths[usable], people[usable], bands)
    numbers = {"value": value, "se": error}
    numbers |= {"deaths": _from_age(deaths), "population": _from_age(people)}
    result = groups.loc[groups.index.repeat(len(bands))].reset_index(drop=True)
    result.insert(len(by), "age", np.tile(bands, len(groups)))
    result = result.assign(status=np.repeat(status, len(bands)))
    result = result.assign(**{name: part.ravel() for name, part in numbers.items()})
    nobody = (result["status"] == CALCULATED) & result["value"].isna()
    result["status"] = result["status"].mask(nobody, "nobody in the table lives to this age")
    result = _with_limits(result, confidence)
    order = [*by, "age", "value", *_limit_names(confidence), "se", "deaths", "population", "status"]
    wanted = bands if ages is None else ages
    return result.loc[result["age"].isin(list(wanted)), order].reset_index(drop=True)


def life_expectancy_gap(
    expectancies: pd.DataFrame,
    by: Sequence[str],
    group: str,
    more: object,
    less: object,
    confidence: float | Sequence[float] = BOTH,
) -> pd.DataFrame:
    """Return the gap in life expectancy between two groups of each area.

    The variance of a difference of two independent estimates is the sum of theirs. For a slope
    over all deprivation groups see `slope_index`.

    Args:
        expectancies: From `life_expectancy`, with the columns `by`, age and `group`.
        by: The columns that name an area (sex, period ...).
        group: The column that tells the two groups apart, e.g. decile.
        more: Whose life expectancy the other one is taken from, e.g. the least deprived.
        less: The other group, e.g. the most deprived.
        confidence: Level or levels of the intervals.

    Returns:
        One row per area and age: `by`, age, gap (years), lower_95, upper_95 ..., se and status.
    """
    keys = [*by, "age"]
    columns = [*keys, "value", "se", "status"]
    sides = [expectancies.loc[expectancies[group] == side, columns] for side in (more, less)]
    both = sides[0].merge(sides[1], on=keys, how="outer", suffixes=("_more", "_less"), sort=False)
    both["value"] = both["value_more"] - both["value_less"]
    spread = (both["se_more"] ** 2 + both["se_less"] ** 2) ** 0.5
    both["se"] = spread.where(both["value"].notna())
    both = both.assign(**_limits(both, confidence))
    reasons = [both[name].fillna("the group is missing") for name in ("status_more", "status_less")]
    both["status"] = reasons[0].where(reasons[0] != CALCULATED, reasons[1])
    order = [*keys, "value", *_limit_names(confidence), "se", "status"]
    return both[order].rename(columns={"value": "gap"})


def _check_bands(bands: Sequence[int], ages: Sequence[int] | None) -> None:
    if list(bands[:2]) != [0, 1] or list(bands) != sorted(set(bands)) or len(bands) < 3:
        raise ValueError("bands start at ages 0, 1 ... and rise.")
    if ages is not None and set(ages) - set(bands):
        raise ValueError(f"no band starts at {sorted(set(ages) - set(bands))}.")


def _wide(
    frame: pd.DataFrame, by: list[str], bands: Sequence[int]
) -> tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray]:
    """The groups, their deaths and people as groups x bands, and rows of each cell."""
    groups = frame[by].drop_duplicates(ignore_index=True)
    row = frame.groupby(by, sort=False, dropna=False).ngroup().to_numpy()
    band = pd.Index(list(bands)).get_indexer(pd.Index(frame["age"]))
    # an age that is no band's spoils its group: it is counted in a column of its own
    counts = np.zeros((len(groups), len(bands) + 1), dtype="int64")
    np.add.at(counts, (row, band), 1)
    known = band >= 0
    deaths, people = (np.full((len(groups), len(bands)), np.nan) for _ in range(2))
    for target, name in ((deaths, "deaths"), (people, "population")):
        values = frame[name].to_numpy(dtype="float64", na_value=np.nan)
        target[row[known], band[known]] = values[known]
    return groups, deaths, people, counts


def _status(deaths: np.ndarray, people: np.ndarray, counts: np.ndarray) -> np.ndarray:
    tests = {
        "the age bands are not the expected ones": ~(counts[:, :-1] == 1).all(axis=1)
        | (counts[:, -1] > 0),
        "deaths or population are missing": ~(np.isfinite(deaths) & np.isfinite(people)).all(
            axis=1
        ),
        "negative deaths": (deaths < 0).any(axis=1),
        "an age band has no population": (people <= 0).any(axis=1),
        "more deaths than population": (deaths > people).any(axis=1),
        "a population of 5,000 or fewer": people.sum(axis=1) <= SMALLEST_POPULATION,
        "no deaths in the last age band": deaths[:, -1] == 0,
    }
    return np.select(list(tests.values()), list(tests), CALCULATED).astype(object)


def _table(
    deaths: np.ndarray, people: np.ndarray, bands: Sequence[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Life expectancy and its standard error, groups x bands."""
    widths = np.diff(np.asarray(bands, dtype="float64"))
    lived = np.full(len(widths), _SHARE)
    lived[0] = _FIRST_YEAR
    rate = deaths / people
    q = rate[:, :-1] * widths / (1 + rate[:, :-1] * widths * (1 - lived))
    q = np.where(rate[:, :-1] * widths * lived > 1, 1.0, q)
    alive = RADIX * np.cumprod(np.pad(1 - q, ((0, 0), (1, 0)), constant_values=1.0), axis=1)
    dying = alive[:, :-1] - alive[:, 1:]
    years = widths * (alive[:, 1:] + lived * dying)
    last = alive[:, -1:] / rate[:, -1:]
    left = np.cumsum(np.hstack([years, last])[:, ::-1], axis=1)[:, ::-1]
    nobody = alive == 0
    # where nobody is left there is nothing to come, which must not take the younger ages' away
    value = np.where(nobody, 0.0, left / np.where(nobody, 1.0, alive))
    years_left = _variance(deaths, rate, q, alive, value, widths * (1 - lived))
    variance = years_left / np.where(nobody, np.nan, alive) ** 2
    return np.where(nobody, np.nan, value), np.sqrt(variance)


def _variance(
    deaths: np.ndarray,
    rate: np.ndarray,
    q: np.ndarray,
    alive: np.ndarray,
    value: np.ndarray,
    unlived: np.ndarray,
) -> np.ndarray:
    """Silcocks's variance of the years left, summed from each age on."""
    some = deaths[:, :-1] > 0
    of_q = np.where(some, q**2 * (1 - q) / np.where(some, deaths[:, :-1], 1.0), 0.0)
    parts = of_q * alive[:, :-1] ** 2 * (unlived + value[:, 1:]) ** 2
    of_last = 4 / (deaths[:, -1:] * rate[:, -1:] ** 2)
    parts = np.hstack([parts, of_last * (alive[:, -1:] / 2) ** 2])
    return np.cumsum(parts[:, ::-1], axis=1)[:, ::-1]


def _with_limits(result: pd.DataFrame, confidence: float | Sequence[float]) -> pd.DataFrame:
    made = result["status"] == CALCULATED
    wide = made & (2 * z_score(0.95) * result["se"] > WIDEST)
    result = result.assign(**_limits(result, confidence))
    result["value"] = result["value"].mask(wide)
    result["status"] = result["status"].mask(wide, "an interval wider than 20 years")
    result[["deaths", "population"]] = result[["deaths", "population"]].where(made)
    return result


def _limits(frame: pd.DataFrame, confidence: float | Sequence[float]) -> dict[str, pd.Series]:
    limits = {}
    for suffix, level in levels(confidence).items():
        reach = z_score(level) * frame["se"]
        limits[f"lower_{suffix}"] = frame["value"] - reach
        limits[f"upper_{suffix}"] = frame["value"] + reach
    return limits


def _limit_names(confidence: float | Sequence[float]) -> list[str]:
    return [f"{end}_{suffix}" for suffix in levels(confidence) for end in ("lower", "upper")]


def _from_age(numbers: np.ndarray) -> np.ndarray:
    return np.cumsum(numbers[:, ::-1], axis=1)[:, ::-1]
