"""Source: ONS mid-year population estimates, of authorities and of LSOAs.

Those of the projections (a table of Nomis, a wide file, a zip of wide files), the CSV of the Nomis
website, and the ONS workbooks (MYE2).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import Fetched, NotMine, Parsed, Request
from jsna.sources.csv_file import header
from jsna.sources.population.estimate_sheets import is_sheets, parse_sheets, recognise_sheets
from jsna.sources.population.nomis import HOST
from jsna.sources.population.nomis_layout import (
    ESTIMATED_YEAR,
    newest_year,
    parse_nomis,
    recognise_nomis,
)
from jsna.sources.population.nomis_website import is_website, parse_website, recognise_website
from jsna.sources.population.ons_wide_layout import (
    ages_in_words,
    parse_wide,
    recognise_wide,
    years_in,
)
from jsna.sources.population.ons_zip import is_zip, parse_zip, why_not_one_set, wide_members
from jsna.sources.population.population_requests import (
    PopulationRequest,
    estimate_requests,
    fetch_population,
)
from jsna.sources.population.published_years import ESTIMATES, kind_of_years, why_no_estimate

if TYPE_CHECKING:
    from jsna.http.client import Http

INDICATOR = "estimated-population"
TITLE = "Mid-year population estimates"


class OnsEstimates:
    """Estimated population by single year of age or in five-year bands."""

    id = "ons-population-estimates"
    hosts = (HOST,)

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title if the file holds estimates: its years are those of estimates."""
        nomis = recognise_nomis(name, content, ESTIMATED_YEAR)
        if isinstance(nomis, NotMine):
            return nomis
        if nomis:
            why = why_no_estimate(newest_year(content, name, ESTIMATED_YEAR))
            return NotMine(why) if why else f"{TITLE} (Nomis)"
        for recognise in (recognise_website, recognise_sheets):
            if (found := recognise(name, content)) is not None:
                return found if isinstance(found, NotMine) else f"{TITLE}{found}"
        if is_zip(content):
            heads = wide_members(content)
            if heads and why_not_one_set(heads):
                return None  # the source of projections says why
            years = years_in(next(iter(heads.values()))) if heads else []
        else:
            years = recognise_wide(name, content)
        if not years or kind_of_years(years) != ESTIMATES:
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
        if is_website(content):
            return [parse_website(snapshot, content, INDICATOR)]
        if is_sheets(content):
            return [parse_sheets(snapshot, content, INDICATOR)]
        if ESTIMATED_YEAR in header(content, [ESTIMATED_YEAR]):
            return [parse_nomis(snapshot, content, INDICATOR, ESTIMATED_YEAR, "")]
        if is_zip(content):
            return [parse_zip(snapshot, content, INDICATOR, "")]
        return [parse_wide(snapshot, content, INDICATOR, "")]


SOURCE = OnsEstimates()
