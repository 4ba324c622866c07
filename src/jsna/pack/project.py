"""The Quarto project of one pack: what both renderers read, and all that they read."""

import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from string import Template
from typing import Any, Final

from jsna.errors import Problem, UserFileError
from jsna.narrative.markdown import escape_markdown
from jsna.pack.assemble import Chapter, read_chapter
from jsna.pack.methods_page import methods_in_full
from jsna.pack.pack_facts import PackFacts, long_date
from jsna.pack.plan import OVERVIEW, Plan
from jsna.pack.provenance_pages import indicator_table, source_sections
from jsna.pack.run import RunResult
from jsna.settings.area import Area
from jsna.settings.load import Settings
from jsna.settings.paths import Paths
from jsna.settings.strategy import Priority, Strategy
from jsna.snapshots.write_folder import whole_folder

AREA_PAGES: Final = {
    "population-outlook": "Population outlook",
    "deprivation-map": "Deprivation",
    "ward-inequalities": "Ward inequalities",
}
ABOUT_CHAPTER_PAGES: Final = {"what-changed": "What changed", "data-quality": "Data quality"}
ABOUT_PAGES: Final = {
    "methods": "Methods",
    "sources": "Sources and licences",
    "accessibility": "Accessibility statement",
}
LAYOUT: Final = ("_quarto.yml", "page.html", "navigation.html", "page.typ", "pack.css")
SYNTHETIC: Final = "Every figure in this pack is invented for demonstration. None is real."


def write_project(
    area: Area,
    strategy: Strategy,
    plan: Plan,
    results: Sequence[RunResult],
    settings: Settings,
    paths: Paths,
) -> Path:
    """Write the project of one pack and return its folder, `paths.pack(...)/project`.

    It holds one `.qmd` a page, the figures, the template and the navigation; the same chapters
    and the same lock give the same bytes. A chapter that failed, or was never run, is a notice.

    Raises:
        UserFileError: the area has no lock, or a priority has the name of another page.
        SourceError: the lock names a snapshot that is not on this machine.
    """
    _check_names(strategy)
    pack = PackFacts.read(area, strategy, paths)
    chapters = [read_chapter(result) for result in results]
    with whole_folder(paths.pack(area.slug, strategy.slug) / "project") as folder:
        _copy_layout(paths.template, folder)
        _copy_figures(chapters, folder / "figures")
        _write(folder / "_metadata.yml", _as_yaml(_metadata(pack)))
        for name, text in _pages(pack, plan, chapters, settings, paths.root).items():
            _write(folder / f"{name}.qmd", text)
    return paths.pack(area.slug, strategy.slug) / "project"


def page_names(strategy: Strategy) -> list[str]:
    """Return the names of a pack's pages, in the order of its navigation."""
    priorities = [priority.id for priority in strategy.priorities]
    return [OVERVIEW, *AREA_PAGES, *priorities, *ABOUT_CHAPTER_PAGES, *ABOUT_PAGES]


def _pages(
    pack: PackFacts, plan: Plan, chapters: list[Chapter], settings: Settings, root: Path
) -> dict[str, str]:
    """Return page name -> text of its .qmd."""
    template, documents = root / "reports" / "template", root / "docs"
    words = _words(pack, settings) | {"methods": methods_in_full(documents / "methods.md")}
    bodies = {page: _body(chapters, page, plan) for page in page_names(plan.strategy)}
    pages = {OVERVIEW: _fill(template / "index.qmd", words, body=bodies[OVERVIEW])}
    for page, title in (AREA_PAGES | ABOUT_CHAPTER_PAGES).items():
        pages[page] = _fill(template / "area.qmd", words, page=page, title=title, body=bodies[page])
    for priority in plan.strategy.priorities:
        pages[priority.id] = _fill(
            template / "priority.qmd",
            words,
            page=priority.id,
            title=_quoted(f"Priority {priority.number}: {priority.title}"),
            description=_quoted(priority.aim),
            body=bodies[priority.id],
        )
    return pages | {page: _fill(template / f"{page}.qmd", words) for page in ABOUT_PAGES}


