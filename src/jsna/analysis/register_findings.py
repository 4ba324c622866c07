"""What a register's linter finds: rules, how grave each is, and one row a finding."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import cache
from typing import Final

import pandas as pd

from jsna.analysis.register_table import AT, RegisterTable

COLUMNS: Final = ["kind", "at", "column", "rule", "what"]


class Rule(StrEnum):
    """What is checked; the value is what a finding of it is called, of one."""

    NEEDED = "blank that has to be filled"
    BLANK = "blank"
    PLACEHOLDER = "text still to come"
    IMPOSSIBLE = "impossible date"
    NO_DATE = "text in the place of a date"
    NOT_ALLOWED = "value that is not allowed"
    NO_NUMBER = "text in the place of a number"
    OUT_OF_RANGE = "number out of its range"
    NO_ADDRESS = "text in the place of a web address"
    NOTHING = "link to nothing"
    PERSON = "owner who is a person"
    NOBODY = "owner that is neither body nor role"
    TWICE = "thing in two rows"
    ORDER = "date before the one that comes first"
    STILL_TO_COME = "done on a day that is still to come"
    UNSUPPORTED = "rating that the progress does not support"
    NO_PROGRESS = "rating without a word on progress"
    LATE_AND_WELL = "good rating past its date"
    PRODUCT = "product that is not one"
    SHARE = "percentage that its counts do not give"
    TOTAL = "total that its rows do not give"
    SEQUENCE = "gap in the numbers"
    SMALL = "small count of people"
    FIGURES = "figure where none may stand"
    IDENTIFIES = "text that could identify a person"
    NOT_COVERED = "value without a row"
    MISPLACED = "point in the wrong place"

    @property
    def is_wrong(self) -> bool:
        """Whether something is wrong, and not only still open."""
        return self not in OPEN

    @property
    def plural(self) -> str:
        """What several findings of it are called."""
        first, _, rest = self.partition(" ")
        return PLURALS.get(self) or f"{first}s {rest}".strip()


OPEN: Final = frozenset(
    {Rule.BLANK, Rule.PLACEHOLDER, Rule.NOBODY, Rule.NO_PROGRESS, Rule.LATE_AND_WELL,
     Rule.SEQUENCE, Rule.NOT_COVERED}
)  # fmt: skip
"""What is still to be filled or looked at; every other rule tells of a mistake."""
PLURALS: Final = {
    Rule.NEEDED: "blanks that have to be filled",
    Rule.IMPOSSIBLE: "impossible dates",
    Rule.NO_DATE: "texts in the place of dates",
    Rule.NOT_ALLOWED: "values that are not allowed",
    Rule.NO_NUMBER: "texts in the place of numbers",
    Rule.OUT_OF_RANGE: "numbers out of their range",
    Rule.PERSON: "owners who are persons",
    Rule.NOBODY: "owners that are neither body nor role",
    Rule.STILL_TO_COME: "rows done on a day that is still to come",
    Rule.LATE_AND_WELL: "good ratings past their date",
    Rule.PRODUCT: "products that are none",
    Rule.SMALL: "small counts of people",
    Rule.FIGURES: "figures where none may stand",
}


@cache
def no_findings() -> pd.DataFrame:
    """Return the one empty frame of findings: kind, at (line), column, rule, what (a sentence)."""
    return pd.DataFrame({name: pd.Series(dtype="object") for name in COLUMNS})


def found(
    table: RegisterTable,
    column: str,
    rule: Rule,
    where: pd.Series,
    words: "pd.Series | str | Callable[[], pd.Series]",
) -> pd.DataFrame:
    """Return a finding for each row where something holds.

    Args:
        table: The register.
        column: Id of the column that it stands in; "" for the whole row.
        rule: Which.
        where: Whether it holds, one a row.
        words: The sentence, or one a row; or what makes them, which only happens when some hold.
    """
    where = where.astype("bool")
    if not where.any():
        return no_findings()
    words = words() if callable(words) else words
    told = words[where].to_numpy() if isinstance(words, pd.Series) else words
    lines = table.rows.loc[where, AT].to_numpy()
    columns = {"kind": table.kind.id, "at": lines, "column": column, "rule": rule, "what": told}
    return pd.DataFrame(columns)[COLUMNS]


def together(findings: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return findings in one frame, by kind and line."""
    some = [one for one in findings if not one.empty]
    if not some:
        return no_findings()
    return pd.concat(some).sort_values(["kind", "at"], kind="stable", ignore_index=True)


def is_wrong(findings: pd.DataFrame) -> pd.Series:
    """Return whether each finding tells of a mistake, and not only of what is open."""
    return ~findings["rule"].isin(OPEN)


def finding_counts(findings: pd.DataFrame) -> pd.DataFrame:
    """Return how many findings there are of each kind, rule and column: kind, rule, column, n."""
    grouped = findings.groupby(["kind", "rule", "column"], sort=False)
    return grouped.size().rename("n").reset_index()
