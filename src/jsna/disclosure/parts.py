"""What each label of a table is made of: a sex, an age, a period, an area as a set of least parts.

Parts are those between all edges that the table itself has: "0-17" and "0-4" share the part 0 to
5, and two overlapping three-year periods share the years that both hold.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Final

Parts = dict[str, frozenset[str]]

SEXES: Final = ("Male", "Female")
WHOLE_SEX: Final = ("Persons", "Not applicable")
OLDEST: Final = 130
AGE: Final = re.compile(r"^(<)?\s*(\d+)\s*(?:-\s*(\d+)|(\+))?(?:\s*(?:yrs|years))?$")
SPAN: Final = re.compile(r"^(\d{4})-(\d{2})-01/P(\d+)([YM])$")
DEPTH: Final = {"E06": 0, "E08": 0, "E09": 0, "E10": 0, "E07": 1, "E05": 2, "E02": 3, "E01": 4}
"""Kinds of code from the authority down to the LSOA."""


def sex_parts(labels: Iterable[str]) -> Parts:
    """Return the sexes that each label holds: both, for persons."""
    return {sex: frozenset(SEXES if sex in WHOLE_SEX else [sex]) for sex in set(labels)}


def age_parts(labels: Iterable[str]) -> Parts:
    """Return the ages that each label holds, as spans between the edges of all of them."""
    return _spans({label: _ages(label) for label in set(labels)})


def period_parts(labels: Iterable[str]) -> Parts:
    """Return the months that each period holds; a day, or odd words, are a part of their own."""
    return _spans({label: _months(label) for label in set(labels)})


def value_parts(labels: Iterable[str]) -> Parts:
    """Return what each value of a breakdown holds: "" is all of them together."""
    values = set(labels)
    every = frozenset(values - {""}) or frozenset([""])
    return {value: frozenset([value]) if value else every for value in values}


def area_parts(codes: Iterable[str], least: Mapping[str, frozenset[str]]) -> Parts:
    """Return the least areas of each code: those that `least` tells, else the code itself."""
    return {code: least.get(code, frozenset([code])) for code in set(codes)}


def kinds_of_part(
    parts: Parts, together: Iterable[Collection[str]] = ()
) -> tuple[str, list[frozenset[str]]]:
    """Return the authority, and each kind of area below it that no look-up has placed in it.

    Without a look-up a table still tells that its wards, and its LSOAs, are those of its one
    authority. No authority, or more than one, gives "" and none.

    Args:
        parts: Code of an area -> its least areas.
        together: The codes that each release shows: the wards before and after a change of
            boundaries are two ways to divide the authority. One release shows all unless given.
    """
    tops = [code for code in parts if DEPTH.get(code[:3]) == 0]
    if len(tops) != 1:
        return "", []
    top, kinds = tops[0], dict[tuple[int, int], set[str]]()
    for release, codes in enumerate(together or [parts]):
        for code in codes:
            depth = DEPTH.get(code[:3], 0)
            if depth and not parts[code] <= parts[top]:
                kinds.setdefault((depth, release), set()).add(code)
    ways = [frozenset(kinds[kind]) for kind in sorted(kinds)]
    # a release that shows some of the wards divides nothing by them
    return top, [way for way in dict.fromkeys(ways) if not any(way < other for other in ways)]


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


def _ages(age: str) -> tuple[int, int] | None:
    """Return the first age and the one after the last; None if the words are no ages."""
    if age in ("All ages", ""):
        return (0, OLDEST)
    found = AGE.match(age.strip())
    if not found:
        return None
    under, first, last, open_ended = found.groups()
    if under:
        return (0, int(first))
    return (int(first), OLDEST if open_ended else int(last or first) + 1)


def _months(period: str) -> tuple[int, int] | None:
    """Return the first month and the one after the last; None unless it is whole months."""
    found = SPAN.match(period)
    if not found:
        return None
    year, month, length, unit = found.groups()
    start = int(year) * 12 + int(month) - 1
    return (start, start + int(length) * (12 if unit == "Y" else 1))


def _spans(spans: Mapping[str, tuple[int, int] | None]) -> Parts:
    edges = sorted({edge for span in spans.values() if span for edge in span})
    pieces = list(pairwise(edges))
    return {
        label: frozenset(f"{a} to {b}" for a, b in pieces if span[0] <= a and b <= span[1])
        if span
        else frozenset([label])
        for label, span in spans.items()
    }
