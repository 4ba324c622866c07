"""References of Word that are broken, and tables, figures and sections that are not there."""

import re
from collections.abc import Iterator
from typing import Final

from jsna.review.check import Check, Known
from jsna.review.draft import Draft, Passage
from jsna.review.finding import Finding, Severity

ERROR: Final = re.compile(
    r"Error!\s+(?:Bookmark not defined|Reference source not found|No text of specified style"
    r"|Hyperlink reference not valid|Not a valid|Unknown|No bookmark|Main document)[^.]{0,40}\.?"
)
CAPTION: Final = re.compile(
    r"\W*(table|figure|fig\.?|map|chart|box|appendix|annex)\s+([1-9]\d*(?:\.\d+)?[a-z]?|[A-H])\b",
    re.IGNORECASE,
)
"""At the beginning of a passage or of one of its lines."""
POINTED: Final = re.compile(
    r"\b(Table|Figure|Map|Chart|Appendix|Annex|[Ss]ection|table|figure)\s+([1-9]\d*(?:\.\d+)*|[A-H])\b"
    r"(?!\s(?:of|in|from|to)\b|\.\d|[-\u2013/]\d)"
)
HEADED: Final = re.compile(r"\W*(?:section\s+)?(\d+(?:\.\d+)*)\.?\s+[A-Z]", re.IGNORECASE)
HIGHEST_SECTION: Final = 20
"""Section 75 or 117 is one of an Act."""


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield broken fields, and references to what the draft does not have."""
    there = _there(draft)
    for passage in draft.passages:
        for match in ERROR.finditer(passage.text):
            what = "Word put this where a reference is broken: the reader is told of no source."
            mend = "Insert the reference anew, then update all fields (Ctrl+A, F9)."
            yield Finding(CHECK.id, Severity.SERIOUS, passage, *match.span(), what=what, mend=mend)
        yield from _absent(passage, there)


def _there(draft: Draft) -> dict[str, set[str]]:
    """Return what the draft has of each kind: "table" -> {"1", "2"}."""
    found: dict[str, set[str]] = {}
    for passage in draft.passages:
        for caption in _captions(passage):
            found.setdefault(_kind(caption[1]), set()).add(caption[2].lower())
        headed = HEADED.match(passage.text) if passage.heading else None
        if headed:
            found.setdefault("section", set()).add(headed[1])
    return found


def _captions(passage: Passage) -> Iterator[re.Match[str]]:
    starts = {0, *(start for start, _ in passage.starts)}
    yield from (m for m in (CAPTION.match(passage.text, start) for start in starts) if m)


def _absent(passage: Passage, there: dict[str, set[str]]) -> Iterator[Finding]:
    caption = CAPTION.match(passage.text)
    for match in POINTED.finditer(passage.text, caption.end() if caption else 0):
        kind, number = _kind(match[1]), match[2].lower()
        has = there.get(kind, set())
        if not has or number in has or (kind == "section" and not _own(number, has)):
            continue
        what = f"The draft has no {kind} {match[2]}: it has {_listed(kind, has)}."
        mend = f"Point to the {kind} that is meant, or put it in."
        grave = Severity.DOUBTFUL if kind == "section" else Severity.SERIOUS
        yield Finding(CHECK.id, grave, passage, *match.span(), what=what, mend=mend)


def _own(number: str, has: set[str]) -> bool:
    """Return whether a section's number could be one of the draft's own."""
    top = number.partition(".")[0]
    enough = len({one.partition(".")[0] for one in has}) > 1
    return enough and int(top) <= HIGHEST_SECTION and top not in has and "." not in number


def _kind(word: str) -> str:
    kind = word.lower().rstrip(".")
    return "figure" if kind == "fig" else kind


def _listed(kind: str, has: set[str]) -> str:
    ordered = sorted(has, key=lambda one: (len(one), one))
    return f"{kind} {', '.join(ordered[:6])}{' and others' if len(ordered) > 6 else ''}"


CHECK = Check(
    "broken-reference",
    '"Error! Bookmark not defined" and its like; "Table 9" where the draft has captions of'
    " tables and"
    " none is 9 (so figures, maps, charts, appendices). A section only where headings are numbered,"
    " never one of another document or an Act.",
    Severity.SERIOUS,
    find,
)
