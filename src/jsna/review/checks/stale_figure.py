"""Figures that are right for their period while a newer one is in the facts."""

from collections.abc import Iterator

from jsna.review.check import Check, Known
from jsna.review.draft import Draft
from jsna.review.finding import Finding, Severity
from jsna.review.stated_values import StatedValue, stated_values


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each value that an earlier period has, and the newest has not."""
    for one in stated_values(draft, known):
        earlier = _earlier(one)
        if not earlier:
            continue
        told = "" if one.period else f" This is the figure of {earlier}, which is not said."
        grave = Severity.NOTE if one.period else Severity.DOUBTFUL
        newest = f"{one.value_of(one.newest)}: {one.measure_of(one.newest)}"
        what = f"There is a newer figure, {newest}{told}"
        yield one.sentence.finding(CHECK.id, grave, what, "Give the newest, or say why this one.")


def _earlier(one: StatedValue) -> str:
    """Return the label of the earlier period that a number is of; "" where it is the newest's."""
    rows = one.of_period if one.period else one.rows[one.same(one.rows)]
    labels = [str(label) for label in rows["period_label"]]
    newest = str(one.newest["period_label"])
    return "" if newest in labels or not labels else labels[-1]


CHECK = Check(
    "stale-figure",
    "As facts-differ: a value of a named period while the facts have a newer one (note), or a value"
    " without a period that only an earlier period has (doubtful).",
    Severity.DOUBTFUL,
    find,
    needs="facts",
)
