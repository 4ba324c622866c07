"""Letters as outlines: how wide a text is, where its letters stand, what shape they have.

The fonts are the files that matplotlib carries, so that a text looks alike on every machine.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

FONT_SCALE: Final = 100.0
"""The size at which matplotlib lays letters out; a text is this, scaled."""


@dataclass(frozen=True)
class Letter:
    """One letter of a text: the id of its shape, and how far right it stands at FONT_SCALE."""

    id: str
    across: float


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide `text` is drawn, in design pixels."""
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(text, _font(bold, size), ismath=False)
    return float(width)


def wrap(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Return `text` in lines no wider than `room`; a single longer word stays whole."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@cache
def letters(text: str, bold: bool = False) -> tuple[Letter, ...]:
    """Return the letters of a text that leave ink, in their order."""
    from matplotlib.font_manager import get_font
    from matplotlib.textpath import text_to_path

    font = get_font(_font(bold, FONT_SCALE).get_file())
    font.set_size(FONT_SCALE, text_to_path.DPI)
    placed, new, _ = text_to_path.get_glyphs_with_font(font, text)
    for name, outline in new.items():
        _OUTLINES.setdefault(_id(name), outline)
    found = (Letter(_id(name), float(across)) for name, across, _, _ in placed)
    return tuple(letter for letter in found if len(outline_of(letter.id)[1]))


def outline_of(id: str) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the corners of a letter that `letters` gave, and matplotlib's codes of the steps.

    At FONT_SCALE, y upwards.
    """
    return _OUTLINES[id]


def text_outline(text: str, bold: bool = False) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return corners and codes of a whole text at FONT_SCALE, from its start on the baseline."""
    parts = [(outline_of(letter.id), letter.across) for letter in letters(text, bold)]
    if not parts:
        return np.empty((0, 2)), np.empty(0, dtype=np.uint8)
    corners = [vertices + np.array([across, 0]) for (vertices, _), across in parts]
    return np.concatenate(corners), np.concatenate([codes for (_, codes), _ in parts])


_OUTLINES: Final[dict[str, tuple[NDArray[Any], NDArray[Any]]]] = {}
"""What `letters` has met; a letter's shape never changes."""


def _id(name: str) -> str:
    family, _, code = name.rpartition("-")
    return f"{'b' if family.endswith('-Bold') else 'g'}{code}"


@cache
def _font(bold: bool, size: float) -> Any:
    # by file: a system's own DejaVu Sans may be another version
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    return FontProperties(fname=folder / name, size=size)
