"""Two files of one table with other values: an older download, or a copy that somebody edited.

Which of them counts is decided when facts are built, by a stated order; that they differ is told
before, since the cause is nearly always a file that should not lie there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import pandas as pd

from jsna.errors import Problem
from jsna.fact_schema import FACT_KEY
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import Parsed, ParsedFacts

STEP: Final = "Leave only the one that you trust in the folder, then fetch with --replace."


@dataclass(frozen=True)
class HeldFile:
    """A file by its name below the folder, what it is, and its bytes."""

    name: str
    snapshot: Snapshot
    content: bytes


def files_that_disagree(
    files: Sequence[HeldFile], parse: Callable[[HeldFile], list[Parsed]]
) -> list[Problem]:
    """Return one problem for each two files of one source and title that state other values.

    Only files that share a title are read again, so that most folders cost nothing.

    Args:
        files: Files that hold facts.
        parse: Returns what a file holds.
    """
    same: dict[tuple[str, str], list[HeldFile]] = {}
    for file in files:
        same.setdefault((file.snapshot.source, file.snapshot.title), []).append(file)
    told = []
    for alike in (group for group in same.values() if len(group) > 1):
        values = {file.name: _values(parse(file)) for file in alike}
        told += [
            problem
            for one, other in combinations(sorted(values), 2)
            if (problem := _differing(one, values[one], other, values[other]))
        ]
    return told


def _values(parsed: Sequence[Parsed]) -> pd.Series:
    columns = [*FACT_KEY, "period_label", "value"]
    rows = pd.concat([item.facts[columns] for item in parsed if isinstance(item, ParsedFacts)])
    return rows.drop_duplicates(list(FACT_KEY)).set_index([*FACT_KEY, "period_label"])["value"]


def _differing(one: str, ours: pd.Series, other: str, theirs: pd.Series) -> Problem | None:
    both = pd.concat([ours, theirs], axis="columns", keys=["one", "other"], join="inner").dropna()
    apart = both[both["one"] != both["other"]]
    if apart.empty:
        return None
    first = apart.iloc[0]
    about = dict(zip(apart.index.names, apart.index[0], strict=True))
    what = (
        f"{len(apart):,} of the {len(both):,} figures that it shares with {other} have other values"
        f" there: the first is {about['indicator_id']} of {about['area_code']},"
        f" {about['period_label']}, with {first['one']:.10g} here and {first['other']:.10g} there."
    )
    return Problem(what, one, next_step=STEP)
