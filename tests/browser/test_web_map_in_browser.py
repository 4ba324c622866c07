"""A map's own page in a real browser: drawn, read out, walked by keyboard, asking nobody."""

from pathlib import Path
from typing import Any

import pytest
from invented_figures import cluster_map

from jsna.figures import palette
from jsna.figures.table import figure_table
from jsna.figures.web_map_page import web_map_page
from jsna.publish.axe import axe_faults, find_browser, open_browser

pytest.importorskip("playwright", reason="needs playwright (the test extra)")
pytestmark = pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")

LABEL = "document.activeElement.getAttribute('aria-label')"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    spec = cluster_map(synthetic=True)
    path = tmp_path / "map.html"
    path.write_bytes(web_map_page(spec, figure_table(spec).html(), "Invented pack, figure 1."))
    return path


def test_axe_finds_nothing_serious(file: Path) -> None:
    assert axe_faults([file]) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_every_area_is_drawn_with_its_words_and_nobody_is_asked(file: Path, width: int) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    with open_browser() as browser:
        page: Any = browser.new_page(viewport={"width": width, "height": 800})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text))
        page.goto(file.as_uri())
        areas = page.locator("path[role=img]")
        assert areas.count() == len(cluster_map().data)
        assert all(areas.nth(n).get_attribute("aria-label") for n in range(areas.count()))
        assert areas.first.bounding_box()["width"] > 10
        fills = [areas.nth(n).get_attribute("fill") for n in range(areas.count())]
        value = cluster_map().data["value"].fillna(0).astype(int)
        assert fills == [[palette.NO_DATA, *palette.CLUSTERS][place] for place in value]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [file.as_uri()] and wrong == []


def test_the_keyboard_walks_from_area_to_area(file: Path) -> None:
    names = list(cluster_map().data["area_name"])
    with open_browser() as browser:
        page: Any = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(file.as_uri())
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
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className").startswith("leaflet-control")
