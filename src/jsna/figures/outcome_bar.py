"""The bar of outcomes: how many measures have each, the source's verdicts drawn hatched."""

from collections.abc import Sequence
from typing import Final

from jsna.analysis.outcome import Outcome
from jsna.figures.inline_svg import box, inline_svg

WIDTH: Final = 640.0
HEIGHT: Final = 28.0
GAP: Final = 3.0
Part = tuple[Outcome, bool, int]
"""An outcome, whether it is the source's own verdict, and how many measures have it."""


def outcome_bar(parts: Sequence[Part], alt: str, instead: str = "") -> str:
    """Return one bar, a piece for each part that counts any, as wide as its share.

    Args:
        parts: In the order drawn.
        alt: The counts in words.
        instead: The words for formats without drawings.
    """
    counted = [part for part in parts if part[2]]
    room = WIDTH - GAP * (len(counted) - 1)
    total = sum(number for _, _, number in counted)
    shapes, left = [], 0.0
    for outcome, hatched, number in counted:
        width = room * number / total
        shapes.append(_piece(outcome, hatched, left, width))
        left += width + GAP
    return inline_svg(shapes, (WIDTH, HEIGHT), "outcome-bar", alt, instead)


def _piece(outcome: Outcome, hatched: bool, left: float, width: float) -> str:
    name = f"piece {outcome.css_class}"
    whole = box(name + " open" * hatched, left + 1, 1, max(width - 2, 1), HEIGHT - 2)
    return whole + _hatching(outcome, left + 1, max(width - 2, 1)) if hatched else whole


def _hatching(outcome: Outcome, left: float, width: float) -> str:
    """Slanting lines from foot to head, cut off at both ends of the piece."""
    rise, lines = HEIGHT - 2, []
    start = left - rise
    while start < left + width:
        first, last = max(start, left), min(start + rise, left + width)
        if last > first:
            foot, head = rise + 1 - (first - start), rise + 1 - (last - start)
            lines.append(f"M{first:.1f} {foot:.1f}L{last:.1f} {head:.1f}")
        start += 9
    return f'<path class="hatching {outcome.css_class}" d="{"".join(lines)}"/>'
