"""The table behind a population pyramid: one row an age band, from the youngest."""

from typing import Any

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.population_pyramid.options import PyramidOptions
from jsna.figures.spec import Spec
from jsna.tables.figure_table import values


def pyramid_cells(spec: Spec[PyramidOptions]) -> Cells:
    """Return the people of each band, one column a series and sex."""
    options = spec.options
    decimals = 1 if options.unit == "%" else 0
    ages = spec.data["age"].drop_duplicates()
    columns: dict[str, Any] = {"Age": ages.tolist()}
    for series in filter(None, (options.bars, options.outline)):
        for sex, word in (("Male", "males"), ("Female", "females")):
            rows = spec.data[(spec.data["series"] == series) & (spec.data["sex"] == sex)]
            matched = rows.set_index("age").reindex(ages)
            columns[f"{series}, {word}"] = values(matched, decimals)
    return pd.DataFrame(columns), {name: options.unit for name in columns if name != "Age"}
