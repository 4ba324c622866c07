"""Lays a pack out: chapters -> project -> site with Word and PDF, by Quarto or the embedded way."""

import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import jsna
from jsna.errors import Problem, UserFileError
from jsna.pack import render_embedded, render_quarto
from jsna.pack.assemble import recorded_results
from jsna.pack.manifest import write_manifest
from jsna.pack.pack_facts import PackFacts, long_date
from jsna.pack.pages import pages_of_pack
from jsna.pack.plan import make_plan
from jsna.pack.project import write_project
from jsna.pack.rendered_page import FORMATS, Page, pages_of
from jsna.pack.run import RunResult
from jsna.pack.site_files import finish_pages
from jsna.pack.word_file import finish_word_file, picture_alts
from jsna.settings.project import Project
from jsna.snapshots.digest import data_digest, folder_digest
from jsna.snapshots.write_file import write_whole
from jsna.snapshots.write_folder import whole_folder

RendererName = Literal["auto", "quarto", "embedded"]
SITE: Final = "site"
RECORD: Final = "render.json"


class Renderer(Protocol):
    """What lays a project out: `render_embedded` and `render_quarto` are the two."""

    def version(self) -> str:
        """Return the name and version of what renders."""

    def render(self, project: Path, site: Path, pages: list[Page], as_at: datetime) -> None:
        """Write the files of `pages` into `site`."""


@dataclass(frozen=True)
class RenderedPack:
    """A pack on disk.

    Attributes:
        folder: The pack's folder; the site is in `folder / "site"`.
        first_page: Where a reader begins.
        files: The rendered files, by name.
        renderer: Name and version of what rendered it.
        unchanged: True if the site already stood there for the same project.
        failed: The runs that a page shows as not available.
        seconds: Wall time.
    """

    folder: Path
    first_page: Path
    files: tuple[str, ...]
    renderer: str
    unchanged: bool
    failed: tuple[RunResult, ...]
    seconds: float


def render_pack(
    project: Project,
    *,
    formats: Iterable[str] = FORMATS,
    renderer: RendererName = "auto",
) -> RenderedPack:
    """Lay out the pack of an area and a strategy from the chapters of its last run.

    The site takes its place when it is whole; an unchanged project is not rendered again.

    Args:
        project: Of which area and strategy.
        formats: Of html, docx, pdf. The site is always made.
        renderer: auto takes Quarto where it is found, else the embedded one.

    Raises:
        UserFileError: an unknown format, or an area without a lock.
        ToolMissing: Quarto was asked for and is not installed.
    """
    began = time.perf_counter()
    wanted = _checked(formats)
    chosen = _choose(renderer)
    plan = make_plan(project)
    results = recorded_results(plan)
    laid_out = write_project(plan, results)
    pack = PackFacts.read(project)
    pages = pages_of(pages_of_pack(project), wanted)
    folder = project.pack_folder
    version = chosen.version()
    key = _key(laid_out, version, pages)
    unchanged = _stands(folder, key)
    if not unchanged:
        with whole_folder(folder / SITE) as site:
            _fill(site, laid_out, pages, chosen, pack)
        _record(folder, key)
    shutil.copyfile(project.lock, folder / project.lock.name)
    seconds = time.perf_counter() - began
    write_manifest(folder, pack, results, version, seconds, project.paths)
    return RenderedPack(
        folder,
        folder / SITE / "index.html",
        tuple(page.file for page in pages),
        version,
        unchanged,
        tuple(result for result in results if not result.available),
        seconds,
    )


def _checked(formats: Iterable[str]) -> list[str]:
    wanted = [name.strip() for name in formats if name.strip()]
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        raise UserFileError(
            Problem(
                f"{unknown[0]!r} is not a format of a pack.",
                allowed=f"Formats are: {', '.join(FORMATS)}.",
            )
        )
    return ["html", *wanted]


def _choose(name: RendererName) -> Renderer:
    if name == "auto":
        name = "quarto" if render_quarto.find_quarto() else "embedded"
    return render_quarto if name == "quarto" else render_embedded


def _key(project: Path, version: str, pages: list[Page]) -> str:
    """Return a hash of all that the site depends on: project, renderer, pages, this code."""
    code = folder_digest(Path(jsna.__file__).parent / "pack", "*.py")
    names = [page.file for page in pages]
    return data_digest([folder_digest(project, "*"), version, code, names])


def _stands(folder: Path, key: str) -> bool:
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return record == {"key": key, "site": folder_digest(folder / SITE, "*")}


def _record(folder: Path, key: str) -> None:
    record = {"key": key, "site": folder_digest(folder / SITE, "*")}
    write_whole(folder / RECORD, (json.dumps(record, indent=1) + "\n").encode())


def _fill(
    site: Path, project: Path, pages: list[Page], renderer: Renderer, pack: PackFacts
) -> None:
    shutil.copytree(project / "figures", site / "figures")
    shutil.copyfile(project / "pack.css", site / "pack.css")
    renderer.render(project, site, pages, pack.timestamp)
    alts = picture_alts(site / "figures")
    titles = {p.id: f"Priority {p.number}: {p.title}" for p in pack.strategy.priorities}
    for page in pages:
        if page.format == "docx":
            finish_word_file(
                site / page.file,
                title=f"{titles[page.name]} - {pack.title}",
                author=pack.area.contact.team,
                as_at=pack.timestamp,
                alts=alts,
                header="SYNTHETIC: invented data" if pack.area.synthetic else "",
                footer=f"{pack.title}. Data as at {long_date(pack.as_at)}.",
            )
    finish_pages(site)
