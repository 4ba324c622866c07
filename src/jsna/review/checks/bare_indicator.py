"""Headline indicators without baseline and target."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity

HEADING: Final = re.compile(
    r"(?:\d+\.?\s+)?(?:headline|key|outcome|success)\s(?:indicators|measures)\W*$", re.IGNORECASE
)
WISHED: Final = re.compile(
    r"\W*(?:more|fewer|less|an? (?:increase|reduction|decrease)|increased?|reduced?|improved?"
    r"|better"
    r"|higher|lower|greater)\b",
    re.IGNORECASE,
)
LONGEST: Final = 250


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each wish below a heading of indicators that has no number."""
    below = False
    for passage in draft.text:
        below = (below and len(passage.text) <= LONGEST) or bool(HEADING.match(passage.text))
        wished = below and WISHED.match(passage.text)
        if wished and not re.search(r"\d", re.sub(r"\([^)]*\)|level \d", "", passage.text)):
            what = (
                "This indicator has no baseline, target or date: nobody can tell later if it was"
                " met."
            )
            mend = "Name the measure, its value and period now, the value wanted and by when."
            yield Finding(
                CHECK.id, Severity.NOTE, passage, 0, len(passage.text), what=what, mend=mend
            )


CHECK = Check(
    "bare-indicator",
    'Below a heading such as "Headline indicators": a line that begins with more, fewer,'
    " improved and"
    " the like and has no number.",
    Severity.NOTE,
    find,
)
