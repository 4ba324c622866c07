"""Lays a pack out: chapters -> project -> site with Word and PDF, by Quarto or the embedded way."""

import json
import re
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version as installed
from pathlib import Path
from typing import Any, Final, Protocol

import jsna
from jsna.errors import Problem, UserFileError
from jsna.pack import render_quarto
from jsna.pack.assemble import Chapter, read_chapter, recorded_results
from jsna.pack.documents import titles_of
from jsna.pack.evidence_files import write_evidence_files
from jsna.pack.figure_references import BIB, CSL
from jsna.pack.manifest import edited_files, record_look, write_manifest
from jsna.pack.own_pages import FORMATS as OWN_FORMATS
from jsna.pack.pack_facts import PackFacts
from jsna.pack.pages import pages_of_pack
from jsna.pack.pdf_file import finish_pdf_file
from jsna.pack.plan import make_plan
from jsna.pack.project import write_project
from jsna.pack.rendered_before import RenderedBefore
from jsna.pack.rendered_pack import (
    FIRST_PAGE,
    FORMATS,
    MADE_WITH,
    PROJECT,
    SITE,
    Gate,
    RenderedPack,
    RendererName,
    checked_formats,
)
from jsna.pack.rendered_page import Page, pages_of
from jsna.pack.search_index import write_search_index
from jsna.pack.site_files import finish_pages, missing_pictures
from jsna.pack.word_brand import word_brand
from jsna.pack.word_file import Imprint, finish_word_file, picture_alts
from jsna.settings.project import Project
from jsna.snapshots.digest import code_folder_digest, data_digest, folder_digest
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_file import write_whole
from jsna.snapshots.write_folder import Draft, draft_folder

RECORD: Final = "render.json"
WARNING: Final = re.compile(r"\W*WARN(ING)?\b", re.IGNORECASE)
MEND: Final = "Mend what names it in reports/template or the strategy, or run the chapter again."
MADE: Final = ("key", SITE, PROJECT)
MADE_HERE: Final = (SITE, PROJECT, RECORD, "manifest.json")


class Renderer(Protocol):
    """What lays a project out: `render_embedded` and `render_quarto` are the two."""

    def version(self) -> str:
        """Return the name and version of what renders."""

    def render(self, project: Path, site: Path, pages: list[Page], as_at: datetime) -> str:
        """Write the files of `pages` into `site`; return what the renderer printed."""


def render_pack(
    project: Project,
    *,
    formats: Iterable[str] = FORMATS,
    renderer: RendererName = "auto",
    gate: Gate | None = None,
) -> RenderedPack:
    """Lay out the pack of an area and a strategy from the chapters of its last run.

    It is laid out beside its place and takes it when it is whole and the gate has passed it; an
    unchanged project is not rendered again, nor a page of a changed one that is as it was.

    Args:
        project: Of which area and strategy.
        formats: Of html, docx, pdf. The site is always made.
        renderer: auto takes Quarto where it is found, else the embedded one.
        gate: Looks at the pack before it takes its place. Without one the manifest names no bytes
            as looked at, and the pack can't be published.

    Raises:
        UserFileError: an unknown format, an area without a lock, a setting of the template that
            changes nothing, a picture that is not there, a page that the renderer refused.
        ToolMissing: Quarto was asked for and is not installed.
        CheckFailed: the gate did not pass the pack; what stood in its place stays.
    """
    began = time.perf_counter()
    wanted = checked_formats(formats)
    chosen = _choose(renderer, project.paths.rendered(project.area.slug, project.strategy.slug))
    plan = make_plan(project)
    # a notebook is read once: project, pages and manifest are made of the same chapters
    chapters = [read_chapter(result) for result in recorded_results(plan)]
    pack = PackFacts.read(project)
    planned = pages_of_pack(project)
    pages = [*pages_of(planned, wanted), *_own_pages(chapters, wanted)]
    folder, version = project.pack_folder, chosen.version()
    edited = tuple(edited_files(folder))
    with draft_folder(folder) as draft:
        sources = write_project(plan, chapters, draft.folder / PROJECT)
        key = _key(sources, version, pages)
        unchanged = _stands(folder, key)
        laid_out = folder if unchanged else draft.folder
        if not unchanged:
            (laid_out / SITE).mkdir()
            printed = _fill(laid_out / SITE, sources, pages, chosen, pack)
            _finish_documents(laid_out / SITE, pages, pack, titles_of(planned))
            _complete(laid_out / SITE, pages, pack)
            _record(laid_out, key, printed)
        shutil.copyfile(project.lock, laid_out / project.lock.name)
        seconds = time.perf_counter() - began
        write_manifest(laid_out, pack, chapters, version, seconds, project.paths)
        if gate:
            _pass(laid_out, gate)
        warnings = _warnings(laid_out)
        if not unchanged:
            _take_place(draft)
    return RenderedPack(
        folder,
        folder / SITE / FIRST_PAGE,
        tuple(page.file for page in pages),
        version,
        unchanged,
        tuple(one.result for one in chapters if not one.result.available),
        warnings,
        edited,
        seconds,
    )


