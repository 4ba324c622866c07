"""Headlines: the finding of a figure in one sentence without a full stop, about 15 words.

Here stand those of a subject, which pages say in their text too. What any figure of one kind
says (a level, a rank, a share) stands with the kind, below `figures/kinds`.

A headline of level speaks of the newest period only. It never says that anything rose, fell,
improved or changed: that needs a test on the area's own values. Projections are not findings
about the past, and name their edition.
"""

from collections.abc import Callable
from typing import Final

from jsna.analysis.population import Drift, PopulationChange
from jsna.narrative.coverage_words import held_of
from jsna.narrative.english import mid_sentence, possessive
from jsna.narrative.labels import period_words, sex_words
from jsna.narrative.numbers import format_number, format_value
from jsna.narrative.population_words import missed_by
from jsna.narrative.statement import Statement

WORDS: Final = 15
"""As many as a headline should have."""

MOST_DEPRIVED: Final = {1: "tenth", 2: "fifth"}
"""Up to which national decile -> its word."""


def population_headline(
    area_name: str,
    change: PopulationChange,
    beside: Drift | None = None,
    since: float | None = None,
) -> str:
    """Return what estimates show, then the projected change, with its drift where it is much.

    "Anytown had 40,643 residents in mid-2023, 0.3% more than in mid-2018; its population is
    projected to grow by 17.2% from 2018 to 2043 (2018-based, 2.1% too high by mid-2023)".

    Args:
        area_name: The area.
        change: As projected.
        beside: The newest estimate beside the projection.
        since: The estimate of the projection's first year.
    """
    drifted = missed_by(beside.percent, beside.year) if beside else ""
    projected = _projected(area_name, change, drifted)
    if beside is None or since is None or beside.year <= change.start_year:
        return projected
    grown = format_number(100 * (beside.estimated - since) / since, 1).removeprefix("-")
    way = "more" if beside.estimated > since else "fewer"
    than = f"as many as in mid-{change.start_year}"
    if grown != format_number(0, 1):
        than = f"{grown}% {way} than in mid-{change.start_year}"
    now = f"{area_name} had {format_number(beside.estimated, 0)} residents in mid-{beside.year}"
    return f"{now}, {than}; {projected.replace(possessive(area_name), 'its', 1)}"


def _projected(area_name: str, change: PopulationChange, drifted: str) -> str:
    edition = f"{change.edition}, {drifted}" if drifted else change.edition
    years = f"from {change.start_year} to {change.end_year} ({edition})"
    percent = format_number(abs(change.percent), 1)
    if percent == format_number(0, 1):
        return f"{possessive(area_name)} population is projected to stay the same {years}"
    verb = "grow" if change.change > 0 else "shrink"
    return f"{possessive(area_name)} population is projected to {verb} by {percent}% {years}"


def deprivation_headline(
    area_name: str, inside: int, lsoas: int, edition: str, up_to_decile: int = 1, whole: int = 0
) -> str:
    """Return how many of an area's LSOAs are in England's most deprived tenth (or fifth).

    `whole` is how many LSOAs the area has, where that is more than `lsoas`.
    """
    part = f"in England's most deprived {MOST_DEPRIVED[up_to_decile]}, {edition}"
    if max(lsoas, whole) == 1:
        return f"{possessive(area_name)} one neighbourhood is {'' if inside else 'not '}{part}"
    whose = held_of(area_name, lsoas, max(lsoas, whole))
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