def _body(chapters: Iterable[Chapter], page: str, plan: Plan) -> str:
    found = [chapter.markdown.strip("\n") for chapter in chapters if chapter.page == page]
    expected = any(run.page == page for run in plan.runs)
    if expected and not found:
        return "::: {.not-available}\n**Not available.** This page has not been run yet.\n:::"
    return "\n\n".join(found)


def _words(pack: PackFacts, settings: Settings) -> dict[str, str]:
    """Return what the templates of the pages may print."""
    contact = pack.area.contact
    address = f", <{contact.email}>" if contact.email else ""
    return {
        "area": escape_markdown(pack.area.name),
        "pack_title": escape_markdown(pack.title),
        "strategy": escape_markdown(pack.strategy.title),
        "as_at": long_date(pack.as_at),
        "release": pack.release,
        "contact": escape_markdown(contact.team) + address,
        "attribution": "\n\n".join(escape_markdown(line) for line in pack.attribution),
        "sources": source_sections(pack, settings),
        "indicators": indicator_table(pack.strategy, settings),
        "kind_of_data": "invented" if pack.area.synthetic else "published",
    }


def _metadata(pack: PackFacts) -> dict[str, Any]:
    """Return what every page's banner, navigation and footer print."""
    shared: dict[str, Any] = {
        "lang": "en-GB",
        "pack-title": escape_markdown(pack.title),
        "strategy-title": escape_markdown(pack.strategy.title),
        "strategy-status": pack.status,
        "as-at": long_date(pack.as_at),
        "release": pack.release,
        "contact-team": escape_markdown(pack.area.contact.team),
        "pack-navigation": _navigation(pack.strategy),
    }
    if pack.area.contact.email:
        shared["contact-email"] = escape_markdown(pack.area.contact.email)
    if pack.area.synthetic:
        shared["synthetic"] = SYNTHETIC
    return shared


def _navigation(strategy: Strategy) -> list[dict[str, Any]]:
    area = {OVERVIEW: "Overview"} | AREA_PAGES
    priorities = {p.id: _numbered(p) for p in strategy.priorities}
    about = ABOUT_CHAPTER_PAGES | ABOUT_PAGES
    groups = (("", area), ("Priorities", priorities), ("About this pack", about))
    return [
        ({"title": title} if title else {})
        | {"items": [_entry(page, text) for page, text in pages.items()]}
        for title, pages in groups
    ]


def _numbered(priority: Priority) -> str:
    return f"{priority.number} {priority.title}"


def _entry(page: str, text: str) -> dict[str, str]:
    return {"id": page, "href": f"{page}.html", "text": escape_markdown(text)}


def _check_names(strategy: Strategy) -> None:
    taken = {OVERVIEW, *AREA_PAGES, *ABOUT_CHAPTER_PAGES, *ABOUT_PAGES} & {
        p.id for p in strategy.priorities
    }
    if taken:
        raise UserFileError(
            Problem(
                f"a priority may not have the id {min(taken)!r}: a page of every pack has it.",
                file=f"reports/strategies/{strategy.slug}/strategy.yml",
                next_step="Give the priority another id.",
            )
        )


def _copy_layout(template: Path, folder: Path) -> None:
    for name in LAYOUT:
        shutil.copyfile(template / name, folder / name)
    shutil.copyfile(template / "reference.docx", folder / "reference.docx")
    shutil.copytree(template / "filters", folder / "filters")


def _copy_figures(chapters: Iterable[Chapter], folder: Path) -> None:
    folder.mkdir()
    for source in (file for chapter in chapters for file in chapter.figures):
        target = folder / source.name
        if target.exists() and target.read_bytes() != source.read_bytes():
            raise ValueError(f"two chapters draw different figures by the name {source.name}")
        shutil.copyfile(source, target)


def _fill(file: Path, words: dict[str, str], **more: str) -> str:
    return Template(file.read_text("utf-8")).substitute(words | more)


def _quoted(text: str) -> str:
    """Return a text as a YAML string that Pandoc prints as it is."""
    return json.dumps(escape_markdown(text), ensure_ascii=False)


def _as_yaml(content: dict[str, Any]) -> str:
    # JSON is YAML, and leaves nothing to guess about quotes
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8", newline="\n")
