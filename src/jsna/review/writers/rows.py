"""A review as rows of words, for every form that it is given in."""

from collections.abc import Iterator
from typing import Any

from jsna.narrative.one_line import one_line
from jsna.review.finding import Severity
from jsna.review.review import Review

LONGEST = 160
"""Signs of the words concerned that are shown."""
A_MARK = "(the mark of a note)"
"""Stands for the words of what has none: Word's own marks of notes."""
COLUMNS = {
    "place": "Where",
    "severity": "How grave",
    "kind": "Kind",
    "words": "Words",
    "what": "What is wrong",
    "mend": "What would mend it",
}


def rows(review: Review) -> Iterator[dict[str, Any]]:
    """Yield one row per finding: file, line, paragraph, page and the columns of `COLUMNS`."""
    for one in review.findings:
        yield {
            "file": review.draft.file,
            "line": one.passage.line_at(one.start),
            "paragraph": one.passage.number,
            "page": one.passage.page,
            "place": review.draft.place(one.passage, one.start),
            "severity": str(one.severity),
            "kind": one.kind,
            "words": shortened(one.words) or A_MARK,
            "what": one_line(one.what),
            "mend": one_line(one.mend),
        }


def shortened(words: str) -> str:
    """Return words as they can be printed, without their end where they are many."""
    plain = one_line(words)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}\u2026"


def counted(review: Review) -> str:
    """Return how many findings there are of each severity, as a sentence."""
    counts = [(sum(f.severity is s for f in review.findings), s) for s in Severity]
    parts = [f"{count} {name}{_plural(count, name)}" for count, name in counts if count]
    return f"{', '.join(parts)}." if parts else "Nothing was found."


def skipped(review: Review) -> Iterator[str]:
    """Yield a sentence for each reason for which checks were not made."""
    reasons = dict.fromkeys(review.skipped.values())
    for why in reasons:
        ids = ", ".join(id for id, reason in review.skipped.items() if reason == why)
        yield f"Not checked: {ids}: {why}"


def _plural(count: int, name: Severity) -> str:
    return "s" if name is Severity.NOTE and count != 1 else ""
