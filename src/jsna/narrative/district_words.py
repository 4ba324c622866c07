"""Words for the districts of a county: how many differ from England, and from where they run."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from jsna.analysis.outcome import Outcome
from jsna.narrative.english import listed
from jsna.narrative.numbers import format_value
from jsna.narrative.statement import Statement

TOLD: Final = (Outcome.WORSE, Outcome.HIGHER, Outcome.BETTER, Outcome.LOWER)
JUDGED: Final = (*TOLD, Outcome.SIMILAR, Outcome.TOO_IMPRECISE)
EACH_BY_ITSELF: Final = (
    "Each district is held against England by itself: of several, one may differ by chance. They"
    " are parts of the county, and are not held against it."
)


def districts_headline(county: str, what: str, found: Sequence[Statement]) -> str:
    """Return how many districts differ from England, or from where they run if none was tested.

    Args:
        county: Its name.
        what: The measure, as it reads inside a sentence, with its period.
        found: One statement per district with a value.
    """
    counts = Counter(one.outcome for one in found)
    tested = sum(counts[outcome] for outcome in JUDGED)
    parts = [(counts[outcome], outcome) for outcome in TOLD if counts[outcome]]
    if not tested:
        return f"{_run(county, found)} on {what}: not tested"
    if not parts:
        return f"None of {tested} districts of {county} differs from England on {what}"
    (first, flag), *others = parts
    more = "".join(f" and {n} {_verb(n)} {outcome}" for n, outcome in others)
    start = f"{first} of {tested} districts of {county} {_verb(first)} {flag.linking} England"
    return f"{start}{more} on {what}"


def districts_sentence(county: str, what: str, found: Sequence[Statement]) -> str:
    """Return the headline and which districts they are, in full sentences."""
    named = [
        f"{str(outcome).capitalize()}: {listed(names)}."
        for outcome in TOLD
        if (names := [one.area_name for one in found if one.outcome is outcome])
    ]
    run = f"{_run(county, found)}."
    told = f"{districts_headline(county, what, found)}."
    return " ".join([told, *named, run] if named else [told])


def _run(county: str, found: Sequence[Statement]) -> str:
    known = sorted((one for one in found if one.value is not None), key=lambda o: o.value or 0)
    low, high = (f"{_value(one)} ({one.area_name})" for one in (known[0], known[-1]))
    return f"Districts of {county} run from {low} to {high}"


def _value(one: Statement) -> str:
    return format_value(one.value, one.unit, one.decimals)


def _verb(number: int) -> str:
    return "is" if number == 1 else "are"
