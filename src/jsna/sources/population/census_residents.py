"""Source: Census 2021 residents by LSOA and age, from the ONS "create a custom dataset" tool.

Residents of small areas are the weights for shares of residents. ONS perturbs small cells, so
a sum over ages may differ by a few from a total published elsewhere.
"""

import re

import pandas as pd

from jsna.errors import FormatChanged, Problem
from jsna.snapshots.snapshot import Snapshot
from jsna.sources.by_hand import ByHand
from jsna.sources.contract import Parsed
from jsna.sources.csv_file import check_last_group, check_whole, header, read_csv
from jsna.sources.fact_frame import fact_frame, parsed_facts, refused_frame

CODE = "Lower layer Super Output Areas Code"
NAME = "Lower layer Super Output Areas"
COUNT = "Observation"
AGE = re.compile(r"^Age \(\d+ categories\)$")
CENSUS_DAY = {"period": "2021-03-21/P1D", "period_label": "Census 2021", "geography_year": "2021"}
"""The columns of this tool are those of the 2021 Census, whose LSOAs are those of 2021."""


class CensusResidents(ByHand):
    """Usual residents of each LSOA by age band."""

    id = "ons-census"

    def recognise(self, name: str, content: bytes) -> str | None:
        """Return a title if the file counts people by LSOA and age in the tool's columns."""
        names = header(content)
        age = _age_column(names)
        if CODE not in names or age is None:
            return None
        check_whole(content, name, (CODE, NAME, age, COUNT))
        return "Census 2021, usual residents by lower layer super output area and age"

    def parse(self, snapshot: Snapshot, content: bytes) -> list[Parsed]:
        """Return residents: one fact per LSOA and age band, and one for all its ages.

        Raises:
            SourceError: a missing column or a file that breaks off.
        """
        file = snapshot.title
        age = _age_column(header(content))
        if age is None:
            raise FormatChanged(Problem('no column "Age (n categories)".', file, 1))
        frame = read_csv(content, file, (CODE, NAME, age, COUNT))
        check_last_group(frame, CODE, file)
        rows, refused = _usable(frame, age)
        rows = pd.concat([rows, _all_ages(rows)], ignore_index=True)
        constants = {"indicator_id": "census-residents", "sex": "Persons", "area_type": "lsoa"}
        facts = fact_frame(rows, snapshot, **constants, **CENSUS_DAY)
        return [parsed_facts(facts, rows.assign(area_type="lsoa"), refused)]


def _age_column(names: list[str]) -> str | None:
    return next((name for name in names if AGE.match(name)), None)


def _usable(frame: pd.DataFrame, age: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = pd.DataFrame(
        {
            "area_code": frame[CODE],
            "area_name": frame[NAME],
            "age": _bands(frame[age]),
            "value": pd.to_numeric(frame[COUNT].str.replace(",", ""), errors="coerce"),
        }
    )
    bad = rows["age"].isna() | rows["value"].isna() | ~rows["area_code"].str.match("E01", na=False)
    lines = pd.Series(frame.index[bad] + 2)
    return rows[~bad], refused_frame(lines, "not a count of an age band in an English LSOA")


def _bands(text: pd.Series) -> pd.Series:
    """Return "0-15" for "Aged 15 years and under", "16-24", "65+"; NaN for anything else."""
    under = text.str.extract(r"^Aged (\d+) years and under$")[0]
    over = text.str.extract(r"^Aged (\d+) years and over$")[0]
    between = text.str.extract(r"^Aged (\d+) to (\d+) years$")
    bands = ("0-" + under).fillna(over + "+").fillna(between[0] + "-" + between[1])
    return bands.fillna(text.str.extract(r"^Aged (\d+) years?$")[0])


def _all_ages(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of each LSOA that has every age band of the file."""
    groups = rows.groupby(["area_code", "area_name"], sort=False)
    whole = groups.size() == rows["age"].nunique()
    return groups[["value"]].sum()[whole].reset_index().assign(age="All ages")


SOURCE = CensusResidents()
