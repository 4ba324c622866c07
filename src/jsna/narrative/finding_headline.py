"""The headline of a measure: its value beside the comparator's, led by a tested change.

"Smoking in adults, 2024: 13.5% in Anytown, worse than England's 10.4%; above it in all 14 years";
"Healthy life expectancy, males, fell in Anytown from 72.2 years (2019 to 2021) to 65.0 years (2022
to 2024), more than chance; better than England's 61.3". Which leads: docs/methods.md#headlines.
"""

from jsna.analysis.change import DECREASED, INCREASED
from jsna.analysis.movement import Change, Movement
from jsna.analysis.outcome import Outcome
from jsna.analysis.standing import Standing
from jsna.narrative.age_of_data import with_age
from jsna.narrative.english import possessive
from jsna.narrative.labels import period_words, sex_words
from jsna.narrative.numbers import format_value
from jsna.narrative.statement import Statement


def shown_change(movement: Movement | None) -> Change | None:
    """Return the change that a test has shown, the latest first; None if there is none."""
    if movement is None:
        return None
    every = (movement.since_last, movement.since_start)
    return next((c for c in every if c and c.change in (INCREASED, DECREASED)), None)


def finding_headline(
    newest: Statement,
    short_title: str,
    changed: Change | None = None,
    stood: Standing | None = None,
) -> str:
    """Return the finding of a measure, without a full stop; of an old figure that it is old.

    Args:
        newest: Against England, of the newest period.
        short_title: Of the indicator.
        changed: A change that a test has shown; it leads.
        stood: The side of England that the area never left.
    """
    if newest.value is None:
        return f"No figure for {newest.area_name} on {measure_words(newest, short_title)}"
    if changed and changed.earlier is not None:
        return with_age(_changed(newest, short_title, changed), newest)
    what = measure_words(newest, short_title, dated=True)
    side = _stood(stood) if stood and _has_comparator(newest) else ""
    said = f"{what}: {_value(newest)} in {newest.area_name}{against(newest)}{side}"
    return with_age(said, newest)


def measure_words(statement: Statement, short_title: str, *, dated: bool = False) -> str:
    """Return measure and sex, and the period if asked for: "Good health, males, 2024"."""
    period = period_words(statement.period_label) if dated else ""
    return ", ".join(p for p in (short_title, sex_words(statement.sex), period) if p)


def against(statement: Statement) -> str:
    """Return what a headline says after the value: ", worse than England's 10.4%".

    Whose verdict it is stands behind it where it is the source's; without one both values
    stand, or why there is only one.
    """
    theirs = comparator_value(statement)
    if statement.outcome.is_verdict:
        own = statement.basis.after_verdict
        return f", {statement.outcome.linking} {theirs}" + (f" ({own})" if own else "")
    if statement.outcome is Outcome.TOO_IMPRECISE:
        return f", {statement.outcome} against {theirs}"
    if statement.outcome is Outcome.NOT_TESTED:
        return f" against {theirs}, {statement.outcome}"
    return f"; {statement.reason}" if statement.reason else ""


def comparator_value(statement: Statement) -> str:
    """Return "England's 10.4%", "England's 61.3": a unit of words stands once in a headline."""
    if statement.comparator is None:
        return "the comparator's value"
    unit = "%" if statement.unit == "%" else ""
    value = format_value(statement.comparator.value, unit, statement.decimals)
    return f"{possessive(statement.comparator.name)} {value}"


def _changed(newest: Statement, short_title: str, changed: Change) -> str:
    verb = "rose" if changed.change == INCREASED else "fell"
    what = measure_words(newest, short_title)
    comma = "," if "," in what else ""
    earlier = format_value(changed.earlier, newest.unit, newest.decimals)
    then, now = period_words(changed.since), period_words(changed.to)
    moved = f"{verb} in {newest.area_name} from {earlier} ({then}) to {_value(newest)} ({now})"
    return f"{what}{comma} {moved}, more than chance{_beside(newest)}"


def _beside(newest: Statement) -> str:
    if newest.outcome.is_verdict:
        return f"; {against(newest).removeprefix(', ')}"
    if newest.outcome is Outcome.TOO_IMPRECISE:
        return f"; {newest.outcome} against {comparator_value(newest)}"
    return f", beside {comparator_value(newest)}" if newest.outcome is Outcome.NOT_TESTED else ""


def _stood(stood: Standing) -> str:
    return f"; {stood.side} it in all {stood.periods} {'years' if stood.yearly else 'periods'}"


def _has_comparator(newest: Statement) -> bool:
    return newest.outcome is not Outcome.NOT_COMPARABLE


def _value(statement: Statement) -> str:
    return format_value(statement.value, statement.unit, statement.decimals)
