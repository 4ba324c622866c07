"""By when figures of own measures should be there, and when measures and targets are looked at."""

import pandas as pd

from jsna.analysis.measure_dates import measure_dates
from jsna.analysis.measure_judgement import JudgedMeasure, judge_measure
from jsna.chapter.dated_things import Scope, SourceFile, rows_of
from jsna.fetching.own_measures import kept_measures
from jsna.settings.own_measures_file import FILE
from jsna.settings.strategy import Strategy


def dated(scope: Scope) -> pd.DataFrame:
    """Return each measure's next figure, its review, and the last day of its target.

    A figure is due after the newest period that the area's lock holds; without any none is.
    """
    frames = [_of_strategy(scope, one) for one in scope.strategies if one.own_measures.measures]
    return pd.concat(frames) if frames else rows_of([])


def _of_strategy(scope: Scope, strategy: Strategy) -> pd.DataFrame:
    file = scope.strategy_file(strategy, FILE)
    rows = kept_measures(scope.paths, strategy.area)
    judged = [
        judge_measure(one, rows[rows["indicator_id"] == id], scope.on, strategy.end)
        for id, one in strategy.own_measures.by_id.items()
    ]
    return measure_dates(judged, file.name, _lines(file, judged))


def _lines(file: SourceFile, judged: list[JudgedMeasure]) -> dict[str, int]:
    lines = {one.measure.id: file.line(("measures", n)) for n, one in enumerate(judged)}
    return {id: line for id, line in lines.items() if line is not None}
