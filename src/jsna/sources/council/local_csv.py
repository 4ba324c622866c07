"""Source: a council's own figures, as a tidy CSV with columns named as facts name them.

REQUIRED and OPTIONAL are all the columns there are; `template()` writes an empty file. Only
aggregates come in: a file with a column, or a cell, that could identify a person is refused
whole. A row with a mistake is refused alone, with its line and reason.
"""

import difflib
import re

import pandas as pd

from jsna.errors import Problem, SourceError
from jsna.fact_schema import FACT_KEY, PERIOD_PATTERN, STATUSES
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed
from jsna.sources.council.personal_data import identifying_cells, identifying_columns
from jsna.sources.csv_file import check_whole, header, read_csv
from jsna.sources.fact_frame import fact_frame, parsed_facts
from jsna.sources.gss_code import area_types

REQUIRED = ("indicator_id", "area_code", "period", "value")
NUMBERS = ("value", "lower_95", "upper_95", "count", "denominator")
OPTIONAL = (
    "area_name", "period_label", "edition", "sex", "age", "breakdown", "breakdown_value",
    "lower_95", "upper_95", "count", "denominator", "status", "note", "disclosure_rule",
)  # fmt: skip
COLUMNS = (*REQUIRED, *OPTIONAL)
SEXES = ("Persons", "Male", "Female", "Not applicable")
HIDDEN = ["value", "lower_95", "upper_95", "count"]
WITHOUT_VALUE = ("suppressed", "not-available")
INDICATOR_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AREA_PATTERN = re.compile(r"[EWSN]\d{8}")


class LocalCsv(ByHand):
    """Figures that the council itself counted."""

    id = "local-csv"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the header has the required columns of a council's own file.

        Raises:
            SourceError: all but one required column is there, a column is unknown or could
                identify a person, or the file breaks off.
        """
        names = header(content)
        if sum(column in names for column in REQUIRED) < len(REQUIRED) - 1:
            return None
        _check_columns(names, name)
        check_whole(content, name, REQUIRED)
        return f"The council's own figures ({name})"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return the council's figures: one fact per row that has no mistake.

        Raises:
            SourceError: as `recognise`, a cell that could identify a person, or no usable row.
        """
        file = snapshot.title
        _, rows, reasons = read_rows(content, file)
        refused = pd.DataFrame({"line": rows.index + 2, "reason": reasons})[reasons != ""]
        good = rows[reasons == ""]
        if good.empty:
            raise SourceError(*_problems(refused, file))
        facts = fact_frame(good, snapshot)
        return [parsed_facts(facts, good[good["area_name"] != ""], refused)]


def read_rows(content: bytes, file: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return a file's rows as written, as facts name and type them, and why each is refused.

    The three have one index; the reason is blank for a row that has no mistake.

    Raises:
        SourceError: as `LocalCsv.recognise`, or a cell that could identify a person.
    """
    _check_columns(header(content), file)
    frame = read_csv(content, file, REQUIRED)
    for column in frame:
        frame[column] = frame[column].str.strip()
    _check_cells(frame, file)
    rows = _complete(frame)
    return frame, rows, _reasons(rows, frame)


def template() -> str:
    """Return a CSV with every column and one invented row to write over."""
    example = {
        "indicator_id": "my-indicator", "area_code": "E06999999", "area_name": "My council",
        "period": "2024-04-01/P1Y", "period_label": "2024/25", "sex": "Persons",
        "age": "All ages", "value": "12.5", "lower_95": "11.0", "upper_95": "14.1",
        "count": "250", "denominator": "2000", "status": "final",
    }  # fmt: skip
    row = [example.get(column, "") for column in COLUMNS]
    return f"{','.join(COLUMNS)}\n{','.join(row)}\n"


def _check_columns(names: list[str], file: str) -> None:
    if personal := identifying_columns(names):
        what = f"the column {', '.join(personal)} could identify a person."
        raise SourceError(Problem(what, file, 1, "Only aggregates come in.", "Take it out."))
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        near = difflib.get_close_matches(unknown[0], COLUMNS, 1)
        hint = f"Did you mean {near[0]}?" if near else ""
        what = f"unknown column: {', '.join(unknown)}."
        raise SourceError(Problem(what, file, 1, f"Columns: {', '.join(COLUMNS)}.", hint))


def _check_cells(frame: pd.DataFrame, file: str) -> None:
    lines = identifying_cells(frame) + 2
    if not lines.empty:
        what = (
            f"{len(lines)} rows hold what looks like an NHS number, a full postcode or a date of"
            " birth."
        )
        allowed = "Only aggregates come in, so the whole file is refused."
        raise SourceError(Problem(what, file, int(lines[0]), allowed, "Take them out."))


def _complete(frame: pd.DataFrame) -> pd.DataFrame:
    """Return every column: text with blanks filled in, numbers as numbers (NaN if not one)."""
    rows = frame.reindex(columns=list(COLUMNS)).astype("str").fillna("")
    for column in NUMBERS:
        rows[column] = pd.to_numeric(rows[column].str.replace(",", ""), errors="coerce")
    defaults = {"sex": "Persons", "age": "All ages"}
    for column, default in defaults.items():
        rows[column] = rows[column].where(rows[column] != "", default)
    has_value = rows["value"].notna()
    status = rows["status"].where(rows["status"] != "", "final")
    rows["status"] = status.where(has_value | (rows["status"] != ""), "not-available")
    rows["period_label"] = rows["period_label"].where(rows["period_label"] != "", rows["period"])
    return rows.assign(area_type=area_types(rows["area_code"]))


def _reasons(rows: pd.DataFrame, written: pd.DataFrame) -> pd.Series:
    """Return why each row is refused; blank for a row that is not."""
    not_numbers = pd.concat(
        [written[c].notna() & rows[c].isna() for c in NUMBERS if c in written], axis="columns"
    ).any(axis="columns")
    without = rows["status"].isin(WITHOUT_VALUE)
    mistakes = {
        "indicator_id is not lower-case letters, digits and dashes": ~rows[
            "indicator_id"
        ].str.fullmatch(INDICATOR_PATTERN),
        "area_code is not a nine-character ONS code": ~rows["area_code"].str.fullmatch(
            AREA_PATTERN
        ),
        "period is not written like 2024-04-01/P1Y": ~rows["period"].str.match(PERIOD_PATTERN),
        f"sex is not one of {', '.join(SEXES)}": ~rows["sex"].isin(SEXES),
        f"status is not one of {', '.join(STATUSES)}": ~rows["status"].isin(STATUSES),
        "a number is not a number": not_numbers,
        "there is a number although the status says that it is hidden or missing": without
        & rows[HIDDEN].notna().any(axis="columns"),
        "there is no value although the status says there is one": ~without & rows["value"].isna(),
        "lower_95 is above upper_95": rows["lower_95"] > rows["upper_95"],
        "a count or denominator is below 0": (rows[["count", "denominator"]] < 0).any(axis=1),
        "the same indicator, area, period, sex and age stand in a row above": rows.duplicated(
            [key for key in FACT_KEY if key in rows]
        ),
    }
    reasons = pd.Series("", index=rows.index, dtype="str")
    for reason, wrong in mistakes.items():
        reasons = reasons.where((reasons != "") | ~wrong.astype("bool"), reason)
    return reasons


def _problems(refused: pd.DataFrame, file: str) -> list[Problem]:
    pairs = zip(refused["line"], refused["reason"], strict=True)
    return [Problem(f"{reason}.", file, int(line)) for line, reason in pairs][:20]


SOURCE = LocalCsv()
