"""The widest gaps inside an area, of all priorities of its strategy."""

from typing import Final

from jsna.chapter.evidence import Evidence
from jsna.chapter.inequality import OWN, DeprivationGap
from jsna.chapter.key_messages import KeyMessage, gap_is_old, gap_size, leading_gap, worst_off
from jsna.chapter.published_gaps import is_shown, place_of, published_gap
from jsna.settings.strategy import Priority

MOST: Final = 3


def widest_gaps(evidence: Evidence) -> list[tuple[Priority, KeyMessage]]:
    """Return the leading gap inside the area of the priorities where it is widest, widest first.

    Gaps between old figures come last. One gap is told once, though two priorities share its
    indicator. None where no test, and no interval of a published gap, has shown one.
    """
    found = []
    for priority in evidence.strategy.priorities:
        here = evidence.of_priority(priority)
        place = _place(here)
        if place is not None:
            found.append((place, priority, worst_off(here)))
    return _once(found)[:MOST]


def untested_gap(evidence: Evidence) -> list[tuple[Priority, KeyMessage]]:
    """Return the widest gap inside the area that a source publishes and no interval shows, if any.

    Either the file has no interval, or it takes in 0; the message says which. Of the
    priorities that have no gap which a test has shown.
    """
    found = []
    for priority in evidence.strategy.priorities:
        here = evidence.of_priority(priority)
        gap = published_gap(here)
        if gap is not None and _place(here) is None:
            found.append((place_of(gap), priority, worst_off(here)))
    return _once(found)[:1]


def _place(evidence: Evidence) -> tuple[bool, float] | None:
    """By what the gap that leads a priority is put in order; None where none was shown."""
    gap = leading_gap(evidence)
    if gap is not None and (not isinstance(gap, DeprivationGap) or gap.gradient.scope == OWN):
        return gap_is_old(gap), -gap_size(gap)
    published = published_gap(evidence)
    return place_of(published) if published and is_shown(published) else None


def _once(
    found: list[tuple[tuple[bool, float], Priority, KeyMessage]],
) -> list[tuple[Priority, KeyMessage]]:
    first = {message.text: (place, priority, message) for place, priority, message in found[::-1]}
    widest = sorted(first.values(), key=lambda one: (one[0], one[1].number))
    return [(priority, message) for _, priority, message in widest]
