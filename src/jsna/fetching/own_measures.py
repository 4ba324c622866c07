"""Files of figures of the council's own measures: whose they are, and as what they are taken in."""

from pathlib import Path
from typing import Final

from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.own_measures_file import FILE
from jsna.settings.paths import Paths
from jsna.sources.council.measures_csv import as_local_csv, is_measures_file, measures_named

NO_MEASURES: Final = (
    "it has figures of measures that no strategy of {area} describes: {names} (they are described"
    f" in reports/strategies/<strategy>/{FILE})"
)
BESIDE: Final = "measures.csv"
"""Figures that a strategy's own document prints, beside the file that describes them."""
MOST_NAMED: Final = 3


def taken_in(name: str, content: bytes, area: Area, settings: Settings) -> tuple[bytes, str]:
    """Return a file as it is read, and why it is skipped ("" unless it is).

    A file of measures becomes the council's own CSV, line by line; any other stays as it is. One
    that has measures of this area's and others is no mistake of another area: it is refused.

    Raises:
        SourceError: it is of measures of this area, and a row can't be read.
    """
    if not is_measures_file(content):
        return content, ""
    known = settings.own_measures_of(area.slug)
    named = measures_named(content, name)
    if not named & set(known):
        few = ", ".join(sorted(named)[:MOST_NAMED])
        return content, NO_MEASURES.format(area=area.name, names=few or "none")
    return as_local_csv(content, name, known, area.code), ""


def own_places(paths: Paths, settings: Settings, area: Area) -> list[Path]:
    """Return where an area's own figures lie: data/local, and beside its strategies' files."""
    local = [paths.local_data] if paths.local_data.is_dir() else []
    slugs = [s.slug for s in settings.strategies.values() if s.own_measures.measures]
    own = [slug for slug in sorted(slugs) if settings.strategies[slug].area == area.slug]
    beside = [paths.strategies / f"{slug}/{BESIDE}" for slug in own]
    return [*local, *(file for file in beside if file.is_file())]
