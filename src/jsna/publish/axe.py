"""The axe engine over a built site, in a browser that is installed: for `jsna check --axe`."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jsna.errors import Problem, ToolMissing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BROWSER: Final = "JSNA_CHROMIUM"
BROWSER_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
TAGS: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
SERIOUS: Final = ("serious", "critical")
WIDTHS: Final = (1280, 320)
HEIGHT: Final = 900
ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def axe_faults(files: Iterable[Path], widths: Iterable[int] = WIDTHS) -> list[str]:
    """Return one sentence per serious or critical finding of axe, at each width of the window.

    Raises:
        ToolMissing: playwright, axe or a browser is not installed.
    """
    files = list(files)
    found = []
    with open_browser() as browser:
        for width in widths:
            page = browser.new_page(viewport={"width": width, "height": HEIGHT})
            for file in files:
                found += [f"{file.name} at {width} px: {f}" for f in _page_faults(page, file)]
            page.close()
    return found


@contextmanager
def open_browser() -> "Iterator[Browser]":
    """Give a headless browser that asks nothing of the network by itself.

    Raises:
        ToolMissing: playwright or a browser is not installed.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise _missing("playwright", "Install the test extra: `pip install .[test]`.") from None
    command = find_browser()
    if command is None:
        raise _missing(
            "Chromium", f"Install chromium (Debian: apt install chromium), or name it in {BROWSER}."
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=command, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def find_browser() -> str | None:
    """Return the browser's command, from JSNA_CHROMIUM or the PATH; None if there is none."""
    named = os.environ.get(BROWSER)
    return named or next(filter(None, map(shutil.which, BROWSER_NAMES)), None)


def _page_faults(page: "Page", file: Path) -> list[str]:
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        raise _missing("axe", "Install the test extra: `pip install .[test]`.") from None
    page.goto(file.resolve().as_uri())
    # what is folded must be sound too
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    options = {"runOnly": {"type": "tag", "values": list(TAGS)}, "resultTypes": ["violations"]}
    answer: dict[str, Any] = Axe().run(page, options=options).response
    return [_sentence(v) for v in answer["violations"] if v["impact"] in SERIOUS]


def _sentence(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    where = ", ".join(str(part) for part in nodes[0]["target"])
    return f"{violation['help']} ({violation['id']}, {violation['impact']}, {len(nodes)}x: {where})"


def _missing(what: str, next_step: str) -> ToolMissing:
    return ToolMissing(Problem(f"the axe check needs {what}.", next_step=next_step))
