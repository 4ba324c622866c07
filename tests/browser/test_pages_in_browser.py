"""Pages in a real browser: axe, no sideways scroll, keyboard, no request to another host."""

from pathlib import Path
from typing import Any

import pytest

from jsna.pack.render import render_pack
from jsna.publish.axe import axe_faults, find_browser
from miniature_pack import make_miniature

pytest.importorskip("playwright", reason="needs playwright (the test extra)")
pytestmark = pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pack = make_miniature(tmp_path_factory.mktemp("site"), synthetic=True)
    rendered = render_pack(pack.project, renderer="embedded")
    return rendered.first_page.parent


def pages(site: Path) -> list[Path]:
    return sorted(site.glob("*.html"))


@pytest.mark.slow  # in CI the demonstration pack's pages stand for these
def test_axe_finds_nothing_serious_at_two_widths(site: Path, browser: Any) -> None:
    assert axe_faults(pages(site)) == []


def test_axe_does_find_what_is_wrong(tmp_path: Path, browser: Any) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html><body><img src='x.png'><a href='#'></a></body></html>", "utf-8")
    found = " ".join(axe_faults([bad], widths=[1280]))
    assert "image-alt" in found
    assert "html-has-lang" in found


@pytest.mark.slow
def test_no_page_scrolls_sideways_on_a_narrow_screen(site: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 700})
    for file in pages(site):
        page.goto(file.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, file.name
    page.close()


def test_the_evidence_comes_before_the_list_of_pages_on_a_phone(site: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto((site / "healthy-lives.html").as_uri())
    assert page.locator("h1").bounding_box()["y"] < 300
    assert page.locator("nav.folded summary").is_visible()
    assert not page.locator("nav.folded a").first.is_visible()
    assert not page.locator("nav.open").is_visible()
    shown = page.evaluate("document.querySelector('figure img').currentSrc")
    assert shown.endswith(".narrow.svg")
    page.close()


def test_the_list_of_pages_stands_beside_the_evidence_on_a_wide_screen(
    site: Path, browser: Any
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((site / "healthy-lives.html").as_uri())
    assert page.locator("nav.open [aria-current=page]").is_visible()
    assert not page.locator("nav.folded").is_visible()
    assert not page.evaluate("document.querySelector('figure img').currentSrc").endswith(
        ".narrow.svg"
    )
    page.close()


def test_the_first_tab_is_a_skip_link_that_leads_to_the_evidence(site: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((site / "healthy-lives.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the evidence"
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


MARK_CONTROLS = """() => {
  const wanted = "a[href], button, input, select, summary, [tabindex='0']";
  const seen = [...document.querySelectorAll(wanted)].filter(one => one.checkVisibility());
  seen.forEach((one, place) => { one.dataset.place = place; });
  return seen.map(one => one.outerHTML.slice(0, 80));
}"""
WHERE = """() => {
  const one = document.activeElement;
  return [one.dataset.place, getComputedStyle(one).outlineStyle !== "none"];
}"""


@pytest.mark.parametrize("name", ["index", "healthy-lives", "contents"])
def test_the_keyboard_comes_to_every_control_and_shows_where_it_is(
    site: Path, browser: Any, name: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((site / f"{name}.html").as_uri())
    controls = page.evaluate(MARK_CONTROLS)
    assert len(controls) > 15
    been: dict[str, bool] = {}
    for _ in controls:
        page.keyboard.press("Tab")
        place, is_shown = page.evaluate(WHERE)
        been[place] = is_shown
    page.close()
    missed = [words for place, words in enumerate(controls) if str(place) not in been]
    assert missed == []
    assert [controls[int(place)] for place, is_shown in been.items() if not is_shown] == []


def test_folded_tables_open_by_keyboard_and_their_region_takes_focus(
    site: Path, browser: Any
) -> None:
    page = browser.new_page()
    page.goto((site / "healthy-lives.html").as_uri())
    page.locator("summary", has_text="Table of these values").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "region"
    page.close()


def test_a_message_is_copied_with_its_citation_from_a_file_without_a_server(
    site: Path, browser: Any
) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((site / "healthy-lives.html").as_uri())
    button = page.get_by_role("button", name="Copy with citation")
    button.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.copy [role=status]').textContent === 'Copied'")
    copied = page.evaluate("navigator.clipboard.readText()")
    # a space that keeps two words on a line is a plain one where it is pasted
    assert copied == "Level: 12% against 9%. Figure 1\nMidshire evidence pack, message 1."
    context.close()


def test_without_scripts_the_message_and_its_citation_are_there(site: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "healthy-lives.html").as_uri())
    assert page.locator(".message > p").first.is_visible()
    assert page.locator("button").count() == 0
    page.locator(".message summary").click()
    assert page.locator(".message details p").is_visible()
    context.close()


def test_no_page_asks_another_host_for_anything(site: Path, browser: Any) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for file in pages(site):
        page.goto(file.as_uri())
    assert asked
    assert [url for url in asked if not url.startswith("file://")] == []
    page.close()


def test_print_opens_what_is_folded(site: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((site / "healthy-lives.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator("main table").first.is_visible()
    assert not page.locator("nav.open").is_visible()
    page.close()


def test_search_works_by_keyboard_and_says_how_many_it_found(site: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_label("Search this pack").focus()
    page.keyboard.type("Healthy")
    page.wait_for_selector("#found a")
    assert "for \u201cHealthy\u201d" in page.inner_text(".find [role=status]")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('ol').id") == "found"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    assert page.input_value("#search") == "" and not page.is_visible("#found")
    page.keyboard.type("Healthy")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/healthy-lives.html*")
    page.close()


def test_without_scripts_no_box_is_shown_and_the_index_lists_everything(
    site: Path, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    assert not page.is_visible("#search")
    page.get_by_role("link", name="Index", exact=True).first.click()
    listed = page.inner_text("main")
    titles = [file.stem for file in pages(site) if f'href="{file.name}' not in page.content()]
    assert titles == [] and "Overview" in listed
    context.close()
