"""Source: the files behind ONS's Explore Local Statistics: values with 95% limits, any producer's.

One CSV per measure: sixteen columns, one row per area and period, all authorities of the United
Kingdom, its regions and countries. It has no ids: which name is which indicator, sex and age
stands in the catalogue (`also_published` of an indicator), and nothing else of a file is read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.fact_schema import FACT_KEY
from jsna.settings.indicator import AlsoPublished, Indicator
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.cell_numbers import HIDDEN, HIDDEN_MARK, MISSING_MARK, MISTAKES, read_numbers
from jsna.sources.contract import NotMine, Parsed
from jsna.sources.csv_file import check_whole, header, read_rows
from jsna.sources.fact_frame import fact_frame, parsed_facts
from jsna.sources.gss_code import area_types
from jsna.sources.one_value import TWO_VALUES, two_values
from jsna.sources.period_text import period_label, read_interval

ID: Final = "explore-local-statistics"
CODE, NAME, MEASURE, PERIOD, UNIT = "AREACD", "AREANM", "Indicator", "Period", "Unit"
LOWER: Final = "Lower Confidence Interval (95%)"
UPPER: Final = "Upper Confidence Interval (95%)"
STATUS, NOTES = "Observation Status", "Notes"
VALUES: Final = ("Value", "Observation")
"""The value's column; its name differs between files."""
SHAPE: Final = (CODE, NAME, MEASURE, PERIOD, UNIT, LOWER, UPPER)
UNITS: Final = {"%": "%", "yrs": "years"}
"""Its unit -> the catalogue's; any other is read as it stands."""
CODE_PATTERN: Final = re.compile(r"[EWSNK]\d{8}")
REVISED: Final = "revised since by the indicator's own source (`until` in the catalogue)"
ANY_AGE: Final = "All ages"


@dataclass(frozen=True)
class Series:
    """One measure of the files, as the catalogue knows it."""

    indicator: Indicator
    known_as: AlsoPublished


@dataclass(frozen=True)
class ExploreLocalStatistics(ByHand):
    """Values with limits for the indicators that the catalogue says are there.

    Attributes:
        series: Name in the files -> what it is; without the catalogue none is known, and all
            names are read as indicators of calendar years.
    """

    series: dict[str, Series] = field(default_factory=dict)
    id: str = ID

    def for_indicators(self, indicators: Iterable[Indicator]) -> "ExploreLocalStatistics":
        """Return the source that reads what the catalogue names, and nothing else."""
        pairs = [(i, known) for i in indicators for known in i.also_published]
        return ExploreLocalStatistics(
            {known.name: Series(i, known) for i, known in pairs if known.source == ID}
        )

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title with the measures; NotMine if the catalogue names none of them.

        Raises:
            SourceError: it holds one and breaks off.
        """
        columns = header(content)
        if not set(SHAPE) <= set(columns):
            return None
        if not set(VALUES) & set(columns):
            return NotMine(f"it has ONS's columns and no {' or '.join(VALUES)}")
        names = _measures(content, name)
        known = [each for each in names if each in self.series or not self.series]
        if not known:
            told = ", ".join(names[:3]) or "nothing"
            return NotMine(f"no indicator of the catalogue is known in it: it is about {told}")
        check_whole(content, name, [])
        return f"Explore Local Statistics: {', '.join(known)}"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return one fact per area and period, of the catalogue's measures alone.

        Periods are those by which Fingertips calls them: a year that begins in November 2021 is
        2021/22 where the catalogue says academic years.

        Raises:
            SourceError: a missing column, or a file that breaks off.
        """
        read = read_rows(content, snapshot.title, SHAPE)
        value = next((name for name in VALUES if name in read.frame), "")
        if not value:
            what = f"missing column: {' or '.join(VALUES)}."
            raise FormatChanged(Problem(what, snapshot.title, 1))
        frame = read.frame.fillna("")
        wanted = frame[MEASURE].isin(list(self.series)) | (not self.series)
        rows = self._rows(frame[wanted], value)
        rows["problem"] = rows["problem"].where(rows["problem"] != "", _of_two_values(rows))
        refused = rows["problem"] != ""
        lines = pd.DataFrame({"line": rows.index + 2, "reason": rows["problem"]})[refused]
        usable = _once(rows[~refused])
        facts = fact_frame(usable, snapshot)
        return [parsed_facts(facts, usable, lines, read.refused_below())]

    def _rows(self, frame: pd.DataFrame, value: str) -> pd.DataFrame:
        """Return the columns of facts, area_name, and problem: why a row can't be used."""
        about = pd.DataFrame(
            [self._about(name) for name in frame[MEASURE].unique()],
            columns=["name", "indicator_id", "sex", "age", "unit", "year_type", "until"],
        ).set_index("name")
        told = about.reindex(frame[MEASURE]).set_index(frame.index)
        numbers = {
            name: read_numbers(frame[column].replace("", float("nan")))
            for name, column in (("value", value), ("lower_95", LOWER), ("upper_95", UPPER))
        }
        rows = pd.DataFrame({name: column for name, (column, _) in numbers.items()})
        # limits beside a value that is not published would give it back
        rows.loc[rows["value"].isna(), ["lower_95", "upper_95"]] = float("nan")
        status = frame.get(STATUS, pd.Series("", frame.index)).str.strip()
        periods = _periods(frame[PERIOD], told["year_type"])
        rows = rows.assign(
            indicator_id=told["indicator_id"], sex=told["sex"], age=told["age"],
            area_code=frame[CODE].str.strip(), area_name=frame[NAME].str.strip(),
            period=periods["interval"], period_label=periods["label"],
            status=_status(rows["value"], numbers["value"][1], status),
            note=_notes(status, frame.get(NOTES, pd.Series("", frame.index))),
            problem=periods["problem"],
        )  # fmt: skip
        rows = rows.assign(area_type=area_types(rows["area_code"]))
        revised = (told["until"] != "") & (rows["period"].str[:10] > told["until"])
        rows["problem"] = rows["problem"].mask((rows["problem"] == "") & revised, REVISED)
        return _with_problems(rows, {name: kinds for name, (_, kinds) in numbers.items()}, frame,
                              told["unit"])  # fmt: skip

    def _about(self, name: str) -> tuple[str, ...]:
        if series := self.series.get(name):
            one, known = series.indicator, series.known_as
            until = known.until.isoformat() if known.until else ""
            return (name, one.id, known.sex, known.age, one.unit, one.year_type, until)
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        return (name, plain, "Persons", ANY_AGE, "", "calendar", "")


