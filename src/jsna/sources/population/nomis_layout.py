"""The layout of population tables from Nomis: one row per area, year, sex and age.

It is brought into the wide layout of ONS's own files, so that both give the same facts.
"""

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from jsna.errors import FormatChanged, Problem, Truncated
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.cell_numbers import COMMA, HIDDEN, MISSING, MISTAKES, read_numbers
from jsna.sources.contract import NotMine, ParsedFacts
from jsna.sources.csv_file import check_whole, header, read_csv, read_rows
from jsna.sources.fact_frame import refused_frame
from jsna.sources.population.ons_wide_layout import (
    AGE,
    GSS,
    KEYS,
    MARKED,
    age_labels,
    are_no_people,
    facts_of_wide,
)
from jsna.sources.population.published_years import is_whole_projection
from jsna.sources.spreadsheet_dates import check_dates

PROJECTED_YEAR: Final = "PROJECTED_YEAR_NAME"
ESTIMATED_YEAR: Final = "DATE_NAME"
BASE: Final = "PROJECTION_BASE"
"""Written beside each row as it is fetched: a table from Nomis does not say which it is of."""
REQUIRED: Final = (
    "GEOGRAPHY_CODE", "GEOGRAPHY_NAME", "GENDER_NAME", "C_AGE_NAME", "OBS_VALUE",
)  # fmt: skip
KIND: Final = "GEOGRAPHY_TYPE"
MEASURE: Final = "MEASURES_NAME"
RECORDS: Final = "RECORD_COUNT"
KNOWN: Final = (*REQUIRED, KIND, MEASURE, RECORDS, PROJECTED_YEAR, ESTIMATED_YEAR, BASE)
OF_NOMIS: Final = ("GEOGRAPHY_CODE", "OBS_VALUE")
VALUES: Final = "20100"
"""The code of values among Nomis's measures, which may stand without its name."""
MEASURE_CODE: Final = "MEASURES"
NO_DIMENSION: Final = ("OBS_STATUS", "OBS_CONF", "DATE", "GEOGRAPHY")
"""Columns that say something of a row and tell no two rows apart."""
DIMENSION: Final = re.compile(
    r"(C\d*_[A-Z0-9_]+?|CELL|ITEM|RURAL_URBAN|VARIABLE)(?:_(?:CODE|TYPE|TYPECODE|SORTORDER|CLASS))?"
)
"""What Nomis calls the dimensions of its tables, which may stand as codes without their names."""
SEXES: Final = {
    "total": "Persons",
    "male": "Male",
    "female": "Female",
    "persons": "Persons",
    "males": "Male",
    "females": "Female",
}
ONE_YEAR: Final = r"(?i)^\s*(?:mid[- ])?(\d{4})\s*$"
"""The days of twelve months from April are of no mid-year."""
SMALL: Final = r"(?i)^(\d{4}) super output areas"


def recognise_nomis(name: str, content: bytes, year: str) -> bool | NotMine:
    """Return whether the bytes are a table of this layout whose years stand in column `year`.

    NotMine for a table of Nomis about something else, or one that lacks what tells its rows apart.

    Raises:
        SourceError: it is one, and breaks off.
    """
    names = header(content, KNOWN)
    of_people = {"C_AGE", "C_AGE_NAME"} & set(names)
    dated = {PROJECTED_YEAR, ESTIMATED_YEAR} & set(names)
    if not set(OF_NOMIS) <= set(names) or (year not in names and (dated or not of_people)):
        return False
    missing = [column for column in REQUIRED if column not in names]
    missing += [] if dated else [f"{ESTIMATED_YEAR} or {PROJECTED_YEAR}"]
    if missing and not of_people:
        return NotMine("it is a table of Nomis about something else than residents by age")
    if missing:
        return NotMine(f"it is a table of Nomis without {', '.join(missing)}: add it to select=")
    if strange := [n for n in names if _is_dimension(n)]:
        return NotMine(
            f"it is a table of Nomis by {', '.join(strange)} too: ask for area, sex and age only"
        )
    check_whole(content, name, [*REQUIRED, year])
    return True


def _is_dimension(name: str) -> bool:
    """Return whether a column tells rows apart that are not expected to be told apart."""
    stem = name.removesuffix("_NAME")
    if coded := DIMENSION.fullmatch(stem):
        return f"{coded[1]}_NAME" not in KNOWN
    return name.endswith("_NAME") and f"{stem}_NAME" not in KNOWN and stem not in NO_DIMENSION


