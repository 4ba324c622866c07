"""Maps of the real areas, in invented classes: every neighbourhood drawn, small files."""

import geopandas
import pandas as pd
import pytest

from jsna.figures.about import About
from jsna.figures.bundle import write_bundle
from jsna.figures.kinds.deprivation_map import choropleth_spec
from jsna.figures.kinds.deprivation_map.options import MapOptions


def shapes(file, code: str, name: str, wanted) -> geopandas.GeoDataFrame:
    found = geopandas.read_file(file)[[code, name, "geometry"]]
    found = found.set_axis(["code", "name", "geometry"], axis="columns")
    return found[found["code"].isin(wanted)]


@pytest.mark.parametrize(
    ("place", "code", "areas", "outlines"),
    [("Rotherham", "E08000018", 170, 25), ("Rutland", "E06000017", 26, 15)],
)
def test_the_map_of_an_area(real_data, tmp_path, place, code, areas, outlines):
    folder = real_data / "downloads" / "geography"
    lookup = pd.read_csv(folder / "LSOA21_WD24_LAD24_EW_LU.csv", dtype="str", encoding="utf-8-sig")
    own = lookup[lookup["LAD24CD"] == code]
    small = shapes(
        folder / "LSOA_2021_Boundaries_Rotherham_Rutland_BSC.geojson", "LSOA21CD", "LSOA21NM",
        own["LSOA21CD"],
    )  # fmt: skip
    wards = shapes(
        folder / "Wards_May_2024_Boundaries_BSC.geojson", "WD24CD", "WD24NM",
        own["WD24CD"],
    )  # fmt: skip
    assert (len(small), len(wards)) == (areas, outlines)
    geometry = pd.concat([small.assign(layer="fill"), wards.assign(layer="outline")])
    frame = pd.DataFrame(
        {"area_code": small["code"], "area_name": small["name"], "status": "final",
         "value": [i % 5 + 1.0 for i in range(areas)]}
    )  # fmt: skip
    told = About(
        id="area.imd.choropleth", headline="Deprivation is uneven", place=place,
        subtitle=f"Index of Multiple Deprivation 2025, {place}", unit="", decimals=0,
        measure="Index of Multiple Deprivation 2025 by national fifth", source="MHCLG",
        snapshot_ids=("a" * 64,), method="deprivation",
    )  # fmt: skip
    spec = choropleth_spec(frame, geometry, told, MapOptions("National fifth, 2025"))
    assert f"{areas} neighbourhoods" in spec.alt
    bundle = write_bundle(spec, tmp_path, "c")
    assert bundle.file("svg").stat().st_size < 150_000
    assert bundle.file("narrow.svg").stat().st_size < 150_000
    assert len(pd.read_csv(bundle.file("csv"))) == areas
