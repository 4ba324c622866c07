"""Changes that their own two values do not give."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.numbers import NUMBER, as_float, decimals_of
from jsna.review.sentences import sentences

START = r"(?<![\w.,/-])(?!(?:19|20)\d\d\b)"
UP: Final = "increase|rise|growth|gain"
DOWN: Final = "reduction|decrease|fall|drop|decline|fell"
FROM_TO: Final = re.compile(
    rf"\bfrom (?P<a>\u00a3?{START}(?:{NUMBER}))(?P<unit>\s?%)?(?: [a-z]+){{0,4}}"
    rf"(?: (?:\(?(?:in )?(?:mid-)?(?:19|20)\d\d(?:[/-]\d\d)?\)?))?,? to"
    rf" (?P<b>\u00a3?{START}(?:{NUMBER}))(?P<unit_b>\s?%)?(?![\d/]| ?(?:m|million|bn)\b)"
    rf"(?P<rest>[^.;]{{0,60}}?)\b(?P<way>{UP}|{DOWN}) of (?P<change>\u00a3?(?:{NUMBER}))"
    r"(?P<share>\s?%|\s?per cent\b|\s?percent\b)?(?! ?(?:m|million|bn|percentage points?)\b|\d)"
)
BY_TO: Final = re.compile(
    rf"\bby (?P<share>{NUMBER})\s?% to (?P<b>{NUMBER})\b[^.;]{{0,60}}?\b(?:{UP}) of"
    rf" (?P<change>{NUMBER})(?!\s?%|[\d.])"
)


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each change that is not the difference of the values it is said of."""
    mend = "Work the change out again from the two values, or mend the values."
    for sentence in sentences(draft):
        for match in FROM_TO.finditer(sentence.text):
            if what := _wrong(match):
                yield sentence.finding(CHECK.id, Severity.SERIOUS, what, mend, match)
        for match in BY_TO.finditer(sentence.text):
            if what := _wrong_growth(match):
                yield sentence.finding(CHECK.id, Severity.SERIOUS, what, mend, match)


def _wrong(match: re.Match[str]) -> str:
    a, b, change = (as_float(match[name].lstrip("\u00a3")) for name in ("a", "b", "change"))
    step = max(10.0 ** -decimals_of(match[name]) for name in ("a", "b"))
    last = 10.0 ** -decimals_of(match["change"])
    rises = bool(re.match(UP, match["way"]))
    if a == 0 or (b != a and (b > a) != rises):
        way = "rise" if b > a else "fall"
        return f"From {match['a']} to {match['b']} is a {way}, not a {match['way']}." if a else ""
    share, points = 100 * abs(b - a) / a, abs(b - a)
    # both values may be rounded by half their last digit
    open_by = 100 * step * (a + b) / 2 / a**2 + last
    right = not match["share"] or abs(share - change) <= open_by
    in_points = (not match["share"] or match["unit"] or match["unit_b"]) and (
        abs(points - change) <= step + last
    )
    if in_points or (match["share"] and right):
        return ""
    given = f"{share:.1f}%" if match["share"] else f"{points:,.{decimals_of(match['a'])}f}"
    said = match["change"] + (match["share"] or "")
    way = f"{_article(match['way'])} of {given}, not {said.strip()}"
    return f"From {match['a']} to {match['b']} makes {way}."


def _article(way: str) -> str:
    return f"{'an' if way == 'increase' else 'a'} {way}"


def _wrong_growth(match: re.Match[str]) -> str:
    b, change, said = (as_float(match[name]) for name in ("b", "change", "share"))
    if not 0 < change < b:
        return ""
    share = 100 * change / (b - change)
    if abs(share - said) <= 10.0 ** -decimals_of(match["share"]):
        return ""
    return f"{match['change']} more to {match['b']} is {share:.1f}%, not {match['share']}%."


CHECK = Check(
    "change-sum",
    '"From 400 to 500, an increase of 20%": the two values give another change, or one the'
    " other way."
    " Differences in percentage points are taken as such.",
    Severity.SERIOUS,
    find,
)
