"""A map's own page: self-contained, sound by the gate's rules, the same values as the figure."""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from invented_figures import choropleth, cluster_map, grid_of_areas, ward_map, ward_values
from pydantic import ValidationError

from hostile_strings import HOSTILE, words_of
from jsna.figures import web_map_page as module
from jsna.figures.bundle import write_bundle
from jsna.figures.table import figure_table
from jsna.figures.web_map import PARTS, part
from jsna.figures.web_map_layers import MapLayer, WebMap, map_of_one
from jsna.figures.web_map_page import web_map_name, web_map_page, write_web_map
from jsna.figures.web_map_shapes import coarser
from jsna.narrative.one_line import one_line
from jsna.publish.active_content import active_content_faults
from jsna.publish.content_policy import policy_faults
from jsna.publish.html_page import HtmlPage, read_pages
from jsna.publish.links import link_faults
from jsna.publish.map_script import is_map_script
from jsna.publish.page_weight import heavy_pages
from jsna.publish.remote_assets import remote_asset_faults
from jsna.publish.structure import structure_faults
from jsna.publish.synthetic_notice import synthetic_notice_faults
from jsna.settings.basemap import Basemap


def made(spec) -> str:
    return web_map_page(one(spec)).decode()


def one(spec, **changes) -> WebMap:
    made = map_of_one(spec, figure_table(spec).html(), "Invented pack, figure 1.")
    return replace(made, **changes)


def page_of(spec) -> HtmlPage:
    return HtmlPage("figures/x.map.html", made(spec))


def features(page: str, layer: str) -> list[dict]:
    """Return the features that the page's script adds to a layer."""
    found = re.search(rf"geo_json_{layer}_add\((.*)\);", page)
    assert found, layer
    return json.loads(found[1])["features"]


@pytest.fixture
def site(tmp_path):
    """Return a site with one chapter and a synthetic map's page beside its figure."""
    spec = choropleth(synthetic=True)
    write_bundle(spec, tmp_path / "figures", "SYNTHETIC pack, figure 1.")
    link = write_web_map(one(spec), tmp_path / "figures", spec.measure)
    (tmp_path / "index.html").write_text(
        '<!doctype html><html lang="en-GB"><head><title>SYNTHETIC</title></head><body>'
        '<a href="#c">Skip</a><aside>SYNTHETIC</aside><main id="c"><h1>A</h1></main></body></html>'
    )
    return tmp_path, link


def test_the_page_passes_each_rule_of_the_gate(site):
    folder, _ = site
    pages = read_pages(folder)
    assert [page.name for page in pages] == ["figures/area.imd.choropleth.map.html", "index.html"]
    assert structure_faults(pages) == []
    assert link_faults(pages, folder) == []
    assert remote_asset_faults(pages, folder) == []
    assert heavy_pages(pages, folder) == []
    assert synthetic_notice_faults(pages, folder, synthetic=True) == []


def test_the_link_names_the_page_and_its_size(site):
    folder, link = site
    size = round((folder / "figures" / "area.imd.choropleth.map.html").stat().st_size / 1000)
    assert f"(HTML, {size} KB)](figures/area.imd.choropleth.map.html)" in link
    assert link.startswith("::: {.downloads}\n")


def test_real_data_is_never_called_synthetic():
    page = page_of(choropleth())
    assert "SYNTHETIC" not in page.root.text and "SYNTHETIC" not in page.title


def test_nothing_but_the_page_itself_may_be_loaded():
    """The page forbids it to the browser, and no address in its script could be asked for."""
    page = page_of(choropleth())
    (policy,) = [m for m in page.root.all("meta") if m.get("http-equiv")]
    assert "default-src 'none'" in policy.get("content")
    assert "img-src" not in policy.get("content") and "http" not in policy.get("content")
    assert page.root.all("link", "img", "iframe") == []
    assert [script.get("src") for script in page.root.all("script")] == [""]
    # names of formats, and the makers' comments
    known = {"www.w3.org", "leafletjs.com", "bugs.chromium.org", "bugzilla.mozilla.org"}
    assert set(re.findall(r"https?://([\w.-]+)", page.source)) <= known