def _measures(content: bytes, file: str) -> list[str]:
    """Return the names of the measures of a file, in order; raises SourceError if it is broken."""
    frame = read_rows(content, file, [MEASURE]).frame
    return list(frame[MEASURE].dropna().str.strip().unique())


def _periods(texts: pd.Series, year_types: pd.Series) -> pd.DataFrame:
    """Return interval, label and problem of each row; read once per wording."""
    pairs = pd.DataFrame({"text": texts, "year_type": year_types})
    wordings = pairs.drop_duplicates()
    read = [_period(*pair) for pair in wordings.itertuples(index=False)]
    known = pd.DataFrame(read, columns=["interval", "label", "problem"], index=wordings.index)
    return pairs.merge(wordings.join(known), how="left").set_index(texts.index).astype("str")


def _period(text: str, year_type: str) -> tuple[str, str, str]:
    try:
        interval = read_interval(text, year_type)
        return interval, period_label(interval), ""
    except ValueError as error:
        return "", "", str(error)


def _status(value: pd.Series, kind: pd.Series, mark: pd.Series) -> pd.Series:
    """Return what a value is, by the mark in its place or beside it."""
    status = pd.Series("final", value.index, dtype="str")
    status[value.isna()] = "not-available"
    hidden = (kind == HIDDEN) | mark.str.fullmatch(HIDDEN_MARK)
    return status.mask(value.isna() & hidden, "suppressed")


def _notes(status: pd.Series, notes: pd.Series) -> pd.Series:
    """Return what is said of a value in words: marks are statuses, not words."""
    marks = status.str.fullmatch(HIDDEN_MARK) | status.str.fullmatch(MISSING_MARK)
    words = status.mask(marks, "")
    joined = words + "; " + notes.str.strip()
    return joined.str.strip("; ").astype("str")


def _with_problems(
    rows: pd.DataFrame, kinds: dict[str, pd.Series], frame: pd.DataFrame, unit: pd.Series
) -> pd.DataFrame:
    """Return the rows with the first reason for which each can't be used."""
    theirs = frame[UNIT].str.strip()
    reasons = [
        (~rows["area_code"].str.fullmatch(CODE_PATTERN), "no code of an area"),
        ((unit != "") & (theirs.replace(UNITS) != unit), "another unit than the catalogue's"),
        *((kinds[name] == kind, f"{name.replace('_', ' ')} {why}")
          for name in kinds for kind, why in MISTAKES.items()),
        (rows["lower_95"].isna() != rows["upper_95"].isna(), "one limit without the other"),
        ((rows["lower_95"] > rows["value"]) | (rows["value"] > rows["upper_95"]),
         "the value is not between its limits"),
    ]  # fmt: skip
    problem = rows["problem"]
    for wrong, why in reasons:
        problem = problem.mask((problem == "") & wrong, why)
    return rows.assign(problem=problem)


def _of_two_values(rows: pd.DataFrame) -> pd.Series:
    """Return why a row is not read that stands in the file with another value too; else ""."""
    usable = rows[rows["problem"] == ""]
    apart = two_values(usable, _key(rows), ["value", "lower_95", "upper_95"])
    apart = apart.reindex(rows.index, fill_value=False)
    return apart.map({True: TWO_VALUES, False: ""}).astype("str")


def _once(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row of those that say the same, the one with a value if another has none."""
    first = rows.sort_values("value", na_position="last", kind="stable")
    return rows.loc[first.drop_duplicates(_key(rows)).index.sort_values()]


def _key(rows: pd.DataFrame) -> list[str]:
    return [name for name in FACT_KEY if name in rows]


SOURCE = ExploreLocalStatistics()
