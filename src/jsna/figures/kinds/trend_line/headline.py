"""The headline of a trend line: the level in its newest period, never that it rose or fell."""

from jsna.analysis.outcome import Outcome
from jsna.narrative.english import possessive
from jsna.narrative.headlines import shortened
from jsna.narrative.numbers import format_value
from jsna.narrative.statement import Statement


def trend_headline(newest: Statement, short_title: str) -> str:
    """Return the level against the comparator in the newest period of a trend.

    E.g. "Anytown is worse than England on healthy life expectancy, females, 2022 to 2024".
    """
    return shortened(lambda what: _level(newest, what), short_title, newest)


def _level(newest: Statement, what: str) -> str:
    area = newest.area_name
    if newest.value is None:
        return f"No figure for {area} on {what}"
    name = newest.comparator.name if newest.comparator else "the comparator"
    if newest.outcome.is_verdict:
        return f"{area} is {newest.outcome.linking} {name} on {what}"
    if newest.outcome is Outcome.TOO_IMPRECISE:
        return f"{possessive(area)} figure is {newest.outcome} on {what}"
    value = format_value(newest.value, newest.unit, newest.decimals)
    return f"{area} stood at {value} on {what}"
