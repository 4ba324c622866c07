"""Ward profiles: a page for each ward, all of one run, and a page that lists them."""

from collections.abc import Callable, Collection
from typing import Final

import pandas as pd

from jsna.chapter.commentary import words_about
from jsna.chapter.deprivation_wards import FIFTH
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import FIGURES, Page, figure_reference
from jsna.chapter.section import section
from jsna.chapter.ward_profile_data import Ward, deprivation_of, wards_of
from jsna.chapter.ward_profile_parts import (
    NOT_GIVEN,
    deprivation,
    flags_of,
    measures,
    people,
    residents_of,
    sources,
    summary,
    tested_of,
)
from jsna.chapter.words import PageTable, block, own_page, sections, table_block
from jsna.errors import SourceError
from jsna.narrative.deprivation_words import share_of_residents
from jsna.narrative.english import counted, listed
from jsna.narrative.html_text import escape_html
from jsna.narrative.markdown import attribute, escape_markdown
from jsna.narrative.numbers import format_value
from jsna.narrative.ward_words import FLAGS, ward_page
from jsna.snapshots.write_file import write_whole


def commentary(evidence: Evidence, ward: Ward) -> str:
    """Return what the council says of a ward (`commentary/ward-<code>.md`); "" for nothing."""
    return words_about(evidence, f"ward-{ward.code}")


Part = Callable[[Evidence, Ward], str]
PARTS: Final[tuple[tuple[str, Part], ...]] = (
    ("", summary),
    ("Who lives here", people),
    ("Deprivation", deprivation),
    ("Each measure against England and the rest", measures),
    ("", commentary),
    ("", sources),
)
"""Heading and part of a ward's page, in their order; a part that says nothing has no heading."""


@section("All wards")
def all_wards(evidence: Evidence, page: Page) -> str:
    """Return a table of the wards, each with the link to its page; it sorts and filters."""
    wards = wards_of(evidence)
    if not wards:
        return escape_markdown(f"The data of this pack name no wards of {evidence.area.name}.")
    columns = {"Ward": [_link(ward) for ward in wards]}
    columns |= _residents(evidence, wards) | _flags(wards)
    frame = pd.DataFrame(columns)
    caption = f"Wards of {evidence.area.name}: {_told(columns)}"
    units = dict.fromkeys(frame.columns[1:], "")
    table = PageTable(frame, caption, units, "Ward", markup=tuple(frame))
    return sections(
        f"{counted(len(wards), 'ward')}, in order of name; they are not ranked. The map of the"
        " wards, on [Ward inequalities](ward-inequalities.qmd), finds one by its name too.",
        block("filtered", table_block(evidence, "all-wards", table)),
        sources(evidence, wards[0]),
    )


@section()
def profiles(evidence: Evidence, page: Page) -> str:
    """Return a page of its own for each ward."""
    places = _places(evidence, page)
    return "\n\n".join(
        own_page(
            ward_page(ward.code), ward.name, _profile(evidence, ward, places.get(ward.code, ""))
        )
        for ward in wards_of(evidence)
    )


def _profile(evidence: Evidence, ward: Ward, place: str) -> str:
    # a page of its own says its sources and notes itself
    evidence.said.clear()
    told = [(heading, part(evidence, ward)) for heading, part in PARTS]
    parts = [sections(f"## {heading}" if heading and text else "", text) for heading, text in told]
    return sections(parts[0], place, *parts[1:])


def _places(evidence: Evidence, page: Page) -> dict[str, str]:
    """Write a picture of each ward's place, and return code -> the figure that shows it."""
    try:
        outlines = evidence.geography.outlines("ward")
    except SourceError:
        return {}
    from jsna.figures.kinds.deprivation_map.locator import locators

    found = {}
    for code, picture in locators(outlines, synthetic=evidence.area.synthetic):
        file = f"area.{ward_page(code)}.place.svg"
        write_whole(page.folder / FIGURES / file, picture)
        found[code] = file
    names = {ward.code: ward.name for ward in wards_of(evidence)}
    return {
        code: _place(evidence, names[code], file) for code, file in found.items() if code in names
    }


def _place(evidence: Evidence, name: str, file: str) -> str:
    where = f"{name} among the wards of {evidence.area.name}"
    alt = attribute(f"Map of {evidence.area.name} with {name} dark among its wards.")
    anchor = figure_reference(file.removesuffix(".svg")).removeprefix("@")
    return "\n".join(
        [f"::: {{#{anchor} .small}}", f"![]({FIGURES}/{file}){{fig-alt={alt}}}", "",
         f"{escape_markdown(where)}.", ":::"]
    )  # fmt: skip


def _link(ward: Ward) -> str:
    return f'<a href="{ward_page(ward.code)}.html">{escape_html(ward.name)}</a>'


def _told(columns: Collection[str]) -> str:
    """What the table tells of each ward, by its columns."""
    told = ["residents", "deprivation"] if FIFTH in columns else []
    told += ["flags against England"] if "Measures tested" in columns else []
    return listed(told or ["names"])


def _residents(evidence: Evidence, wards: tuple[Ward, ...]) -> dict[str, list[str]]:
    found = deprivation_of(evidence)
    if found is None:
        return {}
    codes = [ward.code for ward in wards]
    residents, _ = residents_of(found)
    shares = found.shares["share_residents_2"]
    return {
        "Residents": [_number(value) for value in residents.reindex(codes)],
        FIFTH: [_sorted_by(value, share_of_residents(value)) for value in shares.reindex(codes)],
    }


def _flags(wards: tuple[Ward, ...]) -> dict[str, list[str]]:
    """On how many measures each ward is flagged against England; nothing if none was tested."""
    tested = [tested_of(ward, "england") for ward in wards]
    if not any(tested):
        return {}
    flagged = {
        f"Flagged {outcome}": [flags_of(ward, "england", outcome) for ward in wards]
        for outcome in FLAGS
    }
    used = {name: counts for name, counts in flagged.items() if any(counts)}
    counts = used | {"Measures tested": tested}
    return {name: [_number(n) for n in numbers] for name, numbers in counts.items()}


def _number(value: float) -> str:
    return _sorted_by(value, format_value(value, "", 0))


def _sorted_by(value: float, words: str) -> str:
    """A cell that the page's script can sort by its value."""
    return NOT_GIVEN if pd.isna(value) else f'<data value="{value:g}">{words}</data>'
