"""The wide layout that ONS uses for population projections and for mid-year estimates.

AREA_CODE, AREA_NAME, COMPONENT, SEX, AGE_GROUP, then one column per year. Nothing in a file
says which of the two it is, so the rule is: **a file whose last year is later than the year in
which it was received is a projection**. An estimate is always of the past (mid-year estimates
come out a year or more after their year), and a projection reaches 25 years beyond its base.
"""

import re
from datetime import UTC, datetime

import numpy as np
import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.contract import ParsedFacts
from jsna.sources.csv_file import HEADER_BYTES, check_last_group, check_whole, header, read_csv
from jsna.sources.fact_frame import fact_frame, parsed_facts, refused_frame
from jsna.sources.gss_code import area_types
from jsna.sources.population.population_totals import add_all_ages, add_persons

KEYS = ("AREA_CODE", "AREA_NAME", "COMPONENT", "SEX", "AGE_GROUP")
SEXES = {"persons": "Persons", "males": "Male", "females": "Female"}
BAND = re.compile(rb",\d+-\d+,")
YEAR = re.compile(r"^\d{4}$")


def years_of(names: list[str]) -> list[str]:
    """Return the year columns of a header, in its order."""
    return [name for name in names if YEAR.match(name)]


def recognise_wide(name: str, content: bytes) -> list[str]:
    """Return the years of a file in this layout, or none if it is something else.

    Raises:
        SourceError: three or more of the key columns are there and others are not, or the
            file breaks off.
    """
    names = header(content)
    years = years_of(names)
    if not years or sum(key in names for key in KEYS) < 3:
        return []
    check_whole(content, name, KEYS)
    return years


def ages_in_words(content: bytes) -> str:
    """Return whether the file has single years of age or bands, for its title."""
    return "age bands" if BAND.search(content[:HEADER_BYTES]) else "single years of age"


def is_projection(years: list[str], received: int | None = None) -> bool:
    """Return whether a file with these years is a projection (see the rule above).

    Args:
        years: The year columns.
        received: The year in which the file was received; this year unless given.
    """
    return max(map(int, years)) > (received or datetime.now(UTC).year)


def parse_wide(snapshot: Snapshot, content: bytes, indicator_id: str, edition: str) -> ParsedFacts:
    """Return one fact per area, sex, age and year, Persons and all ages summed where possible.

    Raises:
        SourceError: a missing column, a file that breaks off, or an unknown sex.
    """
    frame, refused = read_wide(content, snapshot.title)
    return facts_of_wide(frame, refused, snapshot, indicator_id, edition)


def read_wide(content: bytes, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows in numbers (KEYS and one column per year), and the rows refused.

    Raises:
        SourceError: a missing column, a file that breaks off, or an unknown sex.
    """
    frame = read_csv(content, file, KEYS).rename(columns=str.upper)
    check_last_group(frame, "AREA_CODE", file)
    years = years_of(list(frame.columns))
    if not years:
        raise FormatChanged(Problem("this file has no year columns.", file, 1))
    frame, refused = _usable(frame, years)
    return _keys(frame, file), refused


def facts_of_wide(
    frame: pd.DataFrame,
    refused: pd.DataFrame,
    snapshot: Snapshot,
    indicator_id: str,
    edition: str,
) -> ParsedFacts:
    """Return one fact per area, sex, age and year, Persons and all ages summed where possible.

    Args:
        frame: KEYS, with SEX and AGE_GROUP as facts write them, and one column per year. A
            blank is a year that the publisher does not have: it is no fact, and in no sum.
        refused: Rows that could not be used.
        snapshot: Where they come from.
        indicator_id: Of the facts.
        edition: Of the facts.
    """
    years = years_of(list(frame.columns))
    wide = add_all_ages(add_persons(frame, years), years)
    long = _long(wide, years)
    long = long[long["value"].notna()]
    facts = fact_frame(long, snapshot, indicator_id=indicator_id, edition=edition)
    return parsed_facts(facts, _names(wide), refused)


def _usable(frame: pd.DataFrame, years: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of the Population component in numbers, and the rows that are refused."""
    frame = frame[frame["COMPONENT"].str.lower() == "population"]
    numbers = frame[years].apply(_numbers)
    bad = numbers.isna().any(axis="columns") | frame["AREA_CODE"].isna()
    lines = pd.Series(frame.index[bad] + 2)
    usable = pd.concat([frame[list(KEYS)], numbers], axis="columns")[~bad]
    return usable, refused_frame(lines, "a year without a number, or no area code")


def _numbers(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.str.replace(",", ""), errors="coerce")


def _keys(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    sex = frame["SEX"].str.strip().str.lower().map(SEXES)
    if sex.isna().any():
        line = int(frame.index[sex.isna()][0]) + 2
        what = f'"{frame["SEX"][sex.isna()].iloc[0]}" is not a sex of this layout.'
        raise FormatChanged(Problem(what, file, line, f"It has {', '.join(SEXES)}."))
    return frame.assign(SEX=sex.astype("str"), AGE_GROUP=age_labels(frame["AGE_GROUP"]))


def age_labels(ages: pd.Series) -> pd.Series:
    """Return the ages as facts write them: `All ages`, `0`, `0-4`, `90+`."""
    text = ages.str.strip().str.replace(r"^(\d+) (and over|\+)$", r"\1+", regex=True)
    return text.where(text.str.lower() != "all ages", "All ages")


def _long(wide: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    """Return one row per area, sex, age and year: melt, in the order of the file and fast."""
    rows = np.repeat(np.arange(len(wide)), len(years))
    keys = wide[["AREA_CODE", "SEX", "AGE_GROUP"]].iloc[rows].reset_index(drop=True)
    keys.columns = pd.Index(["area_code", "sex", "age"])
    year = pd.Series(years, dtype="str").iloc[np.tile(np.arange(len(years)), len(wide))]
    year = year.reset_index(drop=True)
    return keys.assign(
        area_type=area_types(wide["AREA_CODE"]).iloc[rows].reset_index(drop=True),
        period=year + "-06-30/P1D",
        period_label="mid-" + year,
        value=wide[years].to_numpy(dtype="float64").ravel(),
    )


def _names(wide: pd.DataFrame) -> pd.DataFrame:
    names = wide[["AREA_CODE", "AREA_NAME"]].drop_duplicates()
    names.columns = pd.Index(["area_code", "area_name"])
    return names.assign(area_type=area_types(names["area_code"]))
