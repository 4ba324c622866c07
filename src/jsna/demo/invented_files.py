"""Every file of the demonstration, invented as its publisher would have laid it out."""

from collections.abc import Iterator

import pandas as pd

from jsna.demo import (
    boundary_files,
    deprivation_files,
    equity_files,
    local_files,
    lookup_files,
    measure_files,
    population_files,
    residents,
)
from jsna.demo.country import Authority, authorities
from jsna.demo.fingertips_files import api_csv, theme_rows, under_two_parents, website_csv
from jsna.demo.places import authority_places, ward_places
from jsna.demo.similar_areas import similar_areas_json
from jsna.demo.small_areas import small_areas
from jsna.settings.area import Area
from jsna.settings.load import Settings

WEBSITE_THEMES = ("ageing",)
TWICE_THEMES = ("mental-health",)
LSOA_FIELDS = {"LSOA21CD": "lsoa_code", "LSOA21NM": "lsoa_name"}
WARD_FIELDS = {
    "WD24CD": "ward_code", "WD24NM": "ward_name", "LAD24CD": "district_code",
    "LAD24NM": "district_name",
}  # fmt: skip
DISTRICT_FIELDS = {"LAD24CD": "district_code", "LAD24NM": "district_name"}


def invented_files(settings: Settings, councils: list[Area]) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file: the same for the same catalogue and councils."""
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
    for council in councils:
        if council.slug in equity_files.COUNCILS:
            yield f"{council.slug}-equity-audit.csv", equity_files.audit_file(council.code)
        if council.slug in measure_files.COUNCILS:
            own = settings.own_measures_of(council.slug)
            yield f"{council.slug}-own-measures.csv", measure_files.measures_csv(own)


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
