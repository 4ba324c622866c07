"""What a person would download by hand for an area: each file once, what is used first."""

from collections.abc import Sequence

from jsna.fetching.live_fetch import wanted_indicators
from jsna.fetching.registry import all_sources
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings
from jsna.settings.source import SourceSettings

Row = dict[str, object]


def downloads(area: Area, settings: Settings) -> list[Row]:
    """Return one row per file: source, of (its title), title, url, save_as, page and used.

    First those that the area's strategies use, among them what every pack is made of
    (populations, outlines, look-ups); then those of the catalogue's other indicators.
    """
    asked = _files(area, settings, wanted_indicators(area, settings))
    wanted = {
        url: row
        for url, row in asked.items()
        if _is_needed(settings.sources[str(row["source"])], area)
    }
    every = _files(area, settings, tuple(settings.indicators.values()))
    others = {url: row for url, row in every.items() if url not in wanted}
    return [row | {"used": True} for row in wanted.values()] + [
        row | {"used": False} for row in others.values()
    ]


def _is_needed(about: SourceSettings, area: Area) -> bool:
    """Return whether an area's packs could use a source: its set of neighbours, for one."""
    own = {area.set_of_neighbours, *("sectors" for one in area.custom_areas if one.sectors)}
    return not about.needed_by or bool(own & set(about.needed_by))


def _files(area: Area, settings: Settings, indicators: Sequence[Indicator]) -> dict[str, Row]:
    """Return address -> what stands there."""
    rows: dict[str, Row] = {}
    # which sources there are does not hang on the indicators that are asked for
    for source_id, source in all_sources(settings.indicators.values(), settings.sources).items():
        about = settings.sources[source_id]
        asked = [r for r in source.requests(indicators, area) if r.gives_file]
        found: dict[str, Row] = {
            r.url: {"title": r.title, "save_as": "", "page": False} for r in asked
        }
        for one in about.downloads:
            known = {"title": one.title, "save_as": one.save_as, "page": one.page}
            found[one.url] = found.get(one.url, {}) | known
        head: Row = {"source": source_id, "of": about.title}
        rows |= {url: head | {"url": url} | row for url, row in found.items() if url not in rows}
    return rows
