"""Which years ONS has published: what a file without a name of its kind is told by.

Nothing in a file of the wide layout says whether it holds estimates or a projection, or which
edition. Its years do, held against what ONS made: whatever fits none of it is asked for, not
guessed. The clock of the machine has no part in it.
"""

from collections.abc import Sequence
from typing import Final

BASES: Final = ("2014", "2016", "2018", "2022")
"""Of the subnational population projections."""
YEARS_AHEAD: Final = 25
FEWEST_AHEAD: Final = 15
"""A projection that somebody cut shorter could be a series of estimates as well."""
NEWEST_ESTIMATE: Final = "2025"
"""The newest mid-year estimates of local authorities."""
ESTIMATE_OR_NOT: Final = "2024"
"""Beyond it, years that begin with the base of a projection may be that projection, cut."""

ESTIMATES, PROJECTION, UNKNOWN = "estimates", "projection", "unknown"


def kind_of_years(years: Sequence[str]) -> str:
    """Return whether years are those of estimates or of a projection; "unknown" if of neither."""
    first, last = min(years), max(years)
    if first in BASES and int(last) - int(first) >= FEWEST_AHEAD:
        return PROJECTION
    cut = first in BASES and last > ESTIMATE_OR_NOT
    return UNKNOWN if cut or last > NEWEST_ESTIMATE else ESTIMATES


def is_whole_projection(years: Sequence[str]) -> bool:
    """Return whether years are all those of one edition, from its base to its last year."""
    first, last = min(years), max(years)
    whole = len(set(years)) == YEARS_AHEAD + 1 and int(last) - int(first) == YEARS_AHEAD
    return first in BASES and whole


def why_unknown(years: Sequence[str]) -> str:
    """Return why a file with these years is not read, and what to do."""
    first, last = min(years), max(years)
    if first in BASES:
        kind = f"estimates, or the {first}-based projections without their last years"
        return f"its years ({first} to {last}) may be {kind}: download the whole file"
    return (
        f"its years ({first} to {last}) go beyond the newest estimates (mid-{NEWEST_ESTIMATE}), and"
        f" ONS made no {first}-based projections ({', '.join(BASES)} are known): the base is not"
        " known. Download the whole file, with the years from its base on"
    )


def why_no_estimate(year: str) -> str:
    """Return why a table of the years until this one holds no estimates; "" if it may."""
    if year <= NEWEST_ESTIMATE:
        return ""
    return (
        f"it goes to mid-{year}, and the newest estimates are those of mid-{NEWEST_ESTIMATE}: what"
        " comes later is a projection. Take its years to mid-"
        f"{NEWEST_ESTIMATE} alone, or download the projections as such"
    )
