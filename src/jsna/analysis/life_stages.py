"""Growth over the years of a strategy: in all, and in the life stages whose ages it sets.

See docs/methods.md#population-change.
"""

import pandas as pd

from jsna.analysis.age_bands import ALL_AGES
from jsna.analysis.population import (
    PopulationChange,
    band_change,
    population_change,
    projection_years,
)
from jsna.errors import SourceError
from jsna.settings.strategy import Strategy


def growth_to_strategy_end(
    facts: pd.DataFrame,
    area_code: str,
    edition: str,
    strategy: Strategy,
    sex: str = "Persons",
    age: str = ALL_AGES,
) -> PopulationChange:
    """Return the change in people from the strategy's first year to its last.

    A first year before the projection's is taken as the projection's first; a last year beyond
    its end is refused, since nobody projected it.

    Raises:
        SourceError: the edition ends before the strategy does, or holds no value.
    """
    first, last = projection_years(facts, area_code, edition)
    start, end = max(strategy.start.year, first), strategy.end.year
    if end > last:
        raise SourceError(f"the {edition} projection ends in {last}, before the strategy ({end}).")
    return population_change(facts, area_code, edition, (start, end), sex, age)


def stage_change(
    facts: pd.DataFrame, area_code: str, edition: str, strategy: Strategy, sex: str = "Persons"
) -> pd.DataFrame:
    """Return the change of each age band of the strategy, from its first year to its last.

    One row per band, as `band_change`.

    Raises:
        SourceError: as `growth_to_strategy_end`.
        UserFileError: a band that the published ages cannot make.
    """
    whole = growth_to_strategy_end(facts, area_code, edition, strategy, sex)
    years = (whole.start_year, whole.end_year)
    return band_change(facts, area_code, edition, years, strategy.age_bands, sex)