def _own_pages(chapters: Iterable[Chapter], formats: Iterable[str]) -> list[Page]:
    """Return the files of the pages that chapters give beside their own."""
    return [
        Page(own.id, format)
        for chapter in chapters
        for own in chapter.own_pages
        for format in OWN_FORMATS
        if format in formats
    ]


def _choose(name: RendererName, kept: Path) -> Renderer:
    if name == "auto":
        name = "quarto" if render_quarto.find_quarto() else "embedded"
    return render_quarto if name == "quarto" else RenderedBefore(kept)


def _key(project: Path, version: str, pages: list[Page]) -> str:
    """Return a hash of all that the site depends on: project, renderer, pages, code, libraries."""
    package = Path(jsna.__file__).parent
    scripts = package / "pack" / "scripts"
    code = [code_folder_digest(package, "*.py"), code_folder_digest(scripts, "*")]
    made_with = [f"{name} {installed(name)}" for name in MADE_WITH]
    names = [page.file for page in pages]
    return data_digest([folder_digest(project, "*"), version, code, made_with, names])


def _pass(folder: Path, gate: Gate) -> None:
    """Let the gate look at a pack, unless its manifest proves that it did.

    Raises:
        CheckFailed: it did not pass; no manifest says any more that it did.
    """
    if gate.passed(folder):
        return
    record_look(folder, {})
    record_look(folder, gate.look(folder))


def _take_place(draft: Draft) -> None:
    """Put the new pack in its place, with what else somebody keeps in the old one's folder."""
    if draft.place.is_dir():
        for other in draft.place.iterdir():
            if other.name in MADE_HERE or (draft.folder / other.name).exists():
                continue
            copy = shutil.copytree if other.is_dir() else shutil.copyfile
            copy(other, draft.folder / other.name)
    draft.take_place()


def _stands(folder: Path, key: str) -> bool:
    return {name: _recorded(folder).get(name) for name in MADE} == _made(folder, key)


def _record(folder: Path, key: str, printed: str) -> None:
    """Record what the site was made of, and each line that its renderer printed."""
    record = _made(folder, key) | {"printed": printed.splitlines()}
    write_whole(folder / RECORD, (json.dumps(record, indent=1) + "\n").encode())


def _recorded(folder: Path) -> dict[str, Any]:
    try:
        record = parse_json((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _warnings(folder: Path) -> tuple[str, ...]:
    lines = [str(line).strip() for line in _recorded(folder).get("printed", [])]
    return tuple(dict.fromkeys(line for line in lines if WARNING.match(line)))


def _made(folder: Path, key: str) -> dict[str, str]:
    digests = {name: folder_digest(folder / name, "*") for name in (SITE, PROJECT)}
    return {"key": key, **digests}


def _fill(site: Path, project: Path, pages: list[Page], renderer: Renderer, pack: PackFacts) -> str:
    """Write the site; return what the renderer printed."""
    shutil.copytree(project / "figures", site / "figures")
    beside = [file for kind in ("*.css", "*.js", "logo.*") for file in project.glob(kind)]
    for file in (*beside, project / BIB, project / CSL):
        shutil.copyfile(file, site / file.name)
    printed = _rendered(renderer, project, site, pages, pack)
    if missing := missing_pictures(site):
        raise UserFileError(*(Problem(what, next_step=MEND) for what in missing))
    return printed


def _finish_documents(
    site: Path, pages: Sequence[Page], pack: PackFacts, titles: Mapping[str, str]
) -> None:
    """Complete the Word files and PDFs: titles, alt texts, headers of tables."""
    alts = picture_alts(site / "figures")
    brand = word_brand(site, pack.area.brand)
    for page in pages:
        if page.format == "docx":
            imprint = Imprint(
                title=f"{titles[page.name]} - {pack.title}",
                author=pack.area.contact.team,
                as_at=pack.timestamp,
                header=pack.sheet_header,
                footer=pack.sheet_footer,
                brand=brand,
            )
            finish_word_file(site / page.file, imprint, alts)
        elif page.format == "pdf":
            finish_pdf_file(site / page.file)


def _complete(site: Path, pages: Sequence[Page], pack: PackFacts) -> None:
    """Add the workbook and the data, sizes of downloads, and what a search looks through."""
    write_evidence_files(site, pack)
    finish_pages(site)
    write_search_index(site, [page.file for page in pages if page.format == "html"])


def _rendered(
    renderer: Renderer, project: Path, site: Path, pages: list[Page], pack: PackFacts
) -> str:
    try:
        return renderer.render(project, site, pages, pack.timestamp)
    except RuntimeError as error:
        raise UserFileError(Problem(str(error), next_step=MEND)) from error