def test_every_area_has_its_class_and_its_words_in_the_tables_order():
    frame, _ = grid_of_areas()
    spec = choropleth(frame=frame.assign(ward="Netherby East"))
    told = [f["properties"] for f in features(made(spec), "areas")]
    assert len(told) == len(frame) == 12
    assert told[0]["name"] == "Netherby 000A, Netherby East"
    assert told[0]["said"] == ["1 most deprived fifth"]
    assert (told[5]["classes"], told[5]["said"]) == ([-1], ["suppressed"])
    assert [one["name"].split(",")[0] for one in told] == list(spec.data["area_name"])
    assert [one["classes"][0] for one in told] == list(spec.data["value"].fillna(-1).astype(int))


def legend(page: str) -> dict[str, dict[str, str]]:
    """Return place -> what the script reads of each line of the legend."""
    lines = [line for line in HtmlPage("m.html", page).root.all("li") if line.get("data-place")]
    return {line.get("data-place"): line.attributes | {"words": line.text} for line in lines}


def test_no_data_and_suppressed_are_apart_and_each_has_its_mark():
    frame, shapes = grid_of_areas(missing=(5, 7))
    frame.loc[7, "status"] = "not-available"
    page = made(choropleth(frame=frame, shapes=shapes))
    told = legend(page)
    assert told["0"]["words"] == "\u00d7no data: 1" and told["-1"]["words"] == "\u25cbsuppressed: 1"
    assert told["0"]["data-fill"] != told["-1"]["data-fill"]
    assert [f["properties"]["said"] for f in features(page, "areas")][5:8:2] == [
        ["suppressed"], ["no data"],
    ]  # fmt: skip
    whole = made(choropleth(*grid_of_areas(missing=())))
    assert set(legend(whole)) == set("12345")


def test_a_cluster_is_told_by_a_mark_beside_its_colour():
    page = made(cluster_map())
    told = legend(page)
    for place, glyph in (("1", "+"), ("2", "\u2212"), ("3", "\u25b2"), ("4", "\u25bc"), ("5", "")):
        assert told[place]["data-glyph"] == glyph
    west, south, east, north = (-1, 53, -0.96, 53.03)
    for feature in features(page, "areas"):
        latitude, longitude = feature["properties"]["middle"]
        assert west < longitude < east and south < latitude < north


def test_the_table_of_the_same_values_stands_below():
    spec = choropleth()
    assert figure_table(spec).html() in made(spec)


def test_the_same_figure_gives_the_same_page_in_every_process():
    code = (
        "import sys, hashlib\nsys.path[:0] = ['tests', 'tests/unit']\n"
        "from test_web_map import made\nfrom invented_figures import cluster_map\n"
        "print(hashlib.sha256(made(cluster_map()).encode()).hexdigest())"
    )
    # this process has a hash seed of its own too
    here = hashlib.sha256(made(cluster_map()).encode()).hexdigest()
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == here


def test_a_name_is_never_read_as_markup():
    frame, shapes = grid_of_areas()
    bad = '</script><img src=x onerror="alert(1)">'
    frame = frame.assign(area_name=[bad, *frame["area_name"][1:]])
    page = page_of(choropleth(frame=frame, shapes=shapes))
    assert len(page.root.all("script")) == 1
    assert page.root.all("img") == []
    assert "made.textContent = text" in page.source and "innerHTML = " not in part("explore.js")
    assert features(page.source, "areas")[0]["properties"]["name"].startswith(bad)


def wiggly(corners=4_000) -> geopandas.GeoDataFrame:
    """Return the grid's shapes with far more corners than a screen can show."""
    _, shapes = grid_of_areas()
    dense = [shapely.segmentize(shape, 0.04 / corners) for shape in shapes.geometry]
    turned = shapely.transform(np.array(dense), lambda at: at + 2e-5 * np.sin(at[:, ::-1] * 40_000))
    return shapes.set_geometry(geopandas.GeoSeries(turned, crs=shapes.crs))


def test_corners_that_no_screen_shows_are_left_out():
    shapes = wiggly()
    fewer = coarser(shapes, 1_000)
    before, after = (int(s.count_coordinates().sum()) for s in (shapes, fewer))
    assert before > 20_000 and after < before / 5
    assert fewer.crs == "EPSG:4326"
    moved = shapes.to_crs(27700).hausdorff_distance(fewer.to_crs(27700))
    west, south, east, north = shapes.to_crs(27700).total_bounds
    assert moved.max() < 2 * max(east - west, north - south) / 1_000


