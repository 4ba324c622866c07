"""The Quarto project of one pack: what both renderers read, and all that they read."""

import json
import shutil
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any, Final

from jsna.errors import Problem, UserFileError
from jsna.narrative.english import capitalised, with_article
from jsna.narrative.markdown import escape_markdown
from jsna.pack.assemble import Chapter, folded
from jsna.pack.brand import write_brand
from jsna.pack.cited_references import copy_references, metadata_of_references, with_references
from jsna.pack.documents import (
    TABLES,
    Document,
    documents_of,
    first_chapters,
    links_to,
    written_documents,
)
from jsna.pack.layout_settings import check_layout
from jsna.pack.licences_once import licences_once
from jsna.pack.made_pages import made_pages, title_of
from jsna.pack.methods_page import methods_in_full
from jsna.pack.own_pages import OwnPage
from jsna.pack.pack_facts import PackFacts
from jsna.pack.pages import PlannedPage, pages_of_pack
from jsna.pack.plan import Plan
from jsna.pack.provenance_pages import indicator_table, source_sections
from jsna.pack.search_index import PACK_SCRIPT, SCRIPTS
from jsna.pack.word_file import write_sheets
from jsna.settings.layers import Layers
from jsna.settings.page_table import BOARD_PAPER, STRATEGY_DOCUMENT
from jsna.settings.project import Project
from jsna.snapshots.write_folder import whole_folder

SCOPES: Final = {"pack": "area.qmd", "printed": "printed.qmd", "priority": "priority.qmd"}
"""Scope of a page -> the template of those that have none of their own."""
OWN_PAGE: Final = "own-page.qmd"
"""The template of pages that a chapter gives beside its own."""
LAYOUT: Final = (
    "_quarto.yml", "page.html", "navigation.html", "page.typ", "pack.css", "references.csl",
)  # fmt: skip
COUNCIL_CSS: Final = "council.css"
"""A style sheet that a council may put beside the template: every page takes it after ours."""
SYNTHETIC: Final = "Every figure in this pack is invented for demonstration. None is real."


def write_project(plan: Plan, chapters: Sequence[Chapter], place: Path | None = None) -> Path:
    """Write the project of one pack into `place` and return it; by default into the pack's own.

    It holds one `.qmd` a page, the figures, the template and the navigation; the same chapters
    and the same lock give the same bytes. A chapter that failed, or was never run, is a notice.

    Raises:
        UserFileError: the area has no lock, a setting of the template changes nothing, or a
            citation names no reference.
        SourceError: the lock names a snapshot that is not on this machine.
    """
    project = plan.project
    check_layout(project.paths.template, project.paths.root)
    pack = PackFacts.read(project)
    pages = pages_of_pack(project)
    place = place or project.pack_folder / "project"
    with whole_folder(place) as folder:
        _copy_layout(project.paths.template, folder)
        # a project that is rendered by hand has the sheets' header and footer from here
        write_sheets(folder / "reference.docx", pack.sheet_header, pack.sheet_footer)
        _copy_figures(chapters, folder / "figures")
        copy_references(folder, chapters, pack, project)
        _write(
            folder / "_metadata.yml",
            _as_yaml(
                _metadata(pack, pages)
                | write_brand(folder, project)
                | _style(folder)
                | metadata_of_references(folder)
            ),
        )
        words = _words(pack, project) | {"documents": links_to(_listed(pages))}
        made = made_pages(pages, first_chapters(chapters), pack, project)
        for page in pages:
            body = made[page.id]() if page.id in made else _body(chapters, page, plan)
            titled = words | {"title": _quoted(title_of(page, pack))}
            text = _page(page, titled, body, project.paths.template)
            _write(folder / f"{page.id}.qmd", licences_once(text, pack.attribution))
        titles = {page.id: page.title for page in pages}
        for own in (own for chapter in chapters for own in chapter.own_pages):
            _write(folder / f"{own.id}.qmd", _own_page(own, words, titles, project.paths.template))
        for document in written_documents(pages, chapters, pack.area.name):
            text = _document(document, words, project.paths.template)
            _write(folder / f"{document.id}.qmd", licences_once(text, pack.attribution))
    return place


def _own_page(
    page: OwnPage, words: dict[str, str], titles: dict[str, str], template: Layers
) -> str:
    """Return the .qmd of a page that a chapter gives beside its own; it leads back to that."""
    parent = {"parent": escape_markdown(titles[page.parent])}
    return _fill(
        template / OWN_PAGE, words, page=page.parent, download=page.id, title=_quoted(page.title),
        body=page.markdown, **parent,
    )  # fmt: skip


def _page(page: PlannedPage, words: dict[str, str], body: str, template: Layers) -> str:
    """Return a page's .qmd: by a template of its own if there is one, else by its scope's."""
    own = template / f"{page.row.id}.qmd"
    file = (
        own
        if page.row.id and own.is_file()
        else template / SCOPES["printed" if page.row.printed else page.row.scope]
    )
    more = {"description": _quoted(page.priority.aim)} if page.priority else {}
    return _fill(file, words, page=page.id, body=body, **more)


