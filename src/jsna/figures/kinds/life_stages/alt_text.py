"""The alt text of life stages."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.life_stages.headline import percents
from jsna.figures.kinds.life_stages.options import LifeStagesOptions
from jsna.narrative.english import listed
from jsna.narrative.numbers import format_change


def life_stages_alt(data: pd.DataFrame, about: About, options: LifeStagesOptions) -> str:
    """Return the projected change of each stage in per cent."""
    start = f"Dot chart: residents of {about.place} by life stage, {options.first} and projected"
    start += f" {options.last}"
    changes = zip(data["stage"], percents(data), strict=True)
    each = [f"{stage} {format_change(percent, 1)}%" for stage, percent in changes]
    return alt_sentence(start, [f": {listed(each)}"])
