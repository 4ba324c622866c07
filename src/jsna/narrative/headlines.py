"""Headlines: the finding of a figure in one sentence without a full stop, about 15 words.

A headline of level speaks of the newest period only. It never says that anything rose, fell,
improved or changed: that needs a test on the area's own values. Projections are not findings
about the past, and name their edition.
"""

from collections.abc import Callable
from typing import Final

from jsna.analysis.outcome import Outcome
from jsna.analysis.population import PopulationChange
from jsna.analysis.rank import Rank
from jsna.narrative.labels import mid_sentence, period_words, possessive, sex_words
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.sentences import published_words
from jsna.narrative.statement import Statement

WORDS: Final = 15
"""As many as a headline should have."""

MOST_DEPRIVED: Final = {1: "tenth", 2: "fifth"}
"""Up to which national decile -> its word."""


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
    if newest.outcome is Outcome.PUBLISHED_ONLY:
        return f"The source judges {area} {published_words(newest)} {name} on {what}"
    if newest.outcome is Outcome.TOO_IMPRECISE:
        return f"{possessive(area)} figure is {newest.outcome} on {what}"
    value = format_value(newest.value, newest.unit, newest.decimals)
    return f"{area} stood at {value} on {what}"


def rank_headline(area_name: str, rank: Rank, newest: Statement, short_title: str) -> str:
    """Return the rank with n and tier: "Anytown ranks 3rd of 151 upper-tier authorities on ..."."""
    if rank.rank is None:
        start, end = f"{area_name} has no rank on", f": {rank.reason}"
    else:
        place = f"{'joint ' if rank.joint else ''}{ordinal(rank.rank)} of {rank.of} {rank.tier}"
        start, end = f"{area_name} ranks {place} on", ""
    return shortened(lambda what: f"{start} {what}{end}", short_title, newest)


def rank_note(rank: Rank) -> str:
    """Return what must stand under a ranked figure: the direction, and who has no value."""
    missing = "Every area of the tier has a value"
    if rank.missing:
        areas = "area has" if rank.missing == 1 else "areas have"
        missing = f"{format_number(rank.missing, 0)} {areas} no value and no rank"
    return f"Rank {rank.direction}. {missing}. Areas with the same value share a rank."


def population_headline(area_name: str, change: PopulationChange) -> str:
    """Return the projected change, e.g. "... projected to grow by 9.6% from 2018 to 2043"."""
    years = f"from {change.start_year} to {change.end_year} ({change.edition})"
    percent = format_number(abs(change.percent), 1)
    if percent == format_number(0, 1):
        return f"{possessive(area_name)} population is projected to stay the same {years}"
    verb = "grow" if change.change > 0 else "shrink"
    return f"{possessive(area_name)} population is projected to {verb} by {percent}% {years}"


def pyramid_headline(
    area_name: str, band: str, shares: tuple[float, float], years: tuple[int, int], edition: str
) -> str:
    """Return an age band's share of the population in two years of one projection.

    Args:
        area_name: The area.
        band: The band's label: "65 and over".
        shares: Percent of all ages in the first and the second year.
        years: Those years.
        edition: Of the projection.
    """
    start, end = (f"{format_number(share, 0)}%" for share in shares)
    return (
        f"{area_name}: {start} of people were aged {band} in {years[0]}, "
        f"{end} projected for {years[1]} ({edition})"
    )


def deprivation_headline(
    area_name: str, inside: int, lsoas: int, edition: str, up_to_decile: int = 1
) -> str:
    """Return how many of an area's LSOAs are in England's most deprived tenth (or fifth)."""
    part = f"in England's most deprived {MOST_DEPRIVED[up_to_decile]}, {edition}"
    whose = f"{possessive(area_name)} {format_number(lsoas, 0)} neighbourhoods"
    if inside == 0:
        return f"None of {whose} is {part}"
    verb = "is" if inside == 1 else "are"
    share = format_value(100 * inside / lsoas, "%", 1)
    return f"{format_number(inside, 0)} of {whose} ({share}) {verb} {part}"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 112th ..."""
    teens = 10 <= number % 100 <= 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def shortened(say: Callable[[str], str], short_title: str, statement: Statement) -> str:
    """Say it of measure, sex and period; leave the period to the subtitle if it grows too long.

    The ages always stand in the subtitle.
    """
    parts = [mid_sentence(short_title), sex_words(statement.sex)]
    what = ", ".join(part for part in parts if part)
    period = period_words(statement.period_label)
    whole = say(f"{what}, {period}") if period else say(what)
    return whole if len(whole.split()) <= WORDS else say(what)
