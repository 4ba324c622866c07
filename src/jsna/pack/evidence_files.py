"""The pack's numbers for other programs: an accessible workbook and a data package.

Both are made of the tables that the chapters wrote beside their figures, so that they hold what the
pages show and nothing else.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jsna.analysis.outcome import Outcome
from jsna.narrative.english import capitalised, with_article
from jsna.narrative.one_line import one_line
from jsna.pack.data_package import MEASURES, VALUES, write_data_package
from jsna.pack.pack_facts import PackFacts
from jsna.snapshots.json_text import parse_json
from jsna.snapshots.write_file import write_whole
from jsna.tables.open_document import open_document_bytes
from jsna.tables.sheet import Sheet, sheet_frame
from jsna.tables.workbook import Workbook, excel_bytes

WORKBOOK: Final = "evidence"
"""The name of the workbook, without its ending."""
INVENTED: Final = "SYNTHETIC: every figure in this workbook is invented for demonstration."
TITLES: Final = {
    MEASURES: "Summary of all measures: the newest value of each, with England and the region",
    VALUES: "All values of all measures, by area and period",
    "ward-inequalities": "Every ward and measure, against England and the rest of the area",
    "data-quality": "Notes on the quality of the data",
    "domains": "Every domain of deprivation, by ward",
    "what-changed": "What changed since the pack before",
    "needs-not-covered": "What no priority cites: each test of level, movement and gaps inside",
    "claims": "What the strategy states, held against the figures",
    "big-issues": "The big issues that the strategy names, with level, change and measures",
    "matrix": "Who leads, supports and advises on each priority at each life stage",
    "golden-thread": "From need to priority to action to measure",
    "coverage": "What the strategy leaves open",
    "registers-due": "What the registers say is due, and not said to be done",
    "registers-findings": "What is not right in the registers, with file and line",
    "equity-audit": "How much each group of people uses services",
}
"""Tables that are no figure's -> what they hold."""
NOTES: Final = {
    "95% limits": "the interval in which the true value lies with 95% confidence, as published, or"
    " worked out from the counts where the table says so",
    "Period (start and length)": "ISO 8601: the first day, and after P the length (P3Y is three"
    " years, P1D one day)",
    "Better, worse": "the 95% interval leaves out England's value, and it is known which way is"
    " good; higher and lower where neither is good in itself",
    "Similar": "the interval holds England's value and is narrow enough to tell;"
    f" {Outcome.TOO_IMPRECISE} is not the same",
    "Adjusted p": "the probability of so large a difference by chance, adjusted for the number of"
    " wards tested (false discovery rate)",
    "Files used": "the beginning of the SHA-256 of each file that the numbers came from; the pack's"
    " page of sources lists them",
}


def write_evidence_files(site: Path, pack: PackFacts) -> None:
    """Write `evidence.xlsx`, `evidence.ods` and the data package `data/` into a site.

    The two tables of the whole pack move from the figures' folder into the package. A pack whose
    overview is not available has neither, but the workbook of what there is.
    """
    write_data_package(site, pack)
    book = workbook_of(site, pack)
    if book.sheets:
        write_whole(site / f"{WORKBOOK}.xlsx", excel_bytes(book))
        write_whole(site / f"{WORKBOOK}.ods", open_document_bytes(book))


def workbook_of(site: Path, pack: PackFacts) -> Workbook:
    """Return the workbook of a site: the summary first, then one sheet for each figure's table."""
    synthetic = [INVENTED] if pack.area.synthetic else []
    contact = pack.area.contact
    return Workbook(
        title=f"{pack.area.name}: evidence workbook" + (" (SYNTHETIC)" if synthetic else ""),
        intro=(
            *synthetic,
            f"The numbers behind every figure of {with_article(pack.title)}, one table a sheet.",
            f"{pack.strategy.title}{f' ({pack.status})' if pack.status else ''}.",
        ),
        about=(
            f"Release {pack.release}. {capitalised(pack.reach)}.",
            "Missing values are marked by a symbol, never by a blank or 0: see the Notes sheet.",
            *map(one_line, pack.attribution),
        ),
        contact=tuple(filter(None, (contact.team, contact.email))),
        notes=NOTES,
        sheets=list(_sheets(site, synthetic)),
        as_at=pack.timestamp,
    )


def _sheets(site: Path, synthetic: list[str]) -> Iterator[Sheet]:
    """Yield each table once: two pages may draw the same figure."""
    package = [site / "data" / name for name in (MEASURES, VALUES)]
    files = [file for file in package if file.is_file()]
    files += sorted((site / "figures").glob("*.csv"), key=_area_last)
    shown = set[bytes]()
    for file in files:
        content = file.read_bytes()
        frame = sheet_frame(content)
        if content not in shown and not frame.empty:
            about = _about(file)
            lines = (
                *synthetic,
                *map(one_line, (about.get("headline", ""), *about.get("notes", ()))),
            )
            title = one_line(about["subtitle"])
            yield Sheet(title, tuple(filter(None, lines)), one_line(about["source"]), frame)
        shown.add(content)


def _area_last(file: Path) -> tuple[bool, str]:
    """Return what puts the tables of priorities before those of the whole area."""
    return file.name.startswith("area."), file.name


def _about(file: Path) -> dict[str, Any]:
    """Return what is said of a table: by its figure, or by its name."""
    said = file.with_suffix(".json")
    if said.is_file():
        about: dict[str, Any] = parse_json(said.read_text("utf-8"))
        return about
    topic, _, name = file.stem.partition(".")
    title = (
        TITLES.get(file.name)
        or TITLES.get(name.partition(".")[0])
        or name.replace("-", " ").capitalize()
    )
    whose = f", {topic.replace('-', ' ')}" if name and topic != "area" else ""
    return {"subtitle": f"{title}{whose}", "notes": (), "source": ""}
