"""Source: a council's own figures, as a tidy CSV with columns named as facts name them.

REQUIRED and OPTIONAL are all the columns there are; `template()` writes an empty file. Only
aggregates come in: a file with a column, or a cell, that could identify a person is refused. So is
a file with a row that can't be read: what it holds would stand beside its neighbours unprotected
(docs/disclosure.md). A mark in a number's place ("*", "<8", "[c]") is a hidden or missing cell.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from jsna.errors import Problem, SourceError
from jsna.fact_schema import FACT_KEY, STATUSES
from jsna.settings.unknown_name import did_you_mean
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.cell_numbers import COMMA, MISTAKES, NO_NUMBER, read_number_columns
from jsna.sources.contract import NotMine, Parsed
from jsna.sources.council.group_labels import (
    AGES_ALLOWED,
    PERIODS_ALLOWED,
    SEXES_ALLOWED,
    age_name,
    breakdown_name,
    days_name,
    read_age,
    read_days,
    read_interval,
    read_sex,
)
from jsna.sources.council.personal_data import identifying_cells, identifying_columns
from jsna.sources.csv_file import check_no_title, check_whole, header, told_line
from jsna.sources.csv_file import read_rows as read_csv_rows
from jsna.sources.fact_frame import fact_frame, parsed_facts
from jsna.sources.gss_code import area_types
from jsna.sources.spreadsheet_dates import BECAME_DATES, DATE, HOW

REQUIRED = ("indicator_id", "area_code", "period", "value")
NUMBERS = ("value", "lower_95", "upper_95", "count", "denominator")
OPTIONAL = (
    "area_name", "period_label", "edition", "sex", "age", "breakdown", "breakdown_value",
    "lower_95", "upper_95", "count", "denominator", "status", "note", "disclosure_rule",
    "rounded_to",
)  # fmt: skip
COLUMNS = (*REQUIRED, *OPTIONAL)
HIDDEN = ["value", "lower_95", "upper_95", "count"]
WITHOUT_VALUE = ("suppressed", "not-available")
INDICATOR_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS_OF_AREA: Final = ("E92", "E12", "E10", "E06", "E08", "E09", "E07", "E05", "E02", "E01")
AREA_PATTERN = re.compile(rf"(?:{'|'.join(KINDS_OF_AREA)})\d{{6}}")
CELL: Final = ("area_code", "period", "sex", "age", "breakdown", "breakdown_value")
"""What makes a count one cell of its indicator's table, whatever its edition."""
MOST_TOLD: Final = 20
NOTHING_KEPT: Final = "Nothing of this file is kept until every row can be read."


FILES_AT_ONCE: Final = 16


@dataclass(frozen=True, eq=False)
class LocalRows:
    """The rows of a council's own file.

    Attributes:
        written: As written, without white space around a cell, one row per line; sexes and
            periods in the one spelling that facts have.
        rows: The same as facts name and type them, every column there is; under `cell_` and a
            name of CELL the one spelling by which cells are told apart.
    """

    written: pd.DataFrame
    rows: pd.DataFrame


class LocalCsv(ByHand):
    """Figures that the council itself counted."""

    id = "local-csv"

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title if the header has the required columns of a council's own file.

        Raises:
            SourceError: a required column but indicator_id is missing, a column is unknown or could
                identify a person, or the file breaks off.
        """
        names = header(content, COLUMNS)
        # names in another spelling are ours only if none is missing: "Area Code" is everybody's
        if not set(REQUIRED) <= set(names):
            names = header(content)
        if sum(column in names for column in REQUIRED) < len(REQUIRED) - 1:
            return None
        if "indicator_id" not in names:
            return NotMine("it is not the council template: it has no column indicator_id")
        _check_columns(names, name)
        check_whole(content, name, REQUIRED)
        return f"The council's own figures ({name})"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the council's figures: one fact per row.

        Raises:
            SourceError: as `read_rows`.
        """
        rows = read_rows(content, snapshot.title).rows
        return [parsed_facts(fact_frame(rows, snapshot), rows[rows["area_name"] != ""])]


def read_rows(content: bytes, file: str) -> LocalRows:
    """Return a file's rows, as written and as facts name and type them.

    Raises:
        SourceError: as `LocalCsv.recognise`, a cell that could identify a person, or one problem
            for each row that can't be read, with its line.
    """
    try:
        known = _sound_rows(content)
    except SourceError:
        # told with its name
        return _read_rows(content, file)
    return LocalRows(known.written.copy(deep=False), known.rows.copy(deep=False))


@lru_cache(maxsize=FILES_AT_ONCE)
def _sound_rows(content: bytes) -> LocalRows:
    """Return a file's rows, read once: what recognises, hides, checks and keeps it all ask."""
    return _read_rows(content, "")


