"""The gate: every check of a rendered pack, in one list."""

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any, Final
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from jsna.errors import JsnaError, Problem, UserFileError
from jsna.facts.store import read_neighbours
from jsna.geo.store import open_geography
from jsna.narrative.english import listed
from jsna.pack.availability import NOT_RUN, told, why_not_available
from jsna.pack.manifest import edited_files, read_manifest
from jsna.publish.active_content import active_content_faults
from jsna.publish.active_documents import active_document_faults
from jsna.publish.appendices import appendix_faults
from jsna.publish.attribution import attribution_faults
from jsna.publish.check_result import DISCLOSURE, UNTOUCHED, WHOLE, CheckResult
from jsna.publish.disclosure import disclosure_faults
from jsna.publish.document_tables import document_table_faults
from jsna.publish.foreign_names import foreign_name_faults, named_across_borders
from jsna.publish.html_page import read_pages
from jsna.publish.links import link_faults
from jsna.publish.looked_at import untouched_faults
from jsna.publish.page_weight import heavy_pages
from jsna.publish.pdf_standard import pdf_standard_faults
from jsna.publish.read_pdf import UNREADABLE_PDF
from jsna.publish.remote_assets import remote_asset_faults
from jsna.publish.structure import structure_faults
from jsna.publish.synthetic_notice import synthetic_notice_faults
from jsna.settings.area import Area
from jsna.settings.project import Project

LIGHT: Final = "Pages are light"
UNREADABLE: Final = (OSError, ValueError, KeyError, BadZipFile, ParseError, UNREADABLE_PDF)
"""What readers of Word files, PDFs, tables and pictures raise of bytes that are none."""


def check_pack(project: Project, *, looked: bool = False) -> list[CheckResult]:
    """Return one result per check of the pack of an area and a strategy.

    Args:
        project: With area and strategy chosen.
        looked: Whether it is proved that the disclosure gate has just passed these very bytes,
            held against what stands today (`looked_at.seen`): they are not looked through again.

    Raises:
        UserFileError: the pack was never rendered.
    """
    own, settings, paths = project.area, project.settings, project.paths
    folder = project.pack_folder
    site = folder / "site"
    manifest = _manifest(project)
    pages = read_pages(site)
    others = [other for slug, other in settings.areas.items() if slug != own.slug]
    neighbours = set(read_neighbours(paths, own)["neighbour_code"])
    compared = [other.name for other in others if _is_compared(own, other, neighbours)]
    compared += named_across_borders(own.board_crosswalk, _boards_beside(project), others)
    foreign = [other.name for other in others if other.name not in compared]
    lines = [snapshot["attribution"] for snapshot in manifest["snapshots"]]
    checks: dict[str, Callable[[], list[str]]] = {
        WHOLE: lambda: _missing(manifest, own),
        "The strategy's document has its appendices": lambda: appendix_faults(
            pages, project.strategy.document_order
        ),
        "Pages, figures and chapters are as they were made": lambda: _edited(project, manifest),
        "Headings, landmarks, titles, alt texts, tables": lambda: structure_faults(pages),
        "Links lead somewhere": lambda: link_faults(pages, site),
        "Nothing is loaded from another host": lambda: remote_asset_faults(pages, site),
        "Nothing runs but the pack's own scripts": lambda: [
            *active_content_faults(pages, site, own.basemap),
            *active_document_faults(site),
        ],
        "Invented data says so": lambda: synthetic_notice_faults(
            pages, site, synthetic=own.synthetic
        ),
        "Sources are named as their licences ask": lambda: attribution_faults(pages, site, lines),
        "No other area's name": lambda: foreign_name_faults(
            pages, site, own.name, foreign, compared, _places_inside(project)
        ),
        DISCLOSURE: lambda: (
            [] if looked else disclosure_faults(manifest, own, settings, paths, folder)
        ),
        UNTOUCHED: lambda: untouched_faults(folder, manifest),
        "Tables of Word files and PDFs name rows and columns": lambda: document_table_faults(site),
        "PDFs are accessible (PDF/UA-1)": lambda: pdf_standard_faults(site),
    }
    results = [CheckResult(name, _told_by(check)) for name, check in checks.items()]
    return [*results, CheckResult(LIGHT, (), tuple(heavy_pages(pages, site)))]


