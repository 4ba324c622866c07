"""The alt text of a map of places: how many there are, where most lie, how well that is known."""

import pandas as pd

from jsna.figures.about import About
from jsna.figures.alt_text import alt_sentence
from jsna.figures.kinds.place_map.options import AT_ITS_POINT, IN_ITS_WARD, PlaceMapOptions
from jsna.narrative.english import counted


def place_map_alt(data: pd.DataFrame, about: About, options: PlaceMapOptions) -> str:
    """Return how many places are drawn in how many wards, and which ward has most."""
    wards = data["ward"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    start = f"Map of {about.place}: {about.measure}, {counted(len(data), 'place')}"
    start += f" in {counted(len(wards), 'ward')}"
    most = int(wards.iloc[0])
    first = f", most in {wards.index[0]} ({most})" if most > 1 and len(wards) > 1 else ""
    exact, loose = (int((data["value"] == one).sum()) for one in (AT_ITS_POINT, IN_ITS_WARD))
    how = f"; {exact} drawn at a point and {loose} somewhere in a ward"
    return alt_sentence(start, [first, how])
