"""Of each file to download: the kind we read, and which pages lose something without it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from jsna.fetching.registry import all_sources
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.settings.page_table import PAGES, PackPage
from jsna.settings.strategy import Strategy

Row = Mapping[str, object]
KINDS: Final = {
    "csv": "CSV", "xlsx": "Excel workbook (.xlsx)", "ods": "OpenDocument spreadsheet (.ods)",
    "geojson": "GeoJSON", "json": "JSON", "zip": "ZIP of CSVs, left packed",
}  # fmt: skip
IN_ADDRESS: Final = (("f=geojson", "geojson"), ("f=json", "json"), ("/csv", "csv"))
"""What an address has that ends in no file's name -> the ending."""
OVERVIEW: Final = "index"
EVERY: Final = "all-indicators"
"""The page that shows whatever there is."""


def kind_of_file(row: Row) -> str:
    """Return the kind of file that we read, in words; "" where nothing tells it."""
    url = str(row["url"])
    for name in (str(row["save_as"]), urlsplit(url).path, urlsplit(url).query):
        if words := KINDS.get(PurePosixPath(name).suffix.lower().lstrip(".")):
            return words
    return next((KINDS[kind] for part, kind in IN_ADDRESS if part in url), "")


def with_cost(rows: Iterable[Row], area: Area, settings: Settings) -> list[dict[str, object]]:
    """Return rows of `to_download.downloads` with what each file is and is for.

    Args:
        rows: One a file.
        area: Whose files.
        settings: The catalogue, and the area's strategies, whose pages are meant.

    Returns:
        The rows with `kind` (words), `indicators` (the ids that stand in the file alone, not what
        every pack needs) and `pages` (titles of pages that lose something without it).
    """
    serves = _indicators_of(area, settings)
    strategies = settings.strategies_of(area.slug)
    found = []
    for row in rows:
        ids = serves.get(str(row["url"]), [])
        named = [settings.indicators[id] for id in ids]
        pages = _pages(str(row["source"]), named, area, strategies)
        found.append({**row, "kind": kind_of_file(row), "indicators": ids, "pages": pages})
    return found


def _indicators_of(area: Area, settings: Settings) -> dict[str, list[str]]:
    """Address -> the indicators that are asked for there."""
    sources = all_sources(settings.indicators.values(), settings.sources)
    always = {r.url for source in sources.values() for r in source.requests((), area)}
    found: dict[str, list[str]] = defaultdict(list)
    for id, indicator in settings.indicators.items():
        if source := sources.get(indicator.source.source):
            for request in source.requests((indicator,), area):
                if request.url not in always:
                    found[request.url].append(id)
    return found


def _pages(
    source: str, indicators: Sequence[Indicator], area: Area, strategies: Sequence[Strategy]
) -> list[str]:
    """The titles of the pages that lose something, in the order of the navigation."""
    wanted, titles = {each.id for each in indicators}, []
    for row in PAGES:
        needs = source in row.sources
        for strategy in strategies:
            if row.scope == "priority":
                titles += [
                    f"{p.number} {p.title}"
                    for p in strategy.priorities
                    if needs or wanted & set(p.indicators)
                ]
            elif row.stands(area, strategy) and (needs or _shows(row, indicators, strategy)):
                titles.append(row.title)
    return list(dict.fromkeys(titles))


def _shows(row: PackPage, indicators: Sequence[Indicator], strategy: Strategy) -> bool:
    """Whether a page of the whole pack shows something of any of these."""
    if row.id == OVERVIEW:  # its key facts, and what it counts of each priority
        asked = {id for priority in strategy.priorities for id in priority.indicators}
        return any(each.key_fact or each.id in asked for each in indicators)
    if row.commentary == "ward":
        return any("ward" in each.levels for each in indicators)
    return row.id == EVERY and bool(indicators)
