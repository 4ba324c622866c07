"""The headline of ranked bars: the area's place among the others."""

from jsna.analysis.rank import Rank
from jsna.narrative.headlines import ordinal, shortened
from jsna.narrative.statement import Statement


def rank_headline(area_name: str, rank: Rank, newest: Statement, short_title: str) -> str:
    """Return the rank with n and tier: "Anytown ranks 3rd of 151 upper-tier authorities on ..."."""
    if rank.rank is None:
        start, end = f"{area_name} has no rank on", f": {rank.reason}"
    else:
        place = f"{'joint ' if rank.joint else ''}{ordinal(rank.rank)} of {rank.of} {rank.tier}"
        start, end = f"{area_name} ranks {place} on", ""
    return shortened(lambda what: f"{start} {what}{end}", short_title, newest)
