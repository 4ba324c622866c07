"""By when a strategy's baseline is to be taken."""

from typing import Final

import pandas as pd

from jsna.chapter.dated_things import Scope, rows_of
from jsna.facts.baseline_file import FOLDER

KIND: Final = "baseline"


def dated(scope: Scope) -> pd.DataFrame:
    """Return the baseline of each strategy of an area with a term: due on its first day.

    One that has ended, or was replaced, needs none any more. A strategy of no area of its own
    counts where one area is meant.
    """
    rows = []
    for strategy in scope.strategies:
        area = strategy.area or (scope.area.slug if scope.area else "")
        over = strategy.end < scope.on or bool(strategy.replaced_by)
        if not area or strategy.lasting:
            continue
        file = scope.strategy_file(strategy, f"{FOLDER}/{area}.yml")
        taken = file.path.is_file()
        if over and not taken:
            continue
        term = scope.strategy_file(strategy)
        rows.append({
            "what": f"baseline of {area}", "kind": KIND,
            "title": f"Baseline of {strategy.short_title}, {area}", "due": strategy.start,
            "source_file": file.name if taken else term.name,
            "line": file.line(("taken",)) if taken else term.line(("start",)), "done": taken,
        })  # fmt: skip
    return rows_of(rows)
