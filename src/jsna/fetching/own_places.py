"""Where an area's own figures lie. Imports nothing heavy: an unchanged folder costs little."""

from pathlib import Path
from typing import Final

from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.paths import Paths

BESIDE: Final = "measures.csv"
"""Figures that a strategy's own document prints, beside the file that describes them."""


def own_places(paths: Paths, settings: Settings, area: Area) -> list[Path]:
    """Return where an area's own figures lie: data/local, and beside its strategies' files."""
    local = [paths.local_data] if paths.local_data.is_dir() else []
    slugs = [s.slug for s in settings.strategies.values() if s.own_measures.measures]
    own = [slug for slug in sorted(slugs) if settings.strategies[slug].area == area.slug]
    beside = [paths.strategies / f"{slug}/{BESIDE}" for slug in own]
    return [*local, *(file for file in beside if file.is_file())]
