"""Percentages that the counts beside them do not give."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.numbers import NUMBER, as_float, decimals_of
from jsna.review.sentences import sentences

N, OF, SHARE = rf"(?P<n>{NUMBER})", rf"(?P<of>{NUMBER})", rf"(?P<share>{NUMBER})\s?%"
START, NOT_YEAR = r"(?<![\w.,/\u00a3])", r"(?!(?:19|20)\d\d/\d\d\b)"
WORDS = r"(?: [A-Za-z][\w'\u2019-]*){0,6}?"
COUNTS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{START}{N}{WORDS} (?:out )?of (?:the |all |our )?{OF}{WORDS},? ?\({SHARE}[);,]",
        rf"{START}{SHARE} ?\({N}{WORDS} (?:out )?of (?:the |all )?{OF}{WORDS}\)",
        rf"{START}{SHARE} ?\({NOT_YEAR}{N} ?/ ?{OF}\)",
        rf"{START}{NOT_YEAR}{N} ?/ ?{OF} ?(?:\({SHARE}|= ?{SHARE.replace('share', 'share2')})",
        rf"\b[Oo]f (?:the |all |our )?{OF}{WORDS}, {N}{WORDS} \({SHARE}\)",
    )
)
PARTS: Final = {"half": 50, "third": 100 / 3, "two thirds": 200 / 3, "quarter": 25, "fifth": 20,
                "three quarters": 75, "tenth": 10}  # fmt: skip
IN_WORDS: Final = re.compile(
    rf"\b(?P<part>two[ -]thirds|three[ -]quarters|half|(?:a|one)[ -](?:third|quarter|fifth|tenth)"
    rf"|one in (?P<each>two|three|four|five|six|seven|eight|nine|ten|\d+))[^.;(%]{{0,40}}?"
    rf" ?\({SHARE}\)",
    re.IGNORECASE,
)
EACH: Final = dict(two=2, three=3, four=4, five=5, six=6, seven=7, eight=8, nine=9, ten=10)
NEAR: Final = 0.2
"""Words such as "a third" are taken for anything within a fifth of it."""


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each percentage that is not the share of its counts."""
    mend = "Work the percentage out again from the counts, or mend the counts."
    for sentence in sentences(draft):
        for match in (m for pattern in COUNTS for m in pattern.finditer(sentence.text)):
            if right := _wrong(match):
                what = f"{match['n']} of {match['of']} is {right}%, not {_share(match)}%."
                yield sentence.finding(CHECK.id, Severity.SERIOUS, what, mend, match)
        for match in IN_WORDS.finditer(sentence.text):
            part, said = _part(match), as_float(match["share"])
            if abs(said - part) > NEAR * part:
                what = f'"{match["part"]}" is about {part:.0f}%, not {match["share"]}%.'
                yield sentence.finding(CHECK.id, Severity.DOUBTFUL, what, mend, match)


def _wrong(match: re.Match[str]) -> str:
    """Return the share that the counts give, if it is not the one that is said."""
    n, of, said = as_float(match["n"]), as_float(match["of"]), as_float(_share(match))
    if not 0 < n <= of:
        return ""
    decimals = decimals_of(_share(match))
    # one unit of the last digit: some cut where others round
    return f"{100 * n / of:.{decimals}f}" if abs(100 * n / of - said) > 10**-decimals else ""


def _share(match: re.Match[str]) -> str:
    return str(match["share"] or match.groupdict().get("share2"))


def _part(match: re.Match[str]) -> float:
    if each := match["each"]:
        return 100 / (EACH.get(each.lower()) or int(each) or 1)
    plain = re.sub(r"^(?:a|one)[ -]", "", match["part"].lower()).replace("-", " ")
    return float(PARTS[plain])


CHECK = Check(
    "percentage",
    '"84 of 240 (45%)", "45% (84/240)" and the like where the counts give another percentage'
    " by more"
    ' than one unit of its last digit (serious); "one in four (40%)" by more than a fifth'
    " (doubtful).",
    Severity.SERIOUS,
    find,
)
