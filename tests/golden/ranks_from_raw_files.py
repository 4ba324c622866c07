"""Ranks worked out again, from the publishers' files alone and by another way than the package's.

Nothing of the package is imported. Authorities are sets of the places of 2009 (districts and
unitary authorities): two whose sets overlap hold the same people. A list begins with everyone who
stood on the last day of the period and has a value; the source's other authorities join, the
nearest in time first, if they overlap with nobody in it. Whoever stood and overlaps with nobody
in the list has no value. Plain loops on purpose.

    python tests/golden/ranks_from_raw_files.py FOLDER REGISTER INDICATOR SEX AGE PERIOD CODE
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST, SECOND = "*uk_local_authorities_past_current.csv", "*la_all_codes.csv"
RECODED = {
    "E07000240": "2012-04-01", "E07000241": "2012-04-01", "E06000057": "2013-04-01",
    "E07000242": "2013-04-01", "E07000243": "2013-04-01", "E08000037": "2013-04-01",
    "E08000038": "2025-04-01", "E08000039": "2025-04-01",
}  # fmt: skip
UPPER, LOWER = ("E06", "E08", "E09", "E10"), ("E06", "E07", "E08", "E09")


Rows = dict[str, dict[str, str]]


@dataclass
class Span:
    """One code: its days, the places of 2009 that it holds, its region and name."""

    begins: date
    ends: date
    places: frozenset[str]
    region: str
    name: str


@dataclass(frozen=True)
class Found:
    """A rank with n, and the codes that stood and have no value."""

    rank: int | None
    of: int
    missing: frozenset[str]
    others: frozenset[str]
    tier: str


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_spans(folder: Path) -> dict[str, Span]:
    """Every English code with its days and places, from the two lists of the folder."""
    (first,), (second,) = folder.glob(FIRST), folder.glob(SECOND)
    listed = {r["gss-code"]: r for r in rows_of(first) if re.match(r"E(0[6-9]|10)", r["gss-code"])}
    districts = {r["LADCD"]: r for r in rows_of(second) if r["LADCD"].startswith("E")}
    after = _after(listed, districts)
    starts = {code: _start(code, listed) for code in {*listed, *districts}}
    places = _places(listed, districts, after)
    spans = {}
    for code, begins in starts.items():
        ends = min((starts[c] for c in after[code]), default=date.max) - timedelta(days=1)
        region = districts[code]["RGNNM"] if code in districts else ""
        name = districts.get(code, {}).get("LADNM") or listed[code]["nice-name"]
        spans[code] = Span(begins, ends, places[code], region, name)
    for span in spans.values():
        if not span.region:  # a county's region is that of its districts
            span.region = {spans[p].region for p in span.places if p in spans}.pop()
    return spans


def _after(listed: Rows, districts: Rows) -> dict[str, set[str]]:
    """Code -> the codes that followed it."""
    by_short = {row["local-authority-code"]: code for code, row in listed.items()}
    after: dict[str, set[str]] = defaultdict(set)
    for code, row in listed.items():
        after[code] |= {by_short[s] for s in row["replaced-by"].split(",") if s}
    for code, row in districts.items():
        if row["LADCD_ACTIVE"] in RECODED and row["LADCD_ACTIVE"] != code:
            after[code] = {row["LADCD_ACTIVE"]}
    return after


def _places(listed: Rows, districts: Rows, after: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """Code -> the districts and unitary authorities of 2009 that it holds."""
    before: dict[str, set[str]] = defaultdict(set)
    for old, news in after.items():
        for new in news:
            before[new] |= {old} if not old.startswith("E10") else set()
    codes = {*listed, *districts}
    found: dict[str, frozenset[str]] = {}

    def of(code: str) -> frozenset[str]:
        if code not in found:
            older = [of(old) for old in before[code]]
            found[code] = frozenset().union(*older) if older else frozenset({code})
        return found[code]

    counties: dict[str, set[str]] = defaultdict(set)
    by_short = {row["local-authority-code"]: code for code, row in listed.items()}
    for code in codes:
        if code.startswith("E07"):
            counties[_county(code, listed, districts, by_short)] |= of(code)
    return {c: frozenset(counties[c]) if c.startswith("E10") else of(c) for c in codes}


def _start(code: str, listed: Rows) -> date:
    text = RECODED.get(code) or listed.get(code, {}).get("start-date") or "1974-04-01"
    return max(date.fromisoformat(text), date(2009, 4, 1))


def _county(code: str, listed: Rows, districts: Rows, by_short: dict[str, str]) -> str:
    """The county of a district: the second list knows those of codes that still stand."""
    upper = districts.get(code, {}).get("UTLACD", "")
    return upper if upper.startswith("E10") else by_short[listed[code]["county-la"]]


def last_day(period: str, year_type: str) -> date:
    """The last day of "2018", "2017/18", "2020 - 22", "2020/21 - 22/23", "2024/25 Q2"."""
    text = period.rsplit("-", maxsplit=1)[-1].strip()
    if quarter := re.search(r"(\d\d)/(\d\d) ?Q(\d)$", text):
        year, number = 2000 + int(quarter[1]), int(quarter[3])
        return (date(year, 6, 30), date(year, 9, 30), date(year, 12, 31), date(year + 1, 3, 31))[
            number - 1
        ]
    year = 2000 + int(re.search(r"(\d\d)$", text)[1])
    if "/" in text:
        return date(year, 8, 31) if year_type == "academic" else date(year, 3, 31)
    return date(year, 12, 31)


def read_values(files: Iterable[Path]) -> dict[tuple, dict[str, float | None]]:
    """(indicator, sex, age, period) -> code -> value; a file with intervals before one without."""
    found: dict[tuple, dict[str, tuple]] = defaultdict(dict)
    for file in files:
        for row in rows_of(file):
            code = row["Area Code"]
            if row["Category Type"] or not re.fullmatch(r"E(0[6-9]|10)\d{6}", code):
                continue
            value = float(row["Value"]) if row["Value"] else None
            key = (row["Indicator ID"], row["Sex"], row["Age"], row["Time period"])
            better = (bool(row["Lower CI 95.0 limit"]), value is not None)
            if code not in found[key] or better > found[key][code][0]:
                found[key][code] = (better, value)
    return {key: {c: v for c, (_, v) in rows.items()} for key, rows in found.items()}


def the_list(
    values: dict[str, float | None], spans: dict[str, Span], day: date, kinds: tuple[str, ...]
) -> tuple[dict[str, float], set[str], set[str]]:
    """Codes of the list with their value; those without one; those of another time."""

    def away(code: str) -> int:
        span = spans[code]
        return max((span.begins - day).days, (day - span.ends).days, 0)

    given = [c for c in values if c in spans and c[:3] in kinds and values[c] is not None]
    below = {c for c in values if c in spans and c.startswith("E07")}
    chosen: dict[str, float] = {}
    taken: set[str] = set()
    for code in sorted(given, key=lambda c: (away(c), c)):
        county = away(code) and "E10" not in kinds and _is_county_then(code, spans, day, below)
        if not spans[code].places & taken and not county:
            chosen[code] = values[code]
            taken |= spans[code].places
    others = {c for c in chosen if away(c)}
    stood = {c for c in spans if c[:3] in kinds and away(c) == 0}
    missing = {c for c in stood if not spans[c].places & taken}
    # of one that stood and is covered in part, the rest as it was at the time of that part
    for code in stood - missing:
        rest = spans[code].places - taken
        days = {max(min(day, spans[o].ends), spans[o].begins) for o in others
                if spans[o].places & spans[code].places}  # fmt: skip
        missing |= {
            c for c in spans
            if c[:3] in kinds and spans[c].places <= rest
            and any(spans[c].begins <= d <= spans[c].ends for d in days)
        }  # fmt: skip
    return chosen, missing, others


def _is_county_then(code: str, spans: dict[str, Span], day: date, rows: set[str]) -> bool:
    """Whether the place was a county on the day, and some rows are of its districts then."""
    same = [c for c in spans if c.startswith("E10") and spans[c].places == spans[code].places]
    was = any(spans[c].begins <= day <= spans[c].ends for c in same)
    alive = {c for c in rows if c.startswith("E07") and spans[c].begins <= day <= spans[c].ends}
    return was and any(spans[c].places & spans[code].places for c in alive)


def rank_from_raw(
    values: dict[str, float | None],
    spans: dict[str, Span],
    about: tuple[str, date, str, str],
) -> Found:
    """The rank of one area.

    Args:
        values: Code -> value of one sex, age and period.
        spans: As `read_spans` gives it.
        about: The area's code, the last day of the period, the polarity, and the region's name,
            "" for the whole country.
    """
    code, day, polarity, region = about
    valued = [c for c in values if values[c] is not None and c in spans]
    districts = sum(c.startswith("E07") for c in valued)
    counties = sum(
        c.startswith("E10") or _is_county_then(c, spans, day, set(spans)) for c in valued
    )
    kinds = LOWER if districts > counties else UPPER
    chosen, missing, others = the_list(values, spans, day, kinds)
    if region:
        chosen = {c: v for c, v in chosen.items() if spans[c].region == region}
        missing = {c for c in missing if spans[c].region == region}
        others = {c for c in others if spans[c].region == region}
    of = len(chosen) + len(missing)
    low = polarity == "low-is-good"
    place = None
    if code in chosen and len(chosen) >= 8:
        place = 1 + sum(v < chosen[code] if low else v > chosen[code] for v in chosen.values())
    return Found(place, of, frozenset(missing), frozenset(others), "".join(kinds))


def main(words: list[str]) -> None:
    """Print the national and the regional rank."""
    downloads, register, indicator, sex, age, period, code = words
    spans = read_spans(Path(register))
    values = read_values(sorted(Path(downloads).glob("*.csv")))[indicator, sex, age, period]
    for polarity in ("high-is-good", "low-is-good"):
        for region in ("", spans[code].region):
            about = (code, last_day(period, "calendar"), polarity, region)
            print(polarity, region or "England", rank_from_raw(values, spans, about))


if __name__ == "__main__":
    main(sys.argv[1:])
