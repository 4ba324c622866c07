"""The axes of a figure: the frame between them, values at the left, a scale along the foot."""

from collections.abc import Sequence
from dataclasses import dataclass

from jsna.figures import palette
from jsna.figures.ink import Sheet, text_width
from jsna.figures.layout import MIDDLE, Layout, Scale, thin, tick_decimals
from jsna.figures.words import axis_title
from jsna.narrative.numbers import format_number


@dataclass(frozen=True)
class PlotFrame:
    """The room that values are drawn in, with both scales and the ticks of the value axis."""

    layout: Layout
    left: float
    right: float
    top: float
    bottom: float
    x: Scale
    y: Scale
    ticks: list[float]


def tick_words(ticks: Sequence[float]) -> list[str]:
    """Return the ticks as printed, with the fewest decimals that tell them apart."""
    return [format_number(tick, tick_decimals(ticks)) for tick in ticks]


def tick_room(ticks: Sequence[float], layout: Layout) -> float:
    """Return how much room the words of a value axis take."""
    return max(text_width(words, layout.small) for words in tick_words(ticks)) + 9


def value_axis(sheet: Sheet, unit: str, frame: PlotFrame, *, has_floor: bool = True) -> None:
    """Draw the unit above, and a rule and a number at each tick; the lowest is darker: the floor.

    `has_floor` is False where the axis begins below its lowest tick.
    """
    size = frame.layout.small
    sheet.text(1, size, axis_title(unit), size, palette.QUIET)
    for tick, words in zip(frame.ticks, tick_words(frame.ticks), strict=True):
        is_floor = has_floor and tick == frame.ticks[0]
        height = frame.y(tick)
        colour = palette.OTHER_EDGE if is_floor else palette.GRID
        sheet.line([frame.left, frame.right], [height] * 2, colour, 0.8)
        sheet.text(frame.left - 8, height + size * MIDDLE, words, size, palette.QUIET, "right")


def foot_axis(
    sheet: Sheet, frame: PlotFrame, places: Sequence[float], labels: Sequence[str], drop: float
) -> None:
    """Draw a tick at each place along the foot, and as many labels as do not touch.

    Args:
        sheet: To draw on.
        frame: Whose foot it is.
        places: Where the ticks stand, in design pixels.
        labels: One for each place.
        drop: How far the labels' baseline lies below the foot.
    """
    size = frame.layout.small
    widths = [text_width(label, size) for label in labels]
    # a label at the edge of the sheet moves inwards, towards the one before it
    centres = [
        min(max(place, width / 2), frame.layout.width - width / 2)
        for place, width in zip(places, widths, strict=True)
    ]
    for place in places:
        sheet.line([place] * 2, [frame.bottom, frame.bottom + 4], palette.OTHER_EDGE, 0.8)
    for i in thin(centres, widths, gap=14):
        sheet.text(centres[i], frame.bottom + drop, labels[i], size, palette.QUIET, "center")
