"""The headline of ranked bars: the area's value, its place among others, and England's value."""

import re

from jsna.analysis.outcome import Outcome
from jsna.analysis.rank import Rank
from jsna.narrative.finding_headline import against, comparator_value, measure_words
from jsna.narrative.headlines import ordinal
from jsna.narrative.numbers import format_value
from jsna.narrative.statement import Statement


def rank_headline(area_name: str, rank: Rank, newest: Statement, short_title: str) -> str:
    """Return the value with its place, direction, n and tier.

    "Smoking in adults, 2024: 13.5% in Anytown, 12th lowest of 15 authorities in a region, 2 without
    a value; England's 10.4%"; without a rank the value beside England's, and why there is none.
    """
    value = format_value(newest.value, newest.unit, newest.decimals)
    level = f"{measure_words(newest, short_title, dated=True)}: {value} in {area_name}"
    if rank.rank is None:
        return f"{level}{against(newest)}, without a rank: {rank.reason}"
    beside = "" if newest.outcome is Outcome.NOT_COMPARABLE else f"; {comparator_value(newest)}"
    lacking = f", {rank.without_value} without a value" if rank.without_value else ""
    return f"{level}, {place_words(rank)} {_councils(rank.tier)}{lacking}{beside}"


def _councils(tier: str) -> str:
    """A tier as a headline names it: which councils they are stands below."""
    tier = re.sub(r"\b(?:districts|boroughs)\b[a-z, ]* unitary authorities", "councils", tier)
    return tier.replace("upper-tier authorities", "upper-tier councils")


def place_words(rank: Rank) -> str:
    """Return the place and what it means: "joint 3rd lowest of 15", "highest of 15"."""
    if rank.rank is None:
        return ""
    way = "lowest" if "lowest" in rank.direction else "highest"
    place = way if rank.rank == 1 else f"{ordinal(rank.rank)} {way}"
    return f"{'joint ' if rank.joint else ''}{place} of {rank.of}"
