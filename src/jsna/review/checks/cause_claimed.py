"""A fall or a rise that is put down to a programme."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.sentences import sentences

DEED = (
    r"(?:programmes?|schemes?|services?|strateg(?:y|ies)|campaigns?|projects?|interventions?"
    r"|initiatives?|investments?|polic(?:y|ies)|pilots?|teams?|plans?|work|efforts|support|partnership)"
)
OUTCOME = (
    r"(?:rates?|admissions|prevalence|deaths|mortality|smoking|obesity|falls|attendances|conceptions"
    r"|crime|unemployment|povert(?:y|ies)|inequalit(?:y|ies)|levels|numbers?|expectancy|stays|referrals|uptake"
    r"|suicides?|loneliness|homelessness|delays|delayed transfers)"
)
MOVED = (
    r"(?:ha(?:s|ve) (?:been )?)?(?:fallen|fell|reduced|decreased|dropped|declined|improved"
    r"|risen|rose"
    r"|increased|halved|doubled)"
)
HOW_MUCH = r"(?=[^.;]*?\d)"
CLAIMED: Final = re.compile(
    rf"\b(?:thanks to|because of|due to|as a (?:direct )?result of|owing to) (?:our|the|this"
    rf"|these|its)"
    rf"(?: [\w'\u2019-]+){{0,5}}? {DEED}\b[^.;]*?\b{OUTCOME}\b[^.;]*?\b{MOVED}\b"
    rf"|\b{OUTCOME}\b[^.;]*?\b{MOVED}\b{HOW_MUCH}[^.;]*?\b(?:thanks to|because of|due to"
    rf"|as a (?:direct )?"
    rf"result of|owing to) (?:our|the|this|these|its)(?: [\w'\u2019-]+){{0,5}}? {DEED}\b"
    rf"|\b(?:our|the|this|these)(?: [\w'\u2019-]+){{0,5}}? {DEED} (?:has|have"
    rf"|had) (?:directly |already )?"
    rf"(?:led to|caused|resulted in|brought about|reduced|cut|lowered|halved"
    rf"|prevented)\b{HOW_MUCH}[^.;]*?"
    rf"\b{OUTCOME}\b",
    re.IGNORECASE,
)
SHOWN: Final = re.compile(
    r"\b(?:trial|randomised|controlled|evaluat(?:ed|ion)|study|studies|review found|evidence"
    r"|may have"
    r"|might|could|expected|aims?|will|designed|estimated|modelled)\b",
    re.IGNORECASE,
)


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each cause that is claimed without a study."""
    what = "This says what caused a change; figures over time alone can't show that."
    mend = (
        "Name the evaluation that shows it, or say what happened and what was done, side by side."
    )
    for sentence in sentences(draft):
        match = CLAIMED.search(sentence.text)
        if match and not SHOWN.search(sentence.text):
            yield sentence.finding(CHECK.id, Severity.DOUBTFUL, what, mend, match)


CHECK = Check(
    "cause-claimed",
    '"Thanks to our programme, admissions have fallen": a measure that moved, put down to a'
    " programme,"
    " service or plan, in a sentence that names no trial, evaluation or evidence.",
    Severity.DOUBTFUL,
    find,
)
