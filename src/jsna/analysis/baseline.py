"""Baselines: the figure of a measure when its strategy began, and what became of it since.

A change is tested between two figures of the newest files, of which one is of the baseline's
period: never the newest against the frozen one, which came from other files. See
docs/methods.md#baselines.
"""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from jsna.analysis.change import (
    DECREASED,
    INCREASED,
    NO_BASELINE,
    NOT_SIGNIFICANT,
    NOT_TESTED,
    change_since,
)
from jsna.analysis.rates import Test, first_of
from jsna.facts.periods import period_end

PLACE: Final = "place"
FIGURE: Final = ("value", "lower_95", "upper_95")
BETTER, WORSE = "for the better", "for the worse"
ROSE, FELL = "rose", "fell"
WITHOUT: Final = "no baseline"
STATES: Final = (BETTER, WORSE, ROSE, FELL, NOT_SIGNIFICANT, NOT_TESTED, WITHOUT)
"""What became of a measure, in the order in which pages count them."""

NO_FIGURE_THEN: Final = "the files held no figure of a period that had ended by then"
NO_NEWER: Final = "there is no newer figure yet"
GONE: Final = "the files at hand no longer hold the baseline's period"
OTHER_EDITION: Final = "the newest figure is of another edition than the baseline's period"
SHARED: Final = "the newest figure shares time with the baseline's"
NOTHING_NOW: Final = "the files at hand hold no figure of it"


def figures_at(series: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the last figure of each series of a period that had ended before a day.

    Args:
        series: Headline facts of one area, in order of time within each series, with place.
        day: The strategy's first, or that of the data.

    Returns:
        The facts chosen, on their place; a series without such a figure has none.
    """
    known = series[series["value"].notna()]
    before = known[period_end(known["period"]) < pd.Timestamp(day)]
    return before.drop_duplicates(PLACE, keep="last").set_index(PLACE)


def progress(
    series: pd.DataFrame, base: pd.DataFrame, breaks: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return what became of each measure since its baseline.

    Args:
        series: As for `figures_at`, from the newest files.
        base: On the place: period ("" for none) and polarity of each measure asked for.
        breaks: As `change.change_since`.

    Returns:
        On the index of `base`: now_then (the value of the baseline's period as now published, of
        the newest figure's edition) and newest, each with its limits (`figure_columns`),
        newest_label, newest_period, newest_edition (of both), difference, lower_95 and upper_95
        (of the tested difference),
        state (of STATES) and reason ("" unless it was not tested, or there is no baseline).
    """
    known = series[series["value"].notna()].reset_index(drop=True)
    newest = known.drop_duplicates(PLACE, keep="last")
    periods = known[PLACE].map(base["period"]).astype("object").fillna("").astype("str")
    tested = change_since(known, periods, breaks).loc[newest.index].set_index(newest[PLACE])
    newest = newest.set_index(PLACE)
    now = newest[[*FIGURE, "period", "period_label", "edition"]].set_axis(
        [*figure_columns("newest"), "newest_period", "newest_label", "newest_edition"], axis=1
    )
    found = pd.DataFrame(index=base.index).join(now)
    found = found.join(_of_period(known, base, newest["edition"].reindex(base.index)))
    numbers = ["difference", "lower_95", "upper_95"]
    found = found.join(tested[[*numbers, "change", "reason"]])
    found["reason"] = _reason(found, base, known)
    found["state"] = _state(found, base)
    words = ["newest_period", "newest_label", "newest_edition"]
    found[words] = found[words].astype("object").fillna("").astype("str")
    return found.drop(columns="change")


def figure_columns(name: str) -> list[str]:
    """Return the columns of a figure of this name: its value, lower and upper limit."""
    return [name, f"{name}_lower_95", f"{name}_upper_95"]


def _of_period(known: pd.DataFrame, base: pd.DataFrame, editions: pd.Series) -> pd.DataFrame:
    """The figures of the baselines' periods, of the newest figures' editions."""
    names = [PLACE, "period", "edition"]
    figures = known.drop_duplicates(names).set_index(names)[list(FIGURE)]
    asked = pd.MultiIndex.from_arrays([base.index, base["period"], editions])
    found = figures.reindex(asked).astype("float64")
    return found.set_axis(base.index).set_axis(figure_columns("now_then"), axis=1)


def _reason(found: pd.DataFrame, base: pd.DataFrame, known: pd.DataFrame) -> pd.Series:
    told = found["reason"].astype("object").fillna("").astype("str")
    periods = pd.MultiIndex.from_frame(known[[PLACE, "period"]])
    held = pd.MultiIndex.from_arrays([base.index, base["period"]]).isin(periods)
    tests = [
        (base["period"] == "", NO_FIGURE_THEN),
        (found["newest"].isna(), NOTHING_NOW),
        (found["newest_period"] == base["period"], NO_NEWER),
        (found["now_then"].isna() & ~held, GONE),
        (found["now_then"].isna(), OTHER_EDITION),
        (told == NO_BASELINE, SHARED),
    ]
    for applies, why in reversed(tests):
        told = told.mask(applies, why)
    return told


def _state(found: pd.DataFrame, base: pd.DataFrame) -> np.ndarray:
    rose, fell = found["change"] == INCREASED, found["change"] == DECREASED
    high, low = base["polarity"] == "high-is-good", base["polarity"] == "low-is-good"
    tests: list[Test] = [
        (base["period"] == "", WITHOUT),
        (found["reason"] != "", NOT_TESTED),
        ((rose & high) | (fell & low), BETTER),
        ((rose & low) | (fell & high), WORSE),
        (rose, ROSE),
        (fell, FELL),
    ]
    return first_of(tests, NOT_SIGNIFICANT)
