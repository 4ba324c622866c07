"""Growth that is told for fewer years than the strategy runs."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.sentences import sentences

SPAN: Final = re.compile(
    r"\b(?P<first>(?:19|20)\d\d)\s?(?:[-\u2013\u2014/]|to)\s?(?P<last>(?:19|20)\d\d|\d\d)(?!\d)"
)
TITLE: Final = re.compile(r"\b(?:strategy|plan)\b", re.IGNORECASE)
AT_THE_TOP: Final = 12
"""Passages among which the title is looked for."""
LONGEST: Final = 30
NEAR: Final = 120
"""Signs before the span in which the word strategy or plan stands."""
PROJECTED: Final = re.compile(
    r"\b(?:projected|forecast|expected|predicted|estimated|set|likely) to (?:grow|increase"
    r"|rise|reach"
    r"|fall|decline|be|have)\b[^.;]*?\b(?:by|in)\b(?: the year)? (?P<year>(?:19|20)\d\d)\b(?![/-])"
)


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each projection that stops before the strategy's last year."""
    until = known.until or _last_year(draft)
    for sentence in sentences(draft) if until else ():
        for match in PROJECTED.finditer(sentence.text):
            years = until - int(match["year"])
            if years <= 0 or not any(sign.isdigit() for sign in match[0][:-4]):
                continue
            many = "a year" if years == 1 else f"{years} years"
            what = f"This stops in {match['year']}, {many} before the strategy does ({until})."
            mend = "Give the figure for the strategy's last year too; the projections go further."
            yield sentence.finding(CHECK.id, Severity.DOUBTFUL, what, mend, match)


def _last_year(draft: Draft) -> int:
    """Return the last year of the span in a draft's title; 0 where it has none."""
    # a title may stand on several lines
    top = " ".join(passage.text for passage in draft.passages[:AT_THE_TOP])
    for match in SPAN.finditer(top):
        first, last = match["first"], match["last"]
        year = int(last if len(last) == 4 else first[:2] + last)
        near = top[max(0, match.start() - NEAR) : match.start()]
        if TITLE.search(near) and 0 < year - int(first) <= LONGEST:
            return year
    return 0


CHECK = Check(
    "short-projection",
    "A projection with a number (projected to grow ... by a year) whose year comes before the"
    " strategy's last, which is that of the span in its title, or of --until.",
    Severity.DOUBTFUL,
    find,
)