def test_neighbours_still_share_their_border_when_coarser():
    fill = coarser(grid_of_areas()[1], 500).query("layer == 'fill'")
    assert fill.is_valid_coverage()


def test_a_page_that_would_be_heavy_gets_coarser_outlines(monkeypatch):
    spec = choropleth(shapes=wiggly())
    monkeypatch.setattr(module, "LIGHT", 10_000_000)
    fine = len(made(spec))
    monkeypatch.setattr(module, "LIGHT", 390_000)
    assert len(made(spec)) <= 390_000 < fine


def test_a_map_without_shapes_is_refused():
    with pytest.raises(ValueError, match="needs geometry"):
        made(replace(choropleth(), geometry=None))


@pytest.mark.parametrize("crs", [None, "EPSG:27700"])
def test_shapes_of_another_or_no_coordinate_system_are_refused(crs):
    frame, shapes = grid_of_areas()
    with pytest.raises(ValueError, match="EPSG:4326"):
        choropleth(frame=frame, shapes=shapes.set_crs(crs, allow_override=True))


def test_names():
    assert web_map_name("area.deprivation.map") == "area.deprivation.map.html"
    assert web_map_name("area.imd.choropleth") == "area.imd.choropleth.map.html"


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("leaflet.js", "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a"),
        ("leaflet.css", "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6"),
    ],
)
def test_leaflet_is_as_its_makers_published_it(name, digest):
    """Version 1.9.4, from the npm registry."""
    assert hashlib.sha256((PARTS / name).read_bytes()).hexdigest() == digest


def test_the_licence_of_leaflet_stands_in_the_page():
    licence = (PARTS / "leaflet-licence.txt").read_text("utf-8").strip()
    assert "BSD 2-Clause" in licence and licence in made(choropleth())


def test_classes_are_those_of_the_drawn_map():
    page = made(choropleth())
    counts = pd.Series(
        [f["properties"]["classes"][0] for f in features(page, "areas")]
    ).value_counts()
    for place, words in enumerate(("1 most deprived fifth", "2", "3", "4"), start=1):
        assert f"</span>{words}: {counts[place]}</li>" in page


@pytest.mark.parametrize(
    "name",
    [*HOSTILE, "{{ 7*191 }}", "{% raise x %}", "{# gone #}", "{{ self.__init__ }}", "\ue000"],
)
def test_a_name_is_no_template_and_ends_no_script(name: str) -> None:
    spec = cluster_map()
    named = replace(spec, data=spec.data.assign(area_name=name))
    page = web_map_page(map_of_one(named, figure_table(named).html(), name)).decode()
    (script,) = HtmlPage("map.html", page).root.all("script")
    assert is_map_script(script.raw_text)
    data = re.search(r"geo_json_areas_add\((\{.*\})\);", script.raw_text)
    assert data
    words = [f["properties"]["name"] for f in json.loads(data[1])["features"]]
    assert all(said.startswith(one_line(name).replace("\ue000", "{")) for said in words)


# -- layers, profiles, a background map ---------------------------------------------------------


def by_measure(**changes) -> WebMap:
    """Return a page of two measures of the same wards, one of which half of them lack."""
    frames = ward_values(), ward_values(missing=tuple(range(6)))
    specs = [
        ward_map(frame, figure_id=f"area.{number}.ward-map", measure=f"Measure {number}", unit="%")
        for number, frame in enumerate(frames, start=1)
    ]
    layers = tuple(MapLayer(s, figure_table(s).html(), f"Pack, {s.id}.") for s in specs)
    return replace(WebMap(layers, "area.wards", "Wards of Netherby by measure"), **changes)


def test_each_measure_is_a_layer_with_its_own_legend_table_and_citation():
    page = web_map_page(by_measure()).decode()
    read = HtmlPage("m.html", page)
    choices = [e for e in read.root.all("input") if e.get("type") == "radio"]
    assert [choice.get("value") for choice in choices] == ["0", "1"]
    sections = [e for e in read.root.all("section") if e.get("class") == "layer"]
    assert [e.get("data-label") for e in sections] == [
        "Measure 1, 2022 to 2024", "Measure 2, 2022 to 2024",
    ]  # fmt: skip
    heads = [e.text for e in read.root.all("h3")]
    assert "Measure 1, 2022 to 2024, in groups of wards, number of wards" in heads
    assert len(read.root.all("table")) == 2 and "Pack, area.2.ward-map." in page
    told = features(page, "areas")[0]["properties"]
    assert (told["name"], told["said"]) == ("Netherby 000A", ["10.0%", "suppressed"])
    assert told["classes"] == [5, -1]
    assert is_map_script(read.root.all("script")[0].raw_text)


