"""Source: ONS mid-year population estimates, of authorities and of LSOAs.

Three layouts, those of the projections: a table of Nomis, a wide file, and a zip of wide files.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import Fetched, Parsed, Request
from jsna.sources.csv_file import header
from jsna.sources.population.nomis import HOST
from jsna.sources.population.nomis_layout import ESTIMATED_YEAR, parse_nomis, recognise_nomis
from jsna.sources.population.ons_wide_layout import (
    ages_in_words,
    is_projection,
    parse_wide,
    recognise_wide,
    years_of,
)
from jsna.sources.population.ons_zip import is_zip, parse_zip, wide_members
from jsna.sources.population.population_requests import (
    PopulationRequest,
    estimate_requests,
    fetch_population,
)

if TYPE_CHECKING:
    from jsna.http.client import Http

INDICATOR = "estimated-population"
TITLE = "Mid-year population estimates"


class OnsEstimates:
    """Estimated population by single year of age or in five-year bands."""

    id = "ons-population-estimates"
    hosts = (HOST,)

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the file holds estimates: its years end no later than this year."""
        if recognise_nomis(name, content, ESTIMATED_YEAR):
            return f"{TITLE} (Nomis)"
        if is_zip(content):
            heads = wide_members(content)
            years = years_of(header(next(iter(heads.values())))) if heads else []
        else:
            years = recognise_wide(name, content)
        if not years or is_projection(years):
            return None
        span = f"mid-{min(years)} to mid-{max(years)}"
        ages = "" if is_zip(content) else f", {ages_in_words(content)}"
        return f"{TITLE}, {span}{ages}"

    def requests(self, indicators: Sequence[Indicator], area: Area) -> list[Request]:
        """Return what is asked of Nomis; every pack has a population page."""
        return estimate_requests(self.id, area)

    def fetch(self, request: Request, http: "Http") -> list[Fetched]:
        """Return the table that answers a request (see `fetch_population`)."""
        if not isinstance(request, PopulationRequest):
            raise TypeError(f"no request of this source: {request}")
        return [fetch_population(request, http)]

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the estimated population: one fact per area, sex, age and year.

        Raises:
            SourceError: a missing column or a file that breaks off.
        """
        if ESTIMATED_YEAR in header(content):
            return [parse_nomis(snapshot, content, INDICATOR, ESTIMATED_YEAR, "")]
        if is_zip(content):
            return [parse_zip(snapshot, content, INDICATOR, "")]
        return [parse_wide(snapshot, content, INDICATOR, "")]


SOURCE = OnsEstimates()
