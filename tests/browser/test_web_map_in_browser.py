"""Maps' own pages in a real browser: drawn, read out, walked by keyboard, asking nobody."""

from pathlib import Path
from typing import Any

import pytest
from invented_figures import cluster_map, place_map, ward_map, ward_values

from jsna.figures import palette
from jsna.figures.table import figure_table
from jsna.figures.web_map_layers import MapLayer, WebMap, map_of_one
from jsna.figures.web_map_page import web_map_page
from jsna.publish.axe import axe_faults, find_browser

pytest.importorskip("playwright", reason="needs playwright (the test extra)")
pytestmark = pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")

LABEL = "document.activeElement.getAttribute('aria-label')"
AREAS = "path[role=button]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a map of one figure and one of two measures."""
    spec = cluster_map(synthetic=True)
    two = [
        ward_map(ward_values(missing=out), figure_id=f"area.{n}.ward-map", measure=f"Measure {n}")
        for n, out in enumerate(((5,), (0, 1)), start=1)
    ]
    layers = tuple(MapLayer(s, figure_table(s).html(), "Pack.") for s in two)
    pages = {"E01000003": "ward-e01000003.html", "E01000004": "javascript:x"}
    folder = tmp_path_factory.mktemp("site") / "figures"
    folder.mkdir()
    one = map_of_one(spec, figure_table(spec).html(), "Invented pack, figure 1.")
    (folder / "one.map.html").write_bytes(web_map_page(one))
    both = WebMap(layers, "area.wards", "Wards of Netherby by measure", pages)
    (folder / "two.map.html").write_bytes(web_map_page(both))
    spots = place_map(synthetic=True)
    hubs = map_of_one(spots, figure_table(spots).html(), "Invented pack, figure 3.")
    (folder / "hubs.map.html").write_bytes(web_map_page(hubs))
    return folder


@pytest.fixture
def layers(browser: Any, folder: Path) -> Any:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.goto((folder / "two.map.html").as_uri())
    # it comes to its bounds in a quarter of a second
    while page.evaluate("map_choropleth._animatingZoom"):
        page.wait_for_timeout(50)
    yield page
    page.close()


TWICE = """async () => {
  const map = map_choropleth, start = map.getZoom();
  const button = document.querySelector("[data-do=in]");
  button.click();
  for (let n = 0; n < 100 && !map._animatingZoom; n++) {
    await new Promise(requestAnimationFrame);
  }
  const moving = map._animatingZoom;
  button.click();
  for (let n = 0; n < 60 && map.getZoom() < start + 2; n++) {
    await new Promise(done => setTimeout(done, 50));
  }
  return [moving, map.getZoom() - start];
}"""


@pytest.mark.slow  # the demonstration's heaviest map goes through axe in every run
def test_axe_finds_nothing_serious(folder: Path, browser: Any) -> None:
    assert axe_faults(sorted(folder.glob("*.html"))) == []


def test_a_button_that_is_pressed_while_the_map_moves_is_obeyed_after_it(
    browser: Any, folder: Path
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((folder / "two.map.html").as_uri())
    while page.evaluate("map_choropleth._animatingZoom"):
        page.wait_for_timeout(50)
    assert page.evaluate(TWICE) == [True, 2]
    page.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_every_area_is_drawn_with_its_words_and_nobody_is_asked(
    browser: Any, folder: Path, width: int
) -> None:
    file = folder / "one.map.html"
    asked: list[str] = []
    wrong: list[str] = []
    page: Any = browser.new_page(viewport={"width": width, "height": 800})
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text))
    page.goto(file.as_uri())
    areas = page.locator(AREAS)
    assert areas.count() == len(cluster_map().data)
    assert all(areas.nth(n).get_attribute("aria-label") for n in range(areas.count()))
    assert areas.first.bounding_box()["width"] > 10
    fills = [areas.nth(n).get_attribute("fill") for n in range(areas.count())]
    value = cluster_map().data["value"].fillna(0).astype(int)
    assert fills == [[palette.SUPPRESSED, *palette.CLUSTERS][place] for place in value]
    # each class but the last has a mark, and so has the area without a value
    assert page.locator(".leaflet-marker-pane .mark").count() == int((value < 5).sum())
    # a wide table scrolls, and its caption can be read whole
    page.evaluate("document.querySelector('table').style.width = '90rem'")
    assert page.locator("caption").bounding_box()["width"] < width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
    assert asked == [file.as_uri()] and wrong == []


