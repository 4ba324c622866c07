"""Where a year may end: its figures so far and, for the periods to come, the centre of the chart.

Shown only where the series carries it: its limits stand and are not too narrow, its newest figures
vary by common cause alone and are not old, at least a quarter of the year is known and none of it
hidden, and some is to come. See docs/methods.md#own-measures.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from jsna.analysis.control_chart import freedom
from jsna.analysis.measure_judgement import COMMON, JudgedMeasure
from jsna.settings.measure_period import FINANCIAL, MONTHS, month_number

Z: Final = 1.959964
ABOVE: Final = 0.975
YEAR: Final = 12
QUARTER_OF_A_YEAR: Final = 0.25


@dataclass(frozen=True)
class YearProjection:
    """How a financial year may end.

    Attributes:
        year: "2025/26".
        value: The sum of a count; of a share, rate or mean the year's own.
        lower: 95% of years that go on so end above it.
        upper: And below this: both hold what is not known of the centre as well.
        known: Periods of the year that have a figure.
        of: Periods that it has.
    """

    year: str
    value: float
    lower: float
    upper: float
    known: int
    of: int


def project_year(judged: JudgedMeasure) -> YearProjection | None:
    """Return where the financial year of the newest figure may end; None where it can't be told.

    The periods to come are taken to vary about the centre as those before did. Of n values that
    set the centre and k to come the sum varies by k sigma² for themselves, and by k² sigma²/n for
    the centre. Of an XmR chart sigma is itself an estimate, from n - 1 ranges.

    Source: the prediction interval of a sum, Hahn and Meeker 1991, Statistical Intervals, 4.8.
    """
    newest, measure = judged.newest, judged.measure
    if newest is None or judged.variation != COMMON or measure.frequency == "year":
        return None
    if judged.last_signal is not None or judged.old or not np.isnan(judged.apart):
        return None
    month = month_number(newest["period"])
    start = month - (month - FINANCIAL + 1) % YEAR
    of = YEAR // MONTHS[measure.frequency]
    places = judged.chart["period"].map(month_number)
    own = judged.chart[(places >= start) & (places < start + YEAR)]
    known = own["value"].notna()
    if known.sum() < QUARTER_OF_A_YEAR * of or (own["phase"] != newest["phase"]).any():
        return None
    if month + MONTHS[measure.frequency] >= start + YEAR or (own["status"] == "suppressed").any():
        return None
    to_come = of - int(known.sum())
    base = judged.base
    spread = newest["sigma"] * np.sqrt(to_come + to_come**2 / base)
    so_far = float(own.loc[known, "value"].sum())
    share = 1.0 if measure.kind == "count" else 1.0 / of
    sigmas = Z if judged.kind != "xmr" else float(special.stdtrit(freedom(base), ABOVE))
    value, room = (so_far + to_come * newest["centre"]) * share, sigmas * spread * share
    first = start // YEAR
    year = f"{first}/{(first + 1) % 100:02d}"
    highest = 100.0 if measure.kind == "share" else np.inf
    lower, upper = max(value - room, so_far * share), min(value + room, highest)
    return YearProjection(year, value, lower, upper, int(known.sum()), of)
