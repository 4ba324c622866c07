"""Change that is claimed because a verdict beside England changed."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.sentences import sentences

VERDICT = r"(?:(?:statistically )?significantly )?(?:better|worse|similar|higher|lower)"
COLOUR = r"(?:red|amber|green|blue)"
CHANGED: Final = (
    r"(?:improv(?:ed|ing|ement)|worsen(?:ed|ing)|deteriorat(?:ed|ing|ion)|progress(?:ed)?"
    r"|got (?:better"
    r"|worse)|declined?|moved|gone|went|turned)"
)
FLIPPED: Final = re.compile(
    rf"\b{CHANGED}\b[^.;]*?\bfrom (?:being )?{VERDICT}\b[^.;]*?\bto (?:being )?{VERDICT}\b"
    rf"|\b{CHANGED}\b[^.;]*?\bfrom {COLOUR} to {COLOUR}\b"
    rf"|\b{CHANGED}\b[^.;]*?\b(?:no longer|not|now only) (?:statistically )?significantly"
    r" (?:better|worse|higher|lower|different)"
    rf"|\bno longer (?:statistically )?significantly (?:better|worse|higher"
    rf"|lower)[^.;]*?\b{CHANGED}\b",
    re.IGNORECASE,
)
TESTED: Final = re.compile(
    r"\b(?:trend test|tested|chi-squared?|confidence interval|p ?[<=])", re.IGNORECASE
)


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each change that rests on two verdicts alone."""
    what = (
        "This takes a verdict that changed for a change of the area's own values: England"
        " moves too,"
        " and a value beside the line flips by chance."
    )
    mend = "Say change only after a test on the area's own values, with the two values and periods."
    for sentence in sentences(draft):
        match = FLIPPED.search(sentence.text)
        if match and not TESTED.search(sentence.text):
            yield sentence.finding(CHECK.id, Severity.DOUBTFUL, what, mend, match)


CHECK = Check(
    "flipped-verdict",
    '"Improved from significantly worse to similar", "gone from red to amber", "improved and'
    " no longer"
    ' significantly worse", in a sentence that names no test.',
    Severity.DOUBTFUL,
    find,
)