def parse_nomis(
    snapshot: Snapshot, content: bytes, indicator_id: str, year: str, edition: str
) -> ParsedFacts:
    """Return one fact per area, sex, age and year, Persons and all ages summed where possible.

    The vintage of LSOAs is in `geography_year`.

    Raises:
        SourceError: a missing column, a file that breaks off, fewer rows than it says that there
            are, an unknown sex, or two values for one area, year, sex and age.
    """
    file = snapshot.title
    read = read_rows(content, file, [*REQUIRED, year], known=KNOWN)
    frame = _values_only(read.frame)
    _check_count(frame, file)
    rows = _rows(frame, year, file)
    bad = _is_nothing(rows) | ~rows["AREA_CODE"].str.fullmatch(GSS).fillna(False).astype("bool")
    bad |= rows["year"].isna() | ~rows["AGE_GROUP"].str.fullmatch(AGE)
    lines = pd.Series(frame.index[bad] + 2)
    wide = wide_of(rows[~bad], file)
    refused = refused_frame(lines, "no value, or no code of an area, age or year")
    parsed = facts_of_wide(
        wide, pd.concat([refused, read.refused_below()]), snapshot, indicator_id, edition
    )
    if KIND not in frame:
        return parsed
    vintage = parsed.facts["area_code"].map(_small_area_years(frame)).fillna("").astype("str")
    facts = parsed.facts.assign(geography_year=vintage)
    return ParsedFacts(facts, parsed.published, parsed.refused, parsed.names)


