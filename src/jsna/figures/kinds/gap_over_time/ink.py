"""How a gap over time is drawn: as a trend line beside a level one at nought."""

from dataclasses import replace

import pandas as pd

from jsna.figures.ink import Sheet
from jsna.figures.kinds.gap_over_time.options import GapOverTimeOptions
from jsna.figures.kinds.trend_line.ink import draw as draw_trend
from jsna.figures.kinds.trend_line.options import TrendOptions
from jsna.figures.layout import Layout
from jsna.figures.spec import Spec

GAP, NOUGHT = "gap", "nought"


def draw(spec: Spec[GapOverTimeOptions], layout: Layout) -> Sheet:
    """Return the drawn figure."""
    options = spec.options
    gap = spec.data.assign(area_code=GAP, area_name=f"{options.area}, gap")
    level = gap.assign(
        area_code=NOUGHT, area_name=options.comparator, value=0.0, lower_95=float("nan"),
        upper_95=float("nan"),
    )  # fmt: skip
    trend = TrendOptions(
        area=GAP, comparators=(NOUGHT,), breaks=options.breaks, unit=_points(options.unit),
        decimals=options.decimals,
    )  # fmt: skip
    drawn = pd.concat([gap, level], ignore_index=True)
    return draw_trend(replace(spec, data=drawn, options=trend), layout)  # type: ignore[arg-type]


def _points(unit: str) -> str:
    """A difference of percentages is in percentage points, which may lie below nought."""
    return "percentage points" if unit == "%" else unit
