"""Where things go on a figure: three widths, and the arithmetic of labels and ticks.

Lengths are design pixels (1/72 inch). Nothing here draws.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Layout:
    """One of the widths that each figure is drawn at; `text` and `small` are font sizes."""

    name: str
    width: int
    text: float
    small: float

    @property
    def is_narrow(self) -> bool:
        """Whether it is made for a phone."""
        return self.width < 500


WIDE: Final = Layout("wide", 720, 15, 14)
NARROW: Final = Layout("narrow", 360, 14, 13)
PRINT: Final = Layout("print", 560, 15, 14)
"""As wide as the text of an A4 page, so that 15 becomes 12 point in Word."""

LINE: Final = 1.25
"""Height of a line of text, as a multiple of its font size."""
MIDDLE: Final = 0.36
"""How far the baseline lies under the middle of a line of text, in the same measure."""


@dataclass(frozen=True)
class Scale:
    """A straight map from values to pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return where `value` lies; in the middle where the scale has one value only."""
        share = (value - self.low) / (self.high - self.low) if self.high != self.low else 0.5
        return self.start + share * (self.end - self.start)


def baselines(middle: float, lines: int, size: float) -> list[float]:
    """Return the baseline of each line of a text whose middle lies at a height."""
    return [middle + (i - (lines - 1) / 2) * size * LINE + size * MIDDLE for i in range(lines)]


def padded(low: float, high: float, room: float, unit: str = "") -> tuple[float, float]:
    """Return the ends of an axis with room around its values, never past zero or past 100%."""
    bottom = max(low - room, 0.0) if low >= 0 else low - room
    return bottom, min(high + room, 100.0) if unit == "%" and high <= 100 else high + room


def nice_ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return round, evenly spaced ticks that cover `low` to `high`; at least two."""
    if high <= low:
        high = low + (abs(low) * 0.1 or 1)
    rough = (high - low) / about
    size = 10 ** math.floor(math.log10(rough))
    step = next(s for s in (size, 2 * size, 2.5 * size, 5 * size, 10 * size) if s >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(i * step, 10) for i in range(first, last + 1)]


def tick_decimals(ticks: Sequence[float]) -> int:
    """Return the fewest decimals that print every tick exactly."""
    return next(d for d in range(11) if all(round(t, d) == round(t, 10) for t in ticks))


def spread(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Return a top edge for each label, as near as may be to `wanted`, none overlapping.

    Labels keep the order of `wanted`. They overlap only where all of them together are
    taller than the room between `top` and `bottom`.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed = list(wanted)
    floor = top
    for i in order:
        placed[i] = max(placed[i], floor)
        floor = placed[i] + heights[i]
    ceiling = bottom
    for i in reversed(order):
        placed[i] = min(placed[i], ceiling - heights[i])
        ceiling = placed[i]
    return placed


def thin(centres: Sequence[float], widths: Sequence[float], gap: float = 12) -> list[int]:
    """Return which labels of an axis to print so that none touch: always the last one."""
    kept: list[int] = []
    edge = math.inf
    for i in reversed(range(len(centres))):
        if centres[i] + widths[i] / 2 + gap <= edge:
            kept.append(i)
            edge = centres[i] - widths[i] / 2
    return kept[::-1]
