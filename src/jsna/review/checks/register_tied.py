"""Numbers that the register of claims ties to counts at another place, which give others."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from jsna.analysis.claims import of_own_counts
from jsna.narrative.numbers import format_number
from jsna.review.check import Check, Known
from jsna.review.draft import Draft, Passage
from jsna.review.finding import Finding, Severity

TIED: Final = re.compile(r"([\w-]+)/([\w-]+)")
MEND: Final = "Say which counts it is of, or work it out again."


def find(draft: Draft, known: Known) -> Iterator[Finding]:
    """Yield each number of the register that its counts do not give, at its line."""
    if known.claims is None or known.claims.empty:
        return
    claims = known.claims[known.claims["value"].notna()]
    own = claims[claims["count"].notna() & claims["denominator"].notna()]
    yield from _of_rows(draft, own.assign(place=""), Severity.SERIOUS)
    yield from _of_rows(draft, _tied(claims), Severity.DOUBTFUL)


def _tied(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims whose counts stand in two others, with these counts and where they stand."""
    ids = claims["counts_in"].str.extract(TIED)
    rows = claims[ids[0].notna()]
    ids, known = ids.loc[rows.index], claims.drop_duplicates("claim_id").set_index("claim_id")
    return rows.assign(
        count=ids[0].map(known["value"]),
        denominator=ids[1].map(known["value"]),
        place=ids[0].map(known["line"]).map("line {:.0f} says ".format),
    )


def _of_rows(draft: Draft, rows: pd.DataFrame, severity: Severity) -> Iterator[Finding]:
    given = of_own_counts(rows)
    wrong = (given - rows["value"]).abs() > rows["precision"].fillna(1)
    for at, row in rows[wrong].iterrows():
        passage = _passage_at(draft, int(row["line"]))
        span = _words(passage, row) if passage else None
        if passage and span:
            yield Finding("register-tied", severity, passage, *span, _what(row, given[at]), MEND)


def _what(row: pd.Series, given: float) -> str:
    decimals = 0 if row["precision"] >= 1 else 1
    unit = "%" if row["unit"] == "%" else f" {row['unit']}"
    # a share of nobody is infinite: there is no number to print
    found = f"{format_number(given, decimals)}{unit}" if row["denominator"] else "no share at all"
    counts = f"{row['count']:,.0f} of {row['denominator']:,.0f}"
    start = f"{row['place']}{counts}, which is" if row["place"] else f"{counts} is"
    said = f"{format_number(row['value'], decimals)}{unit}"
    return f"{start[:1].upper()}{start[1:]} {found}, not {said} (claim {row['claim_id']})."


def _passage_at(draft: Draft, line: int) -> Passage | None:
    """Return the passage that has a line of the file; None in a draft without lines."""
    before = [p for p in draft.passages if p.starts and p.starts[0][1] <= line <= p.starts[-1][1]]
    return before[0] if before else None


def _words(passage: Passage, row: pd.Series) -> tuple[int, int] | None:
    """Return where the number stands in the passage, from the claim's line on.

    None where it does not: the draft is not as the register read it.
    """
    line = next((start for start, at in passage.starts if at == row["line"]), 0)
    printed = rf"(?<![\d.,]){_printed(row)}(?![\d]|[.,]\d)"
    found = re.compile(printed).search(passage.text, line)
    return found.span() if found else None


def _printed(row: Any) -> str:
    """Return a pattern of the number: 1,250 or 1250, 14 or 14.0."""
    whole, _, rest = f"{row['value']:,.10g}".partition(".")
    return whole.replace(",", ",?") + (rf"\.{rest}0*" if rest else r"(?:\.0+)?")


CHECK = Check(
    "register-tied",
    "A draft whose lines the area's registers of claims name (`claims.csv`, by the file's name):"
    " a share or rate there that the counts beside it do not give by more than its last digit"
    " (serious), or that two other claims give otherwise, by the column counts_in (doubtful).",
    Severity.SERIOUS,
    find,
    needs="claims",
)
