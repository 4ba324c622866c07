"""The wide layout that ONS uses for population projections and for mid-year estimates.

AREA_CODE, AREA_NAME, COMPONENT, SEX, AGE_GROUP, then one column per year. Nothing in a file
says which of the two it is: its years do (`published_years.py`).
"""

import re
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.cell_numbers import (
    COMMA,
    HIDDEN,
    MISSING,
    MISTAKES,
    NO_NUMBER,
    read_number_columns,
)
from jsna.sources.contract import ParsedFacts
from jsna.sources.csv_file import check_last_group, check_whole, header, read_rows
from jsna.sources.csv_text import HEADER_BYTES, plain_csv
from jsna.sources.fact_frame import fact_frame, parsed_facts, refused_frame
from jsna.sources.gss_code import area_types
from jsna.sources.one_value import check_one_value
from jsna.sources.population.population_totals import add_all_ages, add_persons, check_totals
from jsna.sources.spreadsheet_dates import check_dates

KEYS = ("AREA_CODE", "AREA_NAME", "COMPONENT", "SEX", "AGE_GROUP")
SEXES = {"persons": "Persons", "males": "Male", "females": "Female"}
SEX_WORDS = SEXES | {"male": "Male", "female": "Female", "total": "Persons", "all": "Persons"}
GSS = r"[EWSNKJ]\d{8}"
AGE = r"All ages|\d{1,3}|\d{1,3}-\d{1,3}|\d{1,3}\+"
STATUS_OF_MARK = {HIDDEN: "suppressed", MISSING: "not-available"}
MOST_PEOPLE = 100_000_000
"""More than the whole country has: no number of people is larger."""
MARKED = "mark of "
"""Before a year: the column with the marks that stand in its values' place."""
BAND = re.compile(rb",\d+-\d+,")
YEAR = re.compile(r"^\d{4}$")
SPELLED_YEAR = re.compile(r"(?i)(?:x|mid[- ]?)?((?:19|20)\d{2})(?:\.0)?")
"""A year as R (X2022), a spreadsheet (2022.0) or a person (mid-2022) writes it."""
WITH_A_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def years_of(names: list[str]) -> list[str]:
    """Return the year columns of a header, in its order."""
    return [name for name in names if YEAR.match(name)]


def years_in(content: bytes) -> list[str]:
    """Return the years in the header of a file, or of its beginning."""
    return years_of(with_plain_years(header(content, KEYS)))


def with_plain_years(names: Iterable[str]) -> list[str]:
    """Return the names with years as ONS writes them, except where that would stand twice."""
    given = list(names)
    plain = [found[1] if (found := SPELLED_YEAR.fullmatch(n)) else n for n in given]
    return [new if plain.count(new) == 1 else old for old, new in zip(given, plain, strict=True)]


def recognise_wide(name: str, content: bytes) -> list[str]:
    """Return the years of a file in this layout, or none if it is something else.

    Raises:
        SourceError: the key columns but one are there and that one is not, or the file breaks
            off.
    """
    names = with_plain_years(header(content, KEYS))
    years = years_of(names)
    if not years or sum(key in names for key in KEYS) < len(KEYS) - 1:
        return []
    check_whole(content, name, KEYS)
    return years


def ages_in_words(content: bytes) -> str:
    """Return whether the file has single years of age or bands, for its title."""
    head = plain_csv(content[: 2 * HEADER_BYTES])[:HEADER_BYTES]
    return "age bands" if BAND.search(head) else "single years of age"


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
    rows = read_rows(content, file, KEYS)
    frame = rows.frame
    frame.columns = pd.Index(with_plain_years(frame.columns))
    years = years_of(list(frame.columns))
    if not years:
        raise FormatChanged(Problem("this file has no year columns.", file, 1))
    if odd := [name for name in frame if name not in years and WITH_A_YEAR.search(name)]:
        what = f'the column "{odd[0]}" names a year and is none.'
        raise FormatChanged(Problem(what, file, 1, "A year stands alone, in four digits."))
    frame = frame[frame["COMPONENT"].str.strip().str.lower() == "population"]
    no_area = ~frame["AREA_CODE"].str.strip().str.fullmatch(GSS).fillna(False).astype("bool")
    below = refused_frame(pd.Series(frame.index[no_area] + 2), "no code of an area: a total?")
    usable, refused = _usable(frame[~no_area], years, file)
    return usable, pd.concat([refused, below, rows.refused_below()], ignore_index=True)


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

    Raises:
        FormatChanged: a total that its parts contradict.
    """
    years = years_of(list(frame.columns))
    check_totals(frame, years, snapshot.title)
    wide = add_all_ages(add_persons(frame, years), years)
    long = _long(wide, years)
    long = long[long["value"].notna() | (long["status"] != "")]
    final = long["status"] == ""
    long = long.assign(status=long["status"].mask(final, "final"))
    facts = fact_frame(long, snapshot, indicator_id=indicator_id, edition=edition)
    return parsed_facts(facts, _names(wide), refused)


def _usable(frame: pd.DataFrame, years: list[str], file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows in numbers, marks as MARKED columns, and the rows that are refused."""
    if frame.empty:
        what = "this file has no row of the Population component with the code of an area."
        raise FormatChanged(Problem(what, file))
    check_last_group(frame, "AREA_CODE", file)
    keyed = _keys(frame, file)
    check_one_value(keyed, ["AREA_CODE", "SEX", "AGE_GROUP"], years, file, KEYS)
    keyed = keyed.drop_duplicates(["AREA_CODE", "SEX", "AGE_GROUP"])
    numbers, kinds = read_number_columns(keyed[years])
    if (kinds == COMMA).any(axis=None):
        line = int(kinds.index[(kinds == COMMA).any(axis="columns")][0]) + 2
        what = f"a number {MISTAKES[COMMA]}: {_first_of(keyed[years], kinds == COMMA)}."
        raise FormatChanged(Problem(what, file, line, next_step="Save it with decimal points."))
    bad = (kinds.isin(["", NO_NUMBER]) | are_no_people(numbers)).any(axis="columns")
    lines = pd.Series(keyed.index[bad] + 2)
    marks = kinds.where(kinds.isin([HIDDEN, MISSING]), "").add_prefix(MARKED)
    usable = pd.concat([keyed[list(KEYS)], numbers, marks], axis="columns")[~bad]
    return usable, refused_frame(lines, "a year without a number of people, or no area code")


