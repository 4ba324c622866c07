"""Bring the columns that a source has into the shape of facts."""

import pandas as pd

from jsna.fact_schema import FACT_COLUMNS, NUMBER_COLUMNS, PUBLISHED_COLUMNS
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import ParsedFacts

NAME_COLUMNS = ("area_code", "area_type", "area_name")


def fact_frame(rows: pd.DataFrame, snapshot: Snapshot, **constants: str) -> pd.DataFrame:
    """Return `rows` with every column of FACT_COLUMNS, in order and in its dtype.

    Text that is not given is blank, a number that is not given is missing, and the status is
    "final" where there is a value and "not-available" where there is none.

    Args:
        rows: One row per fact, with the columns that the source has.
        snapshot: Where the rows come from.
        constants: Text that is the same in every row, e.g. edition="...".
    """
    given = {name: rows[name] for name in FACT_COLUMNS if name in rows}
    given |= {name: _text(value, rows.index) for name, value in constants.items()}
    given["snapshot_ids"] = _text(snapshot.sha256, rows.index)
    for name in NUMBER_COLUMNS:
        given[name] = given.get(name, pd.Series(float("nan"), rows.index)).astype("float64")
    if "status" not in given:
        given["status"] = _text("final", rows.index).where(given["value"].notna(), "not-available")
    columns = {name: given.get(name, _text("", rows.index)) for name in FACT_COLUMNS}
    text = [name for name in FACT_COLUMNS if name not in NUMBER_COLUMNS]
    columns |= {name: columns[name].astype("str").fillna("") for name in text}
    return pd.DataFrame(columns).reset_index(drop=True)


def refused_frame(lines: pd.Series | None = None, reason: str = "") -> pd.DataFrame:
    """Return refused rows, one per line number, all for one reason; without lines, none."""
    lines = pd.Series(dtype="int64") if lines is None else lines
    frame = pd.DataFrame({"line": lines.astype("int64"), "reason": _text(reason, lines.index)})
    return frame.reset_index(drop=True)


def parsed_facts(facts: pd.DataFrame, names: pd.DataFrame, *refused: pd.DataFrame) -> ParsedFacts:
    """Return parsed facts of a source that publishes no verdicts of its own.

    Args:
        facts: As `fact_frame` gives them.
        names: Columns area_code, area_type, area_name; repeated rows are dropped.
        refused: Any number of `refused_frame`s.
    """
    unique = names[list(NAME_COLUMNS)].drop_duplicates().reset_index(drop=True)
    published = pd.DataFrame({name: pd.Series(dtype="str") for name in PUBLISHED_COLUMNS})
    all_refused = pd.concat([refused_frame(), *refused], ignore_index=True)
    return ParsedFacts(facts, published, all_refused.sort_values("line"), unique)


def _text(value: str, index: pd.Index) -> pd.Series:
    return pd.Series(value, index=index, dtype="str")
