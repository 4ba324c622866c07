"""Source: a council's own look-up from postcode sectors to LSOAs, for its custom areas.

A CSV with the columns sector ("AB1 2") and lsoa_code, and share (of the LSOA's residents in the
sector, 0 to 1) where an LSOA lies in several sectors. A sector is no statistical area, so that
the council says which LSOAs are its.
"""

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.cell_numbers import read_numbers
from jsna.sources.contract import Parsed, ParsedLookup
from jsna.sources.csv_file import check_whole, header, read_csv

REQUIRED = ("sector", "lsoa_code")
COLUMNS = (*REQUIRED, "share")
OWN = "the council's own look-up"
SECTOR = r"[A-Z]{1,2}\d[A-Z\d]? \d"
LSOA = r"E01\d{6}"
ROUNDED = 0.02
"""How much more than the whole of an LSOA rounded shares may add up to."""
OF_WHOM = "A share is of the LSOA's residents in each of its sectors."
MOST_TOLD = 20


class SectorLookup(ByHand):
    """Which LSOAs a postcode sector holds, as the council says."""

    id = "sector-lookup"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the header has the look-up's columns and no others.

        Raises:
            SourceError: it is the look-up, and breaks off.
        """
        names = header(content, COLUMNS)
        if not set(REQUIRED) <= set(names) <= set(COLUMNS):
            return None
        check_whole(content, name, REQUIRED)
        return f"Look-up: postcode sectors to LSOAs ({OWN})"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the look-up: one row per sector and LSOA; share where the file has it.

        Raises:
            SourceError: a missing column, a file that breaks off, or rows with a mistake, each
                with its line.
        """
        file = snapshot.title
        frame = read_csv(content, file, REQUIRED).apply(lambda column: column.str.strip())
        rows = frame.assign(**{name: frame[name].fillna("").str.upper() for name in REQUIRED})
        if "share" in rows:
            rows["share"] = read_numbers(frame["share"])[0]
        if problems := _problems(rows, file):
            raise FormatChanged(*problems[:MOST_TOLD])
        columns = [name for name in COLUMNS if name in rows]
        return [ParsedLookup({}, rows[columns].reset_index(drop=True), OWN)]


def _problems(rows: pd.DataFrame, file: str) -> list[Problem]:
    mistakes = [
        ("sector is no postcode sector.", "The first half, a space and one digit, as in AB1 2.",
         ~rows["sector"].str.fullmatch(SECTOR)),
        ("lsoa_code is no English LSOA's.", "E01 and six digits.",
         ~rows["lsoa_code"].str.fullmatch(LSOA)),
        ("the same sector and LSOA stand in a row above.", "One row for each pair.",
         rows.duplicated(list(REQUIRED))),
    ]  # fmt: skip
    if "share" in rows:
        wrong = ~rows["share"].between(0, 1)
        mistakes.append(("share is no number from 0 to 1.", "0.25 is a quarter.", wrong))
        shares = rows["share"].where(~wrong & ~rows.duplicated(list(REQUIRED)), 0.0)
        whole = shares.groupby(rows["lsoa_code"]).transform("sum")
        much = (whole > 1 + ROUNDED) & ~rows["lsoa_code"].duplicated()
        mistakes.append(("the shares of this LSOA add up to more than 1.", OF_WHOM, much))
    found = [
        Problem(what, file, int(line), allowed)
        for what, allowed, wrong in mistakes
        for line in rows.index[wrong] + 2
    ]
    return sorted(found, key=lambda problem: problem.line)


SOURCE = SectorLookup()
