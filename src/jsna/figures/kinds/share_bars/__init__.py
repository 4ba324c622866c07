"""Share bars: each row's share with its 95% interval, beside the share that was to be expected.

One bar a row, from zero, its own expected share as a mark across it, the share weighted by need as
a dot where there is one, and what was found in words: the bars' colour says nothing.
"""

from typing import Final

import pandas as pd

from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.share_bars.alt_text import share_bars_alt
from jsna.figures.kinds.share_bars.ink import draw
from jsna.figures.kinds.share_bars.options import ShareBarsOptions
from jsna.figures.kinds.share_bars.table import share_bars_cells
from jsna.figures.spec import Spec
from jsna.narrative.equity_page_words import equity_headline

MOST_ROWS: Final = 30
READING: Final = (
    "The thin line across the end of each bar is its 95% interval; the black mark is the share of"
    " people."
)
BY_NEED: Final = "The dot is the share of people weighted by need."
KIND: Final = FigureKind(
    id="share-bars",
    words="shares",
    page="share-bars.md",
    columns=("name", "value", "lower_95", "upper_95", "expected", "by_need", "finding", "status"),
    options=ShareBarsOptions,
    alt=share_bars_alt,
    table=share_bars_cells,
    headline=equity_headline,
    draw=draw,
)


def share_bars_spec(frame: pd.DataFrame, about: About) -> Spec[ShareBarsOptions]:
    """Return the spec of share bars.

    Args:
        frame: One row per bar: `KIND.columns`, shares in percent; `expected` and `by_need` are
            NaN where there is none, `finding` a word or two. Drawn are those furthest below their
            expected share first.
        about: The figure's words and source.

    Raises:
        ValueError: a column is missing, a name stands twice, there are more than thirty rows or
            no value at all.
    """
    require_columns(frame, KIND.columns)
    if len(frame) > MOST_ROWS:
        raise ValueError(f"{about.id}: {len(frame)} rows, but share bars take {MOST_ROWS}")
    if frame["name"].duplicated().any():
        raise ValueError(f"{about.id}: a name stands twice")
    if frame["value"].isna().all():
        raise ValueError(f"{about.id}: there is no value to draw")
    data = _sorted(frame[list(KIND.columns)])
    units = dict.fromkeys(("value", "lower_95", "upper_95", "expected", "by_need"), about.unit)
    notes = [READING, *([BY_NEED] if data["by_need"].notna().any() else [])]
    options = ShareBarsOptions(about.unit, about.decimals)
    return KIND.spec(about, data, options, units=units, notes=notes)


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    order = frame.assign(_ratio=frame["value"] / frame["expected"]).sort_values(
        ["_ratio", "name"], na_position="last", kind="stable"
    )
    return order.drop(columns="_ratio").reset_index(drop=True)