def _boards_beside(project: Project) -> set[str]:
    """The boards in the table of commissioning groups that the area's packs show."""
    if not project.area.board_crosswalk:
        return set()
    rows = open_geography(project.paths, project.area).board_crosswalk.rows
    return set(rows["board_code"]) if len(rows) else set()


def _places_inside(project: Project) -> set[str]:
    """The names of the area's own wards, neighbourhoods and districts, as far as they are known."""
    try:
        lookup = open_geography(project.paths, project.area).lookup
    except JsnaError:
        return set()
    names = [column for column in lookup if str(column).endswith("_name")]
    return {str(name) for column in names for name in lookup[column].dropna().unique()}


def _told_by(check: Callable[[], list[str]]) -> tuple[str, ...]:
    """Return a check's faults; that it could not look is one too."""
    try:
        return tuple(check())
    except UNREADABLE as error:
        why = " ".join(str(error).split()) or type(error).__name__
        return (f"a file of the pack can't be read, so that not all was looked at ({why}).",)


def _is_compared(own: Area, other: Area, neighbours: Collection[str]) -> bool:
    """Return whether an area's rankings may hold the other: same region, or a neighbour."""
    return other.region.code == own.region.code or other.code in neighbours


def _missing(manifest: dict[str, Any], area: Area) -> list[str]:
    """Return a sentence for each chapter and section that is lacking and should not be."""
    lacks = {lack.what for lack in area.lacks}
    faults = []
    for chapter in manifest["chapters"]:
        page, gone = chapter["page"], chapter["status"] != "available"
        if gone and chapter["id"] not in lacks:
            faults.append(f"{page}: {told(chapter['id'], chapter['reason'])}")
        if chapter["id"] not in lacks:
            faults += [f"{page}: {words}" for words in _sections(chapter, lacks, area)]
    return faults


def lacks_by_reason(manifest: dict[str, Any], area: Area) -> dict[str, int]:
    """Return reason -> how many sections of the pack are lacking for it and should not be."""
    lacks, found = {lack.what for lack in area.lacks}, Counter[str]()
    for chapter in manifest["chapters"]:
        if chapter["id"] not in lacks:
            by_reason = _by_reason(chapter, lacks)
            found.update({reason: len(names) for reason, names in by_reason.items()})
    return dict(found)


def _sections(chapter: dict[str, Any], lacks: Collection[str], area: Area) -> list[str]:
    """Return a sentence for each reason why sections of a chapter are lacking, with all of them."""
    return [
        f"{_not_available(names)}: {reason} If it is right that {area.name} lacks"
        f" {'them' if len(names) > 1 else 'it'}, say so under `lacks` in"
        f" config/areas/{area.slug}.yml."
        for reason, names in _by_reason(chapter, lacks).items()
    ]


def _by_reason(chapter: dict[str, Any], lacks: Collection[str]) -> dict[str, list[str]]:
    """Return reason -> the sections of a chapter that lack for it and should not."""
    by_reason: dict[str, list[str]] = {}
    for lack in chapter.get("lacks", ()):
        if lack["section"] not in lacks:
            by_reason.setdefault(lack["reason"], []).append(lack["section"])
    return by_reason


def _not_available(names: list[str]) -> str:
    if len(names) == 1:
        return f"section {names[0]} is not available"
    return f"sections {listed(names)} are not available"


def _edited(project: Project, manifest: dict[str, Any]) -> list[str]:
    """Return a sentence for each file of the site, and each chapter, that was changed since."""
    site = [
        f"{file}: this file is not as it was laid out: changed, added or gone. Render again."
        for file in edited_files(project.pack_folder)
    ]
    shown = {c["id"] for c in manifest["chapters"] if c["status"] == "available"}
    reasons = {id: why_not_available(project.runs_folder / id) for id in sorted(shown)}
    # a pack may be checked where nothing was run
    return [*site, *(told(id, why) for id, why in reasons.items() if why not in ("", NOT_RUN))]


def _manifest(project: Project) -> dict[str, Any]:
    area, strategy = project.area.slug, project.strategy.slug
    try:
        return read_manifest(project.pack_folder)
    except FileNotFoundError:
        raise UserFileError(
            Problem(
                f"the pack of {area} and {strategy} is not rendered yet.",
                next_step=f"Run `jsna render {area} {strategy}`.",
            )
        ) from None
