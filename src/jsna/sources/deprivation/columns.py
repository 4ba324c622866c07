"""The columns of the Indices of Deprivation's files: what each header means.

A header is matched by how it begins: the decile's is cut off as published in two files. File 7
has a score, a rank and a decile for each of sixteen measures, and the residents that the
publisher weighted by: 56 columns in one edition, 57 in the others.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

LSOA: Final = re.compile(r"^LSOA (code|name) \((\d{4})\)")
DISTRICT: Final = re.compile(r"^Local Authority District code \((\d{4})\)")
MEASURES: Final = {
    r"Index of Multiple Deprivation \(IMD\)": "imd",
    "Income": "income",
    "Employment": "employment",
    "Education, Skills and Training": "education",
    "Health Deprivation and Disability": "health",
    "Crime": "crime",
    "Barriers to Housing and Services": "barriers",
    "Living Environment": "living-environment",
    r"Income Deprivation Affecting Children Index \(IDACI\)": "idaci",
    r"Income Deprivation Affecting Older People(?: Index)? \(IDAOPI\)": "idaopi",
    "Children and Young People Sub-domain": "children-and-young-people",
    "Adult Skills Sub-domain": "adult-skills",
    "Geographical Barriers Sub-domain": "geographical-barriers",
    "Wider Barriers Sub-domain": "wider-barriers",
    "Indoors Sub-domain": "indoors",
    "Outdoors Sub-domain": "outdoors",
}
KINDS: Final = ("score", "rank", "decile")
_MEASURE: Final = [
    (re.compile(rf"(?i)^{begins} ({'|'.join(KINDS)})\b"), name) for begins, name in MEASURES.items()
]
POPULATION: Final = "deprivation-population"
"""Residents behind the scores, by age; columns are called this, a colon and the age."""
_POPULATIONS: Final = (
    (re.compile(r"(?i)^Total population\b"), "All ages"),
    (re.compile(r"(?i)^Dependent Children aged (\d+-\d+)"), r"\1"),
    (re.compile(r"(?i)^Population aged (\d+-\d+)"), r"\1"),
    (re.compile(r"(?i)^Older population aged (\d+) and over"), r"\1+"),
    (re.compile(r"(?i)^Working age population (\d+-\d+(?:/\d+)?)"), r"\1"),
)
_MID: Final = re.compile(r"(?i)^Total population: mid (\d{4})")


def columns_of(header: Iterable[Any]) -> dict[int, str]:
    """Return the place of each column that is known.

    Names are "code", "name", "imd-rank", "income-score" ..., and
    "deprivation-population:0-15" for residents aged 0 to 15.
    """
    named = {place: _name(plain(cell)) for place, cell in enumerate(header)}
    return {place: name for place, name in named.items() if name}


def missing_of_file_7(columns: Iterable[str]) -> list[str]:
    """Return which measures and residents File 7 should have and these columns lack."""
    known = set(columns)
    wanted = [f"{measure}-{kind}" for measure in MEASURES.values() for kind in KINDS]
    return [
        name for name in ["code", "name", *wanted, f"{POPULATION}:All ages"] if name not in known
    ]


def mid_year(header: Iterable[Any]) -> str:
    """Return the year of the residents behind the scores; blank if no header says it."""
    return next((m[1] for cell in header if (m := _MID.match(plain(cell)))), "")


def years_of(header: Sequence[Any]) -> tuple[str, str]:
    """Return the year of the LSOAs and that of the district codes; blank where not said."""
    texts = [plain(cell) for cell in header]
    lsoa = next((m[2] for text in texts if (m := LSOA.match(text))), "")
    return lsoa, next((m[1] for text in texts if (m := DISTRICT.match(text))), "")


def plain(cell: Any) -> str:
    """Return a header as text in single spaces."""
    return " ".join(str(cell or "").split())


def _name(text: str) -> str:
    if lsoa := LSOA.match(text):
        return lsoa[1]
    for pattern, measure in _MEASURE:
        if found := pattern.match(text):
            return f"{measure}-{found[1].lower()}"
    for pattern, age in _POPULATIONS:
        if found := pattern.match(text):
            return f"{POPULATION}:{found.expand(age)}"
    return ""
