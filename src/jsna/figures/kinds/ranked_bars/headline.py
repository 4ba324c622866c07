"""The headline of ranked bars: the area's place among the others, and what stands under it."""

from jsna.analysis.rank import Rank
from jsna.narrative.headlines import ordinal, shortened
from jsna.narrative.numbers import format_number
from jsna.narrative.statement import Statement


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
