"""The cells of a return: plan and actual figures of own measures, as its receiver lays them out."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.measure_judgement import JudgedMeasure
from jsna.settings.measure_period import read_measure_period
from jsna.settings.own_measures import ReturnColumn, ReturnRow, ReturnTable

VALUE, NUMERATOR, DENOMINATOR = "value", "numerator", "denominator"
SHOWN, HIDDEN, NOTHING = "shown", "hidden", "nothing"
NO_PLAN, NOT_HELD, ELSEWHEN = "no plan", "not held", "elsewhen"
KEPT: Final = {VALUE: "value", NUMERATOR: "count", DENOMINATOR: "denominator"}
"""Part of a figure -> its column among the figures."""


def return_cells(table: ReturnTable, judged: Mapping[str, JudgedMeasure]) -> pd.DataFrame:
    """Return one row per measure, line of it and column of a return.

    Args:
        table: As the strategy lays it out.
        judged: Id of a measure -> its figures.

    Returns:
        measure, part (VALUE, NUMERATOR or DENOMINATOR), line (its heading), column (its heading),
        number (NaN without one) and state (SHOWN, HIDDEN, NOTHING, NO_PLAN, NOT_HELD for a part of
        a value that is there, or ELSEWHEN for a period that the measure does not have).
    """
    rows = [
        {"measure": row.measure, "part": part, "line": line, "column": column.title, **cell}
        for row in table.rows
        for part, line in _lines(row)
        for column in table.columns
        for cell in [_cell(row, part, column, judged[row.measure])]
    ]
    return pd.DataFrame(rows)


def _lines(row: ReturnRow) -> Iterator[tuple[str, str]]:
    yield VALUE, row.value
    for part, heading in ((NUMERATOR, row.numerator), (DENOMINATOR, row.denominator)):
        if heading:
            yield part, heading


def _cell(
    row: ReturnRow, part: str, column: ReturnColumn, judged: JudgedMeasure
) -> dict[str, object]:
    measure = judged.measure
    period = read_measure_period(column.period, measure.frequency)
    if period is None:
        return {"number": np.nan, "state": ELSEWHEN}
    if column.shows == "plan":
        number = _planned(row, part, period, judged)
        return {"number": number, "state": NO_PLAN if np.isnan(number) else SHOWN}
    found = judged.chart[judged.chart["period"] == period]
    if found.empty:
        return {"number": np.nan, "state": NOTHING}
    number = float(found[KEPT[part]].iloc[0])
    if not np.isnan(number):
        return {"number": number, "state": SHOWN}
    if found["status"].iloc[0] == "suppressed":
        return {"number": number, "state": HIDDEN}
    return {"number": number, "state": NOTHING if found["value"].isna().all() else NOT_HELD}


def _planned(row: ReturnRow, part: str, period: str, judged: JudgedMeasure) -> float:
    """Return what a plan has for a period: of its parts what the return itself states."""
    measure = judged.measure
    if part == VALUE:
        ends = measure.interval(measure.target_by) if measure.target_by else ""
        target = measure.target if ends == period and measure.target is not None else np.nan
        return measure.planned.get(period, float(target))
    plans = {measure.interval(plan.period): getattr(plan, part) for plan in row.plans}
    number = plans.get(period)
    return float("nan") if number is None else float(number)
