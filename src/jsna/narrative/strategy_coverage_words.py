"""Words on what a strategy leaves open: one line for each thing that parts of it lack."""

import re
from collections.abc import Iterator
from typing import Final

import pandas as pd

from jsna.analysis.strategy_coverage import (
    BASELINE,
    CATALOGUE,
    HEADLINE,
    INDICATOR,
    LEAD,
    OWN_MEASURE,
    coverage_counts,
    lacking,
)
from jsna.narrative.english import listed, mid_sentence

PLURALS: Final = {
    "priority": "priorities",
    "cell of the matrix": "cells of the matrix",
    CATALOGUE: "indicators of the catalogue with a figure",
}
FIRST: Final = (
    ("priority", INDICATOR), ("priority", OWN_MEASURE), ("big issue", INDICATOR),
    (HEADLINE, BASELINE), ("action", LEAD), ("cell of the matrix", LEAD),
)  # fmt: skip
"""What a page says first of all that is left open."""
MOST_NAMED: Final = 6
"""So many titles stand in a line; more are in the file."""


def coverage_table(checked: pd.DataFrame) -> pd.DataFrame:
    """Return what parts of a strategy lack, for readers: one row a part and a thing.

    Columns: What ("Actions without a lead"), How many, Of, Which (titles, or that all or many).

    Args:
        checked: As `strategy_coverage.coverage` gives it.
    """
    counts = coverage_counts(checked)
    rows = [
        {
            "What": f"{_plural(row.part)} without {row.needs}",
            "How many": row.lacking,
            "Of": row.of,
            "Which": _which(checked, row.part, row.needs, row.of),
        }
        for row in counts[counts["lacking"] > 0].itertuples()
    ]
    return pd.DataFrame(rows, columns=["What", "How many", "Of", "Which"])


def coverage_lines(checked: pd.DataFrame) -> list[str]:
    """Return the same as lines: "16 of 16 headline indicators without a baseline"."""
    table = coverage_table(checked)
    return [
        f"{row['How many']} of {row['Of']} {mid_sentence(row['What'])}"
        + (f": {row['Which']}" if row["Which"] not in (ALL, MANY) else "")
        for row in table.to_dict("records")
    ]


def complete_words(checked: pd.DataFrame) -> str:
    """Return what no part lacks: "Complete: actions with a lead and a status"; "" for nothing."""
    counts = coverage_counts(checked)
    whole = counts[counts["lacking"] == 0]
    parts = whole.groupby("part", sort=False)["needs"].agg(list)
    told = [f"{_plural(part).lower()} with {listed(needs)}" for part, needs in parts.items()]
    return f"Complete: {'; '.join(told)}" if told else ""


def most_of_it(checked: pd.DataFrame) -> list[str]:
    """Return the gaps that a reader has to know of first, one line each."""
    counts = coverage_counts(checked).set_index(["part", "needs"])
    return [
        f"{row.lacking} of {row.of} {_plural(part).lower()} without {needs}"
        for part, needs in FIRST
        if (part, needs) in counts.index and (row := counts.loc[(part, needs)]).lacking
    ]


ALL: Final = "all of them"
MANY: Final = "listed in the CSV on the site"


def _which(checked: pd.DataFrame, part: str, needs: str, of: int) -> str:
    found = lacking(checked, part, needs)
    if len(found) == of and of > MOST_NAMED:
        return ALL
    names = [_name(row["title"], row["line"]) for row in found]
    return "; ".join(names) if len(names) <= MOST_NAMED else MANY


def _name(title: str, line: object) -> str:
    return title if pd.isna(line) else f"{title} (line {line})"


def _plural(part: str) -> str:
    words = PLURALS.get(part, f"{part}s")
    return words[:1].upper() + words[1:]


def keyed(table: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Yield the rows of a table with names that a script can take."""
    for row in table.to_dict("records"):
        yield {re.sub(r"\W+", "_", str(name).lower()): cell for name, cell in row.items()}
