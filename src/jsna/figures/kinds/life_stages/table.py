"""The table behind life stages: both years and the change."""

import pandas as pd

from jsna.figures.kind import Cells
from jsna.figures.kinds.life_stages.headline import percents
from jsna.figures.kinds.life_stages.options import LifeStagesOptions
from jsna.figures.spec import Spec
from jsna.narrative.numbers import format_change, format_number


def life_stages_cells(spec: Spec[LifeStagesOptions]) -> Cells:
    """Return the people of each stage in both years, and the change in people and per cent."""
    data, options = spec.data, spec.options
    change = data["value"] - data["start"]
    columns = {
        "Life stage": data["stage"],
        options.first: data["start"].map(lambda v: format_number(v, options.decimals)),
        options.last: data["value"].map(lambda v: format_number(v, options.decimals)),
        "Change": change.map(lambda v: format_change(v, options.decimals)),
        "Change in per cent": percents(data).map(lambda v: format_change(v, 1)),
    }
    units = dict.fromkeys((options.first, options.last, "Change"), options.unit)
    return pd.DataFrame(columns), units | {"Change in per cent": ""}