def test_the_keyboard_walks_from_area_to_area_and_opens_one(browser: Any, folder: Path) -> None:
    names = list(cluster_map().data["area_name"])
    page: Any = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto((folder / "one.map.html").as_uri())
    page.focus("#map_choropleth")
    page.keyboard.press("Tab")
    steps = (("ArrowRight", 1), ("ArrowDown", 2), ("ArrowLeft", 1), ("ArrowUp", 0),
             ("ArrowUp", 0), ("End", -1), ("ArrowRight", -1), ("Home", 0))  # fmt: skip
    assert page.evaluate(LABEL).startswith(f"{names[0]}.")
    for key, place in steps:
        page.keyboard.press(key)
        assert page.evaluate(LABEL).startswith(f"{names[place]}."), key
    page.wait_for_timeout(400)  # the tooltip of the area before fades
    assert page.locator(".leaflet-tooltip").inner_text().startswith(f"{names[0]}.")
    assert page.locator("path[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    assert popup.inner_text().startswith(names[0]) and "high among high" in popup.inner_text()
    assert page.locator("#found").inner_text().startswith(f"{names[0]}. ")
    assert page.evaluate(LABEL).startswith(f"{names[0]}.")
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    assert popup.count() == 0
    page.close()


def test_buttons_move_and_zoom_by_keyboard(layers: Any) -> None:
    state = "() => [map_choropleth.getZoom(), ...Object.values(map_choropleth.getCenter())]"
    before = layers.evaluate(state)
    for name, index, more in (("Zoom in", 0, True), ("North", 1, True), ("South", 1, False),
                              ("East", 2, True), ("West", 2, False)):  # fmt: skip
        start = layers.evaluate(state)[index]
        layers.get_by_role("button", name=name, exact=True).focus()
        layers.keyboard.press("Enter")
        layers.wait_for_timeout(50)
        end = layers.evaluate(state)[index]
        assert (end > start) if more else (end < start), name
    layers.get_by_role("button", name="Whole map").press("Enter")
    layers.wait_for_timeout(50)
    assert layers.evaluate(state) == pytest.approx(before, abs=1e-3)


def test_a_place_is_found_by_a_part_of_its_name(layers: Any) -> None:
    find, found = layers.locator("#find"), layers.locator("#found")
    find.fill("003")
    find.press("Enter")
    assert layers.evaluate(LABEL) == "Netherby 003A. Measure 1, 2022 to 2024: 17.5 days"
    assert found.inner_text() == "Netherby 003A. Measure 1, 2022 to 2024: 17.5 days"
    link = layers.locator(".leaflet-popup-content a")
    assert link.get_attribute("href") == "../ward-e01000003.html"
    find.fill("netherby")
    find.press("Enter")
    assert found.inner_text().endswith("One of 12 that match: find again for the next.")
    assert layers.evaluate(LABEL).startswith("Netherby 004A.")
    layers.wait_for_timeout(400)  # the popup before fades
    assert layers.locator(".leaflet-popup-content").count() == 1
    assert layers.locator(".leaflet-popup-content a").count() == 0  # no address of ours
    find.fill("nowhere")
    find.press("Enter")
    assert found.inner_text() == "No place on this map has that in its name."


def test_a_measure_is_chosen_by_keyboard_and_all_follows(layers: Any) -> None:
    first = layers.locator(AREAS).first
    assert first.get_attribute("aria-label") == "Netherby 000A. Measure 1, 2022 to 2024: 10.0 days"
    layers.get_by_role("radio", name="Measure 1, 2022 to 2024").focus()
    layers.keyboard.press("ArrowDown")
    assert first.get_attribute("aria-label") == "Netherby 000A. Measure 2, 2022 to 2024: suppressed"
    assert first.get_attribute("fill") == palette.SUPPRESSED
    assert layers.locator(".leaflet-marker-pane .mark").count() == 2
    shown = [s.is_visible() for s in layers.locator(".layer").all()]
    assert shown == [False, True]
    first.press("Enter")
    said = layers.locator(".leaflet-popup-content").inner_text()
    assert "Measure 1, 2022 to 2024: 10.0 days" in said
    assert "Measure 2, 2022 to 2024: suppressed" in said


def test_without_a_script_each_measure_has_its_legend_and_table(browser: Any, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "two.map.html").as_uri())
    assert not page.locator("#tools").is_visible()
    assert [s.is_visible() for s in page.locator(".layer").all()] == [True, True]
    assert page.locator("table").count() == 2
    context.close()


def test_places_are_walked_to_opened_and_found_as_areas_are(browser: Any, folder: Path) -> None:
    wrong: list[str] = []
    page: Any = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text))
    page.goto((folder / "hubs.map.html").as_uri())
    spots = page.locator(AREAS)
    assert spots.count() == 6
    assert {spots.nth(n).get_attribute("fill") for n in range(6)} == {palette.AREA, palette.PAPER}
    page.focus("#map_choropleth")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(LABEL).startswith("Hub 7; Hub 8. Places to go: 3. Hub 7: group;")
    page.keyboard.press("Enter")
    assert "somewhere in its ward" in page.locator(".leaflet-popup-content").inner_text()
    page.fill("#find", "hub 6")
    page.click("#go")
    assert page.locator("#found").inner_text().startswith("Hub 6. Places to go: 9. Hub 6: advice.")
    page.close()
    assert wrong == []
