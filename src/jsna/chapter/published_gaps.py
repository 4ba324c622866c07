"""Measures whose value is itself a gap inside the area, as their source publishes it."""

from jsna.chapter.evidence import Evidence, Measure
from jsna.narrative.outcome_counts import is_old


def published_gap(evidence: Evidence) -> Measure | None:
    """Return the widest gap that a source publishes for the area, of the chapter's measures.

    None where there is none, or none at least as wide as would matter. Current ones stand before
    old ones, and those whose interval leaves out no gap before the others.
    """
    found = [m for m in evidence.with_data if m.indicator.gap_inside and _size(m) >= 1]
    return min(
        found, key=lambda gap: (place_of(gap)[0], not is_shown(gap), -_size(gap)), default=None
    )


def is_shown(measure: Measure) -> bool:
    """Return whether the interval of a published gap leaves out that there is none."""
    lower = measure.statement.lower
    return lower is not None and lower > 0


def place_of(measure: Measure) -> tuple[bool, float]:
    """Return by what published gaps are put in order: current ones first, the widest first."""
    return is_old(measure.statement), -_size(measure)


def _size(measure: Measure) -> float:
    """How wide a gap is, in differences that would matter; 0 where the least deprived are worse."""
    return max(measure.statement.value or 0.0, 0.0) / measure.indicator.matters
