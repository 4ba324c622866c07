"""Everything of own measures that has a date: figures, reviews and targets."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from jsna.analysis.due import COLUMNS
from jsna.analysis.measure_judgement import JudgedMeasure
from jsna.settings.own_measures import OwnMeasure, interval_after

FIGURE, REVIEW, TARGET = "figure of a measure", "review of a measure", "target of a measure"


def measure_dates(
    judged: Iterable[JudgedMeasure], source_file: str, lines: Mapping[str, int]
) -> pd.DataFrame:
    """Return one row per date of each measure: `COLUMNS`, in the order of their days.

    Args:
        judged: The measures; the next figure is due after the newest period that they have.
        source_file: Where they are described, as it is printed.
        lines: Id of a measure -> its line there.

    A target is done where the figure of its last period is there.
    """
    rows = [
        {
            "what": one.measure.id,
            "kind": kind,
            "title": one.measure.title,
            "owner": one.measure.owner,
            "due": day,
            "source_file": source_file,
            "line": lines.get(one.measure.id),
            "done": done,
        }
        for one in judged
        for kind, day, done in _dates(one)
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["due", "what", "kind"]).reset_index(drop=True)


def _dates(judged: JudgedMeasure) -> list[tuple[str, date, bool]]:
    measure = judged.measure
    found: list[tuple[str, Any, bool]] = [
        (FIGURE, judged.due, False),
        (REVIEW, measure.review, False),
        (TARGET, _target_day(measure), _has_target_figure(judged)),
    ]
    return [(kind, day, done) for kind, day, done in found if day is not None]


def _target_day(measure: OwnMeasure) -> date | None:
    """Return the last day of the period by which the target is to be reached."""
    if not measure.target_by:
        return None
    after = interval_after(measure.interval(measure.target_by))
    return date(int(after[:4]), int(after[5:7]), 1) - timedelta(days=1)


def _has_target_figure(judged: JudgedMeasure) -> bool:
    if not judged.measure.target_by:
        return False
    known = judged.chart[judged.chart["value"].notna()]
    return judged.measure.interval(judged.measure.target_by) in set(known["period"])
