"""What of a used file is not read, told where a person sees it first: beside the file's name.

A file of which a spreadsheet changed the periods is still a file of the publisher's own, and is
used; that hundreds of its rows are not must not stand in a count of notes alone.
"""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from jsna.errors import Problem
from jsna.sources.contract import Parsed, ParsedFacts
from jsna.sources.explore_local_statistics import REVISED

REASONS_TOLD: Final = 3
MOST_LINES: Final = (1_048_576, 65_536)
"""How many lines a spreadsheet holds (.xlsx, .xls)."""
STEP: Final = (
    "If a spreadsheet has saved the file, download it again and do not open it before it is"
    " fetched."
)


def rows_lost(name: str, content: bytes) -> list[Problem]:
    """Return one problem for a text of exactly as many lines as a spreadsheet holds; else none.

    Whoever opens a longer one in a spreadsheet and saves it loses the rows below.

    Args:
        name: The file's, below its folder.
        content: Its bytes.
    """
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if content.startswith(b"PK") or lines not in MOST_LINES:
        return []
    what = f"it has {lines:,} lines, as many as a spreadsheet holds: rows below may be lost."
    return [Problem(what, name, next_step=STEP)]


def rows_not_read(name: str, parsed: Iterable[Parsed], read: int | None = None) -> list[Problem]:
    """Return one problem for a file of which rows are not read; none where all are.

    Rows that the catalogue itself leaves out, as revised since, are no fault of the file's.

    Args:
        name: The file's, below its folder.
        parsed: What it holds, as its source reads it, before anything is left out.
        read: How many rows are read, where `parsed` does not hold all of them.
    """
    facts = [item for item in parsed if isinstance(item, ParsedFacts)]
    refused = pd.concat([item.refused for item in facts]) if facts else pd.DataFrame()
    if not refused.empty:
        refused = refused[refused["reason"] != REVISED]
    if refused.empty:
        return []
    read = sum(len(item.facts) for item in facts) if read is None else read
    reasons = [_reason(str(why), lines) for why, lines in refused.groupby("reason")["line"]]
    told = sorted(reasons, key=lambda pair: (-pair[0], pair[1]))
    more = len(told) - REASONS_TOLD
    words = "; ".join(text for _, text in told[:REASONS_TOLD])
    rest = f"; and for {more} more reasons" if more > 0 else ""
    share = f"{len(refused):,} of {len(refused) + read:,} rows are not read"
    return [Problem(f"{share}: {words}{rest}.", name, next_step=STEP)]


def _reason(why: str, lines: pd.Series) -> tuple[int, str]:
    first, last = int(lines.min()), int(lines.max())
    where = f"line {first}" if first == last else f"lines {first} to {last}"
    return len(lines), f"{why} ({len(lines):,}: {where})"
