"""Fingertips' kinds of area: which number means "upper-tier authorities as they are now".

The service gives each vintage of a kind a number of its own and retires old ones, so that a
number in a settings file would be wrong before long. Kinds are told by their names, vintages by
the dates in them.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from jsna.errors import Problem
from jsna.http.errors import FormatChanged

KINDS: Final = {
    "england": r"^england$",
    "region": r"^(?:government office |statistical )?regions?\b(?!.*nhs)",
    "upper-tier": r"^upper tier local authorit|^count(?:y|ies) (?:&|and) uas?\b",
    "lower-tier": r"^lower tier local authorit|^districts? (?:&|and) uas?\b",
    "ward": r"^(?:electoral )?wards?\b",
    "msoa": r"^middle (?:layer )?super output areas?\b|^msoas?\b",
}
WORDS: Final = {
    "england": "England", "region": "regions", "upper-tier": "upper-tier authorities",
    "lower-tier": "lower-tier authorities", "ward": "wards", "msoa": "MSOAs",
}  # fmt: skip
MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


@dataclass(frozen=True)
class AreaType:
    """One kind of area in one vintage.

    Attributes:
        number: The service's id of it.
        name: e.g. "Upper tier local authorities (post 4/23)".
        kind: A key of KINDS, "" for kinds that packs have no use for.
        since: Year and month from which it holds, (0, 0) if its name says "pre" or nothing.
    """

    number: int
    name: str
    kind: str
    since: tuple[int, int]


def read_area_types(content: bytes, url: str) -> tuple[AreaType, ...]:
    """Return the kinds of area that the service knows, from its own list (`area_types`).

    Raises:
        FormatChanged: the list has another shape, or lacks authorities or regions.
    """
    try:
        rows = json.loads(content)
        found = tuple(_area_type(row) for row in rows)
    except (ValueError, TypeError, KeyError):
        what = "the service's list of kinds of area has changed its shape."
        raise FormatChanged(Problem(what, url, allowed="Known: Id, Name and Short.")) from None
    missing = {"region", "upper-tier", "lower-tier"} - {t.kind for t in found}
    if missing:
        what = f"the service names no {' and no '.join(WORDS[k] for k in sorted(missing))}."
        names = "; ".join(t.name for t in found[:30])
        raise FormatChanged(Problem(what, url, allowed=f"Its kinds of area: {names}."))
    return found


def newest(types: Iterable[AreaType], kind: str) -> AreaType | None:
    """Return the newest vintage of a kind, None if there is none."""
    ours = [t for t in types if t.kind == kind]
    return max(ours, key=lambda t: (t.since, t.number), default=None)


def _area_type(row: dict[str, Any]) -> AreaType:
    name, short = str(row["Name"]), str(row.get("Short") or "")
    kinds = [kind for text in (name, short) if (kind := _kind(text))]
    since = max(_since(name), _since(short))
    return AreaType(int(row["Id"]), name, kinds[0] if kinds else "", since)


def _kind(name: str) -> str:
    plain = " ".join(name.lower().split())
    return next((kind for kind, pattern in KINDS.items() if re.search(pattern, plain)), "")


def _since(name: str) -> tuple[int, int]:
    """Return the first date in a name: (2023, 4) for "post 4/23" and "from Apr 2023"."""
    text = name.lower()
    if re.search(r"\bpre\b", text):
        return (0, 0)
    if numeric := re.search(r"\b(\d{1,2})/(\d{2})\b", text):
        return (int(f"20{numeric[2]}"), int(numeric[1]))
    if worded := re.search(rf"\b({'|'.join(MONTHS)})[a-z]* (\d{{4}})\b", text):
        return (int(worded[2]), MONTHS.index(worded[1]) + 1)
    year = re.search(r"\b(\d{4})\b", text)
    return (int(year[1]), 0) if year else (0, 0)