def test_a_ward_s_value_is_said_with_unit_and_interval_and_whose_interval_it_is():
    limits = {"lower_95": 9.0, "upper_95": 41.04, "interval_from": "published"}
    frame = ward_values().assign(**limits)
    frame.loc[1, "interval_from"] = "counts"
    frame.loc[2, ["lower_95", "upper_95"]] = float("nan")
    spec = ward_map(frame, measure="Measure 1", unit="%")
    told = [f["properties"]["said"][0] for f in features(made(spec), "areas")]
    assert told[:3] == [
        "10.0% (95% interval 9.0 to 41.0)",
        "12.5% (95% interval 9.0 to 41.0, worked out from count and denominator)",
        "15.0%",
    ]
    assert told[5] == "suppressed"


def test_wards_of_two_periods_are_no_map():
    frame = ward_values()
    frame.loc[0, "period_label"] = "2021 - 23"
    with pytest.raises(ValueError, match="a map needs one period for all"):
        ward_map(frame)


def test_one_measure_has_no_choice():
    assert "Measure on the map" not in made(choropleth())


def test_a_ward_leads_to_its_own_page():
    page = web_map_page(by_measure(pages={"E01000000": "ward-e01000000.html"})).decode()
    told = [feature["properties"]["page"] for feature in features(page, "areas")]
    assert told == ["ward-e01000000.html", *[""] * 11]


TILES = Basemap(
    tiles="https://tiles.example.org/{z}/{x}/{y}.png", attribution="Example mappers"
)  # fmt: skip


def test_a_background_map_is_named_allowed_and_known_to_the_gate():
    page = web_map_page(by_measure(basemap=TILES)).decode()
    read = HtmlPage("figures/m.map.html", page)
    (script,) = read.root.all("script")
    assert is_map_script(script.raw_text, TILES)
    assert list(policy_faults(read, TILES)) == []
    assert "loaded from https://tiles.example.org whenever this page is open" in read.root.text
    assert "Background map: Example mappers." in read.root.text
    assert "Nothing on this page is loaded from elsewhere" not in read.root.text


def test_who_made_the_background_map_is_words_and_nothing_that_runs():
    made = Basemap.model_construct(tiles=TILES.tiles, attribution=" and ".join(HOSTILE))
    read = HtmlPage("figures/m.map.html", web_map_page(by_measure(basemap=made)).decode())
    (script,) = read.root.all("script")
    assert is_map_script(script.raw_text, made) and list(policy_faults(read, made)) == []
    assert words_of(made.attribution) in words_of(read.root.text)
    assert not active_content_faults([read], Path("nowhere"), made)


OTHER = Basemap(tiles="https://other.example.org/{z}/{x}/{y}.png", attribution="Others")


@pytest.mark.parametrize("asked", [None, OTHER])
def test_a_background_map_that_the_settings_do_not_ask_for_is_a_fault(asked):
    page = web_map_page(by_measure(basemap=TILES)).decode()
    read = HtmlPage("figures/m.map.html", page)
    (script,) = read.root.all("script")
    assert not is_map_script(script.raw_text, asked)
    (fault,) = policy_faults(read, asked)
    assert "img-src https://tiles.example.org" in fault


def test_a_page_without_a_map_may_load_no_background_map():
    policy = "default-src 'none'; base-uri 'none'; img-src https://tiles.example.org"
    page = HtmlPage(
        "a.html", f'<meta http-equiv="Content-Security-Policy" content="{policy}"><p>a</p>'
    )
    assert any("img-src" in fault for fault in policy_faults(page, TILES))


@pytest.mark.parametrize(
    "tiles",
    [
        "http://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{y}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org/{z}/{x}/{y}/{key}",
        'https://tiles.example.org/{z}/{x}/{y}"; script-src *',
        "https://tiles.example.org:8080/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "",
    ],
)
def test_an_address_that_is_none_of_tiles_is_refused(tiles):
    with pytest.raises(ValidationError):
        Basemap(tiles=tiles, attribution="x")
