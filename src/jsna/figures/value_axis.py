"""The value axis at the left of a figure: its unit above, a rule and a number at each tick."""

from collections.abc import Sequence

from jsna.figures import palette
from jsna.figures.ink import Sheet
from jsna.figures.layout import MIDDLE, Layout, Scale, tick_decimals
from jsna.figures.words import axis_title
from jsna.narrative.numbers import format_number


def tick_words(ticks: Sequence[float]) -> list[str]:
    """Return the ticks as printed, with the fewest decimals that tell them apart."""
    return [format_number(tick, tick_decimals(ticks)) for tick in ticks]


def value_axis(
    sheet: Sheet,
    unit: str,
    ticks: Sequence[float],
    y: Scale,
    sides: tuple[float, float],
    layout: Layout,
) -> None:
    """Draw the axis between the left and the right side."""
    size, (left, right) = layout.small, sides
    sheet.text(1, size, axis_title(unit), size, palette.QUIET)
    for tick, words in zip(ticks, tick_words(ticks), strict=True):
        colour = palette.OTHER_EDGE if tick == ticks[0] else palette.GRID
        height = y(tick)
        sheet.line([left, right], [height] * 2, colour, 0.8)
        sheet.text(left - 8, height + size * MIDDLE, words, size, palette.QUIET, "right")
