"""By when a strategy's actions are to be done."""

from typing import Final

import pandas as pd

from jsna.analysis.written_time import last_day, says_done
from jsna.chapter.dated_things import Scope, rows_of
from jsna.narrative.body_words import short_names, who

KIND: Final = "action"


def dated(scope: Scope) -> pd.DataFrame:
    """Return each action of each priority; one whose time is no day has none."""
    rows = []
    for strategy in scope.strategies:
        file, names = scope.strategy_file(strategy), short_names(strategy)
        for place, priority in enumerate(strategy.priorities):
            rows += [
                {
                    "what": f"{priority.id}/{action.id}", "kind": KIND, "title": action.title,
                    "owner": who(action.lead, names, ""), "due": last_day(action.timescale),
                    "source_file": file.name,
                    "line": file.line(("priorities", place, "actions", number)),
                    "done": says_done(action.timescale), "written": action.timescale,
                }
                for number, action in enumerate(priority.actions)
            ]  # fmt: skip
    return rows_of(rows)
