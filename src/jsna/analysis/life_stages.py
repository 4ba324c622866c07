"""Growth over the years of a strategy: in all, and in the ages that it sets.

See docs/methods.md#population-change.
"""

from collections.abc import Sequence

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES
from jsna.analysis.population import (
    PopulationChange,
    band_change,
    population_change,
    projection_years,
)
from jsna.errors import SourceError
from jsna.settings.strategy import AgeBand, Strategy


def strategy_years(
    facts: pd.DataFrame, area_code: str, edition: str, strategy: Strategy
) -> tuple[int, int]:
    """Return the years of an edition that stand for the strategy's first and last.

    A first year before the projection's is taken as the projection's first; a last year beyond
    its end is refused, since nobody projected it.

    Raises:
        SourceError: the edition begins after the strategy has ended or ends before it does, or
            the two have no more than one year in common.
    """
    first, last = projection_years(facts, area_code, edition)
    start, end = strategy.start.year, strategy.end.year
    if end > last:
        raise SourceError(f"the {edition} projection ends in {last}, before the strategy ({end}).")
    if end < first:
        begins = f"the {edition} projection begins in {first}"
        raise SourceError(f"{begins}, after the strategy's last year ({end}).")
    if max(start, first) == end:
        raise SourceError(f"the {edition} projection has one year of the strategy only, {end}.")
    return max(start, first), end


def growth_to_strategy_end(
    facts: pd.DataFrame,
    area_code: str,
    edition: str,
    strategy: Strategy,
    sex: str = "Persons",
    age: str = ALL_AGES,
) -> PopulationChange:
    """Return the change in people from the strategy's first year to its last.

    Raises:
        SourceError: as `strategy_years`, or the edition holds no value.
    """
    years = strategy_years(facts, area_code, edition, strategy)
    return population_change(facts, area_code, edition, years, sex, age)


def stage_change(
    facts: pd.DataFrame,
    area_code: str,
    edition: str,
    strategy: Strategy,
    stages: Sequence[AgeBand],
    sex: str = "Persons",
) -> pd.DataFrame:
    """Return the change of ages that a strategy sets, from its first year to its last.

    Args:
        facts: Population facts with published ages.
        area_code: Whose.
        edition: Of the projection.
        strategy: Whose years.
        stages: Its age bands, or its life stages with ages (`Strategy.counted_stages`).
        sex: As published.

    Returns:
        One row per band, as `band_change`.

    Raises:
        SourceError: as `strategy_years`.
        UserFileError: a band that the published ages cannot make.
    """
    years = strategy_years(facts, area_code, edition, strategy)
    return band_change(facts, area_code, edition, years, stages, sex)
