"""What a strategy wants to have happened by which month."""

from typing import Final

import pandas as pd

from jsna.analysis.written_time import last_day
from jsna.chapter.dated_things import Scope, rows_of

KIND: Final = "milestone"


def dated(scope: Scope) -> pd.DataFrame:
    """Return each milestone by the last day of its month.

    Nothing in a strategy's file says that one was passed, so that it stays until it is taken out.
    """
    rows = []
    for strategy in scope.strategies:
        file = scope.strategy_file(strategy)
        rows += [
            {
                "what": one.id, "kind": KIND, "title": one.title, "due": last_day(one.due),
                "source_file": file.name, "line": file.line(("milestones", number)),
            }
            for number, one in enumerate(strategy.milestones)
        ]  # fmt: skip
    return rows_of(rows)
