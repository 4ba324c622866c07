"""A map's own page: self-contained, sound by the gate's rules, the same values as the figure."""

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely
from invented_figures import choropleth, cluster_map, grid_of_areas

from hostile_strings import HOSTILE
from jsna.figures import web_map_page as module
from jsna.figures.bundle import write_bundle
from jsna.figures.table import figure_table
from jsna.figures.web_map import PARTS
from jsna.figures.web_map_page import web_map_name, web_map_page, write_web_map
from jsna.figures.web_map_shapes import coarser
from jsna.narrative.one_line import one_line
from jsna.publish.html_page import HtmlPage, read_pages
from jsna.publish.links import link_faults
from jsna.publish.map_script import is_map_script
from jsna.publish.page_weight import heavy_pages
from jsna.publish.remote_assets import remote_asset_faults
from jsna.publish.structure import structure_faults
from jsna.publish.synthetic_notice import synthetic_notice_faults


def made(spec) -> str:
    return web_map_page(spec, figure_table(spec).html(), "Invented pack, figure 1.").decode()


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
    bundle = write_bundle(spec, tmp_path / "figures", "SYNTHETIC pack, figure 1.")
    link = write_web_map(spec, bundle, figure_table(spec).html())
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
    assert told[0]["words"] == (
        "Netherby 000A, Netherby East. National fifth, 2025: 1 most deprived fifth"
    )
    assert told[5] == {
        "class": 0, "words": "Netherby 005A, Netherby East. National fifth, 2025: no data",
    }  # fmt: skip
    assert [one["words"].split(",")[0] for one in told] == list(spec.data["area_name"])
    assert [one["class"] for one in told] == list(spec.data["value"].fillna(0).astype(int))


def test_an_area_without_data_is_crossed_and_counted():
    page = made(choropleth())
    assert len(features(page, "mark_0")) == 1
    assert "no data: 1</li>" in page
    frame, shapes = grid_of_areas(missing=())
    whole = made(choropleth(frame=frame, shapes=shapes))
    assert "geo_json_mark_0" not in whole and "no data" not in whole


def test_a_cluster_is_told_by_a_mark_beside_its_colour():
    page = made(cluster_map())
    counts = cluster_map().data["value"].value_counts()
    for place, glyph in ((1, "+"), (2, "\u2212"), (3, "\u25b2"), (4, "\u25bc")):
        assert len(features(page, f"mark_{place}")) == counts[place]
        assert f">{glyph}</span>" in page
    assert "geo_json_mark_5" not in page


def test_the_table_of_the_same_values_stands_below():
    spec = choropleth()
    assert figure_table(spec).html() in made(spec)


def test_the_same_figure_gives_the_same_page_in_every_process():
    code = (
        "import sys, hashlib\nsys.path[:0] = ['tests', 'tests/unit']\n"
        "from test_web_map import made\nfrom invented_figures import cluster_map\n"
        "print(hashlib.sha256(made(cluster_map()).encode()).hexdigest())"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert first.stdout == second.stdout != ""


def test_a_name_is_never_read_as_markup():
    frame, shapes = grid_of_areas()
    bad = '</script><img src=x onerror="alert(1)">'
    frame = frame.assign(area_name=[bad, *frame["area_name"][1:]])
    page = page_of(choropleth(frame=frame, shapes=shapes))
    assert len(page.root.all("script")) == 1
    assert page.root.all("img") == []
    assert "textContent = feature.properties.words" in page.source
    assert features(page.source, "areas")[0]["properties"]["words"].startswith(bad)


def wiggly(corners=4_000) -> geopandas.GeoDataFrame:
    """Return the grid's shapes with far more corners than a screen can show."""
    _, shapes = grid_of_areas()
    dense = [shapely.segmentize(shape, 0.04 / corners) for shape in shapes.geometry]
    turned = shapely.transform(np.array(dense), lambda at: at + 2e-5 * np.sin(at[:, ::-1] * 40_000))
    return shapes.set_geometry(geopandas.GeoSeries(turned, crs=shapes.crs))


def test_corners_that_no_screen_shows_are_left_out():
    shapes = wiggly()
    before, after = (int(s.count_coordinates().sum()) for s in (shapes, coarser(shapes, 1_000)))
    assert before > 20_000 and after < before / 5
    assert coarser(shapes, 1_000).crs == "EPSG:4326"
    moved = shapes.to_crs(27700).hausdorff_distance(coarser(shapes, 1_000).to_crs(27700))
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
    from dataclasses import replace

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
    counts = pd.Series([f["properties"]["class"] for f in features(page, "areas")]).value_counts()
    for place, words in enumerate(("1 most deprived fifth", "2", "3", "4"), start=1):
        assert f"</span>{words}: {counts[place]}</li>" in page


@pytest.mark.parametrize(
    "name",
    [*HOSTILE, "{{ 7*191 }}", "{% raise x %}", "{# gone #}", "{{ self.__init__ }}", "\ue000"],
)
def test_a_name_is_no_template_and_ends_no_script(name: str) -> None:
    spec = cluster_map()
    named = replace(spec, data=spec.data.assign(area_name=name))
    page = web_map_page(named, figure_table(named).html(), name).decode()
    (script,) = HtmlPage("map.html", page).root.all("script")
    assert is_map_script(script.raw_text)
    data = re.search(r"geo_json_areas_add\((\{.*\})\);", script.raw_text)
    assert data
    words = [f["properties"]["words"] for f in json.loads(data[1])["features"]]
    assert all(said.startswith(one_line(name).replace("\ue000", "{")) for said in words)