def _read_rows(content: bytes, file: str) -> LocalRows:
    check_no_title(content, file, REQUIRED)
    _check_columns(header(content, COLUMNS), file)
    read = read_csv_rows(content, file, REQUIRED, known=COLUMNS)
    if read.below:
        what = f"below the table stands a line that is no row: {told_line(read.below[0])}."
        raise SourceError(Problem(what, file, read.lines + 1, next_step="Take it out."))
    frame = read.frame.copy()
    for column in frame:
        frame[column] = frame[column].str.strip().replace("", np.nan)
    _check_cells(frame, file)
    rows, kinds = _complete(frame)
    _refuse(_mistakes(rows, frame, kinds), file)
    _refuse(repeated(rows.assign(place=[f"line {n}" for n in rows.index + 2])), file)
    known = [column for column in ("sex", "period") if column in frame]
    written = frame.assign(**{c: rows[c].where(frame[c].notna()) for c in known})
    return LocalRows(written, rows)


def template() -> str:
    """Return a CSV with every column and one invented row to write over."""
    example = {
        "indicator_id": "my-indicator", "area_code": "E06999999", "area_name": "My council",
        "period": "2024-04-01/P1Y", "period_label": "2024/25", "sex": "Persons",
        "age": "All ages", "value": "12.5", "count": "250", "denominator": "2000",
        "status": "final",
    }  # fmt: skip
    row = [example.get(column, "") for column in COLUMNS]
    return f"{','.join(COLUMNS)}\n{','.join(row)}\n"


def _check_columns(names: list[str], file: str) -> None:
    if personal := identifying_columns(names):
        what = f"the column {', '.join(personal)} could identify a person."
        raise SourceError(Problem(what, file, 1, "Only aggregates come in.", "Take it out."))
    unknown = [name for name in names if name and name not in COLUMNS]
    if unknown:
        hint = did_you_mean(unknown[0], COLUMNS)
        what = f"unknown column: {', '.join(unknown)}."
        raise SourceError(Problem(what, file, 1, f"Columns: {', '.join(COLUMNS)}.", hint))
    if twice := sorted({name for name in names if name and names.count(name) > 1}):
        what = f"the column {', '.join(twice)} stands twice."
        raise SourceError(Problem(what, file, 1, "Each column stands once."))


def _check_cells(frame: pd.DataFrame, file: str) -> None:
    lines = identifying_cells(frame) + 2
    if not lines.empty:
        what = (
            f"{len(lines)} rows hold what looks like an NHS number, a full postcode or a date of"
            " birth."
        )
        allowed = "Only aggregates come in, so the whole file is refused."
        raise SourceError(Problem(what, file, int(lines[0]), allowed, "Take them out."))


