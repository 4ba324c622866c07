"""Source: ONS subnational population projections, from Nomis or as published.

Three layouts: a table of Nomis (`nomis_layout.py`), a file in the wide layout, and the zip with
one such file for each sex. The edition is the projection's base ("2022-based"). In the wide
layout that is the file's first year; a table of Nomis states it, as it was asked for.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jsna.errors import FormatChanged, Problem
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import Fetched, NotMine, Parsed, Request
from jsna.sources.csv_file import header
from jsna.sources.population.nomis import HOST
from jsna.sources.population.nomis_layout import (
    PROJECTED_YEAR,
    parse_nomis,
    projection_base,
    recognise_nomis,
)
from jsna.sources.population.ons_wide_layout import (
    ages_in_words,
    parse_wide,
    recognise_wide,
    years_in,
)
from jsna.sources.population.ons_zip import is_zip, parse_zip, why_not_one_set, wide_members
from jsna.sources.population.population_requests import (
    PopulationRequest,
    fetch_population,
    projection_requests,
)
from jsna.sources.population.published_years import (
    ESTIMATES,
    PROJECTION,
    UNKNOWN,
    kind_of_years,
    why_unknown,
)

if TYPE_CHECKING:
    from jsna.http.client import Http

INDICATOR = "projected-population"
TITLE = "Subnational population projections"


class OnsProjections:
    """Projected population by single year of age or in five-year bands."""

    id = "ons-population-projections"
    hosts = (HOST,)

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title with the edition if the file's years are those of a projection."""
        nomis = recognise_nomis(name, content, PROJECTED_YEAR)
        if isinstance(nomis, NotMine):
            return nomis
        if nomis:
            return f"{TITLE}, {projection_base(content, name)}-based (Nomis)"
        if is_zip(content):
            return self._title_of_zip(content)
        years = recognise_wide(name, content)
        if not years or kind_of_years(years) == ESTIMATES:
            return None
        if kind_of_years(years) == UNKNOWN:
            return NotMine(why_unknown(years))
        edition = f"{min(years)}-based, to mid-{max(years)}"
        return f"{TITLE}, {edition}, {ages_in_words(content)}"

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return what is asked of Nomis; every pack has a population page."""
        return projection_requests(self.id, area)

    def fetch(self, request: Request, http: "Http") -> list[Fetched]:
        """Return the table that answers a request (see `fetch_population`)."""
        if not isinstance(request, PopulationRequest):
            raise TypeError(f"no request of this source: {request}")
        return [fetch_population(request, http)]

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the projected population: one fact per area, sex, age and year.

        Raises:
            SourceError: a missing column or a file that breaks off.
        """
        if PROJECTED_YEAR in header(content, [PROJECTED_YEAR]):
            edition = f"{projection_base(content, snapshot.title)}-based"
            return [parse_nomis(snapshot, content, INDICATOR, PROJECTED_YEAR, edition)]
        heads = wide_members(content)
        years = years_in(next(iter(heads.values())) if heads else content)
        if years and kind_of_years(years) != PROJECTION:
            what = f"these are not the years of projections: {min(years)} to {max(years)}."
            raise FormatChanged(Problem(what, snapshot.title))
        edition = f"{min(years)}-based" if years else ""
        if is_zip(content):
            return [parse_zip(snapshot, content, INDICATOR, edition)]
        return [parse_wide(snapshot, content, INDICATOR, edition)]

    def _title_of_zip(self, content: bytes) -> str | NotMine | None:
        heads = wide_members(content)
        years = years_in(next(iter(heads.values()))) if heads else []
        if heads and (why := why_not_one_set(heads)):
            return NotMine(why)
        if not years or kind_of_years(years) == ESTIMATES:
            return None
        if kind_of_years(years) == UNKNOWN:
            return NotMine(why_unknown(years))
        return f"{TITLE}, {min(years)}-based, to mid-{max(years)} (zip of {len(heads)} files)"


SOURCE = OnsProjections()
