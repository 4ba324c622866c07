"""Source: an equity audit's counts without small ones, as `jsna equity --keep` writes them.

What partners returned never comes in: the command hides small counts and rounds the others
(`disclosure.equity_counts`), and this file is what is left.
"""

from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.cell_numbers import read_number_columns
from jsna.sources.contract import Parsed, ParsedAudit
from jsna.sources.csv_file import check_whole, header, read_csv

COLUMNS: Final = (
    "area_code", "period", "partner", "service", "dimension", "group", "status", "users",
    "all_users", "population", "all_population", "expected_share", "need_ratio", "target_ratio",
    "denominator", "age", "sex", "population_age", "population_sex", "catchment",
    "lowest_count", "highest_count", "rounded_to", "note",
)  # fmt: skip
NUMBERS: Final = (
    "users", "all_users", "population", "all_population", "expected_share", "need_ratio",
    "target_ratio", "lowest_count", "highest_count", "rounded_to",
)  # fmt: skip
RULE: Final = NUMBERS[-3:]
"""By which rule the counts were hidden: see `settings.source.Disclosure`."""
SHOWN, HIDDEN, NOTHING = "shown", "hidden", "returned nothing"
COUNTS: Final = (*NUMBERS[:4], *RULE)
STATUSES: Final = (SHOWN, HIDDEN, NOTHING)
WRITTEN_BY: Final = "Have it written by `jsna equity ... --keep AREA`, and leave it as it is."
MOST_TOLD: Final = 20


class EquityAudit(ByHand):
    """How much a council's services are used by each group of people, small counts hidden."""

    id = "equity-audit"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the header is that of a kept audit.

        Raises:
            SourceError: it is one, and breaks off.
        """
        if set(header(content, COLUMNS)) != set(COLUMNS):
            return None
        check_whole(content, name, COLUMNS)
        return f"Equity audit of services ({name.rpartition('/')[2]})"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the audit: one row per partner, service and group, and of what returned nothing.

        Raises:
            SourceError: a missing column, a file that breaks off, or rows with a mistake, each
                with its line: a small count among them.
        """
        return [ParsedAudit(read_audit(content, snapshot.title))]


def read_audit(content: bytes, file: str) -> pd.DataFrame:
    """Return a kept audit: COLUMNS, numbers as numbers; errors as `EquityAudit.parse`."""
    frame = read_csv(content, file, COLUMNS)[list(COLUMNS)].fillna("").astype("str")
    frame = frame.apply(lambda column: column.str.strip())
    numbers, kinds = read_number_columns(frame[list(NUMBERS)])
    rows = frame.assign(**{str(column): numbers[column] for column in numbers})
    if problems := _problems(rows, kinds, file):
        raise FormatChanged(*problems[:MOST_TOLD])
    return rows


def audit_csv(rows: pd.DataFrame) -> bytes:
    """Return an audit as its file: `rows` has COLUMNS, counts are written as whole numbers."""
    told = rows[list(COLUMNS)].astype(dict.fromkeys(COUNTS, "Int64"))
    return told.to_csv(index=False, lineterminator="\n").encode()


def _problems(rows: pd.DataFrame, kinds: pd.DataFrame, file: str) -> list[Problem]:
    counts = rows[["users", "all_users"]]
    near = counts.ge(rows["lowest_count"], axis=0) & counts.le(rows["highest_count"], axis=0)
    exact = (counts.mod(rows["rounded_to"], axis=0) != 0).where(counts.notna(), False)
    mistakes = {
        "a number is none.": (~kinds.isin(["", "number"])).any(axis=1),
        "the row names no rule by which counts were hidden.": rows[list(RULE)].isna().any(axis=1)
        | (rows["highest_count"] < rows["lowest_count"])
        | (rows["rounded_to"] < 1),
        "status is none that is known.": ~rows["status"].isin(STATUSES),
        "a count is small, and should be hidden.": near.any(axis=1),
        "a count is not rounded.": exact.any(axis=1),
        "the row says that its count is hidden, and has one.": (rows["status"] != SHOWN)
        & rows["users"].notna(),
        "the row has no count.": (rows["status"] == SHOWN) & counts.isna().any(axis=1),
        "there are more users in the group than in all.": rows["users"] > rows["all_users"],
    }
    return [
        Problem(what, file, int(line), next_step=WRITTEN_BY)
        for what, wrong in mistakes.items()
        for line in rows.index[wrong] + 2
    ]


SOURCE = EquityAudit()