def are_no_people(numbers: pd.DataFrame) -> pd.DataFrame:
    """Return which numbers can't be those of an area's people."""
    return (numbers < 0) | (numbers > MOST_PEOPLE)


def _first_of(frame: pd.DataFrame, where: pd.DataFrame) -> str:
    column = where.any().idxmax()
    return str(frame.loc[where[column], column].iloc[0])


def _keys(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    sex = frame["SEX"].str.strip().str.lower().map(SEX_WORDS)
    if sex.isna().any():
        line = int(frame.index[sex.isna()][0]) + 2
        what = f'"{frame["SEX"][sex.isna()].iloc[0]}" is not a sex of this layout.'
        raise FormatChanged(Problem(what, file, line, f"It has {', '.join(SEXES)}."))
    ages = age_labels(frame["AGE_GROUP"].fillna("").astype("str"))
    _check_ages(ages, frame["AGE_GROUP"], file)
    return frame.assign(
        SEX=sex.astype("str"),
        AGE_GROUP=ages,
        AREA_CODE=frame["AREA_CODE"].str.strip(),
        AREA_NAME=frame["AREA_NAME"].fillna(""),
    )


def _check_ages(ages: pd.Series, written: pd.Series, file: str) -> None:
    """Raise SourceError if an age is none: a part that is lost makes no total."""
    wrong = ~ages.str.fullmatch(AGE)
    if not wrong.any():
        return
    check_dates(written[wrong].astype("str"), file)
    line, word = int(ages.index[wrong][0]) + 2, str(written[wrong].iloc[0])
    what = f'"{word}" is no age of this layout.'
    raise FormatChanged(Problem(what, file, line, "It has 0, 0-4, 90 and over, All ages."))


def age_labels(ages: pd.Series) -> pd.Series:
    """Return the ages as facts write them: `All ages`, `0`, `0-4`, `90+`."""
    words = ages.drop_duplicates()
    text = words.str.strip().str.lower().str.replace(r"\s*(?:-|\u2013|\bto\b)\s*", "-", regex=True)
    text = text.str.replace(r"^(?:age[ds]?:?\s+)(?=\S)", "", regex=True)
    text = text.str.replace(r"\s+(?:years?|yrs?)(?=\s|$)", "", regex=True)
    text = text.str.replace(r"^(?:under|less than|below|<)\s*1$", "0", regex=True)
    open_end = r"^(\d+)\s*(?:(?:and|&|or) (?:over|older|above)|plus|\+)$"
    text = text.str.replace(open_end, r"\1+", regex=True)
    text = text.where(~text.isin(["all ages", "all", "total"]), "All ages")
    return ages.map(dict(zip(words, text, strict=True))).astype("str")


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
        status=_statuses(wide, years),
    )


def _statuses(wide: pd.DataFrame, years: list[str]) -> "np.ndarray[Any, Any]":
    """Return the status that a mark in a value's place tells, "" where there is none."""
    columns = [MARKED + year for year in years]
    marked = wide.reindex(columns=columns).astype("object")
    told = marked.where(marked.notna(), "").replace(STATUS_OF_MARK)
    return told.to_numpy(dtype=object).ravel()


def _names(wide: pd.DataFrame) -> pd.DataFrame:
    names = wide[["AREA_CODE", "AREA_NAME"]].drop_duplicates()
    names.columns = pd.Index(["area_code", "area_name"])
    return names.assign(area_type=area_types(names["area_code"]))
