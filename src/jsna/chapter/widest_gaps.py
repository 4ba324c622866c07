"""The widest gaps inside an area, of all priorities of its strategy."""

from typing import Final

from jsna.chapter.evidence import Evidence
from jsna.chapter.inequality import OWN, DeprivationGap
from jsna.chapter.key_messages import KeyMessage, gap_is_old, gap_size, leading_gap, worst_off
from jsna.settings.strategy import Priority

MOST: Final = 3


def widest_gaps(evidence: Evidence) -> list[tuple[Priority, KeyMessage]]:
    """Return the leading gap inside the area of the priorities where it is widest, widest first.

    Gaps between old figures come last. One gap is told once, though two priorities share its
    indicator. None where no test has shown a gap.
    """
    found = []
    for priority in evidence.strategy.priorities:
        here = evidence.of_priority(priority)
        gap = leading_gap(here)
        inside = not isinstance(gap, DeprivationGap) or gap.gradient.scope == OWN
        if gap is not None and inside:
            place = gap_is_old(gap), -gap_size(gap)
            found.append((place, priority, worst_off(here)))
    first = {message.text: (place, priority, message) for place, priority, message in found[::-1]}
    widest = sorted(first.values(), key=lambda one: (one[0], one[1].number))[:MOST]
    return [(priority, message) for _, priority, message in widest]
