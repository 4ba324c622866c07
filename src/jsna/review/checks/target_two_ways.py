"""A goal stated with two values, or two years."""

from collections.abc import Iterator

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.goals import is_goal
from jsna.review.same_measure import said_twice, stated_in
from jsna.review.sentences import sentences


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield the later of two statements of one goal that differ."""
    goals = [one for s in sentences(draft) if is_goal(s.text) for one in stated_in(s)]
    for first, later in said_twice(goals):
        values = [one.clause.text[one.number.start : one.number.end] for one in (first, later)]
        years = [" and ".join(one.periods) for one in (first, later)]
        if first.number.value == later.number.value and first.periods == later.periods:
            continue
        place = draft.place(first.clause.passage, first.clause.start)
        what = (
            f"{place} has the same goal as {values[0]} by {years[0]};"
            f" here it is {values[1]} by {years[1]}."
        )
        mend = "State the goal once, and refer to it elsewhere."
        yield later.clause.finding(CHECK.id, Severity.SERIOUS, what, mend)


CHECK = Check(
    "target-two-ways",
    "Two sentences that set a goal (to ... by a year) for a measure in the same words (but for"
    " their"
    " endings and for words such as goal, raise, reduce), with another value or another year.",
    Severity.SERIOUS,
    find,
)
