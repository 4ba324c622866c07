"""Verdicts without the value, period or comparator that would let a reader check them."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.narrative.english import listed
from jsna.review import years
from jsna.review.check import Check, Known
from jsna.review.draft import Draft, Passage
from jsna.review.finding import Finding, Severity
from jsna.review.numbers import has_value
from jsna.review.sentences import Sentence, sentences

AVERAGE: Final = (
    r"(?:England|English|(?:inter)?national(?:ly)?|regional|region\b"
    r"|(?:the )?average(?! [a-z]+s\b)|benchmark"
    r"|statistical neighbours|comparators?\b|rest of (?:England|the country))"
)
VERDICT: Final = re.compile(
    r"\b(?:statistically )?significantly (?:better|worse|higher|lower|less well|poorer"
    r"|greater|longer|shorter|(?:more|less|fewer|smaller)(?= [^.;]{0,40}\bthan\b))"
    r"|\b(?:better|worse|higher|lower|poorer|longer|shorter|less well|greater)"
    rf"(?: \w+){{0,2}} than (?:the |in |that of )*{AVERAGE}"
    r"|\b(?:(?:is|are|was|were|been|remains?|still|well|just|slightly|far|and|significantly)"
    r" (?:above|below)|similar to|comparable (?:to|with)) (?:the |in |that of )*"
    rf"{AVERAGE}"
)
COMPARATOR: Final = re.compile(
    rf"{AVERAGE}|\b(?:than|to|with|in|of) (?:in |the |that of )*[A-Z]|\btargets?\b|\bgoals?\b"
    r"|\bneighbour|\bcompared?\b|\bthan\b|\bpeers\b"
)
NOT_YET: Final = re.compile(
    r"\b(?:will|want(?:s|ed)?|aims?|aspire|ensure|should|would|could|may|might|if|whether|ambitions?"
    r"|vision|expect(?:s|ed)?|intend|hope|need(?:s|ed)? to|seek|towards|objectives?|outcome:)\b",
    re.IGNORECASE,
)
KEY: Final = re.compile(r"\W*\([a-z]\)\s")
"""The key of a table's notes: its values stand in the table."""
FEWEST_WORDS: Final = 5
AROUND: Final = 30
"""Passages before one in which its period may be named."""


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield the first bare verdict of each sentence."""
    for sentence in sentences(draft):
        match = VERDICT.search(sentence.text)
        if match is None or _is_no_finding(sentence, match):
            continue
        lacks = _lacks(draft, sentence)
        if lacks:
            grave = Severity.DOUBTFUL if "value" in lacks else Severity.NOTE
            what = f'"{match[0]}" stands without its {listed(lacks)}.'
            mend = "Give the value and its interval, the period, and what it is compared with."
            yield sentence.finding(CHECK.id, grave, what, mend, match)


def _is_no_finding(sentence: Sentence, match: re.Match[str]) -> bool:
    """Return whether a sentence is an aim, a heading or a note below a table."""
    is_aim = NOT_YET.search(sentence.text[: match.end()])
    short = len(sentence.text.split()) < FEWEST_WORDS
    return bool(is_aim or short or sentence.passage.heading or KEY.match(sentence.passage.text))


def _lacks(draft: Draft, sentence: Sentence) -> list[str]:
    valued = has_value(sentence.text)
    # an analysis names its period once; a sentence without a value needs its own
    around = _before(draft, sentence.passage) if valued else ""
    told = around + sentence.before[-300:] + sentence.text
    has = {
        "value": valued,
        "period": bool(years.SAID.search(told)),
        "comparator": bool(COMPARATOR.search(sentence.text)),
    }
    return [name for name, there in has.items() if not there]


def _before(draft: Draft, passage: Passage) -> str:
    before = draft.passages[max(0, passage.number - 1 - AROUND) : passage.number - 1]
    return " ".join(one.text for one in before)


CHECK = Check(
    "bare-verdict",
    '"Significantly worse", "higher than the national average" and the like in a sentence that has'
    " no value (doubtful), or has one and lacks its period or comparator (note). Aims are left out;"
    " a period may stand just before.",
    Severity.DOUBTFUL,
    find,
)
