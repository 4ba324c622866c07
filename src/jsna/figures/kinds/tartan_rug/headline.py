"""The headline of a tartan rug: which place has most cells that are worse."""

import pandas as pd

from jsna.analysis.outcome import Outcome
from jsna.narrative.english import counted, listed

NAMED = 3
"""More places than these share the most: they are counted, not named."""


def tartan_rug_headline(rows: pd.DataFrame, comparator: str, places: str) -> str:
    """Return "Netherby is worse than England on 5 of 7 measures, more than any other ward".

    Args:
        rows: One row per place and measure: area_code, area_name, measure and outcome.
        comparator: What each was held against.
        places: What the places are, in the plural.
    """
    measures = counted(rows["measure"].nunique(), "measure")
    worse = worst_places(rows)
    if worse.empty:
        return f"None of the {places} was shown to be worse than {comparator} on any of {measures}"
    on = f"worse than {comparator} on {int(worse.iloc[0])} of {measures}"
    if len(worse) > NAMED:
        return f"{len(worse)} {places} are {on}, more than any other"
    verb = "is" if len(worse) == 1 else "are"
    return f"{listed(list(worse.index))} {verb} {on}, more than any other of the {places}"


def worst_places(rows: pd.DataFrame) -> pd.Series:
    """Return the places with most cells that are worse, by name, and how many; none is no row.

    Two places of one name are two.
    """
    worse = rows[rows["outcome"] == Outcome.WORSE]
    counts = worse.groupby(["area_name", "area_code"], sort=True)["measure"].count()
    return counts[counts == counts.max()].droplevel("area_code")
