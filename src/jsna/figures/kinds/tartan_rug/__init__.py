"""Tartan rug: one row a place, one column a measure, in each cell the letter of its outcome.

Columns are numbered, and named below, so that it is as legible on a phone as on paper.
"""

from typing import Final

import pandas as pd

from jsna.analysis.outcome import Outcome
from jsna.figures.about import About
from jsna.figures.checks import require_columns
from jsna.figures.kind import FigureKind
from jsna.figures.kinds.tartan_rug.alt_text import tartan_rug_alt
from jsna.figures.kinds.tartan_rug.headline import tartan_rug_headline
from jsna.figures.kinds.tartan_rug.ink import draw
from jsna.figures.kinds.tartan_rug.options import TartanRugOptions
from jsna.figures.kinds.tartan_rug.table import tartan_rug_cells
from jsna.figures.spec import Spec
from jsna.narrative.ward_words import ward_letter
from jsna.tables.html_table import MISSING_WORDS

MOST_COLUMNS: Final = 12
MOST_ROWS: Final = 60
"""More cells than these are no picture: the table and the CSV have them all."""
LOOKS: Final = {
    Outcome.WORSE: "worse", Outcome.BETTER: "better", Outcome.HIGHER: "aside",
    Outcome.LOWER: "aside", Outcome.SIMILAR: "similar",
}  # fmt: skip
KIND: Final = FigureKind(
    id="tartan-rug",
    words="tartan rug",
    page="tartan-rug.md",
    columns=("area_code", "area_name", "measure", "figure", "outcome", "status"),
    options=TartanRugOptions,
    alt=tartan_rug_alt,
    table=tartan_rug_cells,
    headline=tartan_rug_headline,
    draw=draw,
)


def tartan_rug_spec(
    frame: pd.DataFrame,
    about: About,
    *,
    comparator: str,
    rows: str,
    measures: tuple[str, ...],
    unflagged: str = "",
) -> Spec[TartanRugOptions]:
    """Return the spec of a tartan rug.

    Args:
        frame: One row per place and measure, with at least `KIND.columns`: figure is the number
            as published, outcome an `Outcome` in words ("" without a figure).
        about: The figure's words and source.
        comparator: What every cell is held against: "England".
        rows: What the places are, in the plural: "wards".
        measures: The columns, in their order.
        unflagged: What `Outcome.SIMILAR` is called where false discovery was held over many
            places: "not flagged among 25 wards"; such a place is never called similar.

    Raises:
        ValueError: a column is missing, a place has a measure twice, there are more than 12
            measures or 60 places, or no cell has an outcome.
    """
    require_columns(frame, KIND.columns)
    used = [outcome for outcome in Outcome if frame["outcome"].eq(outcome).any()]
    number = {str(outcome): place for place, outcome in enumerate(used, start=1)}
    data = _ordered(frame[list(KIND.columns)], measures)
    words = {str(o): unflagged if unflagged and o is Outcome.SIMILAR else str(o) for o in used}
    data = data.assign(
        value=data["outcome"].map(number).astype("float64"),
        outcome=data["outcome"].replace(words),
    )
    _check(data, about, measures)
    # a place that a measure has no row for has no figure
    missing = data["value"].isna() & ~data["status"].isin(list(MISSING_WORDS))
    data = data.assign(status=data["status"].mask(missing, "not-available"))
    options = TartanRugOptions(
        tuple(words.values()),
        tuple(ward_letter(outcome) if unflagged else outcome.letter for outcome in used),
        tuple(LOOKS.get(outcome, "open") for outcome in used),
        comparator,
        rows,
    )
    notes = [
        f"Each letter is the outcome against {comparator}; a dot means that there is no figure."
    ]
    return KIND.spec(about, data, options, units={}, notes=notes)


def _ordered(frame: pd.DataFrame, measures: tuple[str, ...]) -> pd.DataFrame:
    """A row for each place and measure, by the place's name and the order of the measures."""
    places = frame[["area_code", "area_name"]].drop_duplicates("area_code")
    whole = places.merge(pd.DataFrame({"measure": measures}), how="cross")
    cells = frame.drop(columns="area_name")
    data = whole.merge(cells, on=["area_code", "measure"], how="left")
    order = {name: place for place, name in enumerate(measures)}
    data = data.assign(_place=data["measure"].map(order))
    data = data.sort_values(["area_name", "area_code", "_place"], ignore_index=True)
    return data.drop(columns="_place").fillna({"outcome": "", "status": "not-available"})


def _check(data: pd.DataFrame, about: About, measures: tuple[str, ...]) -> None:
    if data.duplicated(["area_code", "measure"]).any():
        raise ValueError(f"{about.id}: a place has a measure twice")
    if len(measures) > MOST_COLUMNS or data["area_code"].nunique() > MOST_ROWS:
        raise ValueError(f"{about.id}: more than {MOST_COLUMNS} measures or {MOST_ROWS} places")
    if data["value"].isna().all():
        raise ValueError(f"{about.id}: there is no outcome to draw")
