"""By when the rows of a strategy's registers are to be done."""

import pandas as pd

from jsna.chapter.dated_things import Scope, rows_of
from jsna.errors import UserFileError
from jsna.settings.project import Project
from jsna.strategy_registers.registers import dated_things


def dated(scope: Scope) -> pd.DataFrame:
    """Return each row with a date of each strategy's own files of registers.

    Actions and milestones that stand in `strategy.yml` are listed from there.
    """
    frames = [_of_strategy(scope, Project(scope.paths, scope.settings, None, strategy))
              for strategy in scope.strategies if strategy.has_registers]  # fmt: skip
    frames = [frame for frame in frames if len(frame)]
    return pd.concat(frames) if frames else rows_of([])


def _of_strategy(scope: Scope, project: Project) -> pd.DataFrame:
    try:
        return dated_things(project)
    except UserFileError as error:
        scope.problems.found.extend(error.problems)
        return rows_of([])
