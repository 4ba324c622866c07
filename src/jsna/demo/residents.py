"""A small cohort model of the invented authorities: births, deaths and moves, year by year.

The shapes are rough and round on purpose (a death rate that doubles every eight years of age,
a bell of births around 31): they have to look like a population, not to forecast one.
"""

import numpy as np
import pandas as pd

from jsna.demo.country import Authority

OLDEST = 90
"""The last age is open: 90 and over."""
FIRST_YEAR, BASE_YEAR, LAST_ESTIMATE, LAST_PROJECTED = 2011, 2022, 2024, 2047
CENSUS_YEAR = 2021
CHILDREN_PER_WOMAN = 1.6
ARRIVALS = {"estimated": 0.0015, "projected": 0.0045}
"""Net moves a year for each resident; the projection expects more than the estimates found."""
AGES = np.arange(OLDEST + 1)


def estimates(authorities: list[Authority], census: pd.Series) -> np.ndarray:
    """Return residents by authority, sex (male, female), age and year from FIRST_YEAR.

    Args:
        authorities: Those with LSOAs.
        census: Residents at the census by authority's code; the model is scaled to meet them.
    """
    start = np.array([_structure(a.older) for a in authorities])
    years = _run(start, LAST_ESTIMATE - FIRST_YEAR, ARRIVALS["estimated"])
    at_census = years[..., CENSUS_YEAR - FIRST_YEAR].sum(axis=(1, 2))
    target = census.loc[[a.code for a in authorities]].to_numpy()
    return np.asarray(years * (target / at_census)[:, None, None, None])


def projections(estimated: np.ndarray) -> np.ndarray:
    """Return residents by authority, sex, age and year from BASE_YEAR to LAST_PROJECTED."""
    base = estimated[..., BASE_YEAR - FIRST_YEAR]
    return _run(base, LAST_PROJECTED - BASE_YEAR, ARRIVALS["projected"])


def _structure(older: float) -> np.ndarray:
    """Return the shares of males and females at each age, older than usual by `older`."""
    living = 1 / (1 + np.exp((AGES - np.array([[78.0], [82.0]])) / 6.5))
    bumps = 0.18 * np.exp(-(((AGES - 55) / 9) ** 2)) + 0.12 * np.exp(-(((AGES - 32) / 7) ** 2))
    tilt = np.exp(older * (AGES - 42) / 42)
    shares = (living + bumps * living) * tilt
    return np.asarray(shares / shares.sum())


def _run(start: np.ndarray, years: int, arrivals: float) -> np.ndarray:
    population = [start]
    for _ in range(years):
        population.append(_next_year(population[-1], arrivals))
    return np.stack(population, axis=-1)


def _next_year(population: np.ndarray, arrivals: float) -> np.ndarray:
    """Return the population one year on: survive, grow a year older, be born, move."""
    deaths = np.minimum(np.exp(-10.1 + 0.088 * AGES) * np.array([[1.25], [0.9]]), 0.9)
    surviving = population * (1 - deaths)
    older = np.zeros_like(population)
    older[..., 1:] = surviving[..., :-1]
    older[..., -1] += surviving[..., -1]
    fertility = np.exp(-0.5 * ((AGES - 31) / 5.5) ** 2)
    births = (population[:, 1] * fertility * CHILDREN_PER_WOMAN / fertility.sum()).sum(axis=-1)
    older[:, :, 0] = births[:, None] * np.array([0.512, 0.488])
    young = 1 + 2 * np.exp(-(((AGES - 27) / 9) ** 2))
    return np.asarray(older * (1 + arrivals * young))
