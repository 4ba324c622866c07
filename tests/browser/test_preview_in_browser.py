"""The preview in a real browser: what was saved is shown by itself, a mistake and its end too."""

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jsna.errors import Problem, UserFileError
from jsna.preview import shown_pages
from jsna.preview.server import start_server
from jsna.preview.shown_pages import ShownPages
from jsna.publish.axe import find_browser, open_browser
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.project import Project
from preview_maker import Maker

pytest.importorskip("playwright", reason="needs playwright (the test extra)")
pytestmark = pytest.mark.skipif(not find_browser(), reason="needs chromium: no browser found")

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A page</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' file:; \
script-src 'self' file:; img-src 'self' file:; base-uri 'none'; form-action 'none'">
</head>
<body><main><p id="words">Words</p></main></body></html>"""
"""As the template has it: its policy lets a page ask nobody for anything but its own scripts."""
SECONDS = 20_000.0
"""Milliseconds that a browser may take on a busy machine; it takes a few hundredths of them."""


@pytest.fixture
def pages(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ShownPages:
    strategy = settings.strategies_of("exampleshire")[0].slug
    project = Project(Paths(tmp_path, tmp_path), settings).of("exampleshire", strategy)
    opened = SimpleNamespace(of=lambda *_: project)
    monkeypatch.setattr(shown_pages, "open_project", lambda: opened)
    maker = Maker(project, tmp_path / "site", PAGE)
    maker.words = "As it was"
    return ShownPages(maker)  # type: ignore[arg-type]


@pytest.fixture
def browser(pages: ShownPages) -> Iterator[Any]:
    """A browser that looks at the first page."""
    server = start_server(pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with open_browser() as opened:
        page = opened.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        yield page
        page.close()
    pages.end()
    server.shutdown()
    server.server_close()
    thread.join(5)


def save(pages: ShownPages, words: str | UserFileError) -> None:
    """Do what the watcher does when a file was saved."""
    pages.maker.words = words  # type: ignore[attr-defined]
    pages.read_again()


def shown(browser: Any, words: str) -> None:
    browser.get_by_text(words).wait_for(timeout=SECONDS)


def test_what_was_saved_a_mistake_and_its_end_are_shown_by_themselves(
    browser: Any, pages: ShownPages
) -> None:
    shown(browser, "As it was")
    shown(browser, "Preview - not for publication")
    save(pages, "As it is now")
    shown(browser, "As it is now")
    save(pages, UserFileError(Problem("no such word.", "commentary/overview.md", 7)))
    shown(browser, "commentary/overview.md, line 7")
    save(pages, "As it was mended")
    shown(browser, "As it was mended")
    assert not browser.get_by_text("no such word").count()
