"""What a person would download by hand for an area: each file once, what is used first."""

from collections.abc import Sequence

from jsna.fetching.live_fetch import wanted_indicators
from jsna.fetching.registry import all_sources
from jsna.settings.area import Area
from jsna.settings.indicator import Indicator
from jsna.settings.load import Settings

Row = dict[str, object]


def downloads(area: Area, settings: Settings) -> list[Row]:
    """Return one row per file: source, of (its title), title, url, save_as, page and used.

    First those that the area's strategies use, among them what every pack is made of
    (populations, outlines, look-ups); then those of the catalogue's other indicators.
    """
    wanted = _files(area, settings, wanted_indicators(area, settings))
    every = _files(area, settings, tuple(settings.indicators.values()))
    others = {url: row for url, row in every.items() if url not in wanted}
    return [row | {"used": True} for row in wanted.values()] + [
        row | {"used": False} for row in others.values()
    ]


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
