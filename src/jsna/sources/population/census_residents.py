"""Source: Census 2021 residents by LSOA and age, from the ONS "create a custom dataset" tool.

Residents of small areas are the weights for shares of residents. ONS perturbs small cells, so
a sum over ages may differ by a few from a total published elsewhere.
"""

import re

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.cell_numbers import COMMA, MISTAKES, read_numbers
from jsna.sources.column_names import column_key
from jsna.sources.contract import NotMine, Parsed
from jsna.sources.csv_file import check_last_group, check_whole, header, read_rows
from jsna.sources.fact_frame import fact_frame, parsed_facts, refused_frame
from jsna.sources.one_value import check_one_value
from jsna.sources.population.ons_wide_layout import GSS, STATUS_OF_MARK, are_no_people
from jsna.sources.population.population_totals import cover_all_ages
from jsna.sources.spreadsheet_dates import check_dates

CODE = "Lower layer Super Output Areas Code"
NAME = "Lower layer Super Output Areas"
COUNT = "Observation"
KNOWN = (CODE, NAME, COUNT)
AGE = re.compile(r"age[a-z]?\d+categories")
DIMENSION = re.compile(r"(?!age[a-z]?\d).*\d+categories(?:code)?")
"""Columns, by their letters and digits: databases and R write them in other signs."""
CENSUS_DAY = {"period": "2021-03-21/P1D", "period_label": "Census 2021", "geography_year": "2021"}
"""The columns of this tool are those of the 2021 Census, whose LSOAs are those of 2021."""


class CensusResidents(ByHand):
    """Usual residents of each LSOA by age band."""

    id = "ons-census"

    def recognise(self, name: str, content: bytes) -> str | NotMine | None:
        """Return a title if the file counts people by LSOA and age in the tool's columns."""
        names = header(content, KNOWN)
        age = _age_column(names)
        if CODE not in names or (age is None and COUNT not in names):
            return None
        if age is None:
            return NotMine("it is a census table without ages: residents by age are read")
        if others := [n for n in names if _is(DIMENSION, n)]:
            return NotMine(f"it is a census table by {', '.join(others)} too: choose age alone")
        check_whole(content, name, (CODE, NAME, age, COUNT))
        return "Census 2021, usual residents by lower layer super output area and age"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return residents: one fact per LSOA and age band, and one for all its ages.

        Raises:
            SourceError: a missing column or a file that breaks off.
        """
        file = snapshot.title
        age = _age_column(header(content, KNOWN))
        if age is None:
            raise FormatChanged(Problem('no column "Age (n categories)".', file, 1))
        read = read_rows(content, file, (CODE, NAME, age, COUNT))
        frame = read.frame
        is_area = frame[CODE].str.strip().str.fullmatch(GSS).fillna(False).astype("bool")
        if not is_area.any():
            raise FormatChanged(Problem("no row has the code of an area.", file))
        check_last_group(frame[is_area], CODE, file)
        check_one_value(frame[is_area], [CODE, age], [COUNT], file, [NAME, f"{age} Code"])
        rows, refused = _usable(frame, age, file)
        refused = pd.concat([refused, read.refused_below()])
        rows = pd.concat([rows, _all_ages(rows)], ignore_index=True)
        constants = {"indicator_id": "census-residents", "sex": "Persons", "area_type": "lsoa"}
        facts = fact_frame(rows, snapshot, **constants, **CENSUS_DAY)
        return [parsed_facts(facts, rows.assign(area_type="lsoa"), refused)]


def _age_column(names: list[str]) -> str | None:
    return next((name for name in names if _is(AGE, name)), None)


def _is(kind: re.Pattern[str], name: str) -> bool:
    return bool(kind.fullmatch(column_key(name)))


def _usable(frame: pd.DataFrame, age: str, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    check_dates(frame[age], file)
    numbers, kinds = read_numbers(frame[COUNT])
    if (kinds == COMMA).any():
        line = int(kinds.index[kinds == COMMA][0]) + 2
        raise FormatChanged(Problem(f"a number {MISTAKES[COMMA]}.", file, line))
    rows = pd.DataFrame(
        {
            "area_code": frame[CODE].str.strip(),
            "area_name": frame[NAME].fillna(""),
            "age": _bands(frame[age]),
            "value": numbers,
            "status": kinds.map(STATUS_OF_MARK).fillna("final").astype("str"),
        }
    )
    nothing = rows["value"].isna() & (rows["status"] == "final")
    nothing |= are_no_people(rows[["value"]])["value"]
    bad = rows["age"].isna() | nothing | ~rows["area_code"].str.match("E01", na=False)
    lines = pd.Series(frame.index[bad] + 2)
    rows = rows[~bad].drop_duplicates(["area_code", "age"])
    return rows, refused_frame(lines, "not a count of an age band in an English LSOA")


def _bands(text: pd.Series) -> pd.Series:
    """Return "0-15" for "Aged 15 years and under", "16-24", "65+"; NaN for anything else."""
    under = text.str.extract(r"^Aged (\d+) years and under$")[0]
    over = text.str.extract(r"^Aged (\d+) years and over$")[0]
    between = text.str.extract(r"^Aged (\d+) to (\d+) years$")
    one = text.str.fullmatch(r"(?i)Aged under 1(?: year)?|Under 1").map({True: "0"}, na_action=None)
    bands = ("0-" + under).fillna(one).fillna(over + "+").fillna(between[0] + "-" + between[1])
    return bands.fillna(text.str.extract(r"^Aged (\d+) years?$")[0])


def _all_ages(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of each LSOA that has every age band of the file.

    None if the bands leave an age out: a part is no total.
    """
    bands = rows["age"].drop_duplicates()
    if bands.empty or not cover_all_ages(bands):
        return rows.head(0)
    groups = rows.groupby(["area_code", "area_name"], sort=False)
    whole = groups.size() == len(bands)
    # min_count: a sum with a part missing is missing
    sums = groups[["value"]].sum(min_count=len(bands))[whole].dropna()
    return sums.reset_index().assign(age="All ages", status="final")


SOURCE = CensusResidents()