def _values_only(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of values; a table may hold the percentages of them besides."""
    if MEASURE_CODE in frame and MEASURE not in frame:
        return frame[frame[MEASURE_CODE].str.strip().isin([VALUES, ""])]
    if MEASURE not in frame:
        return frame
    return frame[frame[MEASURE].str.strip().str.lower().isin(["value", ""])]


def _check_count(frame: pd.DataFrame, file: str) -> None:
    """Raise Truncated if Nomis says that there are more rows than the file has."""
    if RECORDS not in frame or frame.empty:
        return
    told = pd.to_numeric(frame[RECORDS], errors="coerce").max()
    if told > len(frame):
        what = f"the table is cut: it has {len(frame):,} of {told:,.0f} rows."
        step = "Nomis gives 25,000 rows at once: ask for fewer areas or years in one file."
        raise Truncated(Problem(what, file, next_step=step))


def projection_base(content: bytes, file: str) -> str:
    """Return the base of a projection: "2022".

    As it was written down when the table was fetched; of one that was downloaded by hand, its
    first year, if its years are all those of an edition that ONS made.

    Raises:
        SourceError: neither says it.
    """
    if BASE not in header(content):
        years = read_csv(content, file, [PROJECTED_YEAR])[PROJECTED_YEAR]
        found = years.str.extract(r"(\d{4})", expand=False).dropna().unique().tolist()
        if found and is_whole_projection(found):
            return str(min(found))
        what = "this table does not say which edition of the projections it is of."
        step = "Ask for every year of the edition, or download the zip from the ONS website."
        raise FormatChanged(Problem(what, file, 1, next_step=step))
    bases = read_csv(content, file, [BASE])[BASE].unique()
    if len(bases) != 1:
        raise FormatChanged(Problem("this table mixes editions of the projections.", file))
    return str(bases[0])


def newest_year(content: bytes, file: str, year: str) -> str:
    """Return the newest year of a table, whose years stand in column `year`; "" if it has none."""
    years = read_csv(content, file, [year])[year].drop_duplicates()
    return max(years.str.extract(ONE_YEAR, expand=False).dropna(), default="")


def with_base(content: bytes, base: str) -> bytes:
    """Return a table with the base of its projection as a last column of every row."""
    lines = content.decode().splitlines()
    return "\n".join([f"{lines[0]},{BASE}", *(f"{line},{base}" for line in lines[1:]), ""]).encode()


def _rows(frame: pd.DataFrame, year: str, file: str) -> pd.DataFrame:
    sex = frame["GENDER_NAME"].str.strip().str.lower().map(SEXES)
    if sex.isna().any():
        line = int(frame.index[sex.isna()][0]) + 2
        what = f'"{frame["GENDER_NAME"][sex.isna()].iloc[0]}" is not a sex of this layout.'
        raise FormatChanged(Problem(what, file, line, f"It has {', '.join(SEXES)}."))
    ages = age_labels(frame["C_AGE_NAME"].fillna("").astype("str"))
    check_dates(frame["C_AGE_NAME"], file)
    value, mark = _numbers(frame["OBS_VALUE"], file)
    return pd.DataFrame(
        {
            "AREA_CODE": frame["GEOGRAPHY_CODE"].str.strip(),
            "AREA_NAME": frame["GEOGRAPHY_NAME"].fillna(""),
            "COMPONENT": "Population",
            "SEX": sex.astype("str"),
            "AGE_GROUP": ages,
            "year": frame[year].str.extract(ONE_YEAR, expand=False),
            "value": value,
            "mark": mark,
        }
    )


def marks_of(kinds: pd.Series) -> pd.Series:
    """Return which cells are marks of a hidden or missing number, "" for the others."""
    return kinds.where(kinds.isin([HIDDEN, MISSING]), "")


def _is_nothing(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Return which rows have neither a number of people nor a mark in its place."""
    unlikely = are_no_people(rows[["value"]])["value"]
    return unlikely | (rows["value"].isna() & (rows["mark"] == ""))


def _numbers(cells: pd.Series, file: str) -> tuple[pd.Series, pd.Series]:
    numbers, kinds = read_numbers(cells)
    if (kinds == COMMA).any():
        line = int(kinds.index[kinds == COMMA][0]) + 2
        what = f"a number {MISTAKES[COMMA]}: {cells[kinds == COMMA].iloc[0]}."
        raise FormatChanged(Problem(what, file, line, next_step="Save it with decimal points."))
    return numbers, marks_of(kinds)


def facts_of_tables(
    tables: Sequence[pd.DataFrame], snapshot: Snapshot, indicator_id: str
) -> ParsedFacts:
    """Return one fact per area, sex, age and year of a file's tables; see `facts_of_wide`.

    Args:
        tables: One at least, each KEYS, year, value (NaN where there is none), mark (what stands
            in its place, as `marks_of` gives it) and line.
        snapshot: Where they come from.
        indicator_id: Of the facts.

    Raises:
        FormatChanged: two values for one area, sex, age and year.
    """
    rows = pd.concat(tables)
    rows.index = pd.Index(rows["line"] - 2)
    bad = _is_nothing(rows) | ~rows["AREA_CODE"].str.fullmatch(GSS)
    lines = rows.loc[bad, "line"].drop_duplicates()
    refused = refused_frame(lines, "no value, or no code of an area")
    wide = wide_of(rows.loc[~bad, [*KEYS, "year", "value", "mark"]], snapshot.title)
    return facts_of_wide(wide, refused, snapshot, indicator_id, "")


def wide_of(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return one column per year, and one of its marks where there are any.

    One area under two kinds of geography is one area.

    Args:
        rows: KEYS, year, value and mark, indexed by line less 2.
        file: What to call the file in an error.

    Raises:
        FormatChanged: two values for one area, sex, age and year.
    """
    unique = rows.drop_duplicates()
    key = [*KEYS, "year"]
    twice = unique[unique.duplicated(key)]
    if not twice.empty:
        what = f"{twice['AREA_CODE'].iloc[0]} has two values for one year, sex and age."
        raise FormatChanged(Problem(what, file, int(twice.index[0]) + 2))
    wide = _by_year(unique, "value")
    if (unique["mark"] != "").any():
        wide = wide.join(_by_year(unique, "mark").fillna("").add_prefix(MARKED))
    order = pd.MultiIndex.from_frame(unique[list(KEYS)].drop_duplicates())
    return wide.loc[order].reset_index()


def _by_year(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    # pivot_table would lose what has no number in any year, and its marks with it
    wide = rows.pivot(index=list(KEYS), columns="year", values=column)  # noqa: PD010
    return wide.rename_axis(columns=None)


def _small_area_years(frame: pd.DataFrame) -> dict[str, str]:
    kinds = frame[["GEOGRAPHY_CODE", "GEOGRAPHY_TYPE"]].drop_duplicates()
    years = kinds["GEOGRAPHY_TYPE"].fillna("").str.extract(SMALL, expand=False)
    return dict(zip(kinds["GEOGRAPHY_CODE"], years.fillna(""), strict=True))
