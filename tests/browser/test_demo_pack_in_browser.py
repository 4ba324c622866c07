"""The whole demonstration pack in a real browser: axe at WCAG 2.2 AA, and a narrow screen."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from conftest import BuiltPack
from jsna.publish.axe import axe_faults, find_browser

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


def test_axe_finds_nothing_serious_on_a_page_of_each_kind(
    demo_pack: BuiltPack, browser: Any
) -> None:
    priorities, maps, others = pages_of(demo_pack)
    assert len(priorities) > 1
    assert len(others) > 4
    # of those made alike the heaviest, which has the most that could be wrong
    first = [priorities[-1], *maps[-1:], demo_pack.site / "index.html"]
    assert axe_faults(first) == []
    assert axe_faults(others, [1280]) == []


@pytest.mark.slow
def test_axe_finds_nothing_serious_on_any_page(demo_pack: BuiltPack, browser: Any) -> None:
    priorities, maps, others = pages_of(demo_pack)
    assert axe_faults([*priorities[:-1], *maps[:-1]]) == []
    assert axe_faults(others, [320]) == []


def test_no_page_scrolls_sideways_and_none_asks_another_host(
    demo_pack: BuiltPack, browser: Any
) -> None:
    asked: list[str] = []
    page: Any = browser.new_page(viewport={"width": 320, "height": 700})
    page.on("request", lambda request: asked.append(request.url))
    priorities, maps, others = pages_of(demo_pack)
    for file in (*priorities, *maps, *others):
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, file.name
    page.close()
    assert asked
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []


def test_search_finds_a_ward_an_indicator_a_priority_and_a_word_from_a_folder(
    demo_pack: BuiltPack, browser: Any
) -> None:
    wards = (demo_pack.site / "ward-inequalities.html").read_text("utf-8")
    named = map(unescape, re.findall(r'<th scope="row">([^<]+)</th>', wards))
    ward = [name for name in named if not name.startswith("All ")][-1]
    everything = (demo_pack.site / "all-indicators.html").read_text("utf-8")
    indicator = unescape(re.findall(r'<th scope="row">([^<,]+)', everything)[0]).strip()
    priority = pages_of(demo_pack)[0][0].read_text("utf-8")
    title = unescape(re.findall(r"<h1>([^<]+)</h1>", priority)[0])
    commented = (demo_pack.site / "everyday-health.html").read_text("utf-8")
    pages = (file.read_text("utf-8") for file in demo_pack.site.glob("*.html"))
    page: Any = browser.new_page()
    page.goto((demo_pack.site / "everyday-health.html").as_uri())
    said = re.findall(r"\b[a-z]{6,}\b", page.locator(".council-words li").first.inner_text())
    word = min(said, key=re.findall(r"\b[a-z]{6,}\b", " ".join(pages)).count)
    own = unescape(re.findall(r"<h1>([^<]+)</h1>", commented)[0])
    page.goto((demo_pack.site / "index.html").as_uri())
    for asked, found in ((ward, ward), (indicator, indicator), (title, title), (word, own)):
        page.fill("#search", asked)
        page.wait_for_selector("#found a")
        assert found in page.inner_text("#found"), asked
        assert re.match(r"\d+ results? for", page.inner_text(".find [role=status]"))
    page.fill("#search", "zzzz")
    assert page.inner_text(".find [role=status]") == "Nothing found for \u201czzzz\u201d."
    page.close()


def test_the_table_of_all_indicators_is_sorted_and_filtered_by_keyboard(
    demo_pack: BuiltPack, browser: Any
) -> None:
    page: Any = browser.new_page()
    page.goto((demo_pack.site / "all-indicators.html").as_uri())
    table_sorts_and_filters(page)
    page.close()


def table_sorts_and_filters(page: Any) -> None:
    """Sort by rank both ways, filter by a theme, with keys alone; the count tells what is left."""
    rank = page.get_by_role("columnheader", name="Rank")
    page.get_by_role("button", name="Rank").focus()
    orders = []
    for direction in ("ascending", "descending"):
        page.keyboard.press("Enter")
        assert rank.get_attribute("aria-sort") == direction
        orders.append(page.evaluate(RANKS))
    known = [[value for value in order if value is not None] for order in orders]
    assert len(known[0]) > 3 and known[0] == sorted(known[0]) == known[1][::-1]
    # those without a rank stand last either way
    assert orders[0][: len(known[0])] == known[0] and orders[1][: len(known[1])] == known[1]
    theme = page.get_by_label("Theme")
    theme.focus()
    page.keyboard.press("ArrowDown")
    chosen, shown = theme.input_value(), page.locator(".filtered tbody tr:visible")
    assert chosen and all(chosen in text for text in shown.all_inner_texts())
    total = page.locator(".filtered tbody tr").count()
    assert 0 < shown.count() < total
    count = page.locator(".count")
    assert count.inner_text() == f"{shown.count()} of {total} rows shown."
    page.get_by_role("button", name="Show all").press("Enter")
    assert count.inner_text() == f"{total} of {total} rows shown."


RANKS = """Array.from(document.querySelectorAll(".filtered tbody tr")).map(row => {
  const data = row.cells[7].querySelector("data");
  return data ? parseFloat(data.value) : null;
})"""
