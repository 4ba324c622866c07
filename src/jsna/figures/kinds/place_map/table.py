"""The table behind a map of places: each with its number, what it is and where it lies."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.place_map.options import PlaceMapOptions
from jsna.figures.spec import Spec

NOT_GIVEN = "not given"


def place_map_cells(spec: Spec[PlaceMapOptions]) -> Cells:
    """Return one row per place, in the order of their numbers."""
    data, options = spec.data, spec.options
    columns = {"Place": data["number"].astype("str") + ". " + data["name"]}
    if options.what:
        columns[options.what] = data["what"].replace("", NOT_GIVEN)
    columns |= {"Ward": data["ward"], "On the map": placed_words(data, options)}
    return pd.DataFrame({name: list(cells) for name, cells in columns.items()}), {}


def placed_words(data: pd.DataFrame, options: PlaceMapOptions) -> pd.Series:
    """Return how well it is known where each place lies, in words."""
    return data["value"].map(dict(enumerate(options.classes, start=1))).astype("object")
