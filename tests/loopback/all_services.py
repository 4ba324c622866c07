"""Every service on one loopback server, answering from the publishers' own files."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jsna.settings.load import Settings
from loopback.arcgis import FakeLayer, arcgis_routes, layer_of_csv, layer_of_geojson, renamed
from loopback.fingertips import POLARITY, FingertipsAnswers, cut_by_indicator
from loopback.nomis import (
    DISTRICTS,
    LSOAS,
    FakeNomis,
    invented_table,
    nomis_routes,
    table_of_wide,
)
from loopback.server import LoopbackServer

LSOA = "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V5"
MSOA = "Middle_layer_Super_Output_Areas_December_2021_Boundaries_EW_BGC_V3"
WARD = "Wards_December_2024_Boundaries_UK_BGC"
LAD = "LAD_MAY_2025_UK_BGC_V2"
LOOKUP = "LSOA21_WD24_LAD24_EW_LU"
LARGER = "WD24_LAD24_CTYUA24_RGN24_CTRY24_UK_LU"
CHANGES = "LSOA11_LSOA21_LAD22_EW_LU_v5"
SOURCES = (
    "fingertips", "ons-boundaries", "ons-lookups", "ons-population-estimates",
    "ons-population-projections",
)  # fmt: skip


@dataclass
class AllServices:
    """A server of every service, and the variables that send the command line there."""

    server: LoopbackServer

    @property
    def environment(self) -> dict[str, str]:
        names = [source.upper().replace("-", "_") for source in SOURCES]
        return {f"JSNA_BASE_URL_{name}": self.server.url for name in names}


def all_services(settings: Settings, downloads: Path, numbers: Sequence[str] = ()) -> AllServices:
    """Return the services, each with what the folder of downloads holds for it.

    Args:
        settings: The catalogue.
        downloads: The publishers' files.
        numbers: Fingertips' indicators to know; all of the catalogue's if none is named.
    """
    ours = [i for i in settings.indicators.values() if i.source.source == "fingertips"]
    wanted = [i.source.id for i in ours if not numbers or i.source.id in numbers]
    fingertips = FingertipsAnswers(
        cut_by_indicator(downloads / "fingertips", wanted),
        {i.source.id: POLARITY[i.polarity] for i in ours},
    )
    lsoas = layer_of_geojson(
        downloads / "geography" / "LSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson"
    )
    small = [row["LSOA21CD"] for row in lsoas.rows]
    return AllServices(
        LoopbackServer(
            {
                **fingertips.routes(),
                **_nomis(downloads / "ons", small),
                **_maps(downloads / "geography"),
            }
        )
    )


def _nomis(ons: Path, small: Sequence[str]) -> dict:
    wide = [ons / "2018_SNPP_Population_single_year_focus.csv",
            ons / "2018_SNPP_Population_5yr_all_lad.csv"]  # fmt: skip
    projected = table_of_wide(wide, ["regions", DISTRICTS])
    wide = [ons / "MYE_2000_2023_single_year_focus.csv", ons / "MYE_2011_2023_5yr_all_lad.csv"]
    estimated = table_of_wide(wide, ["regions", DISTRICTS])
    return nomis_routes(
        {
            "NM_2006_1": FakeNomis(projected, "PROJECTED_YEAR_NAME", "2018-based projections"),
            "NM_2002_1": FakeNomis(estimated, "DATE_NAME"),
            "NM_2014_1": FakeNomis(invented_table(small, [2023], LSOAS), "DATE_NAME"),
        }
    )


def _maps(geography: Path) -> dict:
    lads = layer_of_geojson(geography / "LAD_May_2024_UK_BSC.geojson", most=100)
    lookup = layer_of_csv(geography / f"{LOOKUP}.csv", most=2000, flag="top")
    former = [
        {"LSOA11CD": r["LSOA21CD"], "LSOA11NM": r["LSOA21NM"], "CHGIND": "U",
         "LSOA21CD": r["LSOA21CD"], "LSOA21NM": r["LSOA21NM"],
         "LAD22CD": r["LAD24CD"], "LAD22NM": r["LAD24NM"]}
        for r in lookup.rows
    ]  # fmt: skip
    newer = {"LAD24CD": "LAD25CD", "LAD24NM": "LAD25NM"}
    layers = {
        LSOA: layer_of_geojson(geography / "LSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson"),
        MSOA: layer_of_geojson(geography / "MSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson"),
        WARD: layer_of_geojson(geography / "Wards_May_2024_Boundaries_BSC.geojson", flag="top"),
        LAD: renamed(lads, newer),
        LOOKUP: lookup,
        CHANGES: FakeLayer(former, most=2000),
        LARGER: layer_of_csv(geography / f"{LARGER}.csv", most=2000, flag=""),
    }
    return arcgis_routes(layers)


def as_files(store: Path, folder: Path, shas: Sequence[str]) -> None:
    """Lay out the bytes of snapshots as a person's folder of downloads."""
    folder.mkdir()
    for sha in shas:
        content = (store / sha[:2] / sha / "content").read_bytes()
        ending = ".json" if content[:1] == b"{" else ".csv"
        if ending == ".json" and json.loads(content).get("type") == "FeatureCollection":
            ending = ".geojson"
        (folder / f"{sha[:12]}{ending}").write_bytes(content)
