"""The spine of a table's row: where an area lies among all authorities with a value.

The line runs from the worst to the best value, the box over the middle half of the authorities
and the upright line at England. Good lies right, whichever way the measure points; without a
good side higher lies right. Each half is drawn to its own scale around England's value, so that
the upright lines of all rows stand below each other; values below zero change nothing.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from jsna.figures.inline_svg import box, dot, inline_svg, upright
from jsna.narrative.english import capitalised
from jsna.narrative.numbers import format_number

WIDTH: Final = 88.0
HEIGHT: Final = 24.0
MARGIN: Final = 4.0
FEWEST: Final = 8
"""Fewer authorities with a value than these give no place among them."""
LOW_IS_GOOD: Final = "low-is-good"


def positions(values: Sequence[float], england: float, polarity: str) -> np.ndarray:
    """Return where values lie on the spine: -1 the worst end, 0 England, 1 the best end.

    The scale reaches, on both sides, as far as the value that lies furthest from England, so that
    distances to either side can be compared.

    Args:
        values: Of the authorities.
        england: England's value, or another that stands in the middle.
        polarity: high-is-good, low-is-good or none (higher lies right).
    """
    away = np.asarray(values, dtype="float64") - england
    furthest = np.nanmax(np.abs(away)) if len(away) else 0.0
    scaled = away / furthest if furthest else np.zeros_like(away)
    return -scaled if polarity == LOW_IS_GOOD else scaled


def spine(
    own: float, others: Sequence[float], england: float, polarity: str, words: tuple[str, int]
) -> str:
    """Return the spine of one measure, "" for fewer than eight authorities.

    Args:
        own: The area's value.
        others: The values of every authority of the tier, the area's among them.
        england: England's value of the same period.
        polarity: See `positions`.
        words: The place as printed ("250th of 306") and the decimals of a value.
    """
    if len(others) < FEWEST:
        return ""
    place, decimals = words
    low, middle, high = (float(np.quantile(others, share)) for share in (0.25, 0.5, 0.75))
    at = positions([*others, own, low, high], england, polarity)
    x = MARGIN + (at + 1) / 2 * (WIDTH - 2 * MARGIN)
    every, mark = x[: len(others)], x[-3]
    ends, box_ends = (every.min(), every.max()), sorted(x[-2:])
    centre = HEIGHT / 2
    shapes = [
        box("spine-all", ends[0], centre - 2, ends[1] - ends[0], 4),
        box("spine-half", box_ends[0], centre - 5, box_ends[1] - box_ends[0], 10),
        upright("spine-england", WIDTH / 2, 1, HEIGHT - 1),
        dot("spine-area", float(mark), centre, 4),
    ]
    spread = (format_number(value, decimals) for value in (min(others), middle, max(others)))
    alt = "{}; lowest {}, middle {}, highest {}".format(capitalised(place), *spread)
    return inline_svg(shapes, (WIDTH, HEIGHT), "spine", alt, place)
