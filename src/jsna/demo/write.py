"""Write the demonstration's files as a folder of hand-made downloads would hold them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pandas as pd

from jsna.demo import (
    boundary_files,
    deprivation_files,
    local_files,
    lookup_files,
    population_files,
    residents,
)
from jsna.demo.country import Authority, authorities
from jsna.demo.fingertips_files import api_csv, theme_rows, under_two_parents, website_csv
from jsna.demo.places import authority_places, ward_places
from jsna.demo.similar_areas import similar_areas_json
from jsna.demo.small_areas import small_areas
from jsna.demo.unchanged import demo_key, remember, written_before
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.snapshots.write_file import write_whole

PREFIX: Final = "SYNTHETIC-"
RETRIEVED: Final = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
"""When the demonstration says that it got its files: fixed, so that its locks never change."""
WEBSITE_THEMES = ("ageing",)
TWICE_THEMES = ("mental-health",)
LSOA_FIELDS = {"LSOA21CD": "lsoa_code", "LSOA21NM": "lsoa_name"}
WARD_FIELDS = {
    "WD24CD": "ward_code", "WD24NM": "ward_name", "LAD24CD": "district_code",
    "LAD24NM": "district_name",
}  # fmt: skip
DISTRICT_FIELDS = {"LAD24CD": "district_code", "LAD24NM": "district_name"}


def write_demo_downloads(
    folder: Path, settings: Settings, *, councils: Sequence[Area] = ()
) -> list[Path]:
    """Write every file of the demonstration and return their paths; the same bytes each time.

    Files that are there and would come out the same are left alone; those of an earlier
    catalogue are taken away.

    Args:
        folder: Where to; it is made, and files of the same names are replaced.
        settings: The catalogue, whose Fingertips indicators all get values.
        councils: The synthetic councils that get small areas; all of the settings' by default.
    """
    chosen = list(councils) or synthetic_councils(settings)
    key = demo_key(settings, chosen)
    if (before := written_before(folder, key)) is not None:
        return before
    written = []
    for name, content in _files(settings, chosen):
        written.append(folder / f"{PREFIX}{name}")
        write_whole(written[-1], content)
    for path in set(folder.glob(f"{PREFIX}*")) - set(written):
        path.unlink()
    remember(folder, key, written)
    return written


def synthetic_councils(settings: Settings) -> list[Area]:
    """Return the invented councils of the settings, by slug."""
    return [area for _, area in sorted(settings.areas.items()) if area.synthetic]


def _files(settings: Settings, councils: list[Area]) -> Iterator[tuple[str, bytes]]:
    everyone = authorities(councils)
    lsoas = small_areas(everyone)
    yield from _fingertips(settings, everyone, lsoas)
    yield from _population(settings, everyone, lsoas)
    yield "IoD2025-file-1.xlsx", deprivation_files.file_1(lsoas)
    yield "IoD2025-file-3.xlsx", deprivation_files.file_3(lsoas)
    yield "IoD2025-file-7.csv", _csv(deprivation_files.file_7(lsoas))
    yield "LSOA21_WD24_LAD24_lookup.csv", _csv(lookup_files.lsoa_to_ward(lsoas))
    ward_lookup = lookup_files.ward_to_region(lsoas, everyone)
    yield "WD24_LAD24_CTYUA24_RGN24_lookup.csv", _csv(ward_lookup)
    yield "similar-areas.json", similar_areas_json(everyone)
    yield from _boundaries(lsoas)


def _fingertips(
    settings: Settings, everyone: list[Authority], lsoas: pd.DataFrame
) -> Iterator[tuple[str, bytes]]:
    places = authority_places(everyone, lsoas.groupby("district_code")["residents"].sum())
    wards = ward_places(lsoas)
    every = [indicator for _, indicator in sorted(settings.indicators.items())]
    ours = [i for i in every if i.source.source == "fingertips" and not i.on_request]
    own_codes = [authority.code for authority in everyone if authority.slug]
    for theme in sorted({indicator.theme for indicator in ours}):
        rows = theme_rows([i for i in ours if i.theme == theme], places, wards)
        if theme in TWICE_THEMES:
            rows = under_two_parents(rows, own_codes)
        content = website_csv(rows) if theme in WEBSITE_THEMES else api_csv(rows)
        yield f"fingertips-{theme}.csv", content


def _population(
    settings: Settings, everyone: list[Authority], lsoas: pd.DataFrame
) -> Iterator[tuple[str, bytes]]:
    basic = [authority for authority in everyone if authority.small_areas]
    at_census = lsoas.groupby("district_code")["residents"].sum()
    estimated = residents.estimates(basic, at_census)
    projected = residents.projections(estimated)
    yield "mid-year-estimates.csv", _csv(population_files.estimates_file(basic, estimated))
    yield "subnational-projections.csv", _csv(population_files.projections_file(basic, projected))
    census = population_files.census_file(lsoas, basic, estimated)
    yield "census-residents-lsoa.csv", _csv(census)
    catalogue = [i for _, i in sorted(settings.indicators.items())]
    own = local_files.own_figures(catalogue, basic, estimated)
    if not own.empty:
        yield "council-own-figures.csv", _csv(own)


def _boundaries(lsoas: pd.DataFrame) -> Iterator[tuple[str, bytes]]:
    drawn = boundary_files.outlines(lsoas)
    wards = boundary_files.dissolve(drawn, list(WARD_FIELDS.values()))
    districts = boundary_files.dissolve(drawn, list(DISTRICT_FIELDS.values()))
    yield "LSOA21_boundaries.geojson", boundary_files.geojson(drawn, LSOA_FIELDS)
    yield "WD24_boundaries.geojson", boundary_files.geojson(wards, WARD_FIELDS)
    yield "LAD24_boundaries.geojson", boundary_files.geojson(districts, DISTRICT_FIELDS)


def _csv(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\r\n").encode()