def _complete(frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every column, text with blanks filled in and numbers as numbers, and what each is."""
    rows = frame.reindex(columns=list(COLUMNS)).astype("str").fillna("")
    numbers, kinds = read_number_columns(rows[[*NUMBERS, "rounded_to"]])
    rows = rows.assign(**{str(column): numbers[column] for column in numbers})
    rows = rows.assign(**{
        "sex": _mapped(rows["sex"], read_sex),
        "period": _mapped(rows["period"], read_interval),
        "age": rows["age"].where(rows["age"] != "", "All ages"),
        "rounded_to": rows["rounded_to"].fillna(1.0),
    })  # fmt: skip
    label = rows["period_label"]
    rows["period_label"] = label.where(label != "", rows["period"])
    return _with_status(rows, kinds).assign(
        area_type=area_types(rows["area_code"]), **_cells(rows)
    ), kinds


def _mapped(labels: pd.Series, read: object) -> pd.Series:
    """Return what each label is read as; as written where it is not known."""
    known = {label: read(label) for label in labels.unique()}  # type: ignore[operator]
    return labels.map({label: found or label for label, found in known.items()}).astype("str")


def _with_status(rows: pd.DataFrame, kinds: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the status that is written, or that the marks and numbers tell.

    A mark of suppression for a value, count or denominator hides the row: each tells the others.
    """
    marked = (kinds[["value", "count", "denominator"]] == "hidden").any(axis="columns")
    told = rows["status"].where(rows["status"] != "", "final")
    told = told.where(rows["value"].notna() | (rows["status"] != ""), "not-available")
    hides = marked & rows["status"].isin(["", "final", "provisional", "suppressed"])
    blank = rows[HIDDEN].mask(hides)
    return rows.assign(status=told.mask(hides, "suppressed"), **blank)


def _cells(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the one spelling of each label, "" where it is not known."""
    values = rows["breakdown_value"].map(breakdown_name)
    names = rows["breakdown"].map(breakdown_name)
    return {
        "cell_area_code": rows["area_code"],
        "cell_period": _mapped(rows["period"], lambda t: (d := read_days(t)) and days_name(d)),
        "cell_sex": rows["sex"],
        "cell_age": _mapped(rows["age"], lambda t: (a := read_age(t)) and age_name(a)),
        # a value without a breakdown has one of its own; a breakdown without a value is everybody
        "cell_breakdown": names.where((names != "") | (values == ""), "breakdown").where(
            values != "", ""
        ),
        "cell_breakdown_value": values,
    }


def _mistakes(rows: pd.DataFrame, written: pd.DataFrame, kinds: pd.DataFrame) -> pd.Series:
    """Return why each row can't be read; "" for one that can."""
    without = rows["status"].isin(WITHOUT_VALUE)
    counts = rows[["count"]]
    base = rows["rounded_to"]
    mistakes = {
        "indicator_id is not lower-case letters, digits and dashes": ~rows[
            "indicator_id"
        ].str.fullmatch(INDICATOR_PATTERN),
        "area_code {area_code!r} is not the ONS code of an English area of a known kind ("
        f"{', '.join(KINDS_OF_AREA)} and six digits)": ~rows["area_code"].str.fullmatch(
            AREA_PATTERN
        ),
        f"period {{period!r}} is not known. {PERIODS_ALLOWED}": ~_known(rows["period"], read_days),
        f"sex {{sex!r}} is not known. It is one of {SEXES_ALLOWED}": ~_known(
            rows["sex"], lambda text: read_sex(text) == text
        ),
        f"age {{age!r}} is a date: {BECAME_DATES}. {HOW[:-1]}": rows["age"].str.fullmatch(DATE),
        f"age {{age!r}} is not known. It is one of {AGES_ALLOWED}": ~_known(rows["age"], read_age),
        f"status {{status!r}} is not one of {', '.join(STATUSES)}": ~rows["status"].isin(STATUSES),
        **{
            f"{column} {MISTAKES[kind]}": kinds[column] == kind
            for kind in (COMMA, NO_NUMBER)
            for column in kinds
        },
        "there is a number although the status says that it is hidden or missing": without
        & rows[HIDDEN].notna().any(axis="columns"),
        "there is no value although the status says there is one": ~without & rows["value"].isna(),
        "lower_95 is above upper_95": rows["lower_95"] > rows["upper_95"],
        "a count or denominator is below 0": (rows[["count", "denominator"]] < 0).any(axis=1),
        "a count is not whole": (counts % 1 != 0).where(counts.notna(), False).any(axis=1),
        "rounded_to is not a whole number from 1": (base < 1) | (base % 1 != 0),
        "rounded_to does not divide the count": (rows["count"] % base.clip(lower=1) != 0)
        & rows["count"].notna(),
    }
    reasons = pd.Series("", index=rows.index, dtype="str")
    for reason, found in mistakes.items():
        wrong = found.astype("bool") & (reasons == "")
        if wrong.any():
            told = rows[wrong].apply(lambda row, r=reason: r.format(**row), axis="columns")
            reasons = reasons.where(~wrong, told.reindex(rows.index, fill_value=""))
    return reasons


def _known(labels: pd.Series, read: object) -> pd.Series:
    return labels.map({label: bool(read(label)) for label in labels.unique()})  # type: ignore[operator]


def repeated(rows: pd.DataFrame) -> pd.Series:
    """Return why a row can't stand beside one above that is the same cell; "" if it can.

    The same figure under two labels ("Total" of a breakdown, and the headline) is one cell. Of two
    editions each has figures of its own.

    Args:
        rows: As in `LocalRows`, with `place`: where each stands, for people.
    """
    cell = rows.groupby(["indicator_id", "edition", *(f"cell_{name}" for name in CELL)])
    where = cell["place"].transform("first")
    again = rows["place"] != where
    numbers = ["value", "count", "denominator", "status", "rounded_to"]
    differ = cell[numbers].nunique(dropna=False).gt(1).any(axis="columns")
    differ = pd.Series(differ.to_numpy()[cell.ngroup()], rows.index)
    twice = rows.duplicated([key for key in FACT_KEY if key in rows])
    reasons = pd.Series("", rows.index, dtype="str")
    other = "the same figure stands in " + where + " with other numbers"
    reasons = reasons.mask(again & differ, other)
    same_row = "the same indicator, area, period, sex, age and breakdown stand in " + where
    return reasons.mask((reasons == "") & again & twice, same_row)


def _refuse(reasons: pd.Series, file: str) -> None:
    wrong = reasons[reasons != ""]
    if wrong.empty:
        return
    told = [Problem(f"{why}.", file, int(row) + 2) for row, why in wrong.head(MOST_TOLD).items()]
    more = len(wrong) - len(told)
    last = f"{more} more rows can't be read either. " if more else ""
    raise SourceError(*told, Problem(f"{last}{NOTHING_KEPT}", file))


SOURCE = LocalCsv()
