"""What each label of a table is made of: a sex, an age, a period, an area as a set of least parts.

Parts are those between all edges that the table itself has: "0-17" and "0-4" share the part 0 to
5, and two overlapping three-year periods share the days that both hold.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Final

from jsna.sources.council.group_labels import OLDEST, read_age, read_days

Parts = dict[str, frozenset[str]]
Least = Mapping[str, frozenset[str]]
DIMENSIONS: Final = ("area_code", "sex", "age", "period", "breakdown_value")

BOTH: Final = ("Male", "Female")
WHOLE_SEX: Final = ("Persons", "Not applicable")
DEPTH: Final = {
    "E92": -2, "E12": -1, "E06": 0, "E08": 0, "E09": 0, "E10": 0,
    "E07": 1, "E05": 2, "E02": 3, "E01": 4,
}  # fmt: skip
"""Kinds of code from England down to the LSOA."""
AUTHORITY: Final = 0


def sex_parts(labels: Iterable[str]) -> Parts:
    """Return the sexes that each label holds: both, for persons."""
    return {sex: frozenset(BOTH if sex in WHOLE_SEX else [sex]) for sex in set(labels)}


def age_parts(labels: Iterable[str]) -> Parts:
    """Return the ages that each label holds, as spans between the edges of all of them.

    School years are spans of their own scale; all ages are all of them too.
    """
    ages = {label: read_age(label) for label in set(labels)}
    school = {label: age for label, age in ages.items() if age and age.scale != "years"}
    years = {
        label: (age.first, age.after) for label, age in ages.items() if age and label not in school
    }
    parts = _spans(years) | _spans(
        {label: (a.first, a.after) for label, a in school.items()}, "school "
    )
    in_school = frozenset[str]().union(*(parts[label] for label in school))
    whole = {label: parts[label] | in_school for label in years if years[label] == (0, OLDEST)}
    if len(school) > 1 and parts.keys() - school.keys() == whole.keys():
        # nothing but school years divides it: they fill it unless counts show otherwise
        whole = dict.fromkeys(whole, in_school)
    unknown = {label: frozenset([label]) for label, age in ages.items() if age is None}
    return parts | whole | unknown


def period_parts(labels: Iterable[str]) -> Parts:
    """Return the days that each period holds, as spans between the edges of all periods."""
    days = {label: read_days(label) for label in set(labels)}
    unknown = {label: frozenset([label]) for label, found in days.items() if found is None}
    return _spans({label: (d.first, d.after) for label, d in days.items() if d}) | unknown


def value_parts(labels: Iterable[str]) -> Parts:
    """Return what each value of a breakdown holds: "" is all of them together.

    One value alone is not everybody.
    """
    values = set(labels)
    every = frozenset(values - {""}) or frozenset([""])
    every |= {"the rest"} if len(every) == 1 else set()
    return {value: frozenset([value]) if value else every for value in values}


def area_parts(codes: Iterable[str], least: Mapping[str, frozenset[str]]) -> Parts:
    """Return the least areas of each code: those that `least` tells, else the code itself.

    A region holds those authorities of the table that no look-up places elsewhere, and England all
    of them: whether they fill it, counts tell.
    """
    parts = {code: least.get(code, frozenset([code])) for code in set(codes)}
    elsewhere = {code: frozenset().union(*(least[r] for r in least if _is_region(r) and r != code))
                 for code in parts if _is_region(code)}  # fmt: skip
    authorities = [code for code in parts if 0 <= DEPTH.get(code[:3], -1) <= 1]
    for code in parts:
        if _depth(code) < AUTHORITY:
            others = elsewhere.get(code, frozenset())
            members = [own for own in authorities if own not in others]
            rest = [f"the rest of {code}"] if len(members) < 2 else []
            parts[code] = frozenset(rest).union(*(parts[own] for own in members))
    return parts


def _is_region(code: str) -> bool:
    return _depth(code) == -1


def _depth(code: str) -> int:
    """Return how far below the authority a kind of code stands; 0 for one that is not known."""
    return DEPTH.get(code[:3], AUTHORITY)


def ways_to_divide(
    parts: Parts, homes: Mapping[str, str], together: Iterable[Collection[str]] = ()
) -> dict[str, list[frozenset[str]]]:
    """Return authority -> each kind of area that divides it though no look-up has placed it there.

    A release tells that its wards, and its LSOAs, are those of its one authority.

    Args:
        parts: Code of an area -> its least areas.
        homes: Code of an area below an authority -> the authority that its release has, for those
            that no look-up places.
        together: The codes that each release shows: the wards before and after a change of
            boundaries are two ways to divide the authority. One release shows all unless given.
    """
    kinds: dict[tuple[str, int, int], set[str]] = {}
    for release, codes in enumerate(together or [parts]):
        for code in codes:
            if (top := homes.get(code)) in parts and not parts[code] <= parts[top]:
                kinds.setdefault((top, _depth(code), release), set()).add(code)
    ways: dict[str, list[frozenset[str]]] = {}
    for key in sorted(kinds):
        ways.setdefault(key[0], []).append(frozenset(kinds[key]))
    # a release that shows some of the wards divides nothing by them
    return {
        top: [way for way in dict.fromkeys(own) if not any(way < other for other in own)]
        for top, own in ways.items()
    }


def homes_of(codes: Iterable[str], least: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return code -> the one authority of a release, for its areas that no look-up places.

    Without an authority, or with more than one, nothing is told.

    Args:
        codes: Every code of the release, those without a count too.
        least: Code of an area -> the least areas it is made of.
    """
    every = set(codes)
    tops = authorities_of(every)
    if len(tops) != 1:
        return {}
    placed = frozenset(least).union(*least.values())
    return {code: tops[0] for code in every - placed if _depth(code) > _depth(tops[0])}


def authorities_of(codes: Iterable[str]) -> list[str]:
    """Return the codes of the largest authorities: counties and unitaries, else districts."""
    depths = {code: DEPTH.get(code[:3]) for code in codes}
    upper = [code for code, depth in depths.items() if depth == AUTHORITY]
    return upper or [code for code, depth in depths.items() if depth == AUTHORITY + 1]


def fillers(whole: str, parts: Parts) -> list[str]:
    """Return labels that fill `whole` without overlap, the largest first; none if none do."""
    inside = [label for label, atoms in parts.items() if atoms < parts[whole]]
    chosen: list[str] = []
    covered: frozenset[str] = frozenset()
    for label in sorted(inside, key=lambda label: (-len(parts[label]), label)):
        if not parts[label] & covered:
            chosen.append(label)
            covered |= parts[label]
    return chosen if covered == parts[whole] else []


def _spans(spans: Mapping[str, tuple[int, int]], scale: str = "") -> Parts:
    edges = sorted({edge for span in spans.values() for edge in span})
    pieces = list(pairwise(edges))
    return {
        label: frozenset(f"{scale}{a} to {b}" for a, b in pieces if first <= a and b <= after)
        for label, (first, after) in spans.items()
    }
