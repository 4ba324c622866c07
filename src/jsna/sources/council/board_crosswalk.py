"""Source: which commissioning groups (CCGs) the residents of each health and wellbeing board had.

NHS England printed the table in the planning template of the Better Care Fund, so that most
councils have it in a document alone. Read are the document as text (each row a line, in the order
of the printed columns, whatever else the document holds) and the table as a CSV with the printed
heads. A share is what is printed: nothing is made to add up.
"""

import re
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.cell_numbers import read_numbers
from jsna.sources.contract import Parsed, ParsedLookup
from jsna.sources.csv_file import check_whole, header, read_csv
from jsna.sources.csv_text import decode

HEADS: Final = {
    "HWB Code": "board_code", "LA Name": "board_name", "CCG Code": "ccg_code",
    "CCG Name": "ccg_name", "% CCG in HWB": "of_ccg", "% HWB in CCG": "of_board",
}  # fmt: skip
"""Printed head -> column: of_ccg is the share of the group's patients who live in the board's area,
of_board that of the area's registered residents who are the group's patients."""
PRINTED: Final = "shares as printed"
YEARS: Final = "mapping"
SHARES: Final = ("of_ccg", "of_board")
MOST_TOLD: Final = 20
_HEAD: Final = re.compile(r"\s+".join(re.escape(name) for name in HEADS))
_TITLE: Final = re.compile(
    r"CCG to Health and Well-?Being Board Mapping for (\d{4}(?:-\d{2})?)", re.I
)
_ROW: Final = (
    r"^\s*(E\d{8}) (.+?) ([0-9A-Z]{3}) (NHS .+?)\s+(\d+(?:\.\d+)?)%\s+(\d+(?:\.\d+)?)%\s*$"
)
_BEGINS: Final = r"^\s*E\d{8}\b"
BOARD: Final = r"E(?:06|07|08|09|10)\d{6}"
GROUP: Final = r"[0-9A-Z]{3}"


class BoardCrosswalk(ByHand):
    """Shares of residents by commissioning group and of patients by board, both ways."""

    id = "board-crosswalk"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the table's printed heads stand in a row of a CSV, or on a line.

        Raises:
            SourceError: it is the CSV, and breaks off.
        """
        if _is_csv(content):
            check_whole(content, name, tuple(HEADS))
            return _title("")
        text = decode(content)
        return _title(_years(text)) if _HEAD.search(text) else None

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the table: one row per board and group, columns as in HEADS; shares in per cent.

        Raises:
            SourceError: a missing column, no row, or rows with a mistake, each with its line.
        """
        file = snapshot.title
        years = "" if _is_csv(content) else _years(decode(content))
        rows = _csv_rows(content, file) if _is_csv(content) else _text_rows(content, file)
        if rows.empty:
            what = "the table's heads stand in it, and below them no row."
            raise FormatChanged(Problem(what, file, allowed="One line for each board and group."))
        if problems := _problems(rows, file):
            raise FormatChanged(*problems[:MOST_TOLD])
        vintages = {YEARS: years} if years else {}
        return [ParsedLookup(vintages, rows.reset_index(drop=True), PRINTED)]


def _title(years: str) -> str:
    return f"Commissioning groups to health and wellbeing boards{f', {years}' if years else ''}"


def _years(text: str) -> str:
    found = _TITLE.search(text)
    return found[1] if found else ""


def _is_csv(content: bytes) -> bool:
    return set(HEADS) <= set(header(content, tuple(HEADS)))


def _csv_rows(content: bytes, file: str) -> pd.DataFrame:
    """The rows of a CSV; the index is the line less 2, as everywhere."""
    frame = read_csv(content, file, tuple(HEADS), known=tuple(HEADS))
    rows = frame[list(HEADS)].rename(columns=HEADS).fillna("")
    return _with_numbers(rows.apply(lambda column: column.str.strip()))


def _text_rows(content: bytes, file: str) -> pd.DataFrame:
    """The rows of the document from the heads on; the index is the line less 2.

    Raises:
        SourceError: a line between rows, or the last of all, begins as one and can't be read.
    """
    text = decode(content)
    above = text[: _first_head(text)].count("\n")
    lines = pd.Series(text.split("\n"), dtype="str").iloc[above:]
    lines.index = lines.index - 1
    found = lines.str.extract(_ROW).set_axis(list(HEADS.values()), axis="columns")
    rows = found.dropna()
    begun = lines[lines.str.contains(_BEGINS) & ~lines.index.isin(rows.index)]
    last = lines[lines.str.strip() != ""].index[-1:]
    # below the table a code may begin a line of words; on the last line the document breaks off
    lost = begun[(begun.index <= rows.index.max()) | begun.index.isin(last)]
    if len(lost):
        raise FormatChanged(*[_unread(file, int(line) + 2) for line in lost.index[:MOST_TOLD]])
    return _with_numbers(rows.apply(lambda column: column.str.strip()))


def _first_head(text: str) -> int:
    found = _HEAD.search(text)
    return found.start() if found else 0


def _unread(file: str, line: int) -> Problem:
    what = "the line begins as a row of the table and can't be read as one."
    return Problem(what, file, line, f"On one line: {', '.join(HEADS)}.")


def _with_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = {name: read_numbers(rows[name].str.removesuffix("%"))[0] for name in SHARES}
    return rows.assign(**numbers)


def _problems(rows: pd.DataFrame, file: str) -> list[Problem]:
    mistakes = [
        ("the HWB Code is no English authority's.", "E06 to E10 and six digits.",
         ~rows["board_code"].str.fullmatch(BOARD)),
        ("the CCG Code is none.", "Three capitals or digits.",
         ~rows["ccg_code"].str.fullmatch(GROUP)),
        ("a share is no number from 0 to 100.", "As printed, with or without %.",
         ~(rows["of_ccg"].between(0, 100) & rows["of_board"].between(0, 100))),
        ("the same board and group stand in a row above.", "One row for each pair.",
         rows.duplicated(["board_code", "ccg_code"])),
    ]  # fmt: skip
    found = [
        Problem(what, file, int(line), allowed)
        for what, allowed, wrong in mistakes
        for line in rows.index[wrong] + 2
    ]
    return sorted(found, key=lambda problem: problem.line)


SOURCE = BoardCrosswalk()
