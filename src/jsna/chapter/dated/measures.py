"""When figures of a council's own measures are due, reviewed, and to have reached their target."""

from typing import Final

import pandas as pd

from jsna.analysis.measure_dates import measure_dates
from jsna.analysis.measure_judgement import judge_measure
from jsna.chapter.dated_things import Scope
from jsna.fetching.own_measures import kept_measures, protected_measures
from jsna.settings.own_measures_file import FILE, measure_lines
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy

NO_LINE: Final = 0


def dated(scope: Scope) -> pd.DataFrame:
    """Return the dates of each strategy's own measures: next figure, review, target.

    Figures are those that lie in data/local, else those that were fetched; without any, a measure
    has its review and its target alone.
    """
    frames = [_of(one, scope) for one in scope.strategies if one.own_measures.measures]
    return pd.concat(frames) if frames else measure_dates([], FILE, {})


def _of(strategy: Strategy, scope: Scope) -> pd.DataFrame:
    project = Project(scope.paths, scope.settings).of(strategy.area, strategy.slug)
    rows = _figures(project)
    measures = strategy.own_measures.by_id
    judged = [
        judge_measure(one, rows[rows["indicator_id"] == id], scope.on, strategy.end)
        for id, one in measures.items()
    ]
    lines = measure_lines(scope.paths, strategy) if scope.lines else {}
    told = measure_dates(judged, scope.strategy_file(strategy, FILE).name, lines)
    return told.assign(line=told["line"].astype("Int64").replace(NO_LINE, pd.NA))


def _figures(project: Project) -> pd.DataFrame:
    found = protected_measures(project)
    return found.rows if found.files else kept_measures(project)
