"""What is asked of Nomis for an area's population, and how each answer is fetched."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from jsna.errors import Problem
from jsna.fact_schema import ENGLAND
from jsna.http.errors import FormatChanged
from jsna.settings.area import Area
from jsna.sources.contract import Fetched, Request
from jsna.sources.population.nomis import API, COUNT, codelist, fetch_table, newest_type, overview
from jsna.sources.population.nomis_layout import ESTIMATED_YEAR, PROJECTED_YEAR, with_base
from jsna.sources.population.published_years import BASES, YEARS_AHEAD

if TYPE_CHECKING:
    from jsna.http.client import Http

PROJECTIONS: Final = "NM_2006_1"
ESTIMATES: Final = "NM_2002_1"
SMALL_AREA_ESTIMATES: Final = "NM_2014_1"
DISTRICTS: Final = r"(?i)local authorities: district / unitary \(as of \w+ (\d{4})\)"
LSOAS: Final = r"(?i)^(\d{4}) super output areas - lower layer"
NOMIS_DISTRICTS: Final = "TYPE424"
"""Nomis's number of local authorities (districts and unitaries of 2023), for a browser's address;
a fetch asks for the newest."""
NOMIS_LSOAS: Final = "TYPE151"
"""Of LSOAs of 2021, put behind an authority's code."""
SINGLE_YEARS: Final = "200,101...191"
ALL_AGES: Final = "200"
PERSONS, MALES_AND_FEMALES = "0", "1,2"
VALUE: Final = "20100"
YEARS_BACK: Final = 20
"""Estimates are asked for this many years before the newest, and that."""
BASED: Final = r"\b(\d{4})[- ]based"


@dataclass(frozen=True)
class PopulationRequest(Request):
    """One table of Nomis.

    Attributes:
        dataset: Nomis's id.
        codes: The areas; blank for every authority of the newest vintage.
        ages, sexes: In Nomis's codes.
        small: Whether the LSOAs inside the areas are meant.
        years: Which years of estimates, in Nomis's words.
    """

    dataset: str
    codes: tuple[str, ...]
    ages: str
    sexes: str
    small: bool = False
    years: str = ""


def projection_requests(source: str, area: Area) -> list[Request]:
    """Return the area with its region and England by single year of age, and every total."""
    return _by_age_and_totals(source, PROJECTIONS, "Population projections", area, "")


def estimate_requests(source: str, area: Area) -> list[Request]:
    """Return the same of mid-year estimates, and the newest estimates of the area's LSOAs."""
    years = f"latestMINUS{YEARS_BACK}-latest"
    asked = _by_age_and_totals(source, ESTIMATES, "Mid-year estimates", area, years)
    title = f"Mid-year estimates by single year of age, LSOAs of {area.name} (Nomis)"
    url = _address(
        SMALL_AREA_ESTIMATES, f"{area.code}{NOMIS_LSOAS}", SINGLE_YEARS, PERSONS, "latest"
    )
    small = PopulationRequest(
        source,
        title,
        url,
        SMALL_AREA_ESTIMATES,
        (area.code,),
        SINGLE_YEARS,
        PERSONS,
        True,
        "latest",
    )
    return [*asked, small]


def fetch_population(request: PopulationRequest, http: "Http") -> Fetched:
    """Return the whole table that a request asks for.

    Raises:
        SourceError: as `nomis.fetch_table`; FormatChanged if the projection's base that Nomis
            states is not its first year.
    """
    year = PROJECTED_YEAR if request.dataset == PROJECTIONS else ESTIMATED_YEAR
    columns = ("GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "GEOGRAPHY_TYPE", year, "GENDER_NAME",
               "C_AGE_NAME", "OBS_VALUE", "RECORD_OFFSET", COUNT)  # fmt: skip
    params = {
        "geography": _geography(request, http), "gender": request.sexes, "c_age": request.ages,
        "measures": VALUE, "select": ",".join(columns).lower(),
    }  # fmt: skip
    key = ("GEOGRAPHY_CODE", "GEOGRAPHY_TYPE", year, "GENDER_NAME", "C_AGE_NAME")
    if request.dataset != PROJECTIONS:
        return fetch_table(http, request.dataset, params | {"date": request.years}, key)
    years = projected_years(http)
    params |= {"projected_year": ",".join(years)}
    table = fetch_table(http, request.dataset, params, key)
    return Fetched(with_base(table.content, years[0]), table.url, table.media_type)


def projected_years(http: "Http") -> list[str]:
    """Return the years of the projection that Nomis has now; the first is its base.

    The dataset keeps its id when a new edition takes the place of an old one.

    Raises:
        FormatChanged: Nomis names another base than the first year, or no years.
    """
    told = codelist(http, PROJECTIONS, "projected_year").values()
    years = sorted(found[0] for words in told if (found := re.search(r"\d{4}", words)))
    url = f"{API}/{PROJECTIONS}"
    if not years:
        raise FormatChanged(Problem("Nomis names no years of the projections.", url))
    named = set(re.findall(BASED, overview(http, PROJECTIONS)))
    if named and years[0] not in named:
        what = (
            f"Nomis calls its projections {', '.join(sorted(named))}-based, and their first year"
            f" is {years[0]}: which edition they are can't be told."
        )
        raise FormatChanged(Problem(what, url))
    return years


def _by_age_and_totals(
    source: str, dataset: str, title: str, area: Area, years: str
) -> list[Request]:
    codes = (area.code, area.region.code, ENGLAND)
    sexes = MALES_AND_FEMALES
    by_age = f"{title} by single year of age: {area.name}, region, England (Nomis)"
    totals = f"{title}, all ages, every authority (Nomis)"
    url_by_age = _address(dataset, ",".join(codes), SINGLE_YEARS, sexes, years)
    url_totals = _address(dataset, NOMIS_DISTRICTS, ALL_AGES, sexes, years)
    return [
        PopulationRequest(
            source, by_age, url_by_age, dataset, codes, SINGLE_YEARS, sexes, False, years
        ),
        PopulationRequest(source, totals, url_totals, dataset, (), ALL_AGES, sexes, False, years),
    ]


def _address(dataset: str, geography: str, ages: str, sexes: str, years: str) -> str:
    """Return the address at which a browser gets a table; `fetch_population` asks anew.

    A projection is asked for by all the years of its newest edition, which tell the edition.
    """
    base = max(BASES)
    when = f"date={years}" if years else f"projected_year={base}...{int(base) + YEARS_AHEAD}"
    columns = ("geography_code,geography_name,geography_type,"
               f"{ESTIMATED_YEAR if years else PROJECTED_YEAR},gender_name,c_age_name,obs_value,"
               f"{COUNT}").lower()  # fmt: skip
    return (
        f"{API}/{dataset}.data.csv?geography={geography}&{when}&gender={sexes}&c_age={ages}"
        f"&measures={VALUE}&select={columns}"
    )


def _geography(request: PopulationRequest, http: "Http") -> str:
    if request.small:
        kind = newest_type(http, request.dataset, LSOAS)
        return ",".join(f"{code}{kind}" for code in request.codes)
    return ",".join(request.codes) or newest_type(http, request.dataset, DISTRICTS)
