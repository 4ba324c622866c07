"""The map of a register whose rows stand somewhere: assets and services."""

from typing import Final

import pandas as pd

from jsna.analysis.register_places import places_of
from jsna.analysis.register_table import RegisterTable
from jsna.chapter.evidence import Evidence
from jsna.chapter.page import Page
from jsna.errors import SourceError
from jsna.figures.about import About
from jsna.figures.kinds.place_map import place_map_spec
from jsna.figures.kinds.place_map.headline import place_map_headline
from jsna.figures.kinds.place_map.options import PlaceMapOptions
from jsna.figures.spec import Spec
from jsna.narrative.english import capitalised, counted
from jsna.narrative.markdown import escape_markdown
from jsna.narrative.register_words import day_words
from jsna.settings.register_kind import OnMap, RegisterKind
from jsna.strategy_registers.registers import Registers

METHOD: Final = "places-on-a-map"
WARD: Final = "ward"
NOT_DRAWN: Final = (
    "no ward or point in the area is named, the two don't agree, or what is named may not be shown"
)


def register_map(evidence: Evidence, page: Page, registers: Registers, table: RegisterTable) -> str:
    """Return the map of a register's rows, or why there is none; "" for a kind without places.

    Args:
        evidence: Whose.
        page: Where its files go.
        registers: All of them.
        table: Which.
    """
    on_map = table.kind.on_map
    if on_map is None:
        return ""
    wards, why = wards_drawn(evidence)
    if wards is None:
        return escape_markdown(f"The {table.kind.plural} are not drawn: {why}")
    places = places_of(table, on_map, registers.linked, wards)
    if places.empty:
        return escape_markdown(f"None of the {table.kind.plural} is drawn: {NOT_DRAWN}.")
    spec = _spec(evidence, registers, table.kind, on_map, places, wards)
    left = len(table.rows) - len(places)
    note = _left_out(left, table.kind) if left else ""
    # under the register's own heading, so that it is part of it wherever that is taken to
    figure = page.figure(spec, evidence.cite(spec)).replace("### ", "#### ", 1)
    return "\n\n".join(filter(None, [figure, note]))


def wards_drawn(evidence: Evidence) -> tuple[pd.DataFrame | None, str]:
    """Return the outlines of the area's wards; None, and why, where there are none."""
    try:
        return evidence.geography.outlines(WARD), ""
    except SourceError as error:
        return None, str(error)


def _left_out(number: int, kind: RegisterKind) -> str:
    verb = "is" if number == 1 else "are"
    left = f"{counted(number, kind.one, kind.plural)} of the list {verb} not on the map"
    return escape_markdown(f"{left}: {NOT_DRAWN}.")


def _spec(
    evidence: Evidence,
    registers: Registers,
    kind: RegisterKind,
    on_map: OnMap,
    places: pd.DataFrame,
    wards: pd.DataFrame,
) -> "Spec[PlaceMapOptions]":
    geography, place = evidence.geography, evidence.area.name
    headline = place_map_headline(
        len(places), kind.one, kind.plural, places["ward_code"].nunique(), len(wards)
    )
    whose = f"{kind.title}, as listed in {evidence.strategy.short_title}"
    about = About(
        id=f"{evidence.topic}.register-{kind.id}.map",
        headline=headline,
        subtitle=f"{kind.title}, {place}, as at {day_words(registers.as_at)}, with outlines of"
        f" wards ({geography.vintages.get(WARD, '')})",
        measure=kind.title,
        place=place,
        unit="",
        decimals=0,
        source=evidence.source_line(whose, geography.snapshot_ids),
        snapshot_ids=geography.snapshot_ids,
        method=METHOD,
        synthetic=evidence.area.synthetic,
        sentence=f"{capitalised(headline)}.",
    )
    what = kind.column(on_map.what).title if on_map.what else ""
    return place_map_spec(places, wards, about, what=what)
