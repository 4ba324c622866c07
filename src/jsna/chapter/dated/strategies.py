"""When a strategy begins, ends and is to be followed by another."""

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from jsna.chapter.dated_things import Scope, rows_of
from jsna.settings.strategy import Strategy

KIND: Final = "strategy"


def dated(scope: Scope) -> pd.DataFrame:
    """Return the first and the last day of each strategy with a term.

    A first day that has come is done. A last day that has passed is done once the strategy's file
    names what replaced it: until then there is none in force.
    """
    every = (row for one in scope.strategies if not one.lasting for row in _ends(one, scope))
    return rows_of(every)


def _ends(strategy: Strategy, scope: Scope) -> Iterator[dict[str, Any]]:
    file = scope.strategy_file(strategy)
    shared = {"kind": KIND, "source_file": file.name}
    begun = strategy.start <= scope.on
    yield shared | {
        "what": "start", "title": f"{strategy.short_title} comes into force",
        "due": strategy.start, "line": file.line(("start",)), "done": begun,
    }  # fmt: skip
    replaced = f"; replaced by {strategy.replaced_by}" if strategy.replaced_by else ""
    expired = "" if replaced or strategy.end >= scope.on else ", and nothing is named that follows"
    yield shared | {
        "what": "end", "title": f"{strategy.short_title} ends{expired}{replaced}",
        "due": strategy.end, "line": file.line(("end",)), "done": bool(replaced),
    }  # fmt: skip
