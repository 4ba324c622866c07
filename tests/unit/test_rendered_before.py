"""A page that is as it was is not rendered again; one that changed, in whatever it reads, is."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jsna.pack import render_embedded
from jsna.pack.rendered_before import RenderedBefore
from jsna.pack.rendered_page import Page

DAY = datetime(2026, 1, 15, tzinfo=UTC)
PAGES = [Page("index", "html"), Page("first", "html"), Page("first", "pdf"), Page("second", "html")]


class Asked:
    """A renderer that writes what it is asked for, and remembers it."""

    def __init__(self) -> None:
        self.files: list[str] = []

    def render(self, project: Path, site: Path, pages: Sequence[Page], as_at: datetime) -> str:
        self.files += [page.file for page in pages]
        for page in pages:
            text = (project / f"{page.name}.qmd").read_text()
            (site / page.file).write_text(f"{page.format} of {text}")
        return ""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "index.qmd": "Overview",
        "first.qmd": "![](figures/first.a.trend.svg)",
        "second.qmd": "![](figures/second.a.trend.svg)",
        "_metadata.yml": "{}",
        "page.html": "<p>",
        "figures.bib": "all figures",
        "filters/links.lua": "return {}",
        "figures/first.a.trend.svg": "<svg/>",
        "figures/first.a.trend.narrow.svg": "<svg/>",
        "figures/second.a.trend.svg": "<svg/>",
    }
    for name, text in files.items():
        (tmp_path / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "project" / name).write_text(text)
    return tmp_path / "project"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(render_embedded, "render", asked.render)
    monkeypatch.setattr(render_embedded, "version", lambda: "embedded 1")
    return asked


def rendered(project: Path, asked: Asked, pages: Sequence[Page] = PAGES) -> list[str]:
    """What was rendered anew; the site has every page."""
    asked.files.clear()
    site = project.parent / "site"
    site.mkdir(exist_ok=True)
    for file in site.iterdir():
        file.unlink()
    RenderedBefore(project.parent / "kept").render(project, site, pages, DAY)
    assert sorted(f.name for f in site.iterdir()) == sorted(page.file for page in pages)
    return asked.files


FIRST = ["first.html", "first.pdf"]
EVERY = ["index.html", *FIRST, "second.html"]


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("first.qmd", FIRST),
        ("figures/first.a.trend.svg", FIRST),
        ("figures/first.a.trend.narrow.svg", FIRST),
        ("figures/first.a.trend.png", FIRST),
        ("figures/second.a.trend.svg", ["second.html"]),
        ("figures/third.a.trend.svg", []),
        ("figures.bib", []),
        ("_metadata.yml", EVERY),
        ("page.html", EVERY),
        ("filters/links.lua", EVERY),
        ("filters/new.lua", EVERY),
    ],
)
def test_what_a_page_reads_decides(
    project: Path, asked: Asked, name: str, again: list[str]
) -> None:
    assert rendered(project, asked) == EVERY
    assert rendered(project, asked) == []
    (project / name).write_text("changed")
    assert rendered(project, asked) == again
    assert rendered(project, asked) == []


@pytest.mark.parametrize("name", ["figures.bib", "figures.csl.json"])
@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("As told [@{first.a.trend}].", True),
        ("See @first.a.trend.", True),
        ("[-@first.a.trend]", True),
        ("_@first.a.trend tells it_", True),
        (r"a backslash \\@first.a.trend", True),
        ("@fig-first-a-trend and @tbl-first-a-trend", False),
        (r"health\@midshire.example, <mailto:health@midshire.example>", False),
        ("No words of others.", False),
    ],
)
def test_the_list_of_figures_is_read_by_pages_that_cite(
    project: Path, asked: Asked, name: str, text: str, *, cites: bool
) -> None:
    # the page's settings name the list, as they do in a pack
    (project / "_metadata.yml").write_text('{"pack-bibliography": ["figures.csl.json"]}')
    (project / "second.qmd").write_text(text)
    rendered(project, asked)
    (project / name).write_text("one more figure")
    assert rendered(project, asked) == (["second.html"] if cites else [])


def test_another_renderer_renders_all(
    project: Path, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered(project, asked)
    monkeypatch.setattr(render_embedded, "version", lambda: "embedded 2")
    assert rendered(project, asked) == EVERY


def test_a_file_that_was_damaged_is_never_taken(project: Path, asked: Asked) -> None:
    rendered(project, asked)
    (kept,) = (project.parent / "kept").glob("*.second.html")
    kept.write_text("other bytes")
    assert rendered(project, asked) == ["second.html"]


def test_old_states_go_and_other_formats_stay(project: Path, asked: Asked) -> None:
    rendered(project, asked)
    (project / "first.qmd").write_text("changed")
    rendered(project, asked, PAGES[:2])
    kept = sorted(file.name.split(".", 2)[2] for file in (project.parent / "kept").iterdir())
    assert kept == sorted(EVERY)
    (project / "second.qmd").unlink()
    rendered(project, asked, PAGES[:2])
    assert not list((project.parent / "kept").glob("*.second.html"))
