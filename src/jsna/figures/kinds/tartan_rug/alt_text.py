"""The alt text of a tartan rug."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.tartan_rug.headline import tartan_rug_headline
from jsna.figures.kinds.tartan_rug.options import TartanRugOptions
from jsna.narrative.english import counted, listed


def tartan_rug_alt(data: pd.DataFrame, about: About, options: TartanRugOptions) -> str:
    """Return the size of the table, the places that are worse most often, and the counts."""
    places, measures = data["area_code"].nunique(), data["measure"].nunique()
    start = f"Table of letters: {places} {options.rows} of {about.place} by"
    start += f" {counted(measures, 'measure')}"
    found = tartan_rug_headline(data, options.comparator, options.rows)
    counts = data["value"].value_counts()
    cells = [f"{counts.get(n, 0)} {word}" for n, word in enumerate(options.classes, start=1)]
    return alt_sentence(start, [f"; {found}", f"; {listed(cells)}"])
