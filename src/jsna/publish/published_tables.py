"""The pack's tables of many indicators, read back as cells, and its workbooks, held to its CSVs.

A row of such a table is a number of one indicator, sex and age, as a line of a figure's CSV is. A
workbook's sheets say the same in other headings: each is held to a CSV that was read as numbers.
"""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from jsna.publish.published_counts import MEASURED, PublishedFigure, cells_of, text_frame
from jsna.publish.published_files import PublishedFile
from jsna.publish.read_workbook import sheets_of_workbook

Numbers = NDArray[np.float64]
INDICATOR: Final = "indicator_id"
ALSO_INDICATOR: Final = "indicator"
"""How a chapter's lists head the same; in a table that has both it is the title."""
AREA: Final = "area_code"
STATES: Final = ("before", "after")
"""The columns of a list of changes: the same figure in two builds."""
CHANGED: Final = {"denominator": ("denominator",), "interval": ("lower_95", "upper_95")}
"""Kind of change -> what its states are; the value where it is none of these."""
KEY: Final = (INDICATOR, "sex", "age")
TABLES: Final = (".csv", ".parquet")
WORKBOOKS: Final = (".xlsx", ".ods")
NEAR: Final = 1e-6
"""A workbook keeps fewer digits of a number than a CSV may have."""


def published_tables(
    files: Iterable[PublishedFile], words: Mapping[str, Collection[str]], area: str
) -> tuple[list[PublishedFigure], list[str]]:
    """Return the council's own numbers in tables of many indicators, and what can't be read.

    Args:
        files: Of the pack.
        words: Of each of the council's own indicators those that tell what a row is about.
        area: The code of the pack's area, which a chapter's list is about if it names none.

    Returns:
        One figure for each file, indicator, sex and age; a sentence for each unreadable file.
    """
    found: list[PublishedFigure] = []
    faults: list[str] = []
    for file in files:
        if file.path.suffix not in TABLES:
            continue
        try:
            frame = _headed(_frame(file), area, words)
            if INDICATOR in frame:
                own = frame[frame[INDICATOR].isin(list(words))]
                found += [
                    figure for rows in (own, *_states(own)) for figure in _own_rows(file, rows)
                ]
        except (ValueError, OSError) as error:
            faults.append(f"{file.name}: can't be read back: {' '.join(str(error).split())}")
    return found, faults


def workbook_faults(files: Iterable[PublishedFile]) -> Iterator[str]:
    """Yield each sheet of a workbook that is not, row by row, made of one CSV of the pack."""
    files = list(files)
    told = [_rows_of(file) for file in files if file.path.suffix == ".csv"]
    for file in files:
        if file.path.suffix not in WORKBOOKS:
            continue
        try:
            sheets = list(sheets_of_workbook(file.content))
        except ValueError as error:
            yield f"{file.name}: can't be read back: {error}"
            continue
        for name, rows in sheets:
            numbers = [_numbers(row) for row in _below_head(rows)]
            shown = any(len(row) for row in numbers)
            if shown and not any(_is_made_of(numbers, one) for one in told):
                yield f"{file.name}, sheet {name}: numbers that no one CSV of the pack shows"


def _own_rows(file: PublishedFile, rows: pd.DataFrame) -> Iterator[PublishedFigure]:
    cells = cells_of(rows)
    for name in KEY:
        cells[name] = cells[name].fillna("") if name in cells else ""
    for (indicator, sex, age), lines in cells.groupby(list(KEY)):
        yield PublishedFigure(file.name, str(indicator), "", lines, str(sex), str(age))


def _states(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the figures of each build in a list of changes; what is in words is no number."""
    if not {"kind", AREA, *STATES} <= set(rows):
        return
    for state in STATES:
        said = rows.drop(columns=[name for name in MEASURED if name in rows])
        parts = rows[state].fillna("").str.split(" to ")
        for row, kind in rows["kind"].items():
            for name, part in zip(CHANGED.get(kind, ("value",)), parts[row], strict=False):
                said.loc[row, name] = _number(part)
        # an indicator as such is of no area
        yield said[said[AREA].fillna("") != ""]


def _headed(frame: pd.DataFrame, area: str, words: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return a table with INDICATOR as its heading; a list that names no area with the pack's."""
    if INDICATOR in frame:
        return frame
    if ALSO_INDICATOR not in frame and AREA in frame:
        return _by_title(frame, words)
    listed = frame.rename(columns={ALSO_INDICATOR: INDICATOR})
    return listed if AREA in listed else listed.assign(**{AREA: area})


def _by_title(frame: pd.DataFrame, words: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return a table of areas with the ids of what one of its columns calls by a title."""
    ids = {word.casefold(): id for id, own in words.items() for word in (id, *own)}
    told = [frame[name].astype("str").str.strip().str.casefold().map(ids) for name in frame]
    most = max(told, key=lambda column: column.notna().sum())
    return frame.assign(**{INDICATOR: most}) if most.notna().any() else frame


def _frame(file: PublishedFile) -> pd.DataFrame:
    """Return a table's cells as text; a parquet table's as its CSV would have them."""
    if file.path.suffix == ".csv":
        return text_frame(file.content)
    read = pd.read_parquet(io.BytesIO(file.content))
    text = io.BytesIO()
    read.to_csv(text, index=False)
    return text_frame(text.getvalue())


def _rows_of(file: PublishedFile) -> list[Numbers]:
    """Return the numbers of each line of a CSV, of every column whatever it is called."""
    try:
        lines = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    except (ValueError, csv.Error):
        return []  # told by whoever reads what it says
    return [_numbers(line) for line in lines[1:] if line]


def _below_head(rows: list[list[Any]]) -> list[list[Any]]:
    """Return the rows of a sheet's table below its head: the first row of several cells."""
    filled = [sum(bool(str(cell).strip()) for cell in row) for row in rows]
    head = next((n for n, cells in enumerate(filled) if cells > 1), len(rows))
    return [row for row, cells in zip(rows[head + 1 :], filled[head + 1 :], strict=True) if cells]


def _is_made_of(rows: Sequence[Numbers], lines: Sequence[Numbers]) -> bool:
    """Return whether each row has no number but those of the line in its place."""
    return len(rows) == len(lines) and all(map(_all_among, rows, lines))


def _numbers(cells: Iterable[Any]) -> Numbers:
    """Return the numbers among some cells, in order."""
    found = (_number(cell) for cell in cells)
    return np.sort(np.array([one for one in found if np.isfinite(one)], dtype="float64"))


def _number(cell: Any) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return np.nan


def _all_among(numbers: Numbers, others: Numbers) -> bool:
    """Return whether each number is near one of the others."""
    if not len(others):
        return not len(numbers)
    after = np.clip(np.searchsorted(others, numbers), 0, len(others) - 1)
    before = np.clip(after - 1, 0, len(others) - 1)
    apart = np.minimum(np.abs(others[after] - numbers), np.abs(others[before] - numbers))
    return bool((apart <= NEAR * np.maximum(np.abs(numbers), 1)).all())
