"""By when a strategy's registers say that things are to be done: actions, milestones, risks, ..."""

import pandas as pd

from jsna.chapter.dated_things import Scope, rows_of
from jsna.errors import UserFileError
from jsna.settings.project import Project
from jsna.settings.strategy import Strategy
from jsna.strategy_registers.registers import dated_things


def dated(scope: Scope) -> pd.DataFrame:
    """Return each row of each register that says by when, or should; without a time it has no day.

    Actions and milestones come from the strategy's own file where they have no CSV. Registers that
    can't be read are told (`Scope.problems`).
    """
    frames = [_of(strategy, scope) for strategy in scope.strategies]
    frames = [frame for frame in frames if len(frame)]
    return pd.concat(frames) if frames else rows_of([])


def _of(strategy: Strategy, scope: Scope) -> pd.DataFrame:
    try:
        return dated_things(Project(scope.paths, scope.settings, scope.area, strategy))
    except UserFileError as error:
        scope.problems.found.extend(error.problems)
        return rows_of([])
