"""One measure of one period stated with two values."""

from collections.abc import Iterator

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.goals import is_goal
from jsna.review.same_measure import EMPTY_WORDS, Stated, said_twice, stated_in
from jsna.review.sentences import sentences
from jsna.review.words import stems

FEWEST = 3
"""Stems that two clauses share, for their words to be of one measure."""


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield the later of two statements that can't both be right."""
    stated = [one for s in sentences(draft) if not is_goal(s.text) for one in stated_in(s)]
    empty = EMPTY_WORDS | stems(known.area.name)
    enough = (one for one in stated if one.periods and _tells(one, empty))
    for first, later in said_twice(enough):
        if first.periods == later.periods and _differ(first, later):
            place = draft.place(first.clause.passage, first.clause.start)
            before, now = _said(first), _said(later)
            what = f"{place} says {before} of the same measure and period; this says {now}."
            mend = "Keep the one that the source has."
            yield later.clause.finding(CHECK.id, Severity.SERIOUS, what, mend)


def _tells(one: Stated, empty: frozenset[str]) -> bool:
    """Return whether a clause has words enough, and more than the area's name and empty ones."""
    return len(one.about) >= FEWEST and len(one.about - empty) >= FEWEST - 1


def _differ(first: Stated, later: Stated) -> bool:
    """Return whether two numbers differ by more than their coarser last digit."""
    step = max(first.number.step, later.number.step)
    return abs(first.number.value - later.number.value) > step


def _said(one: Stated) -> str:
    return one.clause.text[one.number.start : one.number.end].strip()


CHECK = Check(
    "contradiction",
    "Two clauses with the same words (but for their endings), the same period and one number"
    " each of"
    " one unit, and the numbers differ. Goals are compared apart.",
    Severity.SERIOUS,
    find,
)
