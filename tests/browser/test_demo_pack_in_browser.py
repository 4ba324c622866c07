"""The whole demonstration pack in a real browser: axe at WCAG 2.2 AA, and a narrow screen."""

from typing import Any

import pytest

from conftest import BuiltPack
from jsna.publish.axe import axe_faults, find_browser, open_browser

pytest.importorskip("playwright", reason="needs playwright (the test extra)")
pytestmark = pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")


def test_axe_finds_nothing_serious_on_any_page(demo_pack: BuiltPack) -> None:
    pages = sorted(demo_pack.site.rglob("*.html"))
    assert len(pages) >= 10
    assert axe_faults(pages) == []


def test_no_page_scrolls_sideways_and_none_asks_another_host(demo_pack: BuiltPack) -> None:
    asked: list[str] = []
    with open_browser() as browser:
        page: Any = browser.new_page(viewport={"width": 320, "height": 700})
        page.on("request", lambda request: asked.append(request.url))
        for file in sorted(demo_pack.site.rglob("*.html")):
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, file.name
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
