"""Links to another area's data."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final
from urllib.parse import unquote, urlsplit

from jsna.fact_schema import ENGLAND
from jsna.narrative.english import possessive
from jsna.register.authorities import Authority, authorities, region_names
from jsna.register.names import name_in_prose, plain_name
from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.settings.area import Area

CODE: Final = re.compile(r"(?<![A-Za-z0-9])([EWSN](?:0[6-9]|1[0-2])\d{6})(?!\d)")
COUNCIL: Final = re.compile(r"(?:^|\.)([a-z-]+)\.gov\.uk$")
OF_DATA: Final = re.compile(r"jsna|observator|insight|intelligence|data|statistic|profile", re.I)


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each link that opens another area's data, once."""
    for passage in draft.passages:
        for link in passage.links:
            if not (found := _other(unquote(link.address), known.area)):
                continue
            name, grave = found
            where = f"{passage.note}: this" if passage.note else "This"
            what = f"{where} link opens {name}, not {known.area.name}."
            mend = f"Open the page for {known.area.name} ({known.area.code}) and copy its address."
            yield Finding(CHECK.id, grave, passage, link.start, link.end, what=what, mend=mend)


def _other(address: str, area: Area) -> tuple[str, Severity] | None:
    """Return whose data an address opens and how sure that is; None where it is the area's."""
    codes = CODE.findall(address)
    mine = area.codes | area.districts | _counties(area) | {area.region.code, ENGLAND}
    # an address that names the area too compares it with others
    strange = [] if area.codes & set(codes) else [code for code in codes if code not in mine]
    if strange:
        regions = all(code in region_names() for code in strange)
        code = next((c for c in strange if c not in region_names()), strange[0])
        return f"{_name(code)} ({code})", Severity.DOUBTFUL if regions else Severity.SERIOUS
    council = None if codes else _council(address)
    if council and council.code not in mine and OF_DATA.search(address):
        return f"data of {possessive(name_in_prose(council.name))} council", Severity.DOUBTFUL
    return None


def _council(address: str) -> Authority | None:
    try:
        parts = urlsplit(address if "//" in address else f"//{address}")
    except ValueError:  # no address at all, as http://[2]
        return None
    match = COUNCIL.search((parts.hostname or "").lower())
    return _by_host().get(match[1]) if match else None


def _name(code: str) -> str:
    by_code = {one.code: one.name for one in authorities()} | region_names()
    return name_in_prose(by_code.get(code, "another area"))


def _counties(area: Area) -> frozenset[str]:
    return frozenset(one.county_code for one in authorities() if one.code in area.codes)


@cache
def _by_host() -> dict[str, Authority]:
    return {plain_name(one.name).replace(" ", ""): one for one in authorities()}


CHECK = Check(
    "other-area",
    "A link whose address has the ONS code of another authority or region and not the area's"
    " own, its"
    " districts', county's or region's (Fingertips, Nomis and others write it), or that leads"
    " to the"
    " data pages of another council.",
    Severity.SERIOUS,
    find,
)
