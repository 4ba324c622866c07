"""Words that stand under a comparison: who the neighbours are, what the goal is, other labels."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from jsna.analysis.neighbours import MEDIAN, NeighbourValue
from jsna.analysis.outcome import OUTCOME_OF, published_outcome
from jsna.analysis.rank import Rank
from jsna.narrative.headlines import ordinal
from jsna.narrative.numbers import format_value
from jsna.narrative.statement import Statement

RANK_FROM: Final = "1st = best"
"""What stands in the head of a column of ranks; a cell that counts otherwise says so."""


def parent_note(statement: Statement, label: str) -> str:
    """Return a word where the source's verdict against the parent area is not ours of the region.

    Args:
        statement: Against the region.
        label: What the source printed against the parent, "" if nothing.
    """
    theirs, ours = published_outcome(label), OUTCOME_OF.get(statement.comparison)
    if theirs is None or ours is None or theirs is ours:
        return ""
    return (
        f"The source says {theirs.linking} the parent area of its file, by its own rule and"
        f" unrounded figures; by the interval of the values shown it is {ours.linking}"
        f" {_name(statement)}."
    )


def neighbours_note(found: NeighbourValue) -> str:
    """Return how the neighbours' value was made, and who dropped out."""
    if not found.of:
        return ""
    parts = [
        f"The value of {found.set_title} is the {_made(found)}." if found.n else "",
        dropped_words(found.dropped) if len(found.dropped) else "",
    ]
    return " ".join(part for part in parts if part)


def dropped_words(dropped: pd.DataFrame) -> str:
    """Return who is left out and why, once per reason.

    Args:
        dropped: area_code, area_name ("" where none is known) and reason.
    """
    # a file of codes alone has no name for authorities outside England, and no register here has
    name = dropped["area_name"].where(dropped["area_name"] != "", "code " + dropped["area_code"])
    by_reason = name.groupby(dropped["reason"], sort=True).agg(", ".join)
    return f"Left out: {'; '.join(f'{who} ({why})' for why, who in by_reason.items())}."


def rank_place(rank: Rank) -> str:
    """Return "joint 3rd of 18", "" without a rank."""
    joint = "joint " if rank.joint else ""
    return "" if rank.rank is None else f"{joint}{ordinal(rank.rank)} of {rank.of}"


def rank_cell(rank: Rank) -> str:
    """Return the place for a column headed `RANK_FROM`: "250th of 306, 2 missing".

    "3rd of 18 (1st = highest)" where neither way is good; "" without a rank.
    """
    if rank.rank is None:
        return ""
    missing = sum(map(len, rank.missing.values()))
    told = f"{rank_place(rank)}, {missing} missing" if missing else rank_place(rank)
    return told + ("" if rank.best_first else " (1st = highest)")


def goal_value(row: Mapping[Any, Any], statement: Statement) -> str:
    """Return the goal as printed, "none in force" for none.

    Args:
        row: Of `analysis.goal_judgement.judge_goals`.
        statement: Made of it, for unit and decimals.
    """
    if pd.isna(row["comparator_value"]):
        return "none in force"
    ends = ("comparator_value",) if pd.isna(row["goal_lower"]) else ("goal_lower", "goal_upper")
    said = [format_value(row[end], statement.unit, statement.decimals) for end in ends]
    return " to ".join(said)


def goal_note(name: str, row: Mapping[Any, Any], statement: Statement) -> str:
    """Return the goal with its days and whose it is, and the source's own colour if another."""
    if pd.isna(row["comparator_value"]):
        return ""
    until = row["until"]
    last = "" if pd.isna(until) else f" until {until.day} {until:%B %Y}"
    since = row["since"]
    days = f"from {since.day} {since:%B %Y}{last}"
    whose = str(row["goal_source"]).rstrip(".")
    parts = (f"{name}: {goal_value(row, statement)}, {days}. {whose}.", str(row["label_note"]))
    return " ".join(part for part in parts if part)


def _made(found: NeighbourValue) -> str:
    return found.method if found.method == MEDIAN else f"sum of the {found.method}"


def _name(statement: Statement) -> str:
    return statement.comparator.name if statement.comparator else "the region"
