"""The whole demonstration pack in a real browser: axe at WCAG 2.2 AA, and a narrow screen."""

from pathlib import Path
from typing import Any

import pytest

from conftest import BuiltPack
from jsna.publish.axe import axe_faults, find_browser, open_browser

pytest.importorskip("playwright", reason="needs playwright (the test extra)")
pytestmark = pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")


def pages_of(pack: BuiltPack) -> tuple[list[Path], list[Path], list[Path]]:
    """Return the pages of priorities, which are documents too, those of maps, and the others.

    Of the wards' own pages, which are made alike, the heaviest stands for all.
    """
    pages = sorted(pack.site.rglob("*.html"), key=lambda page: page.stat().st_size)
    maps = [page for page in pages if page.parent != pack.site]
    priorities = [page for page in pages if page.with_suffix(".docx").exists()]
    wards = [page for page in pages if page.name.startswith("ward-e")]
    made_alike = [*maps, *priorities, *wards[:-1]]
    return priorities, maps, [page for page in pages if page not in made_alike]


def test_axe_finds_nothing_serious_on_a_page_of_each_kind(demo_pack: BuiltPack) -> None:
    priorities, maps, others = pages_of(demo_pack)
    assert len(priorities) > 1
    assert len(others) > 4
    # of those made alike the heaviest, which has the most that could be wrong
    assert axe_faults([priorities[-1], *maps[-1:], *others]) == []


@pytest.mark.slow
def test_axe_finds_nothing_serious_on_any_page(demo_pack: BuiltPack) -> None:
    priorities, maps, _ = pages_of(demo_pack)
    assert axe_faults([*priorities[:-1], *maps[:-1]]) == []


def test_no_page_scrolls_sideways_and_none_asks_another_host(demo_pack: BuiltPack) -> None:
    asked: list[str] = []
    with open_browser() as browser:
        page: Any = browser.new_page(viewport={"width": 320, "height": 700})
        page.on("request", lambda request: asked.append(request.url))
        priorities, maps, others = pages_of(demo_pack)
        for file in (*priorities, *maps, *others):
            page.goto(file.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, file.name
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