def _listed(pages: Sequence[PlannedPage]) -> list[Document | PlannedPage]:
    """Return what the overview offers as Word files and PDFs: the whole, briefs, priorities.

    The strategy's own document and the paper for its board come first, where it has them. Data
    tables are offered by the page that they belong to.
    """
    documents = [one for one in documents_of(pages) if not one.id.endswith(f".{TABLES}")]
    own = [page for page in pages if page.id in (STRATEGY_DOCUMENT, BOARD_PAPER)]
    return [*own, *documents, *(page for page in pages if page.priority)]


def _document(document: Document, words: dict[str, str], template: Layers) -> str:
    """Return the .qmd of a document that no page shows."""
    file, title = template / document.template, _quoted(document.title)
    return _fill(file, words, page=document.id, title=title, **document.words)


def _body(chapters: Iterable[Chapter], page: PlannedPage, plan: Plan) -> str:
    found = [chapter for chapter in chapters if chapter.page == page.id]
    expected = any(run.page == page.id for run in plan.runs)
    if expected and not found:
        return "::: {.not-available}\n**Not available.** This page has not been run yet.\n:::"
    # what a priority brings to its page beside its own evidence is long: it folds
    parts = [
        chapter.markdown.strip("\n") if place == 0 or chapter.reason else folded(chapter)
        for place, chapter in enumerate(found)
    ]
    return with_references("\n\n".join(parts))


def _words(pack: PackFacts, project: Project) -> dict[str, str]:
    """Return what the templates of the pages may print."""
    contact, settings = pack.area.contact, project.settings
    mail = _exactly(contact.email)
    address = f", [{mail}](<mailto:{contact.email}>)" if mail else ""
    return {
        "area": escape_markdown(pack.area.name),
        "pack_title": escape_markdown(pack.title),
        "strategy": escape_markdown(pack.strategy.title),
        "the_strategy": escape_markdown(with_article(pack.strategy.title)),
        "reach": pack.reach,
        "release": pack.release,
        "contact": escape_markdown(contact.team) + address,
        "attribution": "\n\n".join(escape_markdown(line) for line in pack.attribution),
        "sources": source_sections(pack, settings),
        "indicators": indicator_table(pack.strategy, settings),
        "kind_of_data": "invented" if pack.area.synthetic else "published",
        "methods": methods_in_full(project.paths.methods),
    }


def _metadata(pack: PackFacts, pages: Sequence[PlannedPage]) -> dict[str, Any]:
    """Return what every page's banner, navigation and footer print."""
    shared: dict[str, Any] = {
        "lang": "en-GB",
        "pack-title": escape_markdown(pack.title),
        "strategy-title": escape_markdown(pack.strategy.title),
        "reach": capitalised(pack.reach),
        "release": pack.release,
        "contact-team": escape_markdown(pack.area.contact.team),
        "pack-navigation": _navigation(pages),
    }
    if pack.status:
        shared["strategy-status"] = pack.status
    if pack.area.contact.email:
        shared["contact-email"] = _exactly(pack.area.contact.email)
    if pack.area.synthetic:
        shared["synthetic"] = SYNTHETIC
    return shared


def _style(folder: Path) -> dict[str, str]:
    """Return the name of the council's own style sheet, if there is one."""
    return {"council-css": COUNCIL_CSS} if (folder / COUNCIL_CSS).is_file() else {}


def _navigation(pages: Sequence[PlannedPage]) -> list[dict[str, Any]]:
    return [
        ({"title": title} if title else {}) | {"items": [_entry(page) for page in of_group]}
        for title, of_group in groupby(pages, key=lambda page: page.row.group)
    ]


def _entry(page: PlannedPage) -> dict[str, str]:
    return {"id": page.id, "href": f"{page.id}.html", "text": escape_markdown(page.short_title)}


def _copy_layout(template: Layers, folder: Path) -> None:
    for name in (*LAYOUT, COUNCIL_CSS):
        if name in LAYOUT or (template / name).is_file():
            shutil.copyfile(template / name, folder / name)
    shutil.copyfile(SCRIPTS / PACK_SCRIPT, folder / PACK_SCRIPT)
    shutil.copyfile(template / "reference.docx", folder / "reference.docx")
    (folder / "filters").mkdir()
    for name, file in template.files("filters/**/*").items():
        shutil.copyfile(file, folder / name)


def _copy_figures(chapters: Iterable[Chapter], folder: Path) -> None:
    folder.mkdir()
    for source in (file for chapter in chapters for file in chapter.figures):
        target = folder / source.name
        if target.exists() and target.read_bytes() != source.read_bytes():
            raise ValueError(f"two chapters draw different figures by the name {source.name}")
        shutil.copyfile(source, target)


def _fill(file: Path, words: dict[str, str], **more: str) -> str:
    try:
        return Template(file.read_text("utf-8")).substitute(words | more)
    except (KeyError, ValueError) as error:
        what = f"a $ in this template stands before no word that it may print ({error})."
        allowed = f"Words: {', '.join(sorted(words | more))}. A dollar sign itself is written $$."
        raise UserFileError(Problem(what, f"template/{file.name}", 0, allowed)) from None


def _exactly(address: str) -> str:
    """Return an address in Markdown, which would else turn an apostrophe."""
    return escape_markdown(address).replace("'", "\\'")


def _quoted(text: str) -> str:
    """Return a text as a YAML string that Pandoc prints as it is."""
    return json.dumps(escape_markdown(text), ensure_ascii=False)


def _as_yaml(content: dict[str, Any]) -> str:
    # JSON is YAML, and leaves nothing to guess about quotes
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8", newline="\n")
